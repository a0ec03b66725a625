// What a tablet shows at the door of the activity day.
//
// Owns: a day of today with people registered for it, this tablet at its door, and the states of its page. Must not:
// judge what it sees.
import { expect, type Page } from "@playwright/test";
import { DoorScreen, today, year } from "../door";
import type { State } from "../states";
import { pattern, words } from "../words";
import { button, dialog } from "./controls";

const PEOPLE = ["Aino Esimerkki", "Bo Exempel", "Cecilia Kuvitelma", "Eero Keksitty-Pitkäsukunimi"];

/** Today's day, for which one can register until its end, with people who are awaited; made once. */
async function held(page: Page): Promise<void> {
  await page.evaluate(async ({ year, today, people }) => {
    const json = { "content-type": "application/json" };
    const api = `/api/v1/days/${year}`;
    const known = await fetch(api);
    const found = known.ok ? await known.json() : { day: {} };
    const text = { fi: "Digiverkoston toimintapäivä", sv: "Digiverkostos verksamhetsdag", en: "Activity day of the network" };
    const day = {
      title: text, intro: { fi: "" }, place: "Porin pääkirjasto", address: "", directions: { fi: "" }, remote_link: "",
      programme: [], questions: [], ...found.day, status: "published", date: today, begins: "23:58", ends: "23:59",
      opens: { on: "2020-01-01", at: "08:00" }, closes: { on: today, at: "23:58" }, lunch: false, on_site: 60, remote: 100,
    };
    const saved = await fetch(api, { method: "PUT", headers: json, body: JSON.stringify({ version: found.version, day }) });
    if (!saved.ok) throw new Error(`no day: ${await saved.text()}`);
    const { registrations } = await (await fetch(`${api}/registrations`)).json();
    const missing = people.filter((name) => !registrations.some((one: { name: string }) => one.name === name));
    const path = `/${(await (await fetch("/api/v1/network")).json()).slug}/ilmoittaudu/${year}`;
    const stamp = async () => /name="stamp"[^>]*value="([^"]+)"/.exec(await (await fetch(path)).text())?.[1] ?? "";
    const stamps = await Promise.all(missing.map(stamp));
    // A form that comes back sooner was not filled in by a person.
    if (missing.length > 0) await new Promise((resolve) => setTimeout(resolve, 3_200));
    for (const [at, name] of missing.entries()) {
      const email = `${name.split(" ")[0]?.toLowerCase()}.ovella@kirjasto.example`;
      const form = { name, email, library: "pori", mode: at === 1 ? "remote" : "onsite", lang: "fi", stamp: stamps[at] ?? "" };
      const answer = await fetch(path, { method: "POST", body: new URLSearchParams(form) });
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
    }
    const { device } = await (await fetch("/api/v1/device")).json();
    const door = await fetch(`${api}/doors/${device.id}`, { method: "PUT", headers: json, body: "null" });
    if (!door.ok) throw new Error(`no door: ${await door.text()}`);
  }, { year: year(), today: today(), people: PEOPLE });
}

/** The door's page, with its list. */
async function door(page: Page, origin: string): Promise<DoorScreen> {
  await held(page);
  await page.goto("about:blank");
  await page.goto(`${origin}/ovi`);
  const screen = new DoorScreen(page);
  await screen.ready();
  await expect(page.locator(".guest")).not.toHaveCount(0);
  return screen;
}

/** The door, first as of a tablet that does not stand at it. */
export const DOOR: State[] = [
  { name: "door, not this tablet", path: "/ovi" },
  {
    name: "door", path: "/",
    act: async (page, origin) => {
      await door(page, origin);
    },
  },
  {
    name: "door, somebody came", path: "/",
    act: async (page, origin) => {
      await (await door(page, origin)).arrive("aino", "Aino Esimerkki");
    },
  },
  {
    name: "door, nobody by that name", path: "/",
    act: async (page, origin) => {
      const { search } = await door(page, origin);
      await search.fill("xyz");
      await expect(page.locator(".guest")).toHaveCount(0);
    },
  },
  {
    name: "door, a walk-in with faults", path: "/",
    act: async (page, origin) => {
      await door(page, origin);
      await button(page, "door.walk_in_new").click();
      await dialog(page).getByRole("button", { name: words("door.walk_in_save"), exact: true }).click();
      await expect(dialog(page).locator(".error-summary")).toBeVisible();
    },
  },
  {
    name: "door, no camera", path: "/",
    act: async (page, origin) => {
      await door(page, origin);
      await button(page, "door.scan").click();
      await expect(dialog(page)).toContainText(pattern("door.camera_instead"));
    },
  },
  {
    name: "door, a code of nobody", path: "/",
    act: async (page, origin) => {
      await (await door(page, origin)).search.fill(`dv:${"0".repeat(31)}1`);
      await expect(page.locator("#door-said")).toContainText(words("door.said_unknown"));
    },
  },
  {
    name: "the chair's page of the door", path: "/",
    act: async (page, origin) => {
      await held(page);
      await page.goto(`${origin}/hallinta/toimintapaiva/${year()}/ovi`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    },
  },
];
