// The chair's figures: filtered, undone, shared as a link, seen without a server, forgotten at the sign-out.
import type { Page } from "@playwright/test";
import { focus } from "./support/access";
import { enrol, offlineReady } from "./support/device";
import { expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import { Server } from "./support/server.mjs";
import { label, pattern, words } from "./support/words";

const finding = (page: Page) => page.locator("#months-finding");
/** The button over a library's bar. */
const bar = (page: Page, name: string) => page.getByRole("button", { name: words("overview.pick", { what: name }), exact: true });
const counted = async (page: Page) => {
  await expect(finding(page)).toContainText(/\d/);
  return finding(page).innerText();
};
/** The helps that a finding or a table's cell names first. */
const first = (text: string) => Number(/^[\d\s]+/.exec(text)![0].replace(/\D/g, ""));

test("the chair filters, goes back, shares a link, and has the figures without a server", async ({ browser }) => {
  const server = await Server.start({ demo: true });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(server.chairLink);
    const all = await counted(page);

    await test.step("a tap on a bar filters the whole page, and the focus stays on it", async () => {
      await bar(page, "Pori").focus();
      await page.keyboard.press("Enter");
      await expect(page).toHaveURL(/\?kirjasto=pori$/);
      await expect(bar(page, "Pori")).toHaveAttribute("aria-pressed", "true");
      await expect(bar(page, "Pori")).toBeFocused();
      await expect(page.locator(".filtered")).toContainText("Pori");
      await expect(page.locator("#filter-kirjasto")).toHaveValue("pori");
      await expect.poll(() => counted(page)).not.toBe(all);
      expect(first(await counted(page))).toBeLessThan(first(all));
    });
    const pori = await counted(page);

    await test.step("a choice in the list narrows further, and back undoes it", async () => {
      await page.locator("#filter-aihe").selectOption("gov");
      await expect(page).toHaveURL(/kirjasto=pori&aihe=gov$/);
      await expect(page.locator(".filtered")).toContainText(label("topic", "gov"));
      await expect.poll(() => counted(page)).not.toBe(pori);
      await page.goBack();
      await expect(page).toHaveURL(/\?kirjasto=pori$/);
      await expect.poll(() => counted(page)).toBe(pori);
      await expect(page.locator("#filter-aihe")).toHaveValue("");
    });

    await test.step("the parts add up to the whole", async () => {
      const total = first(pori);
      for (const id of ["topics", "forms", "settings", "durations", "outcomes", "equipment", "languages"]) {
        const chart = page.locator("figure.chart").filter({ has: page.locator(`#${id}-title`) });
        await chart.locator("summary").click();
        const last = chart.locator("tbody tr").last();
        await expect(last).toContainText(words("overview.total"));
        expect(first(await last.locator("td").first().innerText()), id).toBe(total);
      }
    });

    await test.step("a filter that is taken away leaves the focus at what is left", async () => {
      await page.locator("#filter-aihe").selectOption("gov");
      const chips = page.locator(".filtered__chip");
      await expect(chips).toHaveCount(2);
      await chips.filter({ hasText: label("topic", "gov") }).press("Enter");
      await expect(chips).toHaveCount(1);
      await expect(page.locator(".filtered")).toBeFocused();
      await chips.press("Enter");
      await expect(page.locator("#filter-year")).toBeFocused();
      await expect.poll(() => counted(page)).toBe(all);
      await bar(page, "Pori").click();
      await expect.poll(() => counted(page)).toBe(pori);
    });

    await test.step("the plan is that of the chosen year", async () => {
      const year = page.locator("#filter-year");
      const now = Number(await year.inputValue());
      for (const chosen of [now - 1, now]) {
        await year.selectOption(String(chosen));
        await expect(page.getByRole("heading", { name: words("plan.title_year", { year: chosen }), exact: true })).toBeVisible();
        const measure = page.locator("main table").first().locator("tbody tr").first();
        // Of a year that has ended, nothing is under way.
        if (chosen < now) await expect(measure).not.toContainText(label("plan_state", "on_schedule"));
      }
      await expect.poll(() => counted(page)).toBe(pori);
    });

    await test.step("the link shows the same to whoever opens it", async () => {
      const other = await context.newPage();
      await other.goto(page.url());
      await expect.poll(() => counted(other)).toBe(pori);
      await other.close();
    });

    await test.step("an address with an unknown filter says so and shows the rest", async () => {
      const other = await context.newPage();
      await other.goto(`${server.url}/tilanne?aihe=olematon&kirjasto=pori&jakso=q9`);
      await expect(other.locator("main")).toContainText("aihe=olematon");
      await expect(other.locator("main")).toContainText("jakso=q9");
      await expect.poll(() => counted(other)).toBe(pori);
      await other.goto(`${server.url}/tilanne?vuosi=${new Date().getFullYear() + 1}`);
      await expect(finding(other)).toContainText(words("overview.not_begun"));
      await other.close();
    });

    await test.step("with the server stopped the page opens, says how old it is, and filters", async () => {
      await page.evaluate(() => navigator.serviceWorker.ready);
      await server.kill();
      await page.reload();
      await expect.poll(() => counted(page)).toBe(pori);
      await expect(page.locator("main")).toContainText(pattern("overview.offline"));
      await page.getByRole("button", { name: words("overview.unfilter_all"), exact: true }).click();
      await expect.poll(() => counted(page)).toBe(all);
      const chart = page.locator("figure.chart").filter({ has: page.locator("#topics-title") });
      await chart.locator("summary").click();
      await chart.getByRole("link", { name: words("overview.csv"), exact: true }).click();
      await expect(chart.getByRole("alert")).toContainText(words("problem.offline"));
    });

    await test.step("the sign-out forgets the figures", async () => {
      await server.run();
      const kept = () => page.evaluate(() => caches.has("digiverkosto-office"));
      expect(await kept()).toBe(true);
      await page.goto(`${server.url}/kirjaudu`);
      await page.getByRole("button", { name: words("sign_in.sign_out") }).click();
      await expect.poll(kept).toBe(false);
    });
  } finally {
    await context.close();
    await server.dispose();
  }
});

test("by keyboard alone: from the top to a bar, which filters, and back", async ({ browser }) => {
  const server = await Server.start({ demo: true });
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(server.chairLink);
    const all = await counted(page);
    await page.evaluate(() => window.scrollTo(0, 0));
    for (let tab = 0; tab < 80; tab += 1) {
      await page.keyboard.press("Tab");
      const at = await focus(page);
      expect.soft(at?.visible, `focus can be seen on ${at?.name}`).toBe(true);
      expect.soft(at?.covered, `covers ${at?.name}`).toBe("");
      if (await bar(page, "Pori").evaluate((button) => button === document.activeElement)) break;
    }
    await expect(bar(page, "Pori")).toBeFocused();
    await expect(bar(page, "Pori")).toHaveClass(/chart__target/);
    const filtered = page.locator(".filtered");
    await expect(filtered).toBeEmpty();

    await page.keyboard.press("Enter");
    await expect(filtered).toContainText(words("overview.filtered"));
    await expect(filtered).toContainText(`${words("overview.library")}: Pori`);
    await expect.poll(() => counted(page)).not.toBe(all);
    await expect(bar(page, "Pori")).toBeFocused();

    // Headless Chromium has no keys for its own buttons.
    await page.goBack();
    await expect(filtered).toBeEmpty();
    await expect.poll(() => counted(page)).toBe(all);
    await expect(bar(page, "Pori")).toBeFocused();
    // Pressed again it takes the filter away.
    await page.keyboard.press("Space");
    await expect(bar(page, "Pori")).toHaveAttribute("aria-pressed", "true");
    await expect(filtered).toContainText("Pori");
    await page.keyboard.press("Space");
    await expect(bar(page, "Pori")).toHaveAttribute("aria-pressed", "false");
    await expect(filtered).toBeEmpty();
    await expect.poll(() => counted(page)).toBe(all);
    await expect(bar(page, "Pori")).toBeFocused();
  } finally {
    await context.close();
    await server.dispose();
  }
});

test("where the chair's browser is a tablet too, what has not left it is counted, and said", async ({ server, chair, tablet }) => {
  const page = await tablet.open(server.url);
  await enrol(page, server.url, chair);
  await offlineReady(page);
  await chair.enter(tablet.browser);
  const log = new LogScreen(page);
  await log.one("gov");
  await log.drained(60_000);
  const overview = `${server.url}/tilanne`;
  const number = async () => first(await counted(page));
  const unsent = page.getByText(words("overview.unsent_n", { n: 2 }));
  await page.goto(overview);
  await expect.poll(number).toBe(1);
  await expect(unsent).toHaveCount(0);

  await server.stop();
  await page.goto(server.url);
  await log.ready();
  await log.tally("identity", 2);
  await page.goto(overview);
  await expect(unsent).toBeVisible();
  await expect.poll(number).toBe(3);

  // Sent, they are the server's: counted once, and nothing is said of them any more. The focus stays where it was.
  await page.locator("#filter-aihe").focus();
  await server.run();
  await expect(unsent).toHaveCount(0, { timeout: 60_000 });
  await expect.poll(number).toBe(3);
  await expect(page.locator("#filter-aihe")).toBeFocused();
  expect(await chair.entries()).toHaveLength(3);
});
