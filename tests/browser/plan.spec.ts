// The yearly plan: begun, filled, refused where it is wrong, met by a tablet's entries, copied into the next year.
import type { Page } from "@playwright/test";
import { enrol } from "./support/device";
import { expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import { label, words } from "./support/words";

const PLAN = "/hallinta/suunnitelma";

/** The row of a measure, by its name. */
const row = (page: Page, name: string) => page.locator("table.records tbody tr").filter({ hasText: name });
const dialog = (page: Page) => page.locator("dialog[open]");
const save = (page: Page) => dialog(page).locator("button[type=submit]").click();
const add = (page: Page, goal: string) =>
  page.getByRole("button", { name: words("plan.add_measure_to", { what: goal }), exact: true }).click();

async function begin(page: Page): Promise<void> {
  await page.getByRole("button", { name: words("plan.start"), exact: true }).click();
  await expect(page.locator("#said")).toContainText(words("plan.started", { year: new Date().getFullYear() }));
}

test("the chair writes a plan, and a tablet's entries meet it", async ({ server, chair, chairPage, tablet }) => {
  const year = new Date().getFullYear();
  const helps = words("plan.metric.helps");

  await test.step("the overview leads to the year that lacks one", async () => {
    await expect(chairPage.getByText(words("plan.no_plan_short", { year }))).toBeVisible();
    await chairPage.getByRole("link", { name: words("plan.make"), exact: true }).click();
    await begin(chairPage);
    await expect(chairPage.getByText(words("plan.no_measures")).first()).toBeVisible();
  });

  await test.step("a wrong target is refused at its field, and what was written stays", async () => {
    await add(chairPage, "A");
    for (const wrong of ["", "0", "yksi", "2,5", "10000001"]) {
      await chairPage.locator("#measure-target").fill(wrong);
      await save(chairPage);
      await expect(chairPage.locator("#measure-target-error")).toContainText(words("plan.wrong.target"));
      await expect(chairPage.locator("#measure-target")).toHaveValue(wrong);
    }
    await chairPage.locator("#measure-target").fill("2");
    await chairPage.locator("#measure-from").fill(`${year}-06-30`);
    await chairPage.locator("#measure-to").fill(`${year}-01-31`);
    await save(chairPage);
    await expect(chairPage.locator("#measure-to-error")).toContainText(words("plan.wrong.period_order"));
    await chairPage.locator("#measure-from").fill(`${year}-01-01`);
    await chairPage.locator("#measure-to").fill(`${year}-12-31`);
    await chairPage.locator("#measure-pace").selectOption("by_date");
    await save(chairPage);
    await expect(chairPage.locator("#said")).toContainText(helps);
    await expect(row(chairPage, helps)).toContainText(label("plan_state", "coming"));
  });

  await test.step("what the app does not count is entered, a yes with its evidence", async () => {
    await add(chairPage, "D");
    await chairPage.locator("#measure-metric").selectOption("yes_no");
    await chairPage.locator("#measure-name").fill("Kanava käytössä");
    await chairPage.locator("#measure-evidence").fill("Perustelu ilman tietoa");
    await save(chairPage);
    await expect(chairPage.locator("#measure-done-error")).toContainText(words("plan.wrong.by_hand"));
    await chairPage.locator("#measure-evidence").fill("x".repeat(10_000));
    await chairPage.locator("#measure-done").selectOption("1");
    await save(chairPage);
    await expect(chairPage.locator("#measure-evidence-error")).toContainText(words("plan.wrong.too_long"));
    await chairPage.locator("#measure-evidence").fill("");
    await save(chairPage);
    await expect(chairPage.locator("#measure-evidence-error")).toContainText(words("plan.wrong.no_evidence"));
    await chairPage.locator("#measure-evidence").fill("https://kanava.example/digi");
    await save(chairPage);
    const channel = row(chairPage, "Kanava käytössä");
    await expect(channel).toContainText(label("plan_state", "done"));
    await expect(channel.getByRole("link")).toHaveAttribute("href", "https://kanava.example/digi");
  });

  await test.step("a long text is refused, its paragraphs are kept", async () => {
    await chairPage.getByRole("button", { name: `${words("manage.edit_of", { what: words("plan.presentation") })}` }).click();
    await chairPage.locator("#plan-text").fill("x".repeat(10_000));
    await save(chairPage);
    await expect(chairPage.locator("#plan-text-error")).toContainText(words("plan.wrong.too_long"));
    await chairPage.locator("#plan-text").fill("Ensimmäinen.\n\nToinen <b>kappale</b>.");
    await save(chairPage);
    await expect(chairPage.locator("p.as-written")).toHaveText("Ensimmäinen.\n\nToinen <b>kappale</b>.");
    await chairPage.getByRole("button", { name: words("plan.approve"), exact: true }).click();
    await expect(chairPage.getByRole("button", { name: words("plan.unapprove"), exact: true })).toBeVisible();
  });

  await test.step("entries are counted on the open overview", async () => {
    await chairPage.goto(`${server.url}/tilanne`);
    await expect(row(chairPage, helps).last()).toContainText(label("plan_state", "coming"));
    const page = await tablet.open(server.url);
    await enrol(page, server.url, chair);
    const log = new LogScreen(page);
    await log.one("gov");
    await log.one("gov");
    const measured = chairPage.locator("tr").filter({ has: chairPage.locator(".plan-state") }).filter({ hasText: helps });
    await expect(measured).toContainText(label("plan_state", "done"), { timeout: 60_000 });
  });

  await test.step("the next year begins with a copy, in which nothing is done", async () => {
    await chairPage.goto(`${server.url}${PLAN}?vuosi=${year + 1}`);
    await chairPage.getByRole("button", { name: words("plan.copy", { year }), exact: true }).click();
    await expect(row(chairPage, helps)).toContainText(label("plan_state", "coming"));
    await expect(row(chairPage, "Kanava käytössä")).toContainText(words("plan.not_entered"));
    await expect(chairPage.getByText(words("plan.status", { status: words("plan.draft") })).first()).toBeVisible();
  });

  await test.step("a measure that is removed takes its row along", async () => {
    await chairPage.getByRole("button", { name: words("plan.remove_of", { what: helps }), exact: true }).click();
    await dialog(chairPage).getByRole("button", { name: words("plan.remove"), exact: true }).click();
    await expect(chairPage.locator("#said")).toContainText(words("plan.removed"));
    await expect(row(chairPage, helps)).toHaveCount(0);
  });
});

test("two people change a plan: the later one is told, and loses nothing that was written", async ({ server, chairPage }) => {
  await chairPage.goto(`${server.url}${PLAN}`);
  await begin(chairPage);
  const other = await chairPage.context().newPage();
  await other.goto(`${server.url}${PLAN}`);
  const edit = words("manage.edit_of", { what: words("plan.members") });
  await other.getByRole("button", { name: edit }).click();
  await other.locator("#plan-text").fill("Kirjoitettu toisaalla");

  await chairPage.getByRole("button", { name: edit }).click();
  await chairPage.locator("#plan-text").fill("Kirjoitettu ensin");
  await save(chairPage);
  await expect(chairPage.locator("p.as-written")).toHaveText("Kirjoitettu ensin");

  await save(other);
  await expect(dialog(other).getByRole("alert")).toContainText(words("problem.overtaken"));
  await expect(other.locator("#plan-text")).toHaveValue("Kirjoitettu toisaalla");
  await expect(other.locator("p.as-written")).toHaveText("Kirjoitettu ensin");
  await save(other);
  await expect(other.locator("p.as-written")).toHaveText("Kirjoitettu toisaalla");
});

test("a year that is none, and a year without a plan, are said in words", async ({ server, chairPage }) => {
  const year = new Date().getFullYear();
  for (const [asked, shown] of [["kissa", year], ["2250", year], ["-1", year], ["2099", 2099]] as const) {
    await chairPage.goto(`${server.url}${PLAN}?vuosi=${asked}`);
    await expect(chairPage.getByText(words("plan.none", { year: shown }))).toBeVisible();
  }
});
