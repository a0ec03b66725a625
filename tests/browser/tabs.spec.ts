// Several tabs of one tablet: one of them sends, any of them may close, and every entry arrives once.
import { enrol } from "./support/device";
import { expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import { stored } from "./support/store";

/** Which tab holds the lock of the sender: the one that answers `true`. */
const SENDS = async (): Promise<boolean> => {
  const { held } = await navigator.locks.query();
  const mine = await new Promise<string>((resolve) => {
    // A lock of our own tells this tab's client id.
    void navigator.locks.request(`who-${Math.random()}`, async (lock) => {
      const all = await navigator.locks.query();
      resolve(all.held?.find((one) => one.name === lock?.name)?.clientId ?? "");
    });
  });
  return (held ?? []).some((one) => one.name === "digiverkosto-sender" && one.clientId === mine);
};

test("two tabs log at once; the sending one is closed; a third opens in the middle", async ({ server, chair, tablet }) => {
  const first = await tablet.open(server.url);
  await enrol(first, server.url, chair);
  const second = await tablet.tab(server.url);
  const [one, two] = [new LogScreen(first), new LogScreen(second)];
  await one.ready();
  await two.ready();

  await Promise.all([one.tally("gov", 6), two.tally("identity", 6)]);

  const third = await tablet.tab(server.url);
  const three = new LogScreen(third);
  await three.ready();

  // With the server gone all of it waits in one queue, whoever made it.
  await server.stop();
  await Promise.all([one.tally("device", 3), two.tally("apps", 3), three.tally("comms", 3)]);
  await expect.poll(async () => (await stored(third)).outbox).toBeGreaterThanOrEqual(9);
  const senders = await Promise.all([first, second, third].map((page) => page.evaluate(SENDS)));
  const tabs = [first, second, third];
  const sender = senders.findIndex(Boolean);
  expect(senders.filter(Boolean), "one tab holds the lock").toHaveLength(1);
  await tabs[sender]?.close();
  const left = tabs.filter((_, at) => at !== sender);
  await left[0]?.bringToFront();

  await server.run();
  await new LogScreen(left[0]!).drained(60_000);
  // What one tab sends, the other shows.
  await new LogScreen(left[1]!).drained(60_000);
  const entries = await chair.entries();
  expect(entries).toHaveLength(21);
  const main = (topic: string) => entries.filter((entry) => (entry.set["topics"] as string[])[0] === topic).length;
  expect(["gov", "identity", "device", "apps", "comms"].map(main)).toEqual([6, 6, 3, 3, 3]);
});

test("an entry saved in one tab shows in the other without a reload", async ({ server, chair, tablet }) => {
  const first = await tablet.open(server.url);
  await enrol(first, server.url, chair);
  const second = await tablet.tab(server.url);
  const [one, two] = [new LogScreen(first), new LogScreen(second)];
  await two.ready();
  await two.one("gov");
  await expect.poll(() => one.today()).toBe(1);
  await server.stop();
  await one.one("gov");
  await expect.poll(() => two.today()).toBe(2);
});
