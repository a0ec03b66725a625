// Registering for the activity day on a tablet without a network: what it leaves behind, and that it gets through.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { day, YEAR } from "./support/day.mjs";
import { enrol, offlineReady, type Tablet } from "./support/device";
import { expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import type { Person } from "./support/people";
import { label, pattern, words } from "./support/words";

const NAME = "Aino Näytesilmä";
const EMAIL = "aino.naytesilma@kirjasto.example";
const DIET = "ei selleriä eikä lanttua";

interface Registered {
  via: string;
  state: string;
  registration: { name: string; email: string; mode: string; lang: string; library?: string };
}

/** A form as the person fills it in; the radio buttons lie under their chips. */
async function fill(page: Page): Promise<void> {
  await page.getByText(words("register.onsite"), { exact: true }).click();
  await page.getByLabel(words("register.name"), { exact: true }).fill(NAME);
  await page.getByLabel(words("register.email"), { exact: true }).fill(EMAIL);
  await page.getByLabel(words("register.library"), { exact: true }).selectOption("turku");
  await page.locator("#lunch label.chip").first().click();
  await page.getByLabel(words("register.diet_other")).fill(DIET);
  await page.getByLabel(words("register.consent")).check();
  await page.locator("#q1").getByText("Tekoäly", { exact: true }).click();
}

const submit = (page: Page) => page.getByRole("button", { name: words("register.submit"), exact: true }).click();

/** Every file of a profile that holds a text, however a browser may write it. */
function holding(tablet: Tablet, text: string): string[] {
  const needles = (["utf8", "utf16le", "latin1"] as const).map((encoding) => Buffer.from(text, encoding));
  const found: string[] = [];
  for (const entry of readdirSync(tablet.profile, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const bytes = readFileSync(path);
    if (needles.some((needle) => bytes.includes(needle))) found.push(path.slice(tablet.profile.length));
  }
  return found;
}

/** A tablet that has the form, and goes on without a server. */
async function ready(page: Page, url: string, chair: Person): Promise<void> {
  await chair.send("PUT", `/api/v1/days/${YEAR}`, { day: day() });
  await enrol(page, url, chair);
  await offlineReady(page);
  await new LogScreen(page).drained(60_000);
  await page.goto(`${url}/toimintapaiva`);
  await expect(page.getByLabel(words("register.name"), { exact: true })).toBeVisible();
}

test("offline registration on a tablet: nothing of it is in the profile in clear, and it gets through", async ({
  server,
  chair,
  tablet,
}) => {
  test.setTimeout(180_000);
  await ready(await tablet.open(server.url), server.url, chair);
  await tablet.close();
  await server.stop();

  // A cold start, from the menu.
  const page = await tablet.open(server.url);
  await new LogScreen(page).ready();
  await page.getByRole("button", { name: words("shell.menu"), exact: true }).click();
  await page.getByRole("link", { name: words("seal.menu") }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(day().title.fi);
  // Empty, it tells what is missing, as the server's page does, and leads there.
  await submit(page);
  const summary = page.locator(".error-summary");
  await expect(summary).toBeFocused();
  await summary.getByRole("link", { name: words("register.wrong_name") }).click();
  await expect(page.getByLabel(words("register.name"), { exact: true })).toBeFocused();
  // What hangs on a choice is shown with it.
  await expect(page.getByLabel(words("register.consent"))).toBeHidden();
  await fill(page);
  await expect(page.getByLabel(words("register.consent"))).toBeVisible();
  // Another language keeps what was written.
  await page.getByRole("button", { name: "På svenska" }).click();
  await expect(page.getByLabel(words("register.name", {}, "sv"), { exact: true })).toHaveValue(NAME);
  await page.getByRole("button", { name: "Suomeksi" }).click();
  await expect(page.getByLabel(words("register.diet_other"))).toHaveValue(DIET);
  await submit(page);
  await expect(page.getByRole("heading", { name: words("seal.queued_title") })).toBeVisible();
  const receipt = (await page.locator("#queued .receipt").textContent()) ?? "";
  expect(receipt).toMatch(/^[0-9A-F]{4}-[0-9A-F]{4}$/);
  const row = page.locator(".receipts li").filter({ hasText: receipt });
  await expect(row).toContainText(words("seal.state_waiting"));
  // Nothing of it is left in the page.
  expect(await page.content()).not.toContain("Näytesilmä");
  await page.getByRole("button", { name: words("register.another") }).click();
  await expect(page.getByLabel(words("register.name"), { exact: true })).toHaveValue("");
  // What somebody has begun is emptied with one button.
  await page.getByLabel(words("register.name"), { exact: true }).fill("Kesken Jäänyt");
  await page.getByRole("button", { name: words("seal.clear") }).click();
  await expect(page.getByLabel(words("register.name"), { exact: true })).toHaveValue("");
  await tablet.close();

  // The end of the op's id is in clear: else the search would prove nothing.
  expect(holding(tablet, receipt.replace("-", "").toLowerCase())).not.toEqual([]);
  for (const text of [NAME, "Näytesilmä", EMAIL, "aino.naytesilma", DIET, "selleriä"]) {
    expect(holding(tablet, text), text).toEqual([]);
  }

  await server.run();
  const back = await tablet.open(`${server.url}/toimintapaiva`);
  await expect(back.locator(".receipts li").filter({ hasText: receipt })).toContainText(pattern("seal.state_sent"), {
    timeout: 60_000,
  });
  const { registrations } = await chair.get<{ registrations: Registered[] }>(`/api/v1/days/${YEAR}/registrations`);
  expect(registrations.map(({ via, state, registration }) => ({ via, state, ...registration }))).toMatchObject([
    { via: "tablet", state: "reserved", name: NAME, email: EMAIL, mode: "onsite", lang: "fi", library: "turku" },
  ]);
  const { mails } = await chair.get<{ mails: { kind: string }[] }>(`/api/v1/days/${YEAR}/mails`);
  expect(mails.map((mail) => mail.kind)).toEqual(["confirm"]);
});

test("the tablet's form and the public one have the same fields", async ({ server, chair, tablet, browser }) => {
  const page = await tablet.open(server.url);
  await ready(page, server.url, chair);
  const fields = (of: Page) =>
    of.locator("form.register").evaluate((form) =>
      [...(form as HTMLFormElement).elements]
        .map((control) => [control.getAttribute("name"), control.getAttribute("type"), control.getAttribute("value")].join(" "))
        .filter((field) => !/^( |stamp|website)/.test(field)),
    );
  const { slug } = await chair.get<{ slug: string }>("/api/v1/network");
  const context = await browser.newContext({ locale: "fi-FI" });
  const open = await context.newPage();
  await open.goto(`${server.url}/${slug}/ilmoittaudu/${YEAR}?kieli=fi`);
  expect(await fields(page)).toEqual(await fields(open));
  expect((await fields(page)).length).toBeGreaterThan(20);
  await expect(page.getByText(label("diet", "vegan"))).toBeVisible({ visible: false });
  // On the tablet nothing is filled in or remembered by the browser.
  const remembered = await page.locator("form.register").evaluate((form) =>
    [...(form as HTMLFormElement).elements].map((control) => control.getAttribute("autocomplete")).filter((token) => token && token !== "off"),
  );
  expect(remembered).toEqual([]);
  await context.close();
});

test("a browser that is no tablet gets no form, and neither the key", async ({ server, chair, browser }) => {
  await chair.send("PUT", `/api/v1/days/${YEAR}`, { day: day() });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.url}/toimintapaiva`);
  await expect(page.getByText(words("device.not_enrolled"))).toBeVisible();
  await expect(page.locator("form")).toHaveCount(0);
  expect(await page.evaluate(async () => (await fetch("/api/v1/device/form")).status)).toBe(401);
  await context.close();
});
