// Takes the pictures of the README from the demo: `node support/pictures.mjs`, with DIGIVERKOSTO_BIN where the binary
// is not in its usual place. Writes docs/images; a person looks at them before they are committed.
import { chromium } from "@playwright/test";
import { launchOptions } from "../launch.mjs";
import { Server } from "./server.mjs";

const FOLDER = new URL("../../../docs/images/", import.meta.url).pathname;
const PICTURES = [
  { name: "log", path: "/", width: 1280, height: 800 },
  { name: "log-phone", path: "/", width: 360, height: 740 },
  { name: "log-dark", path: "/", width: 800, height: 1100, colorScheme: "dark" },
  { name: "overview", path: "/tilanne", width: 1280, height: 1000 },
];

const server = await Server.start({ demo: true });
const browser = await chromium.launch(launchOptions);
try {
  for (const { name, path, width, height, colorScheme } of PICTURES) {
    const context = await browser.newContext({ locale: "fi-FI", timezoneId: "Europe/Helsinki", viewport: { width, height }, colorScheme });
    const page = await context.newPage();
    await page.goto(server.chairLink);
    await page.goto(server.tabletLink);
    await page.waitForSelector("#save");
    await page.goto(server.url + path);
    await page.waitForSelector(path === "/" ? "#save" : ".tally");
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    if (name === "log") {
      await page.locator("label.topic").nth(2).click();
      await page.locator("label.chip").filter({ has: page.locator("input[name=duration]") }).nth(1).click();
      await page.mouse.move(0, 0);
    }
    await page.screenshot({ path: `${FOLDER}${name}.png` });
    await context.close();
  }
} finally {
  await browser.close();
  await server.dispose();
}
