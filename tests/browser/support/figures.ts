// What the chair adds to the figures and gives out of them: notes on dates, shares.
//
// Owns: the way through their dialogs. Must not: judge what comes of it.
import { expect, type Locator, type Page } from "@playwright/test";
import { words } from "./words";

export const SHARING = "/hallinta/vienti";
/** A year that is over: its figures and its plan can be taken along on any day of this one. */
export const LAST_YEAR = new Date().getFullYear() - 1;

export const dialog = (page: Page): Locator => page.locator("dialog[open]");
export const submit = (page: Page): Promise<void> => dialog(page).locator("button[type=submit]").click();

/** The card of the notes. */
export const notes = (page: Page): Locator => page.locator("section.card").filter({ has: page.locator("#notes-title") });

/** Opens the form of a new note. */
export async function newNote(page: Page): Promise<void> {
  await notes(page).getByRole("button", { name: words("note.new"), exact: true }).click();
  await expect(page.locator("#note-body")).toBeVisible();
}

/** Writes a note on today. */
export async function writeNote(page: Page, body: string): Promise<void> {
  await newNote(page);
  await page.locator("#note-body").fill(body);
  await submit(page);
  await expect(page.locator(".notes__line").filter({ hasText: body })).toHaveCount(1);
}

/** Opens the form of a new share. */
export async function newShare(page: Page): Promise<void> {
  await page.getByRole("button", { name: words("share.new"), exact: true }).click();
  await expect(page.locator("#share-name")).toBeVisible();
}

/** Makes a share on the chair's page; its secret still stands in the open dialog. */
export async function makeShare(page: Page, name: string, kind: "page" | "program" = "page"): Promise<string> {
  await newShare(page);
  await page.locator("#share-name").fill(name);
  await page.locator("#share-kind").selectOption(kind);
  await submit(page);
  await expect(page.locator("#share-secret")).toBeVisible();
  return page.locator("#share-secret").inputValue();
}

/** Opens a link, in a document of its own also where only the fragment differs. */
export async function openLink(page: Page, link: string): Promise<void> {
  await page.goto("about:blank");
  await page.goto(link);
}

/** Has the shared page show last year, whatever it began with: in its first quarter a year has no figures yet. */
export async function sharedLastYear(page: Page): Promise<void> {
  const earlier = page.getByRole("button", { name: `${LAST_YEAR} ${words("share.earlier")}`, exact: true });
  await expect(page.locator("#stats-year").or(earlier)).toBeVisible();
  if (await earlier.isVisible()) await earlier.click();
  else await page.locator("#stats-year").selectOption(String(LAST_YEAR));
  await expect(page.getByRole("heading", { level: 1 })).toContainText(String(LAST_YEAR));
}
