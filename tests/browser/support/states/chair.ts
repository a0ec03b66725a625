// The chair: figures, plan, what is managed.
//
// Owns: naming the states and bringing a page into them. Must not: judge what it sees.
import { expect, type Page } from "@playwright/test";
import { LogScreen } from "../log";
import type { State } from "../states";
import { quarantineLast } from "../store";
import { pattern, words } from "../words";
import { button, dialog } from "./controls";

/** Has the tablet send an entry of another library, which the server holds. */
async function holdOne(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const device = await (await fetch("/api/v1/device")).json();
    const hex = (length: number) =>
      [...crypto.getRandomValues(new Uint8Array(length / 2))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    const ms = Date.now().toString(16).padStart(12, "0");
    const id = `${ms}7${hex(4).slice(1)}8${hex(16).slice(1)}`;
    const op = {
      id, at: `${ms}0000`, act: "create", of: "help", library: device.library.code === "pori" ? "turku" : "pori", lists: 1,
      set: { count: 1, kind: "customer", mode: "live", topics: ["gov"], when: { now: true } },
    };
    const body = JSON.stringify({ v: 1, nonce: "n", replica: id, pending: 0, ops: [op] });
    await fetch("/api/v1/sync/push", { method: "POST", headers: { "content-type": "application/json" }, body });
  });
}

/** What the chair sees: figures, plan, libraries, members, tablets, what waits for a decision. */
export const CHAIR: State[] = [
  { name: "overview", path: "/tilanne" },
  {
    name: "overview, tables open", path: "/tilanne",
    act: (page) => page.locator("main details").evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true))),
  },
  { name: "plan", path: "/hallinta/suunnitelma" },
  { name: "plan, a year without one", path: "/hallinta/suunnitelma?vuosi=2099" },
  {
    name: "plan, a measure with faults", path: "/hallinta/suunnitelma",
    act: async (page) => {
      await page.getByRole("button", { name: words("plan.add_measure_to", { what: "A" }), exact: true }).click();
      await page.locator("#measure-pace").selectOption("by_month");
      await page.locator("#measure-target").fill("10");
      await dialog(page).locator("button[type=submit]").click();
      await expect(dialog(page).locator(".error-summary")).toBeVisible();
    },
  },
  {
    name: "plan, a measure by hand", path: "/hallinta/suunnitelma",
    act: async (page) => {
      await page.getByRole("button", { name: words("plan.add_measure_to", { what: "D" }), exact: true }).click();
      await page.locator("#measure-metric").selectOption("yes_no");
      await expect(page.locator("#measure-evidence")).toBeVisible();
    },
  },
  { name: "a library's entries", path: "/hallinta/kirjaukset" },
  {
    name: "a library's entries, edit", path: "/hallinta/kirjaukset",
    act: (page) => page.getByRole("button", { name: pattern("entries.edit_of") }).first().click(),
  },
  { name: "libraries", path: "/hallinta/kirjastot" },
  { name: "libraries, add", path: "/hallinta/kirjastot", act: (page) => button(page, "manage.libraries.add").click() },
  { name: "members", path: "/hallinta/jasenet" },
  {
    name: "members, add with faults", path: "/hallinta/jasenet",
    act: async (page) => {
      await button(page, "manage.members.add").click();
      await dialog(page).locator("button[type=submit]").click();
      await expect(dialog(page).locator(".error-summary")).toBeVisible();
    },
  },
  { name: "tablets", path: "/hallinta/laitteet" },
  {
    name: "tablets, a code", path: "/hallinta/laitteet",
    act: async (page) => {
      await button(page, "manage.devices.new_code").click();
      await dialog(page).locator("button[type=submit]").click();
      await expect(dialog(page).locator("#enrolment-code")).toBeVisible();
    },
  },
  {
    name: "tablets, an open code", path: "/hallinta/laitteet",
    act: async (page) => {
      await button(page, "manage.devices.new_code").click();
      await dialog(page).locator("button[type=submit]").click();
      await expect(dialog(page).locator("#enrolment-code")).toBeVisible();
      await dialog(page).getByRole("button", { name: words("action.close"), exact: true }).click();
      await expect(page.locator("#open-codes")).toBeVisible();
    },
  },
  {
    name: "tablets, a code withdrawn", path: "/hallinta/laitteet",
    act: async (page) => {
      await button(page, "manage.devices.new_code").click();
      await dialog(page).locator("button[type=submit]").click();
      await expect(dialog(page).locator("#enrolment-code")).toBeVisible();
      await dialog(page).getByRole("button", { name: words("action.close"), exact: true }).click();
      const withdraw = page.getByRole("button", { name: pattern("manage.devices.withdraw_of") });
      await withdraw.first().click();
      await expect(page.locator("#said")).toBeFocused();
    },
  },
  { name: "network", path: "/hallinta/verkosto" },
  {
    name: "network, a fault", path: "/hallinta/verkosto",
    act: async (page) => {
      await page.locator("#controller").fill("");
      await button(page, "action.save").click();
      await expect(page.locator(".error-summary")).toBeVisible();
    },
  },
  { name: "audit", path: "/hallinta/loki" },
  { name: "feedback list", path: "/hallinta/palautteet" },
  { name: "signed in", path: "/kirjaudu" },
  { name: "nothing needs attention", path: "/huomio" },
  { name: "nothing to review", path: "/hallinta/tarkistettavat" },
  {
    name: "an entry to review", path: "/",
    act: async (page, origin) => {
      await holdOne(page);
      await page.goto(`${origin}/hallinta/tarkistettavat`);
      await expect(page.getByRole("button", { name: pattern("manage.held.accept_of") }).first()).toBeVisible();
    },
  },
  {
    name: "an entry needs attention", path: "/",
    act: async (page, origin) => {
      const log = new LogScreen(page);
      await log.one("gov");
      await log.drained(60_000);
      await quarantineLast(page);
      await page.goto(`${origin}/huomio`);
      await expect(page.locator(".stuck > li")).toHaveCount(1);
    },
  },
];
