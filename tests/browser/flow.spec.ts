// The main job, end to end: a tablet is enrolled, logs without a network in every way there is, dies and lives again,
// and the chair's page, open all the time, shows exactly what was logged.
import { enrol, offlineReady, Tablet } from "./support/device";
import { expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import { shown, shows, type Shown } from "./support/overview";
import { Person } from "./support/people";
import { Server } from "./support/server.mjs";
import { stored } from "./support/store";
import { label, pattern, words } from "./support/words";

/** What a drained queue is allowed to take once the server answers again. */
const DRAIN_MS = 60_000;

/** Yesterday in Finland, and whether it belongs to this year. */
function yesterday(): { date: string; thisYear: boolean } {
  const day = (at: number) => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Helsinki" }).format(at);
  const [date, today] = [day(Date.now() - 86_400_000), day(Date.now())];
  return { date, thisYear: date.slice(0, 4) === today.slice(0, 4) };
}

test("offline from a cold start: twenty entries in all ways, a dead battery, and the chair sees them", async ({
  server,
  chair,
  tablet,
  chairPage,
}) => {
  test.setTimeout(240_000);
  const none: Shown = { customer: 0, peer: 0, people: 0, sessions: 0, participants: 0 };

  await test.step("enrol with a real code, online", async () => {
    const page = await tablet.open(server.url);
    await enrol(page, server.url, chair);
    await offlineReady(page);
    await new LogScreen(page).drained(60_000);
    await tablet.close();
  });
  await shows(chairPage, none, DRAIN_MS);

  await server.stop();
  let page = await tablet.open(server.url);
  let log = new LogScreen(page);

  const late = yesterday();
  await test.step("log twenty entries", async () => {
    await log.ready();
    await log.offline();
    // 1–3: two taps each.
    for (const topic of ["identity", "gov", "device"]) await log.one(topic);
    // 4: with details, to a colleague, three people.
    await log.choose("comms");
    await log.chip("kind", "staff_peer");
    await log.chip("duration", "d2");
    await log.chip("outcome", "done");
    const people = page.locator(".log__details .stepper");
    await people.getByRole("button").last().click();
    await people.getByRole("button").last().click();
    await page.locator("details.log__more summary").click();
    await log.chip("equipment", "phone");
    await log.chip("lang", "sv");
    await log.saveOne("comms");
    await expect(log.saved).toContainText(label("topic", "comms"));
    // 5: with the timer.
    await page.getByRole("button", { name: words("log.timer_start") }).click();
    await log.one("apps");
    // 6–9: one tap each.
    await log.tally("printscan", 4);
    // 10–14: several at once.
    await log.batch({ libres: 2, identity: 3 });
    // 15, 16: on another day, with and without the hour.
    await log.late("gov", late.date, "10");
    await log.late("gov", late.date);
    await log.chip("when", "now");
    // 17: the last one again.
    await log.repeat();
    // 18, 19: a course, and an hour in which nobody came.
    await log.group("safety", 7, "Turvallinen verkko");
    await log.nobody();
    // 20: taken back at once.
    await log.one("device");
    await log.undo();
  });

  await test.step("edit, delete, restore", async () => {
    await page.getByRole("link", { name: words("log.see_entries") }).click();
    await expect(page.getByRole("heading", { level: 1, name: words("entries.title") })).toBeVisible();
    const row = (text: string) => page.locator("li.entry").filter({ hasText: text });
    // One person more on the entry about apps.
    await row(label("topic", "apps")).getByRole("button", { name: pattern("entries.edit_of") }).click();
    const dialog = page.locator("dialog#edit");
    await dialog.locator(".stepper").getByRole("button").last().click();
    await dialog.getByRole("button", { name: words("action.save"), exact: true }).click();
    await expect(page.locator("#entries-done")).toContainText(pattern("entries.changed"));
    // One of four is deleted for good, another comes back.
    const taps = row(label("topic", "printscan"));
    await expect(taps).toHaveCount(4);
    await taps.first().getByRole("button", { name: pattern("entries.delete_of") }).click();
    await expect(taps).toHaveCount(3);
    await taps.first().getByRole("button", { name: pattern("entries.delete_of") }).click();
    await expect(taps).toHaveCount(2);
    await page.getByLabel(words("entries.show_deleted")).check();
    const deleted = page.locator("li.entry--deleted").filter({ hasText: label("topic", "printscan") });
    await expect(deleted).toHaveCount(2);
    await deleted.first().getByRole("button", { name: pattern("entries.restore_of") }).click();
    await expect(deleted).toHaveCount(1);
    await expect(page.locator("#entries-done")).toContainText(pattern("entries.restored"));
  });

  // 20 creates; the undo, the edit, two deletions, one restore.
  const ops = 25;
  await expect.poll(() => stored(page)).toMatchObject({ outbox: ops, quarantine: 0 });
  await tablet.kill();

  await test.step("open again offline: all is there", async () => {
    page = await tablet.open(server.url);
    log = new LogScreen(page);
    await log.ready();
    await log.offline();
    expect(await stored(page)).toMatchObject({ outbox: ops, quarantine: 0 });
    expect(await log.waiting()).toBe(ops);
    // 20 entries, less the one undone, the one deleted and the two of yesterday.
    expect(await log.today()).toBe(16);
  });

  const helps = 15 + (late.thisYear ? 2 : 0) - 1;
  const expected: Shown = {
    customer: helps - 1,
    peer: 1,
    // Three in the one with details, two after the edit, one in all others.
    people: helps + 2 + 1,
    sessions: 1,
    participants: 7,
  };
  await test.step("the server is back, nobody touches anything", async () => {
    await server.run();
    await log.drained(DRAIN_MS);
    await shows(chairPage, expected, DRAIN_MS);
  });
  expect(await stored(page)).toMatchObject({ outbox: 0, quarantine: 0 });
  const entries = await chair.entries();
  expect(entries).toHaveLength(18);
  expect(new Set(entries.map((entry) => entry.id)).size).toBe(18);
});

test("the demo's links: a tablet and a chair, and an entry goes from one to the other", async ({ browser }) => {
  const server = await Server.start({ demo: true });
  const tablet = new Tablet();
  const context = await browser.newContext();
  try {
    const page = await tablet.open(server.tabletLink);
    const log = new LogScreen(page);
    await log.ready();
    const overview = await context.newPage();
    await overview.goto(server.chairLink);
    await expect(overview).toHaveURL(/\/tilanne$/);
    const before = await shown(overview);
    expect(before.customer, "two years of entries").toBeGreaterThan(100);
    await log.one("gov");
    await expect(log.saved).toContainText(pattern("log.saved_sent"));
    await shows(overview, { ...before, customer: before.customer + 1, people: before.people + 1 }, DRAIN_MS);
    const chair = await Person.demoChair(server);
    expect((await chair.overview()).devices.some((device) => device.pending === 0)).toBe(true);
  } finally {
    await context.close();
    await tablet.dispose();
    await server.dispose();
  }
});

test("the server dies in the middle of a push, its answer never comes: nothing is doubled", async ({
  server,
  chair,
  tablet,
}) => {
  const page = await tablet.open(server.url);
  await enrol(page, server.url, chair);
  const log = new LogScreen(page);
  for (let round = 0; round < 3; round += 1) {
    await log.tally("gov", 5);
    await server.kill();
    await log.tally("identity", 2);
    await server.run();
  }
  await log.drained(DRAIN_MS);
  const entries = await chair.entries();
  expect(entries).toHaveLength(21);
  expect(new Set(entries.map((entry) => entry.id)).size).toBe(21);
});
