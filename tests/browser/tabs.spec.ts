// Several tabs of one tablet: one of them sends, any of them may close, and every entry arrives once.
import { enrol, sends } from "./support/device";
import { expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import { Proxy } from "./support/proxy";
import { stored } from "./support/store";

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
  const senders = await Promise.all([first, second, third].map(sends));
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

test("the sending tab is frozen in the middle of a push: the other one sends, and the thawed one does no harm", async ({
  server,
  chair,
  tablet,
}) => {
  const proxy = await Proxy.start(server);
  try {
    const first = await tablet.open(proxy.url);
    await enrol(first, proxy.url, chair);
    const one = new LogScreen(first);
    await one.drained(60_000);
    const second = await tablet.tab(proxy.url);
    const two = new LogScreen(second);
    await two.ready();
    expect(await sends(first)).toBe(true);

    // The server has stored its entry; the answer is on the way while the tab stops.
    let release = () => {};
    const released = new Promise<void>((resolve) => (release = resolve));
    const pushed = new Promise<void>((resolve) => {
      proxy.rule = (path) => {
        if (!path.startsWith("/api/v1/sync/push")) return undefined;
        return async (body) => {
          resolve();
          await released;
          return body;
        };
      };
    });
    await one.one("gov");
    await pushed;
    const thaw = await tablet.freeze(first);
    proxy.rule = () => undefined;
    release();

    const frozen = Date.now();
    await two.tally("identity", 3);
    await two.drained(60_000);
    console.log(`a frozen tab held the lock: sent by the other after ${((Date.now() - frozen) / 1000).toFixed(1)} s`);
    expect(await chair.entries()).toHaveLength(4);

    thaw();
    await one.drained(60_000);
    for (const log of [one, two]) await expect.poll(() => log.today()).toBe(4);
    await expect.poll(async () => (await Promise.all([first, second].map(sends))).filter(Boolean).length).toBe(1);
    await Promise.all([one.tally("device", 2), two.tally("apps", 2)]);
    for (const log of [one, two]) await log.drained(60_000);
    const entries = await chair.entries();
    expect(entries).toHaveLength(8);
    for (const log of [one, two]) await expect.poll(() => log.today()).toBe(8);
    // What the store holds is what the tabs show.
    await first.reload();
    await one.ready();
    await one.drained(60_000);
    await expect.poll(() => one.today()).toBe(8);
  } finally {
    await proxy.stop();
  }
});
