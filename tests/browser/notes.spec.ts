// Notes on dates: written, refused where they are wrong, corrected, deleted, read without a server.
import type { Page } from "@playwright/test";
import { dialog, newNote, notes, submit, writeNote } from "./support/figures";
import { expect, test } from "./support/fixtures";
import { pattern, words } from "./support/words";

const line = (page: Page, body: string) => notes(page).locator(".notes__line").filter({ hasText: body });
const most = 500;

test("the chair writes a note, corrects it and deletes it; nothing that was written is lost", async ({ server, chairPage: page }) => {
  const year = new Date().getFullYear();
  const [first, last] = [`${year}-01-01`, `${year}-01-03`];
  await expect(notes(page)).toContainText(words("note.none"));

  await test.step("dates in the wrong order, no text, a long text: each is told at its field", async () => {
    await newNote(page);
    await page.locator("#note-from").fill(first);
    await page.locator("#note-to").fill(`${year - 1}-12-31`);
    await page.locator("#note-library").selectOption("pori");
    await submit(page);
    await expect(page.locator("#note-to-error")).toContainText(words("note.order"));
    await expect(page.locator("#note-to")).toHaveAttribute("aria-invalid", "true");
    await expect(page.locator("#note-from-error")).toBeEmpty();
    await expect(page.locator("#note-body-error")).toContainText(words("problem.required", { what: words("note.body") }));
    await expect(dialog(page).locator(".error-summary")).toBeFocused();

    const long = "x".repeat(10_000);
    await page.locator("#note-to").fill(last);
    await page.locator("#note-body").fill(long);
    await submit(page);
    await expect(page.locator("#note-body-error")).toContainText(words("note.too_long", { n: long.length, most }));
    await expect(page.locator("#note-to-error")).toBeEmpty();
    await expect(page.locator("#note-body")).toHaveValue(long);
    for (const [id, value] of [["from", first], ["to", last], ["library", "pori"]]) {
      await expect(page.locator(`#note-${id}`)).toHaveValue(value!);
    }
  });

  await test.step("without a server it is not saved, and the form keeps it", async () => {
    await page.locator("#note-body").fill("  Kirjasto oli <b>kiinni</b>\nmuuton takia ");
    await server.kill();
    await submit(page);
    await expect(dialog(page).getByRole("alert")).toContainText(words("problem.offline"));
    await expect(page.locator("#note-body")).toHaveValue("  Kirjasto oli <b>kiinni</b>\nmuuton takia ");
    await server.run();
  });

  await test.step("saved, it stands under the months as it was written", async () => {
    await submit(page);
    await expect(dialog(page)).toHaveCount(0);
    await expect(page.locator("#notes-said")).toContainText(words("note.saved"));
    await expect(line(page, "Pori")).toHaveCount(1);
    await expect(line(page, "Pori").locator(".notes__body")).toHaveText("Kirjasto oli <b>kiinni</b>\nmuuton takia", { useInnerText: true });
    await expect(line(page, "Pori").locator("b").first()).toHaveText(`1.1.–3.1.${year}`);
    await expect(page.locator("figure.chart:has(#months-title) + section:has(#notes-title)")).toBeVisible();
  });

  await test.step("it is corrected: another library, the most characters", async () => {
    await line(page, "Pori").getByRole("button", { name: pattern("manage.edit_of") }).click();
    await expect(page.locator("#note-from")).toHaveValue(first);
    await expect(page.locator("#note-to")).toHaveValue(last);
    await expect(page.locator("#note-library")).toHaveValue("pori");
    await expect(page.locator("#note-body")).toHaveValue("Kirjasto oli <b>kiinni</b>\nmuuton takia");
    await page.locator("#note-library").selectOption("");
    // Characters, not the units of a string: each is two of them.
    await page.locator("#note-body").fill("😀".repeat(most));
    await submit(page);
    await expect(line(page, "😀".repeat(most))).toContainText(words("note.all"));
    await expect(notes(page).locator(".notes__line")).toHaveCount(1);
  });

  await test.step("dates that it does not concern do not show it", async () => {
    await page.locator("#filter-year").selectOption(String(year - 2));
    await expect(notes(page)).toContainText(words("note.none"));
    // Next to the year that it is about stands the one before.
    await page.goBack();
    await expect(line(page, "😀")).toHaveCount(1);
  });

  await test.step("it is deleted after the question only", async () => {
    const ask = () => line(page, "😀").getByRole("button", { name: pattern("note.delete_of") }).click();
    await ask();
    await expect(dialog(page)).toContainText("😀");
    await dialog(page).getByRole("button", { name: words("action.cancel"), exact: true }).click();
    await expect(dialog(page)).toHaveCount(0);
    await expect(line(page, "😀")).toHaveCount(1);
    await ask();
    await dialog(page).getByRole("button", { name: words("action.delete"), exact: true }).click();
    await expect(page.locator("#notes-said")).toContainText(words("note.deleted"));
    await expect(notes(page)).toContainText(words("note.none"));
    await page.reload();
    await expect(notes(page)).toContainText(words("note.none"));
  });
});

test("without a server the notes are still there", async ({ server, chairPage: page }) => {
  await writeNote(page, "Viranomaisen palvelu uudistui");
  await page.evaluate(() => navigator.serviceWorker.ready);
  const kept = () =>
    page.evaluate(async () => {
      const answers = await (await caches.open("digiverkosto-office")).matchAll();
      return (await Promise.all(answers.map((answer) => answer.text()))).some((text) => text.includes("Viranomaisen palvelu"));
    });
  await expect.poll(kept).toBe(true);
  await server.kill();
  await page.reload();
  await expect(page.locator("main")).toContainText(pattern("overview.offline"));
  await expect(line(page, "Viranomaisen palvelu uudistui")).toHaveCount(1);
});

test("a note by keyboard alone: the dialog takes the focus and gives it back", async ({ chairPage: page }) => {
  const opener = notes(page).getByRole("button", { name: words("note.new"), exact: true });
  const inside = () => page.evaluate(() => document.activeElement?.closest("dialog[open]") !== null);
  const tabTo = async (id: string) => {
    const at = () => page.evaluate(() => document.activeElement?.id);
    for (let tab = 0; tab < 20 && (await at()) !== id; tab += 1) await page.keyboard.press("Tab");
    expect(await at()).toBe(id);
  };
  await opener.focus();
  await page.keyboard.press("Enter");
  await expect(dialog(page)).toBeVisible();
  expect(await inside(), "the focus is in the dialog").toBe(true);
  await page.keyboard.press("Escape");
  await expect(dialog(page)).toHaveCount(0);
  await expect(opener).toBeFocused();

  await test.step("cancelling gives it back too, and forgets what was written", async () => {
    await page.keyboard.press("Space");
    await tabTo("note-body");
    await page.keyboard.type("Hylätty");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await expect(dialog(page).getByRole("button", { name: words("action.cancel"), exact: true })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(dialog(page)).toHaveCount(0);
    await expect(opener).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.locator("#note-body")).toHaveValue("");
  });

  await test.step("saving gives it back too, to the button of the note that was changed as well", async () => {
    await tabTo("note-body");
    await page.keyboard.type("Palvelupiste oli kiinni");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(line(page, "Palvelupiste oli kiinni")).toHaveCount(1);
    await expect(page.locator("#notes-said")).toContainText(words("note.saved"));
    await expect(opener).toBeFocused();
    const edit = line(page, "Palvelupiste").getByRole("button", { name: pattern("manage.edit_of") });
    await edit.focus();
    await page.keyboard.press("Enter");
    await tabTo("note-body");
    await page.keyboard.press("End");
    await page.keyboard.type(" taas");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(line(page, "Palvelupiste oli kiinni taas")).toHaveCount(1);
    await expect(edit).toBeFocused();
  });
});
