// The browser is killed at each await point between a tap and the pull that brings it back: what the page called saved
// is at the server exactly once, what it did not is there once or not at all.
import type { Page } from "@playwright/test";
import { enrol, type Tablet } from "./support/device";
import { all, expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import type { Person } from "./support/people";
import { Proxy } from "./support/proxy";
import type { Server } from "./support/server.mjs";
import { MOMENTS, Stops, WRITES } from "./support/stops";
import { occupy } from "./support/trouble";

const ROUNDS = all ? 8 : 1;
const PUSH = "/api/v1/sync/push";
const PULL = "/api/v1/sync/pull";

/** One way to die: logs an entry, stops somewhere, and says how many the server must have of it. */
interface Death {
  name: string;
  /** Reaches the point; the browser is killed when it returns. */
  reach: (log: LogScreen, stops: Stops, tablet: Tablet) => Promise<void>;
  /** Entries that may be at the server in the end; one that was called saved must be. */
  entries: number[];
}

/** Taps without waiting for anything: the page may stand still within the tap, which then ends with the browser. */
async function tap(log: LogScreen): Promise<void> {
  await log.choose("gov");
  void log.save.click().catch(() => undefined);
}

/** Logs with the push's answer held back, so that the page can be armed after it said saved. */
async function saved(log: LogScreen, stops: Stops): Promise<() => void> {
  const push = stops.hold(PUSH, "answered");
  await log.one("gov");
  await push.here;
  return push.on;
}

const SAVING: Death[] = [
  {
    name: "the form is there, the store is still being read",
    reach: async (log, _, tablet) => {
      // Another tab of the origin keeps the store busy; the first screen needs less of it than a save.
      await occupy(await tablet.tab(`${new URL(log.page.url()).origin}/manifest.webmanifest`), "sent");
      await log.page.reload();
      await log.ready();
      await log.choose("gov");
      await log.save.click();
      await expect(log.topic("gov"), "nothing is called saved").toBeChecked();
    },
    entries: [0],
  },
  ...MOMENTS.map((moment) => ({
    name: `save, ${moment}`,
    reach: async (log: LogScreen, stops: Stops) => {
      await stops.at(WRITES.save, moment);
      await tap(log);
      await stops.reached();
    },
    // Completed it is on the disk, whether or not anybody was told.
    entries: moment === "complete" ? [1] : [0, 1],
  })),
  { name: "saved", reach: (log) => log.one("gov"), entries: [1] },
];

const PUSHING: Death[] = [
  {
    name: "push, on its way",
    reach: async (log, stops) => {
      const push = stops.hold(PUSH, "asked");
      await log.one("gov");
      await push.here;
    },
    entries: [1],
  },
  {
    name: "push, stored at the server",
    reach: async (log, stops) => {
      await saved(log, stops);
    },
    entries: [1],
  },
  ...MOMENTS.map((moment) => ({
    name: `settlement, ${moment}`,
    reach: async (log: LogScreen, stops: Stops) => {
      const answer = await saved(log, stops);
      await stops.at(WRITES.settlement, moment);
      answer();
      await stops.reached();
    },
    entries: [1],
  })),
];

const PULLING: Death[] = [
  ...(["asked", "answered"] as const).map((side) => ({
    name: `pull, ${side}`,
    reach: async (log: LogScreen, stops: Stops) => {
      const answer = await saved(log, stops);
      const pull = stops.hold(PULL, side);
      answer();
      await pull.here;
    },
    entries: [1],
  })),
  ...MOMENTS.map((moment) => ({
    name: `pulled, ${moment}`,
    reach: async (log: LogScreen, stops: Stops) => {
      const answer = await saved(log, stops);
      await stops.at(WRITES.pull, moment);
      answer();
      await stops.reached();
    },
    entries: [1],
  })),
];

/** Dies, lives again and drains, once for each of these, on one tablet. */
async function die(deaths: Death[], server: Server, chair: Person, tablet: Tablet): Promise<void> {
  const proxy = await Proxy.start(server);
  const open = async (): Promise<{ page: Page; stops: Stops }> => {
    const page = await tablet.open("about:blank");
    const stops = await Stops.prepare(page, proxy);
    await page.goto(proxy.url);
    return { page, stops };
  };
  try {
    let { page, stops } = await open();
    await enrol(page, proxy.url, chair);
    await new LogScreen(page).drained(60_000);
    // Chromium writes cookies to the disk after half a minute, or when it is closed: the credential is one.
    await tablet.close();
    ({ page, stops } = await open());
    let log = new LogScreen(page);
    await log.drained(60_000);
    let before = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const death of deaths) {
        await test.step(death.name, async () => {
          await death.reach(log, stops, tablet);
          await tablet.kill();
          ({ page, stops } = await open());
          log = new LogScreen(page);
          await log.ready();
          await log.drained(60_000);
          const entries = await chair.entries();
          expect(death.entries, death.name).toContain(entries.length - before);
          expect(new Set(entries.map((entry) => entry.id)).size).toBe(entries.length);
          before = entries.length;
          // The tablet shows what the server has.
          await expect.poll(() => log.today(), { message: death.name }).toBe(before);
        });
      }
    }
  } finally {
    await proxy.stop();
  }
}

test("killed while it saves: nothing that was called saved is lost", async ({ server, chair, tablet }) => {
  test.setTimeout(60_000 + ROUNDS * SAVING.length * 30_000);
  await die(SAVING, server, chair, tablet);
});

test("killed while it sends: nothing is lost, nothing is sent into a second entry", async ({ server, chair, tablet }) => {
  test.setTimeout(60_000 + ROUNDS * PUSHING.length * 30_000);
  await die(PUSHING, server, chair, tablet);
});

test("killed while it pulls: nothing is lost, nothing shows twice", async ({ server, chair, tablet }) => {
  test.setTimeout(60_000 + ROUNDS * PULLING.length * 30_000);
  await die(PULLING, server, chair, tablet);
});
