// The participant of the activity day.
//
// Owns: naming the states and bringing a page into them. Must not: judge what it sees.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { settled } from "../access";
import type { Server } from "../server.mjs";
import type { State } from "../states";
import { label, words } from "../words";
import { button } from "./controls";

/** The demo's day that is next. */
const FORM = "/demo/ilmoittaudu";

/** The page after the form, which anybody may open. */
async function thanks(page: Page, origin: string, query: string): Promise<void> {
  const form = await page.locator("form.register").getAttribute("data-draft");
  await page.goto(`${origin}${form}/kiitos${query}`);
  await settled(page);
}

/** Registers somebody, no faster than a person. */
async function registered(page: Page, name: string, mode: "remote" | "declined"): Promise<void> {
  await page.locator(`input[name=mode][value=${mode}]`).check();
  await page.locator("#name").fill(name);
  await page.locator("#email").fill(`${name.toLowerCase()}@kirjasto.example`);
  await page.locator("#library").selectOption("pori");
  await page.waitForFunction(() => performance.now() > 3_500, undefined, { polling: 100 });
  await page.locator("form.register button[type=submit]").click();
  await expect(page.locator("[data-clear-draft]")).toBeVisible();
}

/** Opens the personal link in the newest mail to somebody; the demo's mails lie in a folder. */
async function openMail(page: Page, server: Server, name: string): Promise<void> {
  const folder = join(server.data, "mail");
  let link: string | undefined;
  await expect(() => {
    const mails = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
    const mine = mails.filter((mail) => mail.includes(`${name.toLowerCase()}@kirjasto.example`)).at(-1) ?? "";
    link = /\/ilmoittautuminen\/[\w-]{22}/.exec(mine.replaceAll(/=\r?\n/g, ""))?.[0];
    expect(link).toBeTruthy();
  }).toPass();
  await page.goto(`${server.url}/demo${link}`);
  await settled(page);
}

/** What a participant of the activity day sees; the server draws these pages. */
export const PARTICIPANT: State[] = [
  { name: "registration", path: FORM },
  {
    name: "registration, on site", path: FORM,
    act: async (page) => {
      await page.locator("input[name=mode][value=onsite]").check();
      await page.locator("label.chip").filter({ hasText: label("ride", "offer") }).click();
      await page.locator("label.chip").filter({ hasText: label("contribution", "talk") }).click();
      await page.locator("#library").selectOption("-");
      await expect(page.locator("#municipality")).toBeVisible();
    },
  },
  {
    name: "registration, faults", path: FORM,
    act: async (page) => {
      await page.locator("input[name=mode][value=onsite]").check();
      await page.locator("#email").fill("aino.kirjastolainen");
      await page.locator("#diet-vegan").check();
      await page.locator("form.register button[type=submit]").click();
      await expect(page.locator(".error-summary")).toBeVisible();
    },
  },
  { name: "registration, thanks", path: FORM, act: (page) => registered(page, "Aino", "remote") },
  { name: "registration, thanks, cannot come", path: FORM, act: (page) => registered(page, "Bo", "declined") },
  {
    name: "registration, thanks, waiting", path: FORM,
    act: (page, origin) => thanks(page, origin, "?tila=waiting&tapa=onsite&numero=3"),
  },
  { name: "registration, there already", path: FORM, act: (page, origin) => thanks(page, origin, "") },
  {
    name: "own registration, to be confirmed", path: FORM,
    act: async (page, _, server) => {
      await registered(page, "Cecilia", "remote");
      await openMail(page, server, "Cecilia");
    },
  },
  {
    name: "own registration, confirmed", path: FORM,
    act: async (page, _, server) => {
      await registered(page, "Doris", "remote");
      await openMail(page, server, "Doris");
      await button(page, "mine.confirm").click();
      await expect(page.getByRole("status")).toBeVisible();
    },
  },
  {
    name: "own registration, cancelled", path: FORM,
    act: async (page, _, server) => {
      await registered(page, "Eva", "remote");
      await openMail(page, server, "Eva");
      await page.getByText(words("mine.cancel"), { exact: true }).click();
      await button(page, "mine.cancel_yes").click();
      await expect(page.getByRole("status")).toBeVisible();
    },
  },
  { name: "own registration, a link that has ended", path: "/demo/ilmoittautuminen/x" },
  { name: "no such registration", path: "/demo/ilmoittaudu/2001" },
];
