// The door of the activity day: two tablets, the network away and back, and nothing left behind.
import { Tablet, offlineReady } from "./support/device";
import { type DoorScreen, NAMES, holdDay, register, standAtDoor, year } from "./support/door";
import { expect, test } from "./support/fixtures";
import type { Page } from "@playwright/test";
import { Person } from "./support/people";
import { Server } from "./support/server.mjs";
import { words } from "./support/words";

const DAY_MS = 24 * 60 * 60 * 1000;

test("two tablets check people in without a network, and afterwards say the same", async ({ server, chair, tablet }) => {
  await holdDay(chair);
  await register(server, NAMES);
  const other = new Tablet();
  try {
    const first = await standAtDoor(await tablet.open(server.url), server, chair, "turku");
    const second = await standAtDoor(await other.open(server.url), server, chair, "pori");
    await offlineReady(first.page);
    await offlineReady(second.page);
    // Both are online: what one records the other shows by itself.
    await first.arrive("aalto", "Aatu Aalto");
    await expect(second.row("Aatu Aalto")).toContainText(words("door.state_present", { at: "" }).trim());

    await server.stop();
    // Without the letters of the name, in any order of the words, and by Enter where one is left.
    await first.arrive("asa oh", "Åsa Öhman");
    await first.arrive("Öster", "Ängla Öster");
    await second.arrive("berg bert", "Bertta Berg");
    await second.arrive("öster äng", "Ängla Öster");
    await second.search.fill("cilla");
    await second.search.press("Enter");
    await expect(second.row("Cilla Cederberg").getByRole("button")).toHaveText(words("door.leave"));
    await expect(first.page.getByText(words("door.offline_n", { count: 2 }))).toBeVisible();
    await expect(first.present()).toHaveText("3");
    await expect(second.present()).toHaveText("4");
    // A slip is taken back, and the page is loaded anew without a network: nothing is lost.
    await first.arrive("hakala", "Helmi Hakala");
    await first.page.getByRole("button", { name: words("action.undo"), exact: true }).click();
    await expect(first.row("Helmi Hakala")).toContainText(words("door.state_awaited"));
    await first.page.reload();
    await first.ready();
    await expect(first.present()).toHaveText("3");

    await server.run();
    for (const screen of [first, second]) {
      await expect(screen.present()).toHaveText("5", { timeout: 60_000 });
      await expect(screen.page.getByText(words("door.flagged_1"))).toBeVisible();
    }
    const page = await chair.get<{ list: { check_ins: unknown[] } }>(`/api/v1/days/${year()}/doors`);
    expect(page.list.check_ins).toHaveLength(7);
  } finally {
    await other.dispose();
  }
});

test("150 people at two tablets without a network, ten of them at both: all are there, ten are flagged", async ({ tablet }) => {
  test.setTimeout(480_000);
  const server = await Server.start({ settings: { DIGIVERKOSTO_TRUSTED_PROXY: "127.0.0.1" } });
  const other = new Tablet();
  try {
    const chair = await Person.setUp(server);
    const names = Array.from({ length: 150 }, (_, at) => `Osallistuja ${String(at + 1).padStart(3, "0")}`);
    await holdDay(chair);
    await register(server, names);
    const first = await standAtDoor(await tablet.open(server.url), server, chair, "turku");
    const second = await standAtDoor(await other.open(server.url), server, chair, "pori");
    await offlineReady(first.page);
    await offlineReady(second.page);
    await server.stop();
    const take = async (screen: DoorScreen, taken: string[]) => {
      for (const name of taken) await screen.arrive(name.slice(-3), name);
    };
    await Promise.all([take(first, names.slice(0, 80)), take(second, names.slice(70))]);
    await expect(first.present()).toHaveText("80");
    await expect(first.page.getByText(words("door.offline_n", { count: 80 }))).toBeVisible();
    await server.run();
    for (const screen of [first, second]) {
      await expect(screen.present()).toHaveText("150", { timeout: 60_000 });
      await expect(screen.page.getByText(words("door.flagged_n", { n: 10 }))).toBeVisible();
    }
    const page = await chair.get<{ list: { check_ins: unknown[] } }>(`/api/v1/days/${year()}/doors`);
    expect(page.list.check_ins).toHaveLength(160);
  } finally {
    await other.dispose();
    await server.dispose();
  }
});

test("a walk-in, a code that a scanner types, leaving, and a code of nobody", async ({ server, chair, tablet }) => {
  await holdDay(chair);
  await register(server, ["Etta Etäläinen"], "remote");
  const screen = await standAtDoor(await tablet.open(server.url), server, chair, "turku");
  const { page } = screen;
  await page.getByRole("button", { name: words("door.walk_in_new"), exact: true }).click();
  const dialog = page.locator("dialog[open]");
  await dialog.getByRole("button", { name: words("door.walk_in_save"), exact: true }).click();
  await expect(dialog.locator(".error-summary")).toContainText(words("door.name_missing"));
  await dialog.getByLabel(words("door.name"), { exact: true }).fill("Ville Vieras");
  await dialog.getByRole("button", { name: words("door.walk_in_save"), exact: true }).click();
  await expect(screen.row("Ville Vieras")).toContainText(words("door.walk_in"));
  await expect(screen.present()).toHaveText("1");
  await screen.row("Ville Vieras").getByRole("button", { name: words("door.leave_of", { name: "Ville Vieras" }) }).click();
  await expect(screen.present()).toHaveText("0");

  const { registrations } = await chair.get<{ registrations: { id: string }[] }>(`/api/v1/days/${year()}/registrations`);
  await screen.search.fill(`dv:${registrations[0]?.id}`);
  await expect(page.locator("#door-said")).toContainText("Etta Etäläinen");
  await expect(screen.search).toHaveValue("");
  await screen.search.fill(`dv:${"0".repeat(31)}1`);
  await expect(page.locator("#door-said")).toContainText(words("door.said_unknown"));
  await expect(page.getByText(words("door.flagged_1"))).toBeVisible();
  // The camera: refused or absent, it says what to do instead.
  await page.getByRole("button", { name: words("door.scan"), exact: true }).click();
  await expect(page.locator("dialog[open]")).toContainText(words("door.camera_instead"));
});

test("the list and the names that were sent go a day after, without a network", async ({ server, chair, tablet }) => {
  await holdDay(chair);
  await register(server, NAMES.slice(0, 3));
  const screen = await standAtDoor(await tablet.open(server.url), server, chair, "turku");
  await screen.page.getByRole("button", { name: words("door.walk_in_new"), exact: true }).click();
  const dialog = screen.page.locator("dialog[open]");
  await dialog.getByLabel(words("door.name"), { exact: true }).fill("Ville Vieras");
  await dialog.getByRole("button", { name: words("door.walk_in_save"), exact: true }).click();
  await expect(screen.page.locator(".pill", { hasText: words("network.all_sent") })).toBeVisible();
  await offlineReady(screen.page);
  expect(await kept(screen.page)).toContain("Åsa Öhman");
  expect(await kept(screen.page)).toContain("Ville Vieras");
  await server.stop();
  await screen.page.close();

  const later = await tablet.tab("about:blank");
  await later.clock.install({ time: Date.now() + 3 * DAY_MS });
  await later.goto(`${server.url}/ovi`);
  await expect(later.getByText(words("door.not_here"))).toBeVisible();
  await expect.poll(() => kept(later)).not.toContain("Åsa Öhman");
  expect(await kept(later)).not.toContain("Ville Vieras");
});

/** All that the tablet's IndexedDB holds, as one text. */
async function kept(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const opened = indexedDB.open("digiverkosto");
    await new Promise((resolve) => (opened.onsuccess = resolve));
    const database = opened.result;
    const texts: string[] = [];
    for (const name of database.objectStoreNames) {
      const all = database.transaction(name).objectStore(name).getAll();
      await new Promise((resolve) => (all.onsuccess = resolve));
      texts.push(JSON.stringify(all.result));
    }
    database.close();
    return texts.join("\n");
  });
}
