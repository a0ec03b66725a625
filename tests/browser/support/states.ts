// Every page and state there is, for whoever looks at all of them: the checks of accessibility, and the pictures.
//
// Owns: naming the states and bringing a page into them. Must not: judge what it sees.
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { settled } from "./access";
import { AFTER } from "./day-after";
import { makeShare, newNote, newShare, openLink, SHARING, sharedLastYear, writeNote } from "./figures";
import { LogScreen } from "./log";
import type { Server } from "./server.mjs";
import { quarantineLast } from "./store";
import { ABSENT, evict } from "./trouble";
import { label, pattern, words } from "./words";

export const WIDE = { width: 1280, height: 800 };

/** A context that begins each page in Finnish: nobody, or tablet and chair at once. */
export async function visitor(browser: Browser, server: Server, known: boolean): Promise<BrowserContext> {
  const context = await browser.newContext({ colorScheme: "light", reducedMotion: "reduce" });
  await context.addInitScript(() => localStorage.setItem("dv_language", "fi"));
  if (known) {
    const page = await context.newPage();
    await page.goto(server.chairLink);
    await page.goto(server.tabletLink);
    await settled(page);
    await page.close();
  }
  return context;
}

export interface State {
  name: string;
  path: string;
  /** Brings the page into the state. */
  act?: (page: Page, origin: string, server: Server) => Promise<void>;
  /** A known fault: pictures are taken of it, the checks pass over it. */
  fault?: string;
}

const button = (page: Page, key: string) => page.getByRole("button", { name: words(key), exact: true });
const dialog = (page: Page) => page.locator("dialog[open]");

/** The page of the entries, with one at least. */
async function entries(page: Page): Promise<void> {
  await new LogScreen(page).one("gov");
  await button(page, "shell.menu").click();
  await page.locator(".header__menu").getByRole("link", { name: words("shell.nav.entries") }).click();
  await settled(page);
}

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

/** What a tablet in which the chair is signed in shows. */
export const KNOWN: State[] = [
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

const DAYS = "/hallinta/toimintapaiva";

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
    name: "rides, before the mails", path: DAYS, fault: "the demo has no pair that could be written to",
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

/** What anybody sees. */
export const ANYBODY: State[] = [
  { name: "stranger", path: "/" },
  { name: "enrol", path: "/ota-kayttoon" },
  {
    name: "enrol, wrong code", path: "/ota-kayttoon",
    act: async (page) => {
      await page.getByLabel(words("enrol.code"), { exact: true }).fill("ABC");
      await button(page, "enrol.submit").click();
      await expect(page.locator(".error-summary")).toBeVisible();
    },
  },
  { name: "sign in", path: "/kirjaudu" },
  {
    name: "sign in, faults", path: "/kirjaudu",
    act: async (page) => {
      await button(page, "sign_in.submit").click();
      await expect(page.locator(".error-summary")).toBeVisible();
    },
  },
  { name: "overview, not signed in", path: "/tilanne" },
  { name: "this tablet, not enrolled", path: "/laite" },
  { name: "entries, not enrolled", path: "/kirjaukset" },
  { name: "a link that has ended", path: "/linkki#x" },
  { name: "shared figures that have ended", path: "/jaettu#x" },
  { name: "shared figures, a cut link", path: "/jaettu" },
  { name: "set-up", path: "/asennus#x" },
  { name: "accessibility statement", path: "/saavutettavuus" },
  { name: "feedback", path: "/palaute" },
  {
    name: "feedback, faults", path: "/palaute",
    act: async (page) => {
      await button(page, "feedback.send").click();
      await expect(page.locator(".error-summary, [aria-invalid=true]").first()).toBeVisible();
    },
  },
  { name: "privacy notice", path: "/tietosuoja" },
  { name: "no such page", path: "/ei-ole" },
];

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

/** The form on the tablet, as soon as it is kept there. */
async function tabletForm(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/toimintapaiva`);
  await expect(page.getByLabel(words("register.name"), { exact: true })).toBeVisible();
}

/** What a tablet shows on which one registers for the activity day. */
export const REGISTERING: State[] = [
  { name: "register on a tablet", path: "/", act: tabletForm },
  {
    name: "register on a tablet, on site", path: "/",
    act: async (page, origin) => {
      await tabletForm(page, origin);
      await page.getByText(words("register.onsite"), { exact: true }).click();
      await expect(page.getByLabel(words("register.consent"))).toBeVisible();
    },
  },
  {
    name: "register on a tablet, faults", path: "/",
    act: async (page, origin) => {
      await tabletForm(page, origin);
      await button(page, "register.submit").click();
      await expect(page.locator(".error-summary")).toBeVisible();
    },
  },
  {
    name: "register on a tablet, queued", path: "/",
    act: async (page, origin) => {
      await tabletForm(page, origin);
      await page.getByText(words("register.remote"), { exact: true }).click();
      await page.getByLabel(words("register.name"), { exact: true }).fill("Aino Esimerkki");
      await page.getByLabel(words("register.email"), { exact: true }).fill("aino@kirjasto.example");
      await page.getByLabel(words("register.library"), { exact: true }).selectOption("pori");
      await button(page, "register.submit").click();
      await expect(page.locator("#queued")).toBeVisible();
    },
  },
];

/** The server is out of reach of the entries, of nothing else. */
async function cut(page: Page): Promise<void> {
  await page.route("**/api/v1/sync/**", (route) => route.abort());
}

/** What a tablet in trouble shows. Each state needs a tablet of its own: it does not come out of it. */
export const TROUBLED: State[] = [
  {
    name: "log, entries wait", path: "/",
    act: async (page) => {
      await cut(page);
      await new LogScreen(page).tally("gov", 3);
      await expect(page.locator("a.pill").filter({ hasText: words("network.waiting.many", { count: 3 }) })).toBeVisible();
    },
  },
  {
    name: "log, the storage was emptied", path: "/",
    act: async (page, origin) => {
      await cut(page);
      await new LogScreen(page).tally("gov", 2);
      await page.goto("about:blank");
      await evict(page, origin, "indexeddb");
      await page.goto(origin);
      await expect(page.getByRole("alert").filter({ hasText: words("device.lost", { n: 2 }) })).toBeVisible();
    },
  },
  {
    name: "log, the credential is lost", path: "/",
    act: async (page) => {
      const told = page.getByRole("alert").filter({ hasText: words("device.lost_credential") });
      // An answer that is on its way may bring the cookie once more.
      await expect(async () => {
        await page.context().clearCookies();
        await new LogScreen(page).one("gov");
        await expect(told).toBeVisible({ timeout: 5_000 });
      }).toPass();
    },
  },
  { name: "log, the tablet is withdrawn", path: "/", act: withdrawn },
  {
    name: "entries of a withdrawn tablet", path: "/",
    act: async (page, origin) => {
      await withdrawn(page);
      await page.goto(`${origin}/huomio`);
      await expect(page.locator(".stuck > li").first()).toContainText(words("attention.why_revoked"));
    },
  },
  {
    name: "log, nothing can be stored", path: "/",
    act: async (page, origin) => {
      await page.addInitScript(ABSENT["there is none"] as () => void);
      await page.goto(origin);
      await expect(page.getByText(words("log.no_storage"))).toBeVisible();
    },
  },
];

/** The chair takes the tablet's credential away, and it logs on. */
async function withdrawn(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { device } = await (await fetch("/api/v1/device")).json();
    const answer = await fetch(`/api/v1/devices/${device.id}`, { method: "DELETE" });
    if (!answer.ok) throw new Error(`not withdrawn: ${answer.status}`);
  });
  await new LogScreen(page).one("gov");
  await expect(page.locator("a.pill").filter({ hasText: words("network.held.one") })).toBeVisible();
}

/** Restores the server to what it was, so that the chair's page tells of the healing. */
export async function healing(server: Server): Promise<void> {
  const copy = `${server.data}-copy.sqlite`;
  await server.command("backup", copy);
  await server.stop();
  await server.command("restore", "--force", copy);
  rmSync(copy);
  await server.run();
}

/** The states by who sees them. */
export const GROUPS = [
  { who: "a tablet with the chair", states: KNOWN, known: true, apart: false },
  { who: "the chair, notes and what leaves", states: FIGURES, known: true, apart: false },
  { who: "the chair, the activity day", states: DAY, known: true, apart: false },
  { who: "the chair, needs, rides and messages", states: CARE, known: true, apart: false },
  { who: "a tablet with the activity day's form", states: REGISTERING, known: true, apart: false },
  { who: "the chair, after the activity day", states: AFTER, known: true, apart: false },
  { who: "a tablet in trouble", states: TROUBLED, known: true, apart: true },
  { who: "anybody", states: ANYBODY, known: false, apart: false },
  { who: "a participant", states: PARTICIPANT, known: false, apart: true },
];

export type Group = (typeof GROUPS)[number];

/** Visits states one after the other, each in a document of its own, and lets the caller look at each. */
export async function visit(browser: Browser, server: Server, group: Group, states: State[], look: (page: Page, state: State) => Promise<void>): Promise<void> {
  let context: BrowserContext | undefined;
  try {
    for (const state of states) {
      if (group.apart) await context?.close();
      if (group.apart || !context) context = await visitor(browser, server, group.known);
      const page = context.pages()[0] ?? (await context.newPage());
      // Another document each time, also where only the fragment differs.
      await page.goto("about:blank");
      await page.setViewportSize(WIDE);
      await page.goto(server.url + state.path);
      await settled(page);
      await state.act?.(page, server.url, server);
      await look(page, state);
    }
  } finally {
    await context?.close();
  }
}
