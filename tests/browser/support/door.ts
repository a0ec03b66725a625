// A day that is held today, with people registered for it, and a tablet's page at its door.
//
// Owns: making them through the interface, the words of the door's page. Must not: write behind the app's back.
import { expect, type Page } from "@playwright/test";
import { enrol } from "./device";
import type { Person } from "./people";
import type { Server } from "./server.mjs";
import { words } from "./words";

/** Invented people; two with letters that not every keyboard has. */
export const NAMES = [
  "Åsa Öhman", "Ängla Öster", "Aatu Aalto", "Bertta Berg", "Cilla Cederberg", "Daavid Dahl",
  "Eero Eloranta", "Fanny Forsman", "Gunnar Grön", "Helmi Hakala", "Iiris Ilola", "Jaakko Järvi",
];

/** Today in Finland. */
export const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Helsinki" }).format(new Date());

/** The year of today in Finland. */
export const year = () => Number(today().slice(0, 4));

/** A published day that is held today, late: until it begins one can register, and the door is open a day before. */
export async function holdDay(chair: Person): Promise<void> {
  const text = (fi: string) => ({ fi, sv: fi, en: fi });
  await chair.send("PUT", `/api/v1/days/${year()}`, {
    day: {
      status: "published", date: today(), begins: "23:58", ends: "23:59", title: text("Toimintapäivä"), intro: text(""),
      place: "Porin pääkirjasto", address: "", directions: text(""), remote_link: "", on_site: 200, remote: 100,
      opens: { on: "2020-01-01", at: "08:00" }, closes: { on: today(), at: "23:58" }, lunch: false, programme: [], questions: [],
    },
  });
}

/** Registers people by the public form, as fast as it lets a person. */
export async function register(server: Server, names: string[], mode = "onsite"): Promise<void> {
  const path = `${server.url}/koeverkosto/ilmoittaudu/${year()}`;
  const stamp = async () => /name="stamp"[^>]*value="([^"]+)"/.exec(await (await fetch(path)).text())?.[1] ?? "";
  const stamps = await Promise.all(names.map(stamp));
  // A form that comes back sooner was not filled in by a person.
  await new Promise((resolve) => setTimeout(resolve, 3_200));
  for (const [at, name] of names.entries()) {
    const form = { name, email: `osallistuja${at}-${mode}@kirjasto.example`, library: "pori", mode, lang: "fi", stamp: stamps[at] ?? "" };
    // From an address of one's own, where the server listens to a proxy: a hundred from one are slowed down.
    const headers = { "x-forwarded-for": `198.51.100.${at + 1}` };
    const answer = await fetch(path, { method: "POST", redirect: "manual", headers, body: new URLSearchParams(form) });
    if (answer.status !== 303) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
  }
}

/** Makes a page a tablet of a library that stands at today's door, and shows the door. */
export async function standAtDoor(page: Page, server: Server, chair: Person, library: string): Promise<DoorScreen> {
  const before = new Set((await chair.devices()).map((device) => device.id));
  await enrol(page, server.url, chair, library);
  const device = (await chair.devices()).find((device) => !before.has(device.id));
  await chair.send("PUT", `/api/v1/days/${year()}/doors/${device?.id}`, null);
  await page.goto(server.url);
  await page.getByRole("button", { name: words("shell.menu"), exact: true }).click();
  await page.locator(".header__menu").getByRole("link", { name: words("door.nav") }).click();
  const screen = new DoorScreen(page);
  await screen.ready();
  return screen;
}

/** The door's page. */
export class DoorScreen {
  constructor(readonly page: Page) {}

  async ready(): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 2, name: words("door.people") })).toBeVisible();
  }

  get search() {
    return this.page.getByLabel(words("door.search"), { exact: true });
  }

  row(name: string) {
    return this.page.locator(".guest", { hasText: name });
  }

  /** Types a few letters and taps the one name that is left. */
  async arrive(typed: string, name: string): Promise<void> {
    await this.search.fill(typed);
    await expect(this.page.locator(".guest")).toHaveCount(1);
    await this.row(name).getByRole("button").click();
    await expect(this.page.locator("#door-said")).toContainText(name);
    await expect(this.search).toHaveValue("");
  }

  /** How many are present, as the page says. */
  present() {
    return this.page.locator(".door__count", { hasText: words("door.present") }).locator("dd");
  }
}
