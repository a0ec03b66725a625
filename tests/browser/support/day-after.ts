// What comes after an activity day: its costs, its figures, the feedback.
//
// Owns: a day that is today, with costs and answers, and the states of its pages. Must not: judge what it sees.
import { expect, type Page } from "@playwright/test";
import { settled } from "./access";
import type { State } from "./states";
import { pattern, words } from "./words";

const TODAY = new Date();
const YEAR = TODAY.getFullYear();
const API = `/api/v1/days/${YEAR}`;
const PART = `/hallinta/toimintapaiva/${YEAR}`;

const on = (days: number): string => {
  const date = new Date(TODAY.getTime() + days * 86_400_000);
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;
};

/** Today's day, with a budget that a line exceeds or not; made once. */
async function day(page: Page): Promise<void> {
  const body = {
    status: "published", date: on(0), begins: "00:00", ends: "23:59",
    title: { fi: "Digiverkoston toimintapäivä", sv: "Digiverkostos verksamhetsdag", en: "Activity day of the network" },
    intro: { fi: "" }, place: "Porin pääkirjasto", address: "", directions: { fi: "" }, remote_link: "",
    on_site: 60, remote: 100, opens: { on: on(-30), at: "08:00" }, closes: { on: on(-1), at: "20:00" }, lunch: true,
    programme: [], questions: [], budget: 250_000,
  };
  await page.evaluate(async ({ api, body }) => {
    const found = await fetch(api);
    // The demo may have a day of this year: then that one is today.
    const known = found.ok ? await found.json() : { day: {} };
    const { date, begins, ends, opens, closes, budget } = body;
    const day = { ...body, ...known.day, status: "published", date, begins, ends, opens, closes, budget };
    const headers = { "content-type": "application/json" };
    const form = JSON.stringify({ version: known.version, day });
    const answer = await fetch(api, { method: "PUT", headers, body: form });
    if (!answer.ok) throw new Error(`no day: ${await answer.text()}`);
  }, { api: API, body });
}

/** A line of the costs, under an id made of a number. */
async function cost(page: Page, n: number, line: object): Promise<void> {
  const path = `${API}/costs/0000000000007000800000000000000${n}`;
  await page.evaluate(async ({ path, line }) => {
    const headers = { "content-type": "application/json" };
    await fetch(path, { method: "PUT", headers, body: JSON.stringify(line) });
  }, { path, line });
}

/** Each is asked; the statements before and after. */
const SCALES = [
  "knowledge", "confidence", "application", "awareness", "devices_before", "devices_after", "safety_before", "safety_after",
  "referral_before", "referral_after",
];

const LINES = [
  { kind: "caterer", what: "Lounas ja kahvit 42 hengelle", payer: "Porin kaupunki", receipt: "A-12", cents: 123_450, on: on(0) },
  { kind: "room", what: "Auditorio ja äänentoisto", payer: "Aluekehittäminen", receipt: "2291", cents: 45_000, on: on(0) },
  { kind: "caterer", what: "Hyvitys: kolme peruttua lounasta", payer: "Porin kaupunki", receipt: "", cents: -3_600, on: on(0) },
];

/** The feedback form that anybody with the link may open. */
async function form(page: Page, origin: string): Promise<void> {
  await page.goto(origin + (await feedback(page)));
  await settled(page);
}

async function feedback(page: Page): Promise<string> {
  const slug = await page.evaluate(async () => (await (await fetch("/api/v1/network")).json()).slug as string);
  return `/${slug}/palaute/${YEAR}`;
}

/** Sends so many answers; the form takes none that comes back at once, so it is tried until it does. */
async function answer(page: Page, many: number): Promise<void> {
  const path = await feedback(page);
  for (let n = 0; n < many; n += 1) {
    const html = await page.evaluate(async (path) => (await fetch(path)).text(), path);
    const stamp = /name="stamp" value="([^"]+)"/.exec(html)?.[1] ?? "";
    const body = new URLSearchParams({
      stamp, mode: n % 3 === 0 ? "remote" : "onsite", knowledge: "5", confidence: String(3 + (n % 3)), application: "4",
      awareness: String(2 + (n % 4)), devices_before: "3", devices_after: "4", safety_before: "2", safety_after: "4",
      referral_before: "3", referral_after: "5",
      good: n % 2 === 0 ? "Laitepaja oli hyvä: pääsi itse kokeilemaan." : "", better: n === 1 ? "Enemmän aikaa keskustelulle." : "",
    }).toString();
    await expect(async () => {
      const status = await page.evaluate(async ({ path, body }) => {
        const headers = { "content-type": "application/x-www-form-urlencoded" };
        return (await fetch(path, { method: "POST", headers, body })).status;
      }, { path, body });
      expect(status).toBe(200);
    }).toPass({ intervals: [1_000], timeout: 20_000 });
  }
}

async function open(page: Page, origin: string, part: string): Promise<void> {
  await page.goto("about:blank");
  await page.goto(`${origin}${PART}/${part}`);
  await settled(page);
}

const button = (page: Page, key: string) => page.getByRole("button", { name: words(key), exact: true });

/** What the chair sees, one after the other: each builds on the one before. */
export const AFTER: State[] = [
  {
    name: "day, no costs", path: "/tilanne",
    act: async (page, origin) => {
      await day(page);
      await open(page, origin, "kulut");
    },
  },
  {
    name: "day, a cost with faults", path: `${PART}/kulut`,
    act: async (page) => {
      await button(page, "after.cost_add").click();
      await page.locator("#cost-amount").fill("kymppi");
      await page.locator("dialog[open] button[type=submit]").click();
      await expect(page.locator("dialog[open] .error-summary")).toBeVisible();
    },
  },
  {
    name: "day, costs", path: "/tilanne",
    act: async (page, origin) => {
      for (const [n, line] of LINES.entries()) await cost(page, n, line);
      await open(page, origin, "kulut");
    },
  },
  {
    name: "day, over the budget", path: "/tilanne",
    act: async (page, origin) => {
      await cost(page, 5, { kind: "speaker", what: "Puhujan palkkio", payer: "", receipt: "", cents: 120_000, on: on(0) });
      await open(page, origin, "kulut");
    },
  },
  { name: "day, a cost to remove", path: `${PART}/kulut`, act: (page) => page.getByRole("button", { name: pattern("after.cost_remove_of") }).first().click() },
  { name: "feedback on the day", path: "/", act: form },
  {
    name: "feedback on the day, faults", path: "/",
    act: async (page, origin) => {
      await form(page, origin);
      await button(page, "after.feedback_send").click();
      await expect(page.locator(".error-summary")).toBeVisible();
    },
  },
  {
    name: "feedback on the day, thanks", path: "/",
    act: async (page, origin) => {
      await form(page, origin);
      await page.locator("label.chip", { hasText: words("register.remote") }).click();
      for (const scale of SCALES) await page.locator(`#${scale} label.chip`).nth(3).click();
      await page.waitForFunction(() => performance.now() > 3_500, undefined, { polling: 100 });
      await button(page, "after.feedback_send").click();
      await expect(page.locator("[data-clear-draft]")).toBeVisible();
    },
  },
  {
    name: "day, few answers", path: "/tilanne",
    act: async (page, origin) => {
      await answer(page, 2);
      await open(page, origin, "palaute");
    },
  },
  {
    name: "day, results", path: "/tilanne",
    act: async (page, origin) => {
      await answer(page, 5);
      await open(page, origin, "palaute");
    },
  },
  {
    name: "day, the number of staff is wrong", path: "/tilanne",
    act: async (page, origin) => {
      await day(page);
      await open(page, origin, "palaute");
      await page.locator("#day-staff").fill("paljon");
      await button(page, "action.save").first().click();
      await expect(page.locator(".error-summary")).toBeVisible();
    },
  },
];
