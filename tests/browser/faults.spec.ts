// What a browser may do to the tablet's store: whatever it is, nothing is called saved that is not, what was typed stays,
// and the person is told in words.
import { enrol, offlineReady, type Tablet } from "./support/device";
import { expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import type { Person } from "./support/people";
import type { Server } from "./support/server.mjs";
import { stored } from "./support/store";
import { ABSENT, breakable, type Failing, forceClose, occupy, Quota } from "./support/trouble";
import { label, words } from "./support/words";

/** A tablet that is enrolled, has its shell, and is closed. */
async function enrolled(tablet: Tablet, server: Server, chair: Person): Promise<void> {
  const page = await tablet.open(server.url);
  await enrol(page, server.url, chair);
  await offlineReady(page);
  await new LogScreen(page).drained(60_000);
  await tablet.close();
}

/** An entry with details that would have to be typed again. */
async function fill(log: LogScreen): Promise<void> {
  await log.choose("comms");
  await log.chip("kind", "staff_peer");
  await log.chip("duration", "d2");
}

/** All of it is still on the form, and nothing says that it was saved. */
async function refused(log: LogScreen, reason: string): Promise<void> {
  await expect(log.page.locator("#saved").getByRole("alert")).toHaveText(words(reason));
  await expect(log.topic("comms")).toBeChecked();
  await expect(log.page.locator('input[name="kind"][value="staff_peer"]')).toBeChecked();
  await expect(log.page.locator('input[name="duration"][value="d2"]')).toBeChecked();
  await expect(log.page.locator("#saved").getByText(words("log.saved_at").split(" ")[0]!)).toHaveCount(0);
}

const topics = async (chair: Person) => (await chair.entries()).map((entry) => (entry.set["topics"] as string[])[0]).sort();

test("the store is closed by force: before, while and after something is saved", async ({ server, chair, tablet }) => {
  const page = await tablet.open(server.url);
  await enrol(page, server.url, chair);
  const log = new LogScreen(page);
  await server.stop();
  await log.one("gov");
  await forceClose(tablet, page);
  await log.one("identity");
  // While it is saved: the write has been asked for and waits behind another one; both are cut off.
  await log.mode("mode_tally");
  await occupy(page, "outbox");
  const tap = page.locator("button.topic--tap").filter({ hasText: label("topic", "device") });
  await tap.click();
  await expect(tap.locator(".topic__count"), "nothing is called saved yet").toHaveCount(0);
  await forceClose(tablet, page);
  await expect(tap.locator(".topic__count")).toHaveText("1");
  expect(await stored(page)).toMatchObject({ outbox: 3 });
  await server.run();
  await log.drained(60_000);
  expect(await topics(chair)).toEqual(["device", "gov", "identity"]);
});

test("the disk is full: it is said, the form stays, and with room again the same save works", async ({ server, chair, tablet }) => {
  await enrolled(tablet, server, chair);
  await server.stop();
  let page = await tablet.open(server.url);
  await new LogScreen(page).tally("gov", 2);
  await tablet.close();

  page = await tablet.open("about:blank");
  const quota = await Quota.leave(page, server.url, 0);
  await page.goto(server.url);
  const log = new LogScreen(page);
  await log.ready();
  await fill(log);
  await log.save.click();
  await refused(log, "log.not_saved_full");
  expect(await stored(page), "what was saved before is untouched").toMatchObject({ outbox: 2 });
  expect(await log.today()).toBe(2);

  await quota.lift();
  await log.saveOne("comms");
  await expect(page.locator("#saved").getByRole("alert")).toBeEmpty();
  await server.run();
  await log.drained(60_000);
  expect(await topics(chair)).toEqual(["comms", "gov", "gov"]);
});

test("the disk is full of what can be fetched again: that makes room", async ({ server, chair, tablet }) => {
  await enrolled(tablet, server, chair);
  let page = await tablet.open(server.url);
  await page.evaluate(async () => {
    // As a newer version that waits to take over.
    const spare = await caches.open("shell-99.0.0");
    for (let file = 0; file < 64; file += 1) await spare.put(`/${file}`, new Response(crypto.getRandomValues(new Uint8Array(65_536))));
  });
  await tablet.close();
  await server.stop();

  page = await tablet.open("about:blank");
  await Quota.leave(page, server.url, 0);
  await page.goto(server.url);
  const log = new LogScreen(page);
  await log.one("gov");
  await expect(page.locator("#saved").getByRole("alert")).toBeEmpty();
  expect(await stored(page)).toMatchObject({ outbox: 1 });
  expect(await page.evaluate(() => caches.has("shell-99.0.0"))).toBe(false);
  await page.reload();
  await log.ready();
  await server.run();
  await log.drained(60_000);
  expect(await topics(chair)).toEqual(["gov"]);
});

test("no IndexedDB: the app says so and lets nobody log", async ({ server, chair, tablet }) => {
  await enrolled(tablet, server, chair);
  await tablet.open("about:blank");
  for (const [how, cause] of Object.entries(ABSENT)) {
    await test.step(how, async () => {
      const page = await tablet.tab("about:blank");
      await page.addInitScript(cause);
      await page.goto(server.url);
      await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("log.title"));
      await expect(page.getByText(words("log.no_storage"))).toBeVisible();
      await expect(page.locator("#save")).toHaveCount(0);
      await page.goto(`${server.url}/laite`);
      await expect(page.getByText(words("device.store_failed"))).toBeVisible();
      await page.goto(`${server.url}/ota-kayttoon`);
      await page.getByLabel(words("enrol.code"), { exact: true }).fill(await chair.code());
      await page.getByRole("button", { name: words("enrol.submit") }).click();
      await expect(page.getByText(words("device.failed"))).toBeVisible();
      await page.close();
    });
  }
  expect(await chair.devices(), "nothing was enrolled that could not keep an entry").toHaveLength(1);
});

test("writes fail: it is said, the form stays, and when they work again nothing is lost or doubled", async ({ server, chair, tablet }) => {
  await enrolled(tablet, server, chair);
  const page = await tablet.open("about:blank");
  const failing = await breakable(page);
  await page.goto(server.url);
  const log = new LogScreen(page);
  await log.ready();
  await log.drained(60_000);
  for (const how of ["begin", "request", "commit"] satisfies Failing[]) {
    await page.reload();
    await log.ready();
    const before = await log.today();
    await failing(how);
    await fill(log);
    await log.save.click();
    await refused(log, "log.not_saved");
    await log.mode("mode_tally");
    const tap = page.locator("button.topic--tap").first();
    await tap.click();
    await expect(page.locator("#saved").getByRole("alert")).toHaveText(words("log.not_saved"));
    await expect(tap.locator(".topic__count")).toHaveCount(0);
    await log.mode("mode_single");
    expect(await log.today()).toBe(before);
    await failing(undefined);
    // A tap of the counter takes the topic along; the rest is still as it was typed.
    await log.one("comms");
    await log.drained(60_000);
  }
  const entries = await chair.entries();
  expect(entries.map((entry) => entry.set)).toEqual(Array(3).fill(expect.objectContaining({ topics: ["comms"], kind: "staff_peer", duration: "d2" })));
});
