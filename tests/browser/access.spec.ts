// Accessibility of every page and state: axe in three languages, light and dark; the keyboard alone; 320 px; fingers.
import type { Page } from "@playwright/test";
import { clean, darkEnough, fits, focus, settled, smallTargets, speak, wellSpoken } from "./support/access";
import { enrol } from "./support/device";
import { expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import { Server } from "./support/server.mjs";
import { GROUPS, healing, visit, visitor, WIDE } from "./support/states";
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

/** So many states in one test that the tests are of about the same length, and none is very long. */
const SHARE = 10;
const NARROW = { width: 320, height: 640 };

/** The state stays, and every text of it must follow the language. */
async function check(page: Page, name: string): Promise<void> {
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
}

for (const group of GROUPS) {
  for (let first = 0; first < group.states.length; first += SHARE) {
    const share = group.states.slice(first, first + SHARE);
    test(`${group.who}, from “${share[0]?.name}” to “${share.at(-1)?.name}”`, async ({ browser }) => {
      test.setTimeout(600_000);
      await visit(browser, server, group, share, (page, { name }) => test.step(name, () => check(page, name)));
    });
  }
}

test("the chair’s page after a restore", async ({ browser }) => {
  const restored = await Server.start({ demo: true });
  try {
    await healing(restored);
    const context = await visitor(browser, restored, true);
    const page = await context.newPage();
    await page.goto(`${restored.url}/tilanne`);
    await settled(page);
    await expect(page.locator("main")).toContainText(pattern("overview.healing_reported"));
    await check(page, "overview, healing");
    await context.close();
  } finally {
    await restored.dispose();
  }
});

test("the overview in the colours that the system chooses", async ({ browser }) => {
  const context = await visitor(browser, server, true);
  const page = await context.newPage();
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto(`${server.url}/tilanne`);
  await settled(page);
  await expect(page.locator("#months-finding")).toContainText(/\d/);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ forcedColors: "active", colorScheme });
    await clean(page, `overview, forced colours, ${colorScheme}`);
    // The two years can be told apart, from each other and from the page; texts have the page's colour of texts.
    const inks = await page.evaluate(() => {
      const system = (name: string) => {
        const probe = document.body.appendChild(document.createElement("i"));
        probe.style.cssText = `forced-color-adjust: none; color: ${name}`;
        const { color } = getComputedStyle(probe);
        probe.remove();
        return color;
      };
      const fill = (ink: string) => [...new Set([...document.querySelectorAll(`.chart__frame svg .${ink}`)].map((one) => getComputedStyle(one).fill))];
      return { now: fill("ink-now"), then: fill("ink-then"), text: fill("ink-text"), canvas: system("Canvas"), canvasText: system("CanvasText") };
    });
    expect(inks.now, colorScheme).toHaveLength(1);
    expect(inks.then, colorScheme).toHaveLength(1);
    expect(inks.text, colorScheme).toEqual([inks.canvasText]);
    expect(new Set([inks.now[0], inks.then[0], inks.canvas]).size, JSON.stringify(inks)).toBe(3);
    const target = page.locator(".chart__target").first();
    await target.focus();
    // By keyboard: a focus that a script has set is not drawn for whoever uses a mouse.
    await page.keyboard.press("Tab");
    const at = await focus(page);
    expect(at?.visible, `focus can be seen on ${at?.name}, ${colorScheme}`).toBe(true);
    await target.click();
    await expect(target).toHaveAttribute("aria-pressed", "true");
    const outline = () => target.evaluate((button) => getComputedStyle(button).outlineStyle);
    await page.locator("h1").focus();
    expect(await outline(), "what is chosen is framed").toBe("solid");
    await target.click();
    await expect(target).toHaveAttribute("aria-pressed", "false");
  }
  await context.close();
});

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
  const context = await visitor(browser, server, true);
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
  const context = await visitor(browser, server, true);
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
