// The organisers of the activity day.
//
// Owns: naming the states and bringing a page into them. Must not: judge what it sees.
import { expect, type Page } from "@playwright/test";
import { settled } from "../access";
import type { State } from "../states";
import { pattern, words } from "../words";
import { button, dialog } from "./controls";

const DAYS = "/hallinta/toimintapaiva";

/** Opens a part of the demo's activity day, whose year depends on today. */
async function day(page: Page, part: string): Promise<void> {
  await page.locator("table.records a").first().click();
  await settled(page);
  await page.locator(".parts").getByRole("link", { name: words(`day.parts.${part}`), exact: true }).click();
  await settled(page);
}

/** Opens one of the forms of its settings. */
async function setting(page: Page, key: string): Promise<void> {
  await day(page, "settings");
  await page.getByRole("button", { name: words("manage.edit_of", { what: words(key) }), exact: true }).click();
  await expect(dialog(page)).toBeVisible();
}

/** The organisers' pages of the activity day. */
export const DAY: State[] = [
  { name: "activity days", path: DAYS },
  { name: "a day's settings", path: DAYS, act: (page) => day(page, "settings") },
  {
    name: "a day's time with faults", path: DAYS,
    act: async (page) => {
      await setting(page, "day.when.title");
      await page.locator("#day-ends").fill("01:00");
      await dialog(page).locator("button[type=submit]").click();
      await expect(dialog(page).locator(".error-summary")).toBeVisible();
    },
  },
  {
    name: "a day's places, fewer than are held", path: DAYS,
    act: async (page) => {
      await setting(page, "day.place.title");
      await page.locator("#day-onsite").fill("1");
      await dialog(page).locator("button[type=submit]").click();
      await expect(dialog(page).locator(".error-summary")).toBeVisible();
    },
  },
  { name: "a day's texts", path: DAYS, act: (page) => setting(page, "day.texts.title") },
  {
    name: "a new session with faults", path: DAYS,
    act: async (page) => {
      await day(page, "settings");
      await page.locator("#edit-programme").click();
      await dialog(page).locator("button[type=submit]").click();
      await expect(dialog(page).locator(".error-summary")).toBeVisible();
    },
  },
  {
    name: "a question of choices", path: DAYS,
    act: async (page) => {
      await day(page, "settings");
      await page.getByRole("button", { name: /\?$/ }).filter({ hasText: words("action.edit") }).first().click();
      await expect(dialog(page).locator("#question-choices-fi")).toBeVisible();
    },
  },
  { name: "participants", path: DAYS, act: (page) => day(page, "participants") },
  {
    name: "participants, who waits", path: DAYS,
    act: async (page) => {
      await day(page, "participants");
      await page.locator("#people-state").selectOption("waiting");
      await expect(page.getByText(words("day.people.clear"))).toBeVisible();
    },
  },
  {
    name: "a participant with a contribution", path: DAYS,
    act: async (page) => {
      await day(page, "participants");
      await page.locator("#people-own").selectOption("proposed");
      await page.getByRole("button", { name: pattern("day.people.open_of") }).first().click();
      await expect(dialog(page).getByRole("button", { name: words("day.people.accept"), exact: true })).toBeVisible();
    },
  },
  {
    name: "a participant to delete", path: DAYS,
    act: async (page) => {
      await day(page, "participants");
      await page.getByRole("button", { name: pattern("day.people.open_of") }).first().click();
      await dialog(page).getByRole("button", { name: words("day.people.delete"), exact: true }).click();
      await expect(page.locator("#confirm[open]")).toBeVisible();
    },
  },
  { name: "mails", path: DAYS, act: (page) => day(page, "mails") },
  {
    name: "mails that need attention", path: DAYS,
    act: async (page) => {
      await day(page, "mails");
      await page.locator("#troubled").check();
    },
  },
];

/** Opens one of the parts of the demo's day that tell of people's needs, rides and mails. */
async function need(page: Page, key: string): Promise<void> {
  await page.locator("table.records a").first().click();
  await settled(page);
  await page.locator(".parts").getByRole("link", { name: words(`care.parts.${key}`), exact: true }).click();
  await settled(page);
}

/** Writes a message in two languages, for the group that has somebody in it. */
async function writeMessage(page: Page): Promise<void> {
  await need(page, "message");
  await page.locator("#message-subject-fi").fill("Aikataulu muuttui");
  await page.locator("#message-text-fi").fill("Hei {nimi},\n\naloitamme vasta klo 10.");
  await page.locator("details summary").filter({ hasText: words("care.translate") }).click();
  await page.locator("#message-subject-sv").fill("Ny tidtabell");
  await page.locator("#message-text-sv").fill("Hej {nimi}, vi börjar kl. 10.");
  await button(page, "care.preview").click();
  await expect(page.locator("#preview-title")).toBeVisible();
}

/** Catering, rides, messages and retention. */
export const CARE: State[] = [
  { name: "catering", path: DAYS, act: (page) => need(page, "care") },
  {
    name: "catering, marked as sent", path: DAYS,
    act: async (page) => {
      await need(page, "care");
      await button(page, "care.mark").click();
      await expect(page.getByText(words("care.marked"))).toBeVisible();
    },
  },
  { name: "rides", path: DAYS, act: (page) => need(page, "rides") },
  {
    name: "rides, matched", path: DAYS,
    act: async (page) => {
      await need(page, "rides");
      await page.locator("#rides-anywhere").check();
      await button(page, "care.find").click();
      await expect(page.locator("#said")).not.toBeEmpty();
    },
  },
  {
    name: "rides, before the mails", path: DAYS,
    act: async (page) => {
      await need(page, "rides");
      await button(page, "care.find").click();
      await page.getByRole("button", { name: pattern("care.rides_send_n") }).click();
      await expect(page.locator("#confirm[open]")).toBeVisible();
    },
  },
  { name: "write to a group", path: DAYS, act: (page) => need(page, "message") },
  {
    name: "write to a group, with faults", path: DAYS,
    act: async (page) => {
      await need(page, "message");
      await page.locator("#message-text-fi").fill("Hei {etunimi}");
      await button(page, "care.preview").click();
      await expect(page.locator(".error-summary")).toBeVisible();
    },
  },
  { name: "write to a group, preview", path: DAYS, act: writeMessage },
  {
    name: "write to a group, sent", path: DAYS,
    act: async (page) => {
      await writeMessage(page);
      await page.getByRole("button", { name: pattern("care.send_now_n") }).click();
      await expect(page.getByText(words("care.sent"))).toBeVisible();
    },
  },
  { name: "retention of a day", path: DAYS, act: (page) => need(page, "retention") },
];
