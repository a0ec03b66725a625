// What must work, or be refused in words, where the network or the browser's protection is missing.
import { chromium } from "@playwright/test";
import { launchOptions } from "./launch.mjs";
import { enrol, offlineReady, TABLET } from "./support/device";
import { expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import { Person } from "./support/people";
import { Proxy } from "./support/proxy";
import { Server } from "./support/server.mjs";
import { stored } from "./support/store";
import { LANGUAGES, words } from "./support/words";

test("the statements are readable offline, in three languages, with the network's contacts", async ({ server, chair, tablet }) => {
  const page = await tablet.open(server.url);
  await enrol(page, server.url, chair);
  await offlineReady(page);
  await new LogScreen(page).drained(60_000);
  await tablet.close();
  await server.stop();
  const cold = await tablet.open(`${server.url}/saavutettavuus`);
  const buttons = { fi: "Suomeksi", sv: "På svenska", en: "In English" };
  for (const language of LANGUAGES) {
    await cold.getByRole("button", { name: buttons[language] }).click();
    await expect(cold.getByRole("heading", { level: 1 })).toHaveText(words("accessibility.title", {}, language));
    await expect(cold.getByText("saavutettavuus@koekaupunki.example").first()).toBeVisible();
    await cold.getByRole("contentinfo").getByRole("link", { name: words("shell.nav.privacy", {}, language) }).click();
    await expect(cold.getByRole("heading", { level: 1 })).toHaveText(words("privacy.title", {}, language));
    await expect(cold.getByText("Koekaupunki").first()).toBeVisible();
    await expect(cold.getByRole("table")).toContainText(/\d/);
    await cold.getByRole("contentinfo").getByRole("link", { name: words("shell.nav.accessibility", {}, language) }).click();
  }
});

test("pages outside the first load open without a network", async ({ server, chair, tablet }) => {
  const page = await tablet.open(server.url);
  await enrol(page, server.url, chair);
  await offlineReady(page);
  await tablet.close();
  await server.stop();
  // A cold start on the log screen: nothing has asked for the other pages' file yet.
  const cold = await tablet.open(server.url);
  await new LogScreen(cold).ready();
  await cold.getByRole("contentinfo").getByRole("link", { name: words("shell.nav.privacy") }).click();
  await expect(cold.getByRole("heading", { level: 1 })).toHaveText(words("privacy.title"));
  await expect(cold.getByRole("heading", { level: 1 })).toBeFocused();
});

test("a page whose file cannot be loaded says so, and opens when tried again", async ({ server, browser }) => {
  // Without a service worker, whose requests would pass by the route below.
  const context = await browser.newContext({ ...TABLET, serviceWorkers: "block" });
  const page = await context.newPage();
  await page.goto(server.url);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.route("**/assets/office-*.wasm", (route) => route.abort());
  await page.getByRole("contentinfo").getByRole("link", { name: words("shell.nav.privacy") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("app.not_opened"));
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await page.unroute("**/assets/office-*.wasm");
  await page.getByRole("button", { name: words("action.retry") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("privacy.title"));
  await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  await context.close();
});

test("feedback reaches the chair with its day; without a network its text stays on the form", async ({ server, chairPage, browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.url}/palaute`);
  await page.getByLabel(words("feedback.body")).fill("Painike ei erotu.");
  await server.stop();
  await page.getByRole("button", { name: words("feedback.send"), exact: true }).click();
  await expect(page.getByText(words("feedback.failed")).or(page.getByText(words("problem.offline"))).first()).toBeVisible();
  await expect(page.getByLabel(words("feedback.body"))).toHaveValue("Painike ei erotu.");
  await server.run();
  await page.getByRole("button", { name: words("feedback.send"), exact: true }).click();
  await expect(page.getByText(words("feedback.thanks"))).toBeVisible();
  await context.close();
  await chairPage.goto(`${server.url}/hallinta/palautteet`);
  await expect(chairPage.getByText("Painike ei erotu.")).toBeVisible();
});

test("without a secure context the app says so and refuses to enrol", async () => {
  const server = await Server.start({ host: "0.0.0.0" });
  const chair = await Person.setUp(server);
  const args = [...launchOptions.args, "--host-resolver-rules=MAP digi.test 127.0.0.1"];
  const browser = await chromium.launch({ ...launchOptions, args });
  try {
    const page = await (await browser.newContext(TABLET)).newPage();
    await page.goto(`http://digi.test:${server.port}/ota-kayttoon`);
    await expect(page.getByText(words("enrol.insecure_title"))).toBeVisible();
    const field = page.getByLabel(words("enrol.code"), { exact: true });
    const submit = page.getByRole("button", { name: words("enrol.submit") });
    if (await submit.isVisible()) await expect(submit).toBeDisabled();
    await expect(field.and(page.locator(":enabled"))).toHaveCount(0);
    // The server refuses too, whoever asks.
    const code = await chair.code();
    const status = await page.evaluate(
      async (code) =>
        (
          await fetch("/api/v1/device/enrol", {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ code }),
          })
        ).status,
      code,
    );
    expect(status).toBeGreaterThanOrEqual(400);
    expect(await chair.devices()).toHaveLength(0);
  } finally {
    await browser.close();
    await server.dispose();
  }
});

test("a captive portal that answers everything with a page costs nothing", async ({ server, chair, tablet }) => {
  const proxy = await Proxy.start(server);
  try {
    const page = await tablet.open(proxy.url);
    await enrol(page, proxy.url, chair);
    const log = new LogScreen(page);
    let portal = true;
    let answered = 0;
    proxy.rule = (path, _, response) => {
      if (!portal || !path.startsWith("/api/")) return undefined;
      answered += 1;
      response.writeHead(200, { "content-type": "text/html" }).end("<html><title>Welcome to the Wi-Fi</title></html>");
      return "answered";
    };
    await log.tally("gov", 3);
    await expect.poll(() => answered, { timeout: 30_000 }).toBeGreaterThan(1);
    expect(await stored(page)).toMatchObject({ outbox: 3, quarantine: 0 });
    portal = false;
    await log.drained(120_000);
    expect(await chair.entries()).toHaveLength(3);
  } finally {
    await proxy.stop();
  }
});

test("a network that lets reading through and cuts every push is asked now and then, not all the time", async ({
  server,
  chair,
  tablet,
}) => {
  const page = await tablet.open(server.url);
  await enrol(page, server.url, chair);
  const log = new LogScreen(page);
  await log.drained(60_000);
  let pushes = 0;
  await page.context().route("**/api/v1/sync/push", (route) => {
    pushes += 1;
    return route.abort();
  });
  await log.one("gov");
  await expect.poll(() => pushes, { timeout: 15_000 }).toBeGreaterThan(0);
  // What is counted is what happens in a while, so there is nothing else to wait for.
  await page.waitForTimeout(4_000);
  expect(pushes).toBeLessThan(20);
  await page.context().unroute("**/api/v1/sync/push");
  await log.drained(60_000);
  expect((await chair.entries()).map((entry) => entry.set["topics"])).toEqual([["gov"]]);
});
