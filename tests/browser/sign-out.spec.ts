// Credentials that end while entries wait: the queue belongs to the tablet, and it is never thrown away.
import { enrol } from "./support/device";
import { expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import { CHAIR, PASSWORD, Person } from "./support/people";
import { Proxy } from "./support/proxy";
import { stored } from "./support/store";
import { words } from "./support/words";

test("signing out with a queue: the queue arrives", async ({ server, chair, tablet }) => {
  const proxy = await Proxy.start(server);
  try {
    const page = await tablet.open(proxy.url);
    await enrol(page, proxy.url, chair);
    await page.goto(`${proxy.url}/kirjaudu`);
    await page.getByLabel(words("sign_in.email")).fill(CHAIR);
    await page.getByLabel(words("sign_in.password")).fill(PASSWORD);
    await page.getByRole("button", { name: words("sign_in.submit") }).click();
    await expect(page).toHaveURL(/\/tilanne$/);

    // The sync is out of reach, the rest answers.
    let reachable = false;
    proxy.rule = (path, _, response) => {
      if (reachable || !path.startsWith("/api/v1/sync/")) return undefined;
      response.writeHead(503).end();
      return "answered";
    };
    await page.goto(proxy.url);
    const log = new LogScreen(page);
    await log.ready();
    await log.tally("gov", 4);
    await page.goto(`${proxy.url}/kirjaudu`);
    await page.getByRole("button", { name: words("sign_in.sign_out") }).click();
    await expect(page.getByRole("status").filter({ hasText: words("sign_in.signed_out") })).toBeVisible();
    expect(await stored(page)).toMatchObject({ outbox: 4 });

    reachable = true;
    await log.drained(60_000);
    expect(await chair.entries()).toHaveLength(4);
  } finally {
    await proxy.stop();
  }
});

test("a person's session that has ended leaves the tablet's entries alone", async ({ server, chair, tablet }) => {
  const page = await tablet.open(server.url);
  await enrol(page, server.url, chair);
  const person = await Person.signIn(server);
  await person.enter(tablet.browser);
  await page.goto(`${server.url}/tilanne`);
  await expect(page.locator(".tally").first()).toBeVisible();
  await person.send("DELETE", "/api/v1/session");
  await page.reload();
  await expect(page.getByText(words("problem.not_signed_in"))).toBeVisible();
  await page.goto(server.url);
  const log = new LogScreen(page);
  await log.one("gov");
  await log.drained(60_000);
  expect(await chair.entries()).toHaveLength(1);
});

test("a revoked tablet keeps its entries, says so in words, and what it still sends is held", async ({
  server,
  chair,
  tablet,
}) => {
  const page = await tablet.open(server.url);
  await enrol(page, server.url, chair);
  const log = new LogScreen(page);
  await log.one("gov");
  await log.drained(60_000);
  await server.stop();
  await log.tally("identity", 3);
  await expect.poll(() => stored(page)).toMatchObject({ outbox: 3 });

  // The chair revokes it before its queue has come in.
  await tablet.close();
  await server.run();
  const [device] = await chair.devices();
  await chair.send("DELETE", `/api/v1/devices/${device?.id}`);

  const again = await tablet.open(server.url);
  await expect.poll(async () => (await chair.overview()).held, { timeout: 60_000 }).toBe(3);
  expect(await chair.entries(), "held entries are in no figure").toHaveLength(1);
  await again.goto(`${server.url}/laite`);
  await expect(again.getByText(words("device.lost_credential"))).toBeVisible({ timeout: 30_000 });
  await again.goto(`${server.url}/kirjaukset`);
  await expect(again.locator("li.entry").filter({ hasText: words("entries.state_held") })).toHaveCount(3);
});
