// The tablet: logging, and the entries.
//
// Owns: naming the states and bringing a page into them. Must not: judge what it sees.
import { expect, type Page } from "@playwright/test";
import { settled } from "../access";
import { LogScreen } from "../log";
import type { State } from "../states";
import { pattern, words } from "../words";
import { button, dialog } from "./controls";

/** The page of the entries, with one at least. */
async function entries(page: Page): Promise<void> {
  await new LogScreen(page).one("gov");
  await button(page, "shell.menu").click();
  await page.locator(".header__menu").getByRole("link", { name: words("shell.nav.entries") }).click();
  await settled(page);
}

/** What people do on a tablet. */
export const LOG: State[] = [
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
  { name: "log, the timer runs", path: "/", act: (page) => page.locator(".duration .timer").click() },
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
];
