// What the chair adds to the figures and gives out of them.
//
// Owns: naming the states and bringing a page into them. Must not: judge what it sees.
import { expect, type Page } from "@playwright/test";
import { settled } from "../access";
import { makeShare, newNote, newShare, openLink, SHARING, sharedLastYear, writeNote } from "../figures";
import type { State } from "../states";
import { pattern, words } from "../words";
import { dialog } from "./controls";

/** Somebody outside opens a new share, here in the chair's browser. */
async function shared(page: Page): Promise<void> {
  await openLink(page, await makeShare(page, "Rahoittaja"));
  await settled(page);
  await sharedLastYear(page);
}

/** What the chair adds to the figures and gives out of them. */
export const FIGURES: State[] = [
  { name: "overview, a note", path: "/tilanne", act: (page) => writeNote(page, "Palvelupiste oli kiinni") },
  {
    name: "overview, a note with faults", path: "/tilanne",
    act: async (page) => {
      await newNote(page);
      await page.locator("#note-to").fill("2020-01-01");
      await dialog(page).locator("button[type=submit]").click();
      await expect(dialog(page).locator(".error-summary")).toBeVisible();
    },
  },
  {
    name: "overview, a note to delete", path: "/tilanne",
    act: async (page) => {
      await writeNote(page, "Palvelupiste oli kiinni toistamiseen");
      await page.getByRole("button", { name: pattern("note.delete_of") }).first().click();
      await expect(dialog(page)).toBeVisible();
    },
  },
  { name: "sharing", path: SHARING },
  {
    name: "sharing, a new one with faults", path: SHARING,
    act: async (page) => {
      await newShare(page);
      await page.locator("#share-until").fill("");
      await dialog(page).locator("button[type=submit]").click();
      await expect(dialog(page).locator(".error-summary")).toBeVisible();
    },
  },
  { name: "sharing, a link", path: SHARING, act: async (page) => void (await makeShare(page, "Rahoittaja")) },
  { name: "sharing, a key for a program", path: SHARING, act: async (page) => void (await makeShare(page, "Power BI", "program")) },
  {
    name: "sharing, one has ended", path: SHARING,
    act: async (page) => {
      await makeShare(page, "Kumppani");
      await page.keyboard.press("Escape");
      await page.getByRole("button", { name: words("share.end_of", { what: "Kumppani" }), exact: true }).click();
      await dialog(page).getByRole("button", { name: words("share.end"), exact: true }).click();
      await expect(page.locator("#said")).toBeFocused();
    },
  },
  { name: "shared figures", path: SHARING, act: shared },
  {
    name: "shared figures, tables open", path: SHARING,
    act: async (page) => {
      await shared(page);
      await page.locator("main details").evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
    },
  },
];
