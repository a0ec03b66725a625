// The organisers' pages of an activity day: set up from nothing to published by keyboard, its participants filtered and acted
// upon, two people at once.
import type { Page } from "@playwright/test";
import { clean } from "./support/access";
import { expect, test } from "./support/fixtures";
import { Server } from "./support/server.mjs";
import { pattern, words } from "./support/words";

const DAYS = "/hallinta/toimintapaiva";
/** There is time to prepare the next year's day, whatever today is. */
const YEAR = new Date().getFullYear() + 1;

const dialog = (page: Page) => page.locator("dialog[open]");
const said = (page: Page) => page.locator("#said");
const button = (page: Page, key: string, values = {}) =>
  page.getByRole("button", { name: words(key, values), exact: true });
/** Sends the form that is open, as Enter in one of its fields does. */
const send = (page: Page, field: string) => dialog(page).locator(`#${field}`).press("Enter");
const edit = (page: Page, key: string) => button(page, "manage.edit_of", { what: words(key) }).press("Enter");

/** Begins the next year's day. */
async function begin(page: Page, url: string): Promise<void> {
  await page.goto(`${url}${DAYS}`);
  await button(page, "day.begin", { year: YEAR }).press("Enter");
  await expect(page).toHaveURL(`${url}${DAYS}/${YEAR}/asetukset`);
  await expect(page.getByRole("heading", { level: 2, name: words("day.publish.is_draft"), exact: true })).toBeVisible();
}

async function session(page: Page, title: string, begins: string, ends: string): Promise<void> {
  await page.locator("#edit-programme").press("Enter");
  await page.locator("#session-title-fi").fill(title);
  await page.locator("#session-begins").fill(begins);
  await page.locator("#session-ends").fill(ends);
  await send(page, "session-title-fi");
  await expect(said(page)).toContainText(title);
}

const titles = (page: Page) => page.locator("ol.sessions strong").allTextContents();

test("the chair sets a day up from nothing to published, by keyboard", async ({ server, chairPage: page }) => {
  let address = "";

  await test.step("a day begins with what goes without saying", async () => {
    await begin(page, server.url);
    address = await page.locator("#day-public-address").inputValue();
    expect((await page.request.get(address)).status()).toBe(404);
    await expect(page.getByText(words("day.publish.no_mail"))).toBeVisible();
  });

  await test.step("it is not published without a place, and the fault leads there", async () => {
    await button(page, "day.publish.publish").press("Enter");
    const fault = page.locator(".error-summary a");
    await expect(fault).toHaveText([words("day.wrong.place")]);
    await fault.press("Enter");
    await expect(page.locator("#edit-place")).toBeFocused();
    await page.keyboard.press("Enter");
    await dialog(page).locator("#day-place").fill("Koekirjasto");
    for (const [field, wrong, key] of [
      ["day-onsite", "kolme", "number"],
      ["day-onsite", "2001", "places"],
      ["day-link", "http://etana.example", "link"],
      ["day-budget", "12,555", "amount"],
    ] as const) {
      const right = await page.locator(`#${field}`).inputValue();
      await page.locator(`#${field}`).fill(wrong);
      await send(page, field);
      await expect(page.locator(`#${field}-error`)).toContainText(words(`day.wrong.${key}`));
      await expect(page.locator(`#${field}`)).toHaveValue(wrong);
      await page.locator(`#${field}`).fill(right);
    }
    await page.locator("#day-onsite").fill("30");
    await page.locator("#day-budget").fill("3 000,50");
    await send(page, "day-onsite");
    await expect(said(page)).toContainText(words("day.place.title"));
    await expect(said(page)).toBeFocused();
    await expect(page.locator("main")).toContainText("Koekirjasto");
  });

  await test.step("registration that closes before it opens, or after the day has begun, is refused", async () => {
    await edit(page, "day.when.title");
    const closes = await page.locator("#day-closes").inputValue();
    await page.locator("#day-closes").fill(`${YEAR}-12-31`);
    await send(page, "day-begins");
    await expect(page.locator("#day-closes-error")).toContainText(words("day.wrong.closes_after"));
    await page.locator("#day-closes").fill(`${YEAR - 1}-01-01`);
    await send(page, "day-begins");
    await expect(page.locator("#day-closes-error")).toContainText(words("day.wrong.closes"));
    await page.locator("#day-closes").fill(closes);
    await page.locator("#day-ends").fill("08:00");
    await send(page, "day-begins");
    await expect(page.locator("#day-ends-error")).toContainText(words("day.wrong.ends"));
    await page.locator("#day-ends").fill("16:00");
    await send(page, "day-begins");
    await expect(said(page)).toContainText(words("day.when.title"));
  });

  await test.step("texts in three languages", async () => {
    await edit(page, "day.texts.title");
    await page.locator("#day-title-fi").fill("");
    await send(page, "day-title-sv");
    await expect(page.locator("#day-title-fi-error")).toContainText(words("day.wrong.title"));
    await page.locator("#day-title-fi").fill("Koepäivä");
    await page.locator("#day-title-sv").fill("Provdag");
    await page.locator("#day-title-en").fill("Trial day");
    await page.locator("#day-intro-fi").fill("Ensimmäinen.\n\n<b>Toinen</b>");
    await send(page, "day-title-fi");
    await expect(said(page)).toContainText(words("day.texts.title"));
    await expect(page.getByText(pattern("day.texts.lacking"))).toBeVisible();
  });

  await test.step("the programme is put in order by buttons that keep the focus and say where it went", async () => {
    await page.locator("#edit-programme").press("Enter");
    await send(page, "session-begins");
    await expect(page.locator("#session-title-fi-error")).toContainText(words("day.wrong.session"));
    await page.keyboard.press("Escape");
    await session(page, "Avaus", "09:00", "09:30");
    await session(page, "Lounas", "12:00", "13:00");
    await session(page, "Luento", "10:00", "11:00");
    expect(await titles(page)).toEqual(["Avaus", "Luento", "Lounas"]);
    const up = button(page, "day.programme.up_of", { what: "Lounas" });
    await up.press("Enter");
    await expect(page.getByText(words("day.programme.moved", { what: "Lounas", n: 2, all: 3 }))).toBeAttached();
    await expect(up).toBeFocused();
    expect(await titles(page)).toEqual(["Avaus", "Lounas", "Luento"]);
    await page.keyboard.press("Enter");
    await expect(page.getByText(words("day.programme.moved", { what: "Lounas", n: 1, all: 3 }))).toBeAttached();
    // At its bound it stays where it is, with the focus.
    await expect(up).toHaveAttribute("aria-disabled", "true");
    await expect(up).toBeFocused();
    await page.reload();
    await expect.poll(() => titles(page)).toEqual(["Lounas", "Avaus", "Luento"]);
    await button(page, "day.programme.sort").press("Enter");
    await expect.poll(() => titles(page)).toEqual(["Avaus", "Luento", "Lounas"]);
    await button(page, "day.programme.remove_of", { what: "Lounas" }).press("Enter");
    await dialog(page).getByRole("button", { name: words("day.programme.remove"), exact: true }).press("Enter");
    await expect.poll(() => titles(page)).toEqual(["Avaus", "Luento"]);
  });

  await test.step("a question of choices, and one that hangs on it", async () => {
    await page.locator("#edit-questions").press("Enter");
    await page.locator("#question-fi").fill("Mikä paja?");
    await page.locator("#question-answer").selectOption("choice");
    await page.locator("#question-choices-fi").fill("Yksi");
    await send(page, "question-fi");
    await expect(page.locator("#question-choices-fi-error")).toContainText(words("day.wrong.choices"));
    await page.locator("#question-choices-fi").fill("Yksi\nMuu");
    await send(page, "question-fi");
    await expect(said(page)).toContainText(words("day.questions.title"));
    await page.locator("#edit-questions").press("Enter");
    await page.locator("#question-fi").fill("Mikä muu?");
    await page.locator("#question-after").selectOption({ label: "Mikä paja? – Muu" });
    await send(page, "question-fi");
    await expect(page.getByText(words("day.questions.only_after", { what: "Mikä paja? – Muu" }))).toBeVisible();
    await button(page, "day.questions.remove_of", { what: "Mikä paja?" }).press("Enter");
    await dialog(page).getByRole("button", { name: words("day.questions.remove"), exact: true }).press("Enter");
    await expect(said(page)).toContainText(words("day.wrong.after"));
  });

  await test.step("the preview shows the draft to the chair only, and sends nothing", async () => {
    const preview = await page.getByRole("link", { name: words("day.languages.in_sv"), exact: true }).getAttribute("href");
    const view = await page.context().newPage();
    await view.goto(server.url + preview);
    await expect(view.getByRole("heading", { level: 1 })).toHaveText("Provdag");
    await expect(view.getByText(words("organise.preview_no_send", {}, "sv"))).toBeVisible();
    await expect(view.locator("form button[type=submit]")).toBeDisabled();
    await clean(view, "the preview");
    await view.locator("input[name=name]").press("Enter");
    await expect(view).toHaveURL(server.url + preview);
    await view.close();
    const stranger = await fetch(server.url + preview);
    expect(stranger.status).toBe(401);
    expect(await stranger.text()).not.toContain("Provdag");
  });

  await test.step("published, everybody sees it", async () => {
    await button(page, "day.publish.publish").press("Enter");
    await expect(said(page)).toContainText(words("day.publish.done"));
    const answer = await page.request.get(address);
    expect(answer.status()).toBe(200);
    const text = await answer.text();
    expect(text).toContain("Koepäivä");
    expect(text).not.toContain("<b>Toinen</b>");
    await button(page, "day.publish.withdraw").press("Enter");
    await dialog(page).getByRole("button", { name: words("day.publish.withdraw"), exact: true }).press("Enter");
    await expect(said(page)).toContainText(words("day.publish.withdrawn"));
    expect((await page.request.get(address)).status()).toBe(404);
  });
});

test("two people set a day up: the later one is told, and loses nothing that was written", async ({ server, chairPage: page }) => {
  await begin(page, server.url);
  const other = await page.context().newPage();
  await other.goto(page.url());
  await edit(other, "day.place.title");
  await other.locator("#day-place").fill("Kirjoitettu toisaalla");
  await edit(page, "day.place.title");
  await page.locator("#day-place").fill("Kirjoitettu ensin");
  await send(page, "day-place");
  await expect(page.locator("main")).toContainText("Kirjoitettu ensin");

  await send(other, "day-place");
  await expect(dialog(other).getByRole("alert")).toContainText(words("problem.overtaken"));
  await expect(other.locator("#day-place")).toHaveValue("Kirjoitettu toisaalla");
  await expect(other.locator("main")).toContainText("Kirjoitettu ensin");
  await send(other, "day-place");
  await expect(said(other)).toContainText(words("day.place.title"));
  await expect(other.locator("main")).toContainText("Kirjoitettu toisaalla");
});

test("a year without a day, a year that is none and a part that is none are said in words", async ({ server, chairPage: page }) => {
  await page.goto(`${server.url}${DAYS}/2099/asetukset`);
  await expect(page.getByText(words("problem.not_found"))).toBeVisible();
  await page.goto(`${server.url}${DAYS}/kissa/asetukset`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await begin(page, server.url);
  await page.goto(`${server.url}${DAYS}/${YEAR}/kissa`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("participants are filtered by the address, and the chair decides about them", async ({ browser }) => {
  const server = await Server.start({ demo: true });
  const context = await browser.newContext();
  const page = await context.newPage();
  const rows = page.locator("section.card", { has: page.locator("#people-search") }).locator("table.records tbody tr");
  const row = (name: string) => rows.filter({ hasText: name });
  const open = (name: string) => row(name).getByRole("button").click();
  const answered = (path: string, method: string) =>
    page.waitForResponse((answer) => answer.url().includes(path) && answer.request().method() === method);
  try {
    await page.goto(server.chairLink);
    await page.goto(`${server.url}${DAYS}`);
    await page.locator("table.records a").first().click();
    await page.getByRole("link", { name: words("day.parts.participants"), exact: true }).click();
    await expect(rows).toHaveCount(46);
    const path = new URL(page.url()).pathname;

    await test.step("each filter narrows, stands in the address and survives a reload", async () => {
      await page.locator("#people-state").selectOption("waiting");
      await expect(rows).toHaveCount(5);
      expect(page.url()).toContain("tila=waiting");
      await page.reload();
      await expect(rows).toHaveCount(5);
      await expect(rows.first()).toContainText(words("day.people.number", { state: words("day.states.waiting"), n: 1 }));
      await page.locator("#people-mode").selectOption("remote");
      await expect(page.getByText(words("day.people.none_found"))).toBeVisible();
      await page.goBack();
      await expect(rows).toHaveCount(5);
      await button(page, "day.people.clear").click();
      await expect(rows).toHaveCount(46);
      await page.locator("#people-search").pressSequentially("mobiili VARMENNE");
      await expect(rows).toHaveCount(1);
      await expect(page.getByText(words("day.people.count", { some: 1, all: 46 }))).toBeVisible();
      await button(page, "day.people.clear").click();
      await page.locator("#people-own").selectOption("proposed");
      await expect(rows).toHaveCount(4);
      await page.locator("#people-since").fill("2099-01-01");
      await page.locator("#people-since").blur();
      await expect(page.getByText(words("day.people.none_found"))).toBeVisible();
    });

    await test.step("who waits gets a place, whatever the capacity", async () => {
      await page.goto(`${server.url}${path}?tila=waiting`);
      const name = (await rows.first().locator("th").innerText()).split("\n")[0] ?? "";
      await open(name);
      await dialog(page).getByRole("button", { name: words("day.people.give"), exact: true }).click();
      await expect(dialog(page).getByText(words("day.people.did_give"))).toBeVisible();
      await expect(page.locator("#person-told")).toBeFocused();
      await page.keyboard.press("Escape");
      await expect(rows).toHaveCount(4);
    });

    await test.step("a contribution is accepted and goes into the programme as it was told", async () => {
      await page.goto(`${server.url}${path}?osuus=proposed`);
      const title = "Puhuva lukulaite";
      await open(title);
      await dialog(page).getByRole("button", { name: words("day.people.accept"), exact: true }).click();
      await dialog(page).getByRole("button", { name: words("day.people.to_programme"), exact: true }).click();
      await expect(page.locator("#session-title-fi")).toHaveValue(title);
      await page.locator("#session-begins").fill("11:20");
      await page.locator("#session-ends").fill("11:30");
      const saved = answered("/api/v1/days/", "PUT");
      await send(page, "session-title-fi");
      expect((await saved).status()).toBe(200);
      await page.goto(`${server.url}${path}?osuus=accepted`);
      await open(title);
      await expect(dialog(page).getByText(words("day.people.in_programme", { at: "klo 11.20" }))).toBeVisible();
      await page.keyboard.press("Escape");
    });

    await test.step("cancelling and deleting are asked first", async () => {
      await page.goto(`${server.url}${path}?tila=confirmed&tapa=remote`);
      await expect(rows).toHaveCount(8);
      const name = (await rows.first().locator("th").innerText()).split("\n")[0] ?? "";
      await open(name);
      await dialog(page).getByRole("button", { name: words("day.people.cancel"), exact: true }).click();
      await dialog(page).getByRole("button", { name: words("action.cancel"), exact: true }).click();
      await expect(rows).toHaveCount(8);
      await open(name);
      await dialog(page).getByRole("button", { name: words("day.people.cancel"), exact: true }).click();
      await dialog(page).getByRole("button", { name: words("day.people.cancel"), exact: true }).click();
      await expect(said(page)).toContainText(words("day.people.did_cancel", { what: name }));
      await expect(rows).toHaveCount(7);
      await page.goto(`${server.url}${path}?tila=cancelled`);
      await open(name);
      await dialog(page).getByRole("button", { name: words("day.people.delete"), exact: true }).click();
      await dialog(page).getByRole("button", { name: words("day.people.delete"), exact: true }).click();
      await expect(said(page)).toContainText(words("day.people.did_delete", { what: name }));
      await expect(row(name)).toHaveCount(0);
    });

    await test.step("the chair changes what somebody told, without their diet in sight", async () => {
      await page.goto(`${server.url}${path}?tila=confirmed&tapa=onsite`);
      const first = rows.first();
      const name = (await first.locator("th").innerText()).split("\n")[0] ?? "";
      await open(name);
      const link = dialog(page).getByRole("link", { name: words("day.people.change"), exact: true });
      const href = await link.getAttribute("href");
      const view = await context.newPage();
      await view.goto(server.url + href);
      await expect(view.getByRole("heading", { level: 2, name: words("organise.person"), exact: true })).toBeVisible();
      await expect(view.locator("input[name=diet], textarea[name=access]")).toHaveCount(0);
      await clean(view, "somebody's registration");
      await view.locator("input[name=name]").fill("");
      await view.locator("form.register button[type=submit]").click();
      await expect(view.locator("#name-error")).toContainText(words("register.wrong_name"));
      await view.locator("input[name=name]").fill("Uusi Nimi");
      await view.locator("form.register button[type=submit]").click();
      await expect(view.getByText(words("organise.saved"))).toBeVisible();
      await view.close();
      expect((await fetch(server.url + href)).status).toBe(401);
      await page.reload();
      await expect(row("Uusi Nimi")).toHaveCount(1);
    });

    await test.step("a mail that failed is sent again", async () => {
      await page.getByRole("link", { name: words("day.parts.mails"), exact: true }).click();
      const mails = page.locator("table.records tbody tr");
      await page.locator("#troubled").check();
      await expect(mails).toHaveCount(2);
      await expect(mails.filter({ hasText: words("day.mail.failed") })).toContainText("550 5.1.1");
      const sent = answered("/mails/", "POST");
      await mails.first().getByRole("button").click();
      expect((await sent).status()).toBe(204);
      await expect(said(page)).toContainText(pattern("day.mail.did_again"));
      await expect(mails).toHaveCount(1);
    });

    await test.step("places that are held cannot be taken away", async () => {
      await page.getByRole("link", { name: words("day.parts.settings"), exact: true }).click();
      await edit(page, "day.place.title");
      await page.locator("#day-onsite").fill("3");
      await send(page, "day-onsite");
      await expect(page.locator("#day-onsite-error")).toContainText(words("day.wrong.held", { count: 25 }));
      await expect(page.locator("#day-onsite")).toHaveValue("3");
    });
  } finally {
    await context.close();
    await server.dispose();
  }
});
