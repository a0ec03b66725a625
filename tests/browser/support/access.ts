// Accessibility as the specs check it: axe's rules, and what axe cannot see.
//
// Owns: the checks and their words when they fail. Must not: know which pages there are.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import { expect, type Page } from "@playwright/test";
import { isForeign, keys, words, type Language } from "./words";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const KNOWN_KEYS = new Set(keys());

/** Waits until the page shows its heading and nothing that is still being fetched. */
export async function settled(page: Page, language: Language = "fi"): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  for (const key of ["app.loading", "manage.loading", "link.checking"]) {
    await expect(page.getByText(words(key, {}, language), { exact: true })).toHaveCount(0);
  }
}

/** Shows the page in another language where it stands, also behind an open dialog. */
export async function speak(page: Page, language: Language): Promise<void> {
  // Pages that the server draws are other pages in another language; a form with faults is sent again.
  if ((await page.locator("body.public").count()) > 0) {
    const faulty = page.locator("form.register:has(input[name=stamp])").and(page.locator(".error-summary ~ form"));
    if ((await faulty.count()) > 0) {
      const answered = page.waitForEvent("framenavigated");
      await faulty.evaluate((form: HTMLFormElement, language) => {
        form.action = form.action.replace(/kieli=\w+/, `kieli=${language}`);
        form.submit();
      }, language);
      await answered;
    } else {
      const url = new URL(page.url());
      url.searchParams.set("kieli", language);
      await page.goto(url.href);
    }
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    return;
  }
  await page.locator(`.languages button[lang=${language}]`).first().evaluate((button: HTMLElement) => button.click());
  await expect(page.locator("html")).toHaveAttribute("lang", language);
}

/** Runs in the page itself: there are no frames, and the detour through a page of axe's own takes twice as long. */
async function axe(page: Page, options: RunOptions): Promise<AxeResults["violations"]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(AXE);
  return page.evaluate(
    async (options) => {
      // An open menu lies over the page for as long as one likes; the page itself is checked without it.
      const covered = document.querySelector(".menu__panel:not([hidden])") ? ["main"] : [];
      return (await (window as unknown as { axe: typeof import("axe-core") }).axe.run({ exclude: covered }, options)).violations;
    },
    { resultTypes: ["violations" as const], ...options },
  );
}

function none(violations: AxeResults["violations"], what: string): void {
  const told = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.slice(0, 5).map((node) => `${node.target.join(" ")} ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ""}`),
  }));
  expect.soft(told, `axe: ${what}`).toEqual([]);
}

/** axe finds nothing. Its slowest rule, on colours, may be left out where they have been looked at. */
export async function clean(page: Page, what: string, { colours = true } = {}): Promise<void> {
  none(await axe(page, { runOnly: { type: "tag", values: RULES }, rules: { "color-contrast": { enabled: colours } } }), what);
}

/** The colours of the dark theme can be told apart too. Nothing else differs from the light one. */
export async function darkEnough(page: Page, what: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "dark" });
  none(await axe(page, { runOnly: { type: "rule", values: ["color-contrast"] } }), `dark: ${what}`);
  await page.emulateMedia({ colorScheme: "light" });
}

/** The page says which language it is in, has a title of its own, and shows neither a name of a text nor another language. */
export async function wellSpoken(page: Page, language: Language, what: string): Promise<void> {
  const foreign = () =>
    page.evaluate(() => {
      const texts: string[] = [];
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { parentElement, textContent } = walker.currentNode;
        // What says its own language may be in it.
        if (parentElement?.closest("[lang]") === document.documentElement) texts.push((textContent ?? "").trim());
      }
      return texts;
    });
  // Pictures below the window follow after the next frame.
  await expect
    .configure({ soft: true })
    .poll(async () => (await foreign()).filter((text) => isForeign(text, language)), { message: `texts in another language on ${what}` })
    .toEqual([]);
  const { lang, title, text } = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    title: document.title,
    text: document.body.innerText,
  }));
  expect.soft(lang, `language of ${what}`).toBe(language);
  expect.soft(title, `title of ${what}`).toMatch(/\S.* – Digiverkosto( \(demo\))?$/);
  const names = text.match(/[a-z_]+(?:\.[a-z0-9_]+)+/g) ?? [];
  expect.soft(names.filter((name) => KNOWN_KEYS.has(name)), `names of texts on ${what}`).toEqual([]);
}

/** Nothing is wider than the screen; names what is. */
export async function fits(page: Page, what: string): Promise<void> {
  const wide = await page.evaluate(() => {
    const limit = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= limit) return [];
    // What scrolls within itself is no reason for the page to.
    const clipped = (element: Element): boolean => {
      for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
        if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(up).overflowX)) return true;
      }
      return false;
    };
    return [...document.body.querySelectorAll("*")]
      .filter((element) => element.getBoundingClientRect().right > limit + 0.5 && !clipped(element))
      .map((element) => `${element.tagName}.${element.getAttribute("class") ?? ""} ${Math.round(element.getBoundingClientRect().right)}`)
      .slice(0, 5)
      .concat(`scrollWidth ${document.documentElement.scrollWidth} > ${limit}`);
  });
  expect.soft(wide, `wider than the screen: ${what}`).toEqual([]);
}

/** What has the focus: its name, whether it can be seen to have it, and whether something covers it. */
export interface Focus {
  name: string;
  visible: boolean;
  covered: string;
}

/** Looks at the focused element; a control that is drawn by its label is judged by the label. */
export async function focus(page: Page): Promise<Focus | undefined> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement | null;
    if (!element || element === document.body) return undefined;
    const label = element.closest("label") ?? (element.id ? document.querySelector(`label[for="${element.id}"]`) : null);
    const drawn = [element, element.nextElementSibling, element.parentElement, label].filter((one) => one !== null) as Element[];
    const look = () =>
      drawn.map((one) => {
        const { outline, boxShadow, borderColor, backgroundColor } = getComputedStyle(one);
        return [outline, boxShadow, borderColor, backgroundColor].join();
      }).join("|");
    const focused = look();
    element.blur();
    const plain = look();
    element.focus({ preventScroll: true });
    const box = element.getBoundingClientRect();
    const small = box.width < 4 || box.height < 4 || getComputedStyle(element).opacity === "0";
    const seen = small ? (label ?? element.parentElement ?? element) : element;
    const { left, top, width, height } = seen.getBoundingClientRect();
    let covered = "";
    for (const at of [0.2, 0.5, 0.8]) {
      const hit = document.elementFromPoint(left + width / 2, top + height * at);
      const own = hit && (seen.contains(hit) || hit.contains(seen) || label?.contains(hit));
      if (!own) covered = hit ? `${hit.tagName}.${hit.className}` : "outside the screen";
    }
    const name = `${element.tagName} ${element.getAttribute("name") ?? ""} ${element.id} ${(element.innerText || label?.textContent || "").slice(0, 30)}`;
    return { name: name.replace(/\s+/g, " "), visible: focused !== plain, covered };
  });
}

/** The targets on the page that are smaller than a finger wants; links within a sentence are as large as their line. */
export async function smallTargets(page: Page, least: number): Promise<string[]> {
  return page.evaluate((least) => {
    const targets = document.querySelectorAll<HTMLElement>(
      "header a, header button, main button, main a[href], main input, main select, main textarea, main summary",
    );
    const small: string[] = [];
    for (const target of targets) {
      if (!target.checkVisibility({ visibilityProperty: true })) continue;
      if (target.tagName === "A" && target.closest("p, li, .skip-link")) continue;
      // A finger may tap the label too, around the control or beside it.
      const tick = target.matches("input[type=radio], input[type=checkbox]") ? (target as HTMLInputElement) : null;
      const label = tick && (tick.closest("label") ?? tick.labels?.[0] ?? null);
      const { width, height } = (label ?? target).getBoundingClientRect();
      if (width < least - 0.5 || height < least - 0.5) {
        const words = (target.getAttribute("aria-label") ?? target.innerText ?? label?.textContent ?? "").slice(0, 40);
        small.push(`${target.tagName} ${target.getAttribute("name") ?? ""} “${words}” ${Math.round(width)}×${Math.round(height)}`);
      }
    }
    return small;
  }, least);
}
