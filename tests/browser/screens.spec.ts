// Pictures of every page and state, for people to look at: 320, 800 and 1280 px, three languages, light and dark.
//
// Runs only where SCREENS names the folder for them. One sheet per state, and the single pictures beside it.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { settled, speak } from "./support/access";
import { expect, test } from "./support/fixtures";
import { Server } from "./support/server.mjs";
import { GROUPS, healing, visit, visitor } from "./support/states";
import { LANGUAGES, pattern } from "./support/words";

const FOLDER = process.env.SCREENS ?? "";
const WIDTHS = [320, 800, 1280];
/** Height of a picture; longer pages are scrolled through, up to so many pictures. */
const HEIGHT = 1000;
const MOST = 4;
/** Each language light and dark, in two sheets of three rows. */
const SHEETS = { a: ["light", "dark", "light"], b: ["dark", "light", "dark"] } as const;

test.use({ trace: "off" });

/** What the page shows in every variant, in sheets of three languages by three widths. */
async function picture(browser: Browser, page: Page, name: string): Promise<void> {
  const title = name.replaceAll(/[^a-z0-9]+/gi, "-");
  const folder = join(FOLDER, "single", title);
  mkdirSync(folder, { recursive: true });
  await page.setViewportSize({ width: 800, height: HEIGHT });
  const tall = await page.evaluate(() => document.documentElement.scrollHeight);
  const parts = Math.min(MOST, Math.ceil(tall / HEIGHT));
  for (const language of LANGUAGES) {
    await speak(page, language);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: HEIGHT });
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        for (let part = 0; part < parts; part += 1) {
          await page.evaluate((top) => window.scrollTo(0, top), part * HEIGHT * 0.95);
          await page.screenshot({ path: join(folder, `${language}-${width}-${colorScheme}-${part}.png`) });
        }
        await page.evaluate(() => window.scrollTo(0, 0));
      }
    }
  }
  const sheet = await browser.newPage({ viewport: { width: 1230, height: 1540 } });
  for (const [letter, schemes] of Object.entries(SHEETS)) {
    for (let part = 0; part < parts; part += 1) {
      const images = LANGUAGES.flatMap((language, row) =>
        WIDTHS.map((width) => `<img src="${language}-${width}-${schemes[row]}-${part}.png" width="${width / 2}">`),
      );
      writeFileSync(join(folder, "sheet.html"), `<style>body{margin:5px;width:1220px;line-height:0;background:#888}img{margin:2px}</style>${images.join("")}`);
      await sheet.goto(`file://${folder}/sheet.html`);
      await sheet.screenshot({ path: join(FOLDER, `${title}-${letter}${part}.png`) });
    }
  }
  await sheet.close();
}

for (const group of GROUPS) {
  test(`pictures: ${group.who}`, async ({ browser }) => {
    test.setTimeout(3_600_000);
    const server = await Server.start({ demo: true });
    try {
      await visit(browser, server, group, group.states, (page, { name }) => test.step(name, () => picture(browser, page, name)));
    } finally {
      await server.dispose();
    }
  });
}

test("pictures: the chair’s page after a restore", async ({ browser }) => {
  test.setTimeout(600_000);
  const server = await Server.start({ demo: true });
  try {
    await healing(server);
    const context = await visitor(browser, server, true);
    const page = await context.newPage();
    await page.goto(`${server.url}/tilanne`);
    await settled(page);
    await expect(page.locator("main")).toContainText(pattern("overview.healing_reported"));
    await picture(browser, page, "overview, healing");
    await context.close();
  } finally {
    await server.dispose();
  }
});
