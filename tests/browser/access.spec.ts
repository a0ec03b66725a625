// Accessibility of every page and state: axe in three languages, light and dark; the keyboard alone; 320 px; fingers.
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { clean, darkEnough, fits, focus, settled, smallTargets, speak, wellSpoken } from "./support/access";
import { enrol } from "./support/device";
import { expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import { Server } from "./support/server.mjs";
import { quarantineLast } from "./support/store";
import { LANGUAGES, pattern, words } from "./support/words";

// What fails here is told by name; recording each step would take longer than the checks.
test.use({ trace: "off" });

let server: Server;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await Server.start({ demo: true });
});
test.afterAll(async () => {
  await server?.dispose();
});

/** A context that begins each page in Finnish: nobody, or tablet and chair at once. */
async function visitor(browser: Browser, known: boolean): Promise<BrowserContext> {
  const context = await browser.newContext({ colorScheme: "light", reducedMotion: "reduce" });
  await context.addInitScript(() => localStorage.setItem("dv_language", "fi"));
  if (known) {
    const page = await context.newPage();
    await page.goto(server.chairLink);
    await page.goto(server.tabletLink);
    await settled(page);
    await page.close();
  }
  return context;
}

interface State {
  name: string;
  path: string;
  /** Brings the page into the state. */
  act?: (page: Page) => Promise<void>;
}

const button = (page: Page, key: string) => page.getByRole("button", { name: words(key), exact: true });
const dialog = (page: Page) => page.locator("dialog[open]");

/** The page of the entries, with one at least. */
async function entries(page: Page): Promise<void> {
  await new LogScreen(page).one("gov");
  await button(page, "shell.menu").click();
  await page.locator(".header__menu").getByRole("link", { name: words("shell.nav.entries") }).click();
  await settled(page);
}

/** Has the tablet send an entry of another library, which the server holds. */
async function holdOne(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const device = await (await fetch("/api/v1/device")).json();
    const hex = (length: number) =>
      [...crypto.getRandomValues(new Uint8Array(length / 2))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const ms = Date.now().toString(16).padStart(12, "0");
    const id = `${ms}7${hex(4).slice(1)}8${hex(16).slice(1)}`;
    const op = {
      id, at: `${ms}0000`, act: "create", of: "help", library: device.library.code === "pori" ? "turku" : "pori", lists: 1,
      set: { count: 1, kind: "customer", mode: "live", topics: ["gov"], when: { now: true } },
    };
    const body = JSON.stringify({ v: 1, nonce: "n", replica: id, pending: 0, ops: [op] });
    await fetch("/api/v1/sync/push", { method: "POST", headers: { "content-type": "application/json" }, body });
  });
}

/** What a tablet in which the chair is signed in shows. */
const KNOWN: State[] = [
  { name: "log", path: "/" },
  { name: "log, details open", path: "/", act: (page) => page.locator("details.log__more summary").click() },
  {
    name: "log, every chip row", path: "/",
    act: async (page) => {
      const log = new LogScreen(page);
      await log.choose("gov");
      await page.locator(".outcome button.pill").click();
      await log.chip("outcome", "referred");
      await log.chip("duration", "d1");
      await log.chip("when", "other");
      await expect(page.locator("#when-date")).toBeVisible();
    },
  },
  { name: "log, tally", path: "/", act: (page) => new LogScreen(page).tally("gov", 1) },
  {
    name: "log, batch", path: "/",
    act: async (page) => {
      await new LogScreen(page).mode("mode_batch");
      await page.locator(".topic--batch").first().getByRole("button").last().click();
    },
  },
  {
    name: "log, nothing chosen", path: "/",
    act: async (page) => {
      await page.locator("#save").click();
      await expect(page.locator(".error-summary")).toBeVisible();
    },
  },
  { name: "log, saved", path: "/", act: (page) => new LogScreen(page).one("gov") },
  {
    name: "log, undone", path: "/",
    act: async (page) => {
      const log = new LogScreen(page);
      await log.one("gov");
      await log.undo();
    },
  },
  {
    name: "log, group session", path: "/",
    act: async (page) => {
      await button(page, "log.group").click();
      await dialog(page).getByRole("button", { name: words("action.save"), exact: true }).click();
      await expect(dialog(page).locator(".error-summary")).toBeVisible();
    },
  },
  { name: "log, nobody came", path: "/", act: (page) => button(page, "log.nobody").click() },
  { name: "menu", path: "/", act: (page) => button(page, "shell.menu").click() },
  { name: "who logs", path: "/", act: (page) => page.locator(".header__author button").click() },
  { name: "entries", path: "/kirjaukset" },
  {
    name: "entries, edit", path: "/",
    act: async (page) => {
      await entries(page);
      await page.getByRole("button", { name: pattern("entries.edit_of") }).first().click();
    },
  },
  {
    name: "entries, deleted shown", path: "/",
    act: async (page) => {
      await entries(page);
      await page.getByRole("button", { name: pattern("entries.delete_of") }).first().click();
      await page.locator("#with-deleted").check();
      await expect(page.locator(".entry--deleted").first()).toBeVisible();
    },
  },
  { name: "this tablet", path: "/laite" },
  { name: "overview", path: "/tilanne" },
  {
    name: "overview, tables open", path: "/tilanne",
    act: (page) => page.locator("main details").evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true))),
  },
  { name: "a library's entries", path: "/hallinta/kirjaukset" },
  {
    name: "a library's entries, edit", path: "/hallinta/kirjaukset",
    act: (page) => page.getByRole("button", { name: pattern("entries.edit_of") }).first().click(),
  },
  { name: "libraries", path: "/hallinta/kirjastot" },
  { name: "libraries, add", path: "/hallinta/kirjastot", act: (page) => button(page, "manage.libraries.add").click() },
  { name: "members", path: "/hallinta/jasenet" },
  {
    name: "members, add with faults", path: "/hallinta/jasenet",
    act: async (page) => {
      await button(page, "manage.members.add").click();
      await dialog(page).locator("button[type=submit]").click();
      await expect(dialog(page).locator(".error-summary")).toBeVisible();
    },
  },
  { name: "tablets", path: "/hallinta/laitteet" },
  {
    name: "tablets, a code", path: "/hallinta/laitteet",
    act: async (page) => {
      await button(page, "manage.devices.new_code").click();
      await dialog(page).locator("button[type=submit]").click();
      await expect(dialog(page).locator("#enrolment-code")).toBeVisible();
    },
  },
  {
    name: "tablets, an open code", path: "/hallinta/laitteet",
    act: async (page) => {
      await button(page, "manage.devices.new_code").click();
      await dialog(page).locator("button[type=submit]").click();
      await expect(dialog(page).locator("#enrolment-code")).toBeVisible();
      await dialog(page).getByRole("button", { name: words("action.close"), exact: true }).click();
      await expect(page.locator("#open-codes")).toBeVisible();
    },
  },
  {
    name: "tablets, a code withdrawn", path: "/hallinta/laitteet",
    act: async (page) => {
      await button(page, "manage.devices.new_code").click();
      await dialog(page).locator("button[type=submit]").click();
      await expect(dialog(page).locator("#enrolment-code")).toBeVisible();
      await dialog(page).getByRole("button", { name: words("action.close"), exact: true }).click();
      const withdraw = page.getByRole("button", { name: pattern("manage.devices.withdraw_of") });
      await withdraw.first().click();
      await expect(page.locator("#said")).toBeFocused();
    },
  },
  { name: "network", path: "/hallinta/verkosto" },
  {
    name: "network, a fault", path: "/hallinta/verkosto",
    act: async (page) => {
      await page.locator("#controller").fill("");
      await button(page, "action.save").click();
      await expect(page.locator(".error-summary")).toBeVisible();
    },
  },
  { name: "audit", path: "/hallinta/loki" },
  { name: "feedback list", path: "/hallinta/palautteet" },
  { name: "signed in", path: "/kirjaudu" },
  { name: "nothing needs attention", path: "/huomio" },
  { name: "nothing to review", path: "/hallinta/tarkistettavat" },
  {
    name: "an entry to review", path: "/",
    act: async (page) => {
      await holdOne(page);
      await page.goto(`${server.url}/hallinta/tarkistettavat`);
      await expect(page.getByRole("button", { name: pattern("manage.held.accept_of") }).first()).toBeVisible();
    },
  },
  {
    name: "an entry needs attention", path: "/",
    act: async (page) => {
      const log = new LogScreen(page);
      await log.one("gov");
      await log.drained(60_000);
      await quarantineLast(page);
      await page.goto(`${server.url}/huomio`);
      await expect(page.locator(".stuck > li")).toHaveCount(1);
    },
  },
];

/** What anybody sees. */
const ANYBODY: State[] = [
  { name: "stranger", path: "/" },
  { name: "enrol", path: "/ota-kayttoon" },
  {
    name: "enrol, wrong code", path: "/ota-kayttoon",
    act: async (page) => {
      await page.getByLabel(words("enrol.code"), { exact: true }).fill("ABC");
      await button(page, "enrol.submit").click();
      await expect(page.locator(".error-summary")).toBeVisible();
    },
  },
  { name: "sign in", path: "/kirjaudu" },
  {
    name: "sign in, faults", path: "/kirjaudu",
    act: async (page) => {
      await button(page, "sign_in.submit").click();
      await expect(page.locator(".error-summary")).toBeVisible();
    },
  },
  { name: "overview, not signed in", path: "/tilanne" },
  { name: "this tablet, not enrolled", path: "/laite" },
  { name: "entries, not enrolled", path: "/kirjaukset" },
  { name: "a link that has ended", path: "/linkki#x" },
  { name: "set-up", path: "/asennus#x" },
  { name: "accessibility statement", path: "/saavutettavuus" },
  { name: "feedback", path: "/palaute" },
  {
    name: "feedback, faults", path: "/palaute",
    act: async (page) => {
      await button(page, "feedback.send").click();
      await expect(page.locator(".error-summary, [aria-invalid=true]").first()).toBeVisible();
    },
  },
  { name: "privacy notice", path: "/tietosuoja" },
  { name: "no such page", path: "/ei-ole" },
];

/** So many states in one test that the tests are of about the same length, and none is very long. */
const SHARE = 10;
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 320, height: 640 };

for (const [who, states] of [["a tablet with the chair", KNOWN], ["anybody", ANYBODY]] as const) {
  for (let first = 0; first < states.length; first += SHARE) {
    const share = states.slice(first, first + SHARE);
    test(`${who}, from “${share[0]?.name}” to “${share.at(-1)?.name}”`, async ({ browser }) => {
      test.setTimeout(600_000);
      const context = await visitor(browser, states === KNOWN);
      const page = await context.newPage();
      for (const { name, path, act } of share) {
        await test.step(name, async () => {
          // Another document each time, also where only the fragment differs.
          await page.goto("about:blank");
          await page.setViewportSize(WIDE);
          await page.goto(server.url + path);
          await settled(page);
          await act?.(page);
          // The state stays, and every text of it must follow the language.
          for (const language of LANGUAGES) {
            const what = `${name} (${language})`;
            await speak(page, language);
            await wellSpoken(page, language, what);
            // Colours do not depend on the language.
            const colours = language === "fi";
            await clean(page, what, { colours });
            if (colours) await darkEnough(page, what);
            await page.setViewportSize(NARROW);
            await fits(page, what);
            await page.setViewportSize(WIDE);
          }
        });
      }
      await context.close();
    });
  }
}

// A network of its own: what other tablets have logged would be counted too.
test("the log screen by keyboard alone: every stop can be seen, nothing covers it, an entry is logged", async ({ server, chair, tablet }) => {
  const page = await tablet.open(server.url);
  await enrol(page, server.url, chair);
  for (const size of [{ width: 1280, height: 800 }, { width: 360, height: 640 }]) {
    await page.setViewportSize(size);
    await page.goto(server.url);
    const log = new LogScreen(page);
    await log.ready();
    const before = await log.today();
    const stops: string[] = [];
    for (let tab = 0; tab < 80; tab += 1) {
      await page.keyboard.press("Tab");
      const at = await focus(page);
      if (!at || (stops.length > 3 && at.name === stops[0])) break;
      stops.push(at.name);
      expect.soft(at.visible, `focus can be seen on ${at.name} at ${size.width} px`).toBe(true);
      expect.soft(at.covered, `covers ${at.name} at ${size.width} px`).toBe("");
    }
    expect(stops.length).toBeGreaterThan(15);

    // An entry without the mouse: to the topics, an arrow, save.
    await page.goto(server.url);
    await log.ready();
    const on = () => page.evaluate(() => `${document.activeElement?.getAttribute("name") ?? ""}${document.activeElement?.id ?? ""}`);
    const tabTo = async (name: string) => {
      for (let tab = 0; tab < 60 && (await on()) !== name; tab += 1) await page.keyboard.press("Tab");
      expect(await on()).toBe(name);
    };
    await tabTo("topic");
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowDown");
    await expect(page.locator("input[name=topic]").nth(1)).toBeChecked();
    await tabTo("duration");
    await page.keyboard.press("Space");
    await tabTo("save");
    await page.keyboard.press("Enter");
    await expect(log.saved).toContainText(pattern("log.saved_at"));
    await expect.poll(() => log.today()).toBe(before + 1);
    // And taken back: the button comes right after.
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(log.saved).toContainText(pattern("log.undone"));
  }
});

test("fingers find every control of the log screen", async ({ browser }) => {
  const context = await visitor(browser, true);
  const page = await context.newPage();
  for (const [width, height] of [[1280, 800], [800, 1280], [320, 640]] as const) {
    await page.setViewportSize({ width, height });
    for (const mode of ["mode_single", "mode_tally", "mode_batch"] as const) {
      await page.goto(server.url);
      const log = new LogScreen(page);
      await log.ready();
      await log.mode(mode);
      if (mode === "mode_single") {
        await page.locator("details.log__more summary").click();
        await log.chip("when", "other");
      }
      expect.soft(await smallTargets(page, 48), `${mode} at ${width} px`).toEqual([]);
    }
  }
  await context.close();
});

test("after navigation the title changes and the heading has the focus", async ({ browser }) => {
  const context = await visitor(browser, true);
  const page = await context.newPage();
  await page.goto(server.url);
  await settled(page);
  const way = ["shell.nav.entries", "shell.nav.device", "shell.nav.overview", "shell.nav.log"];
  for (const key of way) {
    const before = await page.title();
    await page.getByRole("button", { name: words("shell.menu"), exact: true }).click();
    await page.locator(".header__menu").getByRole("link", { name: words(key) }).click();
    await expect.poll(() => page.title()).not.toBe(before);
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  }
  for (const key of ["shell.nav.accessibility", "shell.nav.privacy", "shell.nav.feedback"]) {
    const before = await page.title();
    await page.getByRole("contentinfo").getByRole("link", { name: words(key) }).click();
    await expect.poll(() => page.title()).not.toBe(before);
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  }
  await page.goto(`${server.url}/tilanne`);
  await settled(page);
  for (const key of ["shell.nav.entries", "shell.nav.libraries", "shell.nav.members", "shell.nav.devices", "shell.nav.network", "shell.nav.audit", "shell.nav.feedback_list"]) {
    const before = await page.title();
    await page.getByRole("navigation", { name: words("shell.chair_nav") }).getByRole("link", { name: words(key), exact: true }).click();
    await expect.poll(() => page.title()).not.toBe(before);
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  }
  await context.close();
});

test("the language changes without a reload, and the page says so", async ({ browser }) => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${server.url}/saavutettavuus`);
  for (const [language, name] of [["sv", "På svenska"], ["en", "In English"], ["fi", "Suomeksi"]] as const) {
    await page.getByRole("button", { name }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(words("accessibility.title", {}, language));
    await wellSpoken(page, language, "the statement");
  }
  await context.close();
});
