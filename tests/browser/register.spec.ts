// Registering for the activity day: on a phone, in three languages, with a real mail server, with and without a script.
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { clean, darkEnough, fits, focus, smallTargets } from "./support/access";
import { day, YEAR } from "./support/day.mjs";
import { expect, test } from "./support/fixtures";
import { Person } from "./support/people";
import { Server } from "./support/server.mjs";
import { Smtp } from "./support/smtp.mjs";
import { label, LANGUAGES, words, type Language } from "./support/words";

const PHONE = { width: 390, height: 844 };
const FORM = `/koeverkosto/ilmoittaudu/${YEAR}`;

let smtp: Smtp;
let server: Server;
let chair: Person;

test.beforeEach(async () => {
  smtp = await Smtp.start();
  server = await Server.start({ settings: smtp.settings });
  chair = await Person.setUp(server);
});
test.afterEach(async ({}, info) => {
  if (info.status !== info.expectedStatus) await info.attach("server.log", { body: server.log });
  await server.dispose();
  smtp.stop();
});

/** Saves the day over what there is. */
async function open(change: Record<string, unknown> = {}): Promise<void> {
  const there = await chair.get<{ version: number }>(`/api/v1/days/${YEAR}`).catch(() => undefined);
  await chair.send("PUT", `/api/v1/days/${YEAR}`, { version: there?.version, day: day(change) });
}

async function phone(browser: Browser, options: Parameters<Browser["newContext"]>[0] = {}): Promise<BrowserContext> {
  return browser.newContext({ viewport: PHONE, hasTouch: true, colorScheme: "light", reducedMotion: "reduce", ...options });
}

/** No person is faster than this, and the server knows it. */
async function ripe(page: Page): Promise<void> {
  await page.waitForFunction(() => performance.now() > 3_500, undefined, { polling: 100 });
}

/** The text of a button or a label on the page. */
const say = (key: string, language: Language, values = {}) => words(key, values, language);

async function fill(page: Page, name: string, language: Language = "fi", mode = "onsite"): Promise<string> {
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@kirjasto.example`;
  await page.getByRole("radio", { name: new RegExp(`^${say(`register.${mode}`, language)}`) }).check();
  await page.getByLabel(say("register.name", language), { exact: true }).fill(name);
  await page.getByLabel(say("register.email", language), { exact: true }).fill(email);
  await page.getByLabel(say("register.library", language), { exact: true }).selectOption("pori");
  if (mode === "onsite") {
    await page.locator("#lunch label.chip").first().click();
    await page.locator("#q1 label.chip").first().click();
  }
  return email;
}

async function submit(page: Page, language: Language = "fi"): Promise<void> {
  await ripe(page);
  await page.getByRole("button", { name: say("register.submit", language), exact: true }).click();
}

/** What each page of these must be. */
async function accessible(page: Page, what: string): Promise<void> {
  await clean(page, what);
  await darkEnough(page, what);
  // The trap is nobody's target.
  const small = (await smallTargets(page, 48)).filter((target) => !target.includes("website"));
  expect.soft(small, `targets on ${what}`).toEqual([]);
  for (const width of [320, 390, 800, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await fits(page, `${what} at ${width} px`);
  }
  await page.setViewportSize(PHONE);
}

for (const language of LANGUAGES) {
  test(`a participant registers on a phone, confirms, changes and cancels (${language})`, async ({ browser }) => {
    await open();
    const context = await phone(browser, { locale: { fi: "fi-FI", sv: "sv-FI", en: "en-GB" }[language] });
    const page = await context.newPage();
    await page.goto(server.url + FORM);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await accessible(page, `the form (${language})`);

    // Nothing filled in: each fault in the summary, with a link to its field, and beside the field.
    await submit(page, language);
    const summary = page.locator(".error-summary");
    await expect(summary).toBeFocused();
    await expect(summary.getByRole("link")).toHaveCount(4);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await accessible(page, `the form with faults (${language})`);
    for (const [name, key] of [["mode", "wrong_mode"], ["name", "wrong_name"], ["email", "wrong_email"], ["library", "wrong_library"]] as const) {
      const told = say(`register.${key}`, language);
      await summary.getByRole("link", { name: told, exact: true }).click();
      const focused = page.locator(":focus");
      await expect(focused).toHaveAttribute("name", name);
      await expect(page.locator(`#${name}-error`)).toHaveText(told);
      await expect(focused).toHaveAccessibleDescription(new RegExp(told.replace(/[.()]/g, "\\$&")));
    }

    // What hangs on a choice appears with it.
    await expect(page.getByText(say("register.ride", language), { exact: true })).toBeHidden();
    const email = await fill(page, `Aino Ahkera ${language}`, language);
    await expect(page.getByText(say("register.ride", language), { exact: true })).toBeVisible();
    await page.getByLabel(label("diet", "vegan", language), { exact: true }).check();
    await page.getByLabel(say("register.access", language), { exact: true }).fill("Induktiosilmukka");
    await expect(page.getByLabel(say("register.municipality", language))).toBeHidden();
    await page.locator("label.chip").filter({ hasText: label("ride", "offer", language) }).click();
    await page.getByLabel(say("register.seats", language)).fill("0x");
    await page.getByLabel(say("register.municipality", language)).fill("Kaarina");
    await page.locator("label.chip").filter({ hasText: label("contribution", "talk", language) }).click();
    await page.getByLabel(say("register.title", language), { exact: true }).fill("Mobiilivarmenne");
    await submit(page, language);
    await expect(summary.getByRole("link")).toHaveText([say("register.wrong_no_consent", language), say("register.wrong_seats", language)]);
    // Nothing that was typed is lost, and what is no number is shown as it was typed.
    await expect(page.getByLabel(say("register.seats", language))).toHaveValue("0x");
    await expect(page.getByLabel(say("register.access", language), { exact: true })).toHaveValue("Induktiosilmukka");
    await accessible(page, `the filled form with faults (${language})`);
    await page.getByLabel(say("register.seats", language)).fill("3");
    await page.getByLabel(say("register.consent", language)).check();
    await submit(page, language);
    await expect(page.getByRole("heading", { level: 2 })).toHaveText(say("register.reserved_title", language));
    await accessible(page, `thanks (${language})`);
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("dv-draft")))).toEqual([]);

    // The mail, its link, its button.
    const letter = await smtp.letter(email);
    expect(letter.subject).toContain(say("letter.confirm_subject", language));
    expect(letter.text).not.toContain("Induktiosilmukka");
    await page.goto(await smtp.link(email));
    await expect(page.getByRole("heading", { name: say("mine.reserved", language) })).toBeVisible();
    await accessible(page, `one's own page, reserved (${language})`);
    await page.getByRole("button", { name: say("mine.confirm", language), exact: true }).click();
    await expect(page.getByRole("status")).toHaveText(say("mine.did_confirm", language));
    await expect(page.getByRole("heading", { name: say("mine.confirmed_onsite", language) })).toBeVisible();

    // A change, with a fault first.
    await page.getByText(say("mine.change", language), { exact: true }).click();
    await page.getByLabel(say("register.name", language), { exact: true }).fill("");
    await page.getByRole("button", { name: say("mine.save", language), exact: true }).click();
    await expect(page.locator("#name-error")).toHaveText(say("register.wrong_name", language));
    await accessible(page, `one's own page with a fault (${language})`);
    await page.getByLabel(say("register.name", language), { exact: true }).fill("Aino Uusinimi");
    await page.getByRole("button", { name: say("mine.save", language), exact: true }).click();
    await expect(page.getByRole("status")).toHaveText(say("mine.did_change", language));
    await page.getByText(say("mine.data", language), { exact: true }).click();
    await expect(page.locator(".mine__data")).toContainText("Aino Uusinimi");
    await expect(page.locator(".mine__data")).toContainText("Induktiosilmukka");
    await accessible(page, `one's own data (${language})`);

    await page.locator("summary").filter({ hasText: say("mine.cancel", language) }).click();
    await page.getByRole("button", { name: say("mine.cancel_yes", language), exact: true }).click();
    await expect(page.getByRole("heading", { name: say("mine.cancelled", language) })).toBeVisible();
    expect((await smtp.letter(email, 4)).subject).toContain(say("letter.cancelled_subject", language));
    await accessible(page, `one's own page, cancelled (${language})`);
    await context.close();
  });
}

test("a reload and a lost answer lose nothing, and what is sent again is one registration", async ({ browser }) => {
  await open();
  const context = await phone(browser);
  const page = await context.newPage();
  await page.goto(server.url + FORM);
  const email = await fill(page, "Bo Berg");
  await page.locator("label.chip").filter({ hasText: label("ride", "need") }).click();
  await page.getByLabel(words("register.municipality"), { exact: true }).fill("Lieto");
  await page.reload();
  await expect(page.getByLabel(words("register.name"), { exact: true })).toHaveValue("Bo Berg");
  await expect(page.getByLabel(words("register.municipality"), { exact: true })).toHaveValue("Lieto");
  await expect(page.getByRole("radio", { name: new RegExp(`^${words("register.onsite")}`) })).toBeChecked();
  // In another language it is the same draft.
  await page.getByRole("link", { name: "På svenska" }).click();
  await expect(page.getByLabel(words("register.name", {}, "sv"), { exact: true })).toHaveValue("Bo Berg");
  await page.getByRole("link", { name: "Suomeksi" }).click();
  await expect(page.getByLabel(words("register.email"), { exact: true })).toHaveValue(email);

  // It arrives; the answer does not.
  await ripe(page);
  await page.route("**/ilmoittaudu/*", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    await route.fetch({ maxRedirects: 0 });
    return route.abort("connectionreset");
  });
  await page.getByRole("button", { name: words("register.submit"), exact: true }).click();
  await smtp.letter(email);
  await page.unroute("**/ilmoittaudu/*");
  await page.goto(server.url + FORM);
  await expect(page.getByLabel(words("register.name"), { exact: true })).toHaveValue("Bo Berg");
  await submit(page);
  await expect(page.getByRole("heading", { level: 2 })).toHaveText(words("register.already_title"));
  const { registrations } = await chair.get<{ registrations: unknown[] }>(`/api/v1/days/${YEAR}/registrations`);
  expect(registrations).toHaveLength(1);
  await context.close();
});

test("without a script the whole way works", async ({ browser }) => {
  await open();
  const context = await phone(browser, { javaScriptEnabled: false });
  const page = await context.newPage();
  // Scripts are off in the page, not for who looks at it from outside: the form is old enough after a second try.
  await page.goto(server.url + FORM);
  const email = await fill(page, "Cecilia Ceder");
  await page.getByRole("button", { name: words("register.submit"), exact: true }).click();
  const thanks = page.getByRole("heading", { name: words("register.reserved_title") });
  await expect(async () => {
    const again = page.getByRole("button", { name: words("register.submit"), exact: true });
    if (await again.isVisible()) await again.click();
    await expect(thanks).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.goto(await smtp.link(email));
  await page.getByRole("button", { name: words("mine.confirm"), exact: true }).click();
  await expect(page.getByRole("heading", { name: words("mine.confirmed_onsite") })).toBeVisible();
  await page.getByText(words("mine.delete"), { exact: true }).click();
  await page.getByRole("button", { name: words("mine.delete_yes"), exact: true }).click();
  await expect(page.getByRole("heading", { name: words("mine.deleted_title") })).toBeVisible();
  await context.close();
});

test("from the waiting list to an offer that is accepted", async ({ browser }) => {
  await open({ on_site: 1, questions: [] });
  const context = await phone(browser);
  const page = await context.newPage();
  const emails: string[] = [];
  for (const name of ["Aino Ensin", "Bo Toinen", "Cecilia Kolmas"]) {
    await page.goto(server.url + FORM);
    if (name !== "Aino Ensin") await expect(page.getByText(words("register.waits"), { exact: true })).toBeVisible();
    await page.getByRole("radio", { name: new RegExp(`^${words("register.onsite")}`) }).check();
    await page.getByLabel(words("register.name"), { exact: true }).fill(name);
    const email = `${name.toLowerCase().replace(" ", ".")}@kirjasto.example`;
    await page.getByLabel(words("register.email"), { exact: true }).fill(email);
    await page.getByLabel(words("register.library"), { exact: true }).selectOption("turku");
    await page.locator("#lunch label.chip").first().click();
    await submit(page);
    const waits = name !== "Aino Ensin";
    await expect(page.getByRole("heading", { level: 2 })).toHaveText(words(waits ? "register.waiting_title" : "register.reserved_title"));
    if (waits) await expect(page.locator("main")).toContainText(words("register.waiting_or_remote", { number: emails.length }).slice(0, 60));
    emails.push(email);
  }
  await accessible(page, "thanks, waiting");
  await page.goto(await smtp.link(emails[1]!));
  await expect(page.getByRole("heading", { name: words("mine.waiting") })).toBeVisible();
  await accessible(page, "one's own page, waiting");
  await page.goto(await smtp.link(emails[0]!));
  await page.getByText(words("mine.cancel"), { exact: true }).click();
  await page.getByRole("button", { name: words("mine.cancel_yes"), exact: true }).click();
  const offer = await smtp.letter(emails[1]!, 2);
  expect(offer.subject).toContain(words("letter.offer_subject"));
  await page.goto(await smtp.link(emails[1]!, 2));
  await expect(page.getByRole("heading", { name: words("mine.offered") })).toBeVisible();
  await accessible(page, "one's own page, offered");
  await page.getByRole("button", { name: words("mine.accept"), exact: true }).click();
  await expect(page.getByRole("heading", { name: words("mine.confirmed_onsite") })).toBeVisible();
  await page.goto(await smtp.link(emails[2]!));
  await expect(page.locator("main")).toContainText(words("mine.waiting_note", { number: 1 }));
  await context.close();
});

test("by keyboard alone: every stop can be seen, nothing covers it, and a registration is sent", async ({ browser }) => {
  await open({ questions: [] });
  const context = await phone(browser, { hasTouch: false, viewport: { width: 390, height: 700 } });
  const page = await context.newPage();
  await page.goto(server.url + FORM);
  const stops: string[] = [];
  for (let tab = 0; tab < 80; tab += 1) {
    await page.keyboard.press("Tab");
    const at = await focus(page);
    if (!at || (stops.length > 3 && at.name === stops[0])) break;
    stops.push(at.name);
    expect.soft(at.visible, `focus can be seen on ${at.name}`).toBe(true);
    expect.soft(at.covered, `covers ${at.name}`).toBe("");
  }
  expect(stops.some((stop) => stop.includes("website")), "the trap is no stop").toBe(false);
  await page.goto(server.url + FORM);
  const on = () => page.evaluate(() => `${document.activeElement?.getAttribute("name") ?? document.activeElement?.getAttribute("type") ?? ""}`);
  const tabTo = async (name: string) => {
    for (let tab = 0; tab < 60 && (await on()) !== name; tab += 1) await page.keyboard.press("Tab");
    expect(await on()).toBe(name);
  };
  await tabTo("mode");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await tabTo("name");
  await page.keyboard.type("Doris Dahl");
  await tabTo("email");
  await page.keyboard.type("doris@kirjasto.example");
  await tabTo("library");
  await page.keyboard.press("ArrowDown");
  await ripe(page);
  await tabTo("submit");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 2 })).toHaveText(words("register.reserved_title"));
  const { registrations } = await chair.get<{ registrations: { registration: { mode: string } }[] }>(`/api/v1/days/${YEAR}/registrations`);
  expect(registrations.map(({ registration }) => registration.mode)).toEqual(["remote"]);
  await context.close();
});

test("in the colours that the system chooses, and at 400 %", async ({ browser }) => {
  await open();
  // 1280 px at 400 % are 320 px.
  const context = await phone(browser, { hasTouch: false, viewport: { width: 320, height: 256 } });
  const page = await context.newPage();
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ forcedColors: "active", colorScheme });
    await page.goto(server.url + FORM);
    await fits(page, `the form at 400 %, ${colorScheme}`);
    await clean(page, `the form, forced colours, ${colorScheme}`);
    const option = page.locator("label.option").first();
    const border = () => option.evaluate((one) => getComputedStyle(one).borderColor + getComputedStyle(one).outlineStyle + getComputedStyle(one).backgroundColor);
    const before = await border();
    await option.locator("input").check();
    // The radio button itself shows that it is chosen; the card may say it too.
    await expect(option.locator("input")).toBeChecked();
    expect(before).not.toBe("");
    const chip = page.locator("label.chip").filter({ hasText: label("ride", "offer") });
    const look = () => chip.locator("input").evaluate((one) => getComputedStyle(one).backgroundColor + getComputedStyle(one).borderColor);
    const plain = await look();
    await chip.click();
    await page.locator("h1").click();
    expect(await look(), "a chosen chip can be told apart").not.toBe(plain);
    // The next colours begin with an empty form.
    await page.evaluate(() => localStorage.clear());
  }
  await context.close();
});

test("the service worker of the app leaves these pages alone", async ({ browser }) => {
  await open();
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(server.url);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.reload();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const answer = await page.goto(server.url + FORM);
  expect(answer?.fromServiceWorker()).toBe(false);
  await server.stop();
  await expect(page.goto(server.url + FORM)).rejects.toThrow();
  await server.run();
  await page.goto(server.url + FORM);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(day().title.fi);
  await context.close();
});
