// Four ways of counting in which comparable systems were seen to lose or to double entries, measured: what the screen
// called saved, what is at the server in the end.
import type { Page } from "@playwright/test";
import { enrol, Tablet } from "./support/device";
import { all, expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import type { Person } from "./support/people";
import type { Server } from "./support/server.mjs";
import { Taps } from "./support/taps";

const ROUNDS = all ? 15 : 2;
const EACH = 6;

/** What the rounds of a scenario came to. */
class Account {
  private readonly sums = { rounds: 0, saved: 0, arrived: 0, lost: 0, doubled: 0 };
  private before: Record<string, number> = {};

  constructor(
    private readonly name: string,
    private readonly chair: Person,
  ) {}

  /** Compares after a round; each counter has a topic of its own. */
  async close(counters: { topic: string; tapped: number; saved: number }[]): Promise<number> {
    const entries = await this.chair.entries();
    this.sums.rounds += 1;
    for (const { topic, tapped, saved } of counters) {
      const there = entries.filter((entry) => (entry.set["topics"] as string[])[0] === topic).length;
      const arrived = there - (this.before[topic] ?? 0);
      this.before[topic] = there;
      this.sums.saved += saved;
      this.sums.arrived += arrived;
      this.sums.lost += Math.max(0, saved - arrived);
      // A tap whose answer the screen did not live to show may have been saved, but once.
      this.sums.doubled += Math.max(0, arrived - tapped);
    }
    return entries.length;
  }

  /** Tells the figures, and insists on them. */
  tell(): void {
    const line = Object.entries(this.sums).map(([name, value]) => `${name} ${value}`).join(", ");
    console.log(`${this.name}: ${line}`);
    test.info().annotations.push({ type: this.name, description: line });
    expect(this.sums.lost, "lost").toBe(0);
    expect(this.sums.doubled, "doubled").toBe(0);
  }
}

/** A tablet that outlives being killed: its credential is on the disk. */
async function enrolled(tablet: Tablet, server: Server, chair: Person): Promise<Page> {
  await enrol(await tablet.open(server.url), server.url, chair);
  await tablet.close();
  return tablet.open(server.url);
}

/** Everything is sent, and the tablet shows what the server has. */
async function agrees(page: Page, entries: () => Promise<number>): Promise<void> {
  const log = new LogScreen(page);
  await log.ready();
  await log.drained(60_000);
  const there = await entries();
  await expect.poll(() => log.today()).toBe(there);
}

test.beforeEach(() => test.setTimeout(60_000 + ROUNDS * 30_000));

test("the browser is killed at once after the last tap", async ({ server, chair, tablet }) => {
  const account = new Account("killed after the last tap", chair);
  let page = await enrolled(tablet, server, chair);
  for (let round = 0; round < ROUNDS; round += 1) {
    const taps = await Taps.open(page, "gov");
    const counting = taps.count(EACH);
    await taps.until(EACH);
    await tablet.kill();
    await counting;
    page = await tablet.open(server.url);
    await agrees(page, () => account.close([taps]));
  }
  account.tell();
});

test("two tabs count, and the browser is killed in the middle", async ({ server, chair, tablet }) => {
  const account = new Account("two tabs, killed", chair);
  let page = await enrolled(tablet, server, chair);
  for (let round = 0; round < ROUNDS; round += 1) {
    const second = await tablet.tab(server.url);
    const both = [await Taps.open(page, "gov"), await Taps.open(second, "identity")] as const;
    const counting = Promise.all(both.map((taps) => taps.count(100)));
    await Promise.all(both.map((taps) => taps.until(EACH)));
    await tablet.kill();
    await counting;
    page = await tablet.open(server.url);
    await agrees(page, () => account.close([...both]));
  }
  account.tell();
});

test("a second tab is opened in the middle of counting", async ({ server, chair, tablet }) => {
  const account = new Account("second tab opened while counting", chair);
  let page = await enrolled(tablet, server, chair);
  for (let round = 0; round < ROUNDS; round += 1) {
    const taps = await Taps.open(page, "gov");
    const counting = taps.count(EACH);
    await taps.until(EACH / 2);
    const second = await tablet.tab(server.url);
    await counting;
    await agrees(page, () => account.close([taps]));
    await expect.poll(() => new LogScreen(second).today()).toBe(await new LogScreen(page).today());
    // The next round counts in the tab that was opened, as people go on where they are.
    await page.close();
    page = second;
  }
  account.tell();
});

test("two tablets log in the same second", async ({ server, chair, tablet }) => {
  const account = new Account("two tablets, same second", chair);
  const other = new Tablet();
  try {
    const pages = [await enrolled(tablet, server, chair), await enrolled(other, server, chair)] as const;
    for (let round = 0; round < ROUNDS; round += 1) {
      const logs = pages.map((page) => new LogScreen(page));
      // The same help by the same form, to the same moment: nothing but the op's id tells them apart.
      for (const log of logs) await log.choose("gov");
      const at = Date.now() + 500;
      const pressed = await Promise.all(
        logs.map((log) =>
          log.save.evaluate(async (save: HTMLElement, at) => {
            await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
            save.click();
            return Date.now();
          }, at),
        ),
      );
      expect(Math.abs(pressed[0]! - pressed[1]!), "within one second").toBeLessThan(1_000);
      for (const log of logs) await expect(log.topic("gov")).not.toBeChecked();
      for (const log of logs) await log.drained(60_000);
      const there = await account.close([{ topic: "gov", tapped: 2, saved: 2 }]);
      for (const log of logs) await expect.poll(() => log.today()).toBe(there);
      for (const page of pages) await page.reload();
      for (const log of logs) await log.ready();
    }
  } finally {
    await other.dispose();
  }
  account.tell();
});
