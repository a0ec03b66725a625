// What leaves: a link to the masked figures for somebody outside, files, and what of it a contact has.
import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { speak } from "./support/access";
import { dialog, LAST_YEAR, makeShare, newNote, newShare, notes, openLink, sharedLastYear, SHARING, submit } from "./support/figures";
import { expect, test } from "./support/fixtures";
import { Person } from "./support/people";
import { Server } from "./support/server.mjs";
import { pattern, words } from "./support/words";

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const masked = words("export.masked");
/** The row of a share, by its name. */
const row = (page: Page, name: string) => page.locator("table.records tbody tr").filter({ hasText: name });

let server: Server;
test.beforeAll(async () => {
  test.setTimeout(180_000);
  server = await Server.start({ demo: true });
});
test.afterAll(async () => {
  await server?.dispose();
});

/** What a link gives: its name and its bytes. */
async function download(page: Page, link: Locator): Promise<{ name: string; bytes: Buffer }> {
  const coming = page.waitForEvent("download");
  await link.click();
  const file = await coming;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** The lines of a file of the kind that Excel opens as it is. */
function lines(bytes: Buffer): string[][] {
  expect(bytes.subarray(0, 3), "the mark by which Excel knows the letters").toEqual(BOM);
  return bytes.subarray(3).toString("utf8").trimEnd().split(/\r?\n/).map((line) => line.split(";"));
}

test("a link shows the masked figures to whoever has it, until the chair ends it", async ({ browser }) => {
  const chairs = await browser.newContext();
  const page = await chairs.newPage();
  await page.goto(server.chairLink);
  await newNote(page);
  await page.locator("#note-from").fill(`${LAST_YEAR}-05-05`);
  await page.locator("#note-to").fill(`${LAST_YEAR}-05-07`);
  await page.locator("#note-library").selectOption("pori");
  await page.locator("#note-body").fill("Muutto <i>uusiin</i> tiloihin");
  await submit(page);
  await expect(dialog(page)).toHaveCount(0);
  await page.goto(server.url + SHARING);

  await test.step("without a name, or for too long, none is made", async () => {
    await newShare(page);
    const far = `${new Date().getFullYear() + 3}-01-01`;
    await page.locator("#share-until").fill(far);
    await submit(page);
    await expect(page.locator("#share-name-error")).toContainText(words("problem.required", { what: words("share.name") }));
    await expect(page.locator("#share-until-error")).toContainText(words("share.until_wrong"));
    await expect(page.locator("#share-until")).toHaveValue(far);
    await page.keyboard.press("Escape");
    await expect(dialog(page)).toHaveCount(0);
  });

  const link = await makeShare(page, "Rahoittaja");
  await test.step("the link is shown once", async () => {
    expect(link).toMatch(new RegExp(`^${server.url}/jaettu#\\S{40,}$`));
    await page.keyboard.press("Escape");
    await expect(row(page, "Rahoittaja")).toContainText(words("share.never"));
    await newShare(page);
    await expect(page.locator("#share-secret")).toHaveCount(0);
    await expect(page.locator("#share-name")).toHaveValue("");
    await page.keyboard.press("Escape");
    expect(await page.content()).not.toContain(link.split("#")[1]);
  });

  const guests = await browser.newContext();
  const guest = await guests.newPage();
  const asked: string[] = [];
  guest.on("request", (request) => asked.push(request.url()));
  await test.step("somebody without a session sees a year's figures, none of them small", async () => {
    await openLink(guest, link);
    await sharedLastYear(guest);
    await expect(guest.locator("main")).toContainText(words("share.masking"));
    await expect(guest.locator("main")).toContainText(`31.12.${LAST_YEAR}`);
    await expect(guest.locator(".tally tbody tr").first()).toContainText(words("overview.m_customer"));

    const months = guest.locator("figure.chart").filter({ has: guest.locator("#helps-month-title") });
    await expect(months.locator("table")).toBeHidden();
    await months.locator("summary").click();
    await expect(months.locator("table")).toBeVisible();
    await expect(months.locator("tbody tr")).toHaveCount(12);

    const note = guest.locator("section.card").filter({ has: guest.getByRole("heading", { name: words("note.title"), exact: true }) });
    await expect(note.locator("li")).toHaveText(`5.5.–7.5.${LAST_YEAR} (Pori): Muutto <i>uusiin</i> tiloihin`);

    // A table is there when it has been opened.
    await guest.locator("figure.chart details").evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
    const charts = await guest.locator("figure.chart").count();
    await expect(guest.locator("figure.chart table")).toHaveCount(charts);
    const cells = (await guest.locator("main table.records td").allTextContents()).map((text) => text.trim());
    expect(cells.length).toBeGreaterThan(50);
    expect(cells, "something is masked").toContain(masked);
    for (const cell of cells) expect(cell, "a figure, masked or not small").toMatch(new RegExp(`^(${masked}|0|[5-9]|[1-9]\\d|[1-9][\\d\\s]{2,})$`));
    expect(await guests.cookies(), "nobody is signed in by it").toEqual([]);
    expect(asked.filter((url) => url.includes("/api/v1/stats")).length).toBeGreaterThan(0);
    const secret = link.split("#")[1]!;
    expect(asked.filter((url) => url.split("#")[0]!.includes(secret)), "the secret is in no address").toEqual([]);
  });

  await test.step("without a server the page says so", async () => {
    await guest.evaluate(() => navigator.serviceWorker.ready);
    await server.kill();
    await guest.reload();
    await expect(guest.locator("main")).toContainText(words("problem.offline"));
    await server.run();
    await guest.getByRole("button", { name: words("action.retry"), exact: true }).click();
    await sharedLastYear(guest);
  });

  await test.step("the chair sees that it has been opened, and ends it", async () => {
    await page.reload();
    await expect(row(page, "Rahoittaja")).toContainText(pattern("share.used_n"));
    const end = page.getByRole("button", { name: words("share.end_of", { what: "Rahoittaja" }), exact: true });
    await end.click();
    await dialog(page).getByRole("button", { name: words("action.cancel"), exact: true }).click();
    await expect(row(page, "Rahoittaja")).not.toContainText(pattern("share.ended_on"));
    await end.click();
    await dialog(page).getByRole("button", { name: words("share.end"), exact: true }).click();
    await expect(page.locator("#said")).toContainText(words("share.ended", { what: "Rahoittaja" }));
    await expect(page.locator("#said")).toBeFocused();
    await expect(row(page, "Rahoittaja")).toContainText(pattern("share.ended_on"));
    await expect(end).toHaveCount(0);
  });

  await test.step("the link opens nothing any more, and says so", async () => {
    await guest.reload();
    await expect(guest.locator("main")).toContainText(words("problem.link_ended"));
    await expect(guest.getByRole("heading", { level: 1 })).toHaveText(words("share.page_title"));
    await expect(guest.locator("figure, table")).toHaveCount(0);
  });
  await guests.close();
  await chairs.close();
});

test("a link that is wrong says so, and never shows an empty page", async ({ browser }) => {
  const chairs = await browser.newContext();
  const page = await chairs.newPage();
  await page.goto(server.chairLink);
  await page.goto(server.url + SHARING);
  const link = await makeShare(page, "Kumppani");
  const [address, secret] = link.split("#") as [string, string];
  const other = secret.at(-10) === "A" ? "B" : "A";
  const guests = await browser.newContext();
  const guest = await guests.newPage();
  const wrong = {
    guessed: `${secret.slice(0, -10)}${other}${secret.slice(-9)}`,
    "cut short": secret.slice(0, -1),
    "too long": `${secret}A`,
    "of nobody": "x",
    "with letters that a header cannot hold": "ääkkönen😀",
    endless: "x".repeat(20_000),
  };
  for (const [what, token] of Object.entries(wrong)) {
    await test.step(what, async () => {
      await openLink(guest, `${address}#${token}`);
      await expect(guest.locator("main")).toContainText(words("problem.link_ended"));
      await expect(guest.locator("figure, table")).toHaveCount(0);
    });
  }
  for (const cut of [address, `${address}#`]) {
    await openLink(guest, cut);
    await expect(guest.locator("main")).toContainText(words("link.missing"));
  }
  // Guessing holds nobody up who has the right one; pasted into the tab that is open, it is another fragment only.
  await guest.goto(link);
  await sharedLastYear(guest);
  await guests.close();
  await chairs.close();
});

test("a key for a program is shown with how it is used, and it works", async ({ browser }) => {
  const chairs = await browser.newContext();
  const page = await chairs.newPage();
  await page.goto(server.chairLink);
  await page.goto(server.url + SHARING);
  const key = await makeShare(page, "Power BI", "program");
  expect(key).toMatch(/^[\w.-]{40,}$/);
  await expect(page.getByLabel(words("share.token"), { exact: true })).toHaveValue(key);
  const [, path] = /^GET (\S+)\n/.exec(await dialog(page).locator("pre").innerText())!;
  const answer = await fetch(`${path}?year=${LAST_YEAR}`, { headers: { authorization: `Bearer ${key}` } });
  expect(answer.status).toBe(200);
  expect(((await answer.json()) as { year: number }).year).toBe(LAST_YEAR);
  expect((await fetch(path!)).status).toBe(401);
  await chairs.close();
});

test("files: each link gives one, in the chosen year and the page's language", async ({ browser }) => {
  const chairs = await browser.newContext();
  const page = await chairs.newPage();
  await page.goto(server.chairLink);
  await page.goto(server.url + SHARING);
  await page.locator("#files-year").selectOption(String(LAST_YEAR));
  const files = [
    ["share.xlsx", ".xlsx", "PK\u0003\u0004"],
    ["share.report_docx", ".docx", "PK\u0003\u0004"],
    ["share.report_pdf", ".pdf", "%PDF-"],
    ["share.plan_docx", ".docx", "PK\u0003\u0004"],
    ["share.plan_pdf", ".pdf", "%PDF-"],
  ] as const;
  for (const [key, ending, begins] of files) {
    await test.step(words(key), async () => {
      const { name, bytes } = await download(page, page.getByRole("link", { name: words(key), exact: true }));
      expect(name).toContain(String(LAST_YEAR));
      expect(name.endsWith(ending), name).toBe(true);
      expect(bytes.subarray(0, begins.length).toString("latin1")).toBe(begins);
      expect(bytes.length).toBeGreaterThan(1_000);
    });
  }

  await test.step("the table of all figures has no small one", async () => {
    const { name, bytes } = await download(page, page.getByRole("link", { name: words("share.csv"), exact: true }));
    expect(name).toMatch(new RegExp(`${LAST_YEAR}.*\\.csv$`));
    const [head, ...rows] = lines(bytes);
    expect(rows.length).toBeGreaterThan(50);
    expect(rows.every((cells) => cells.length === head!.length)).toBe(true);
    const figures = rows.map((cells) => cells.at(-1)!);
    expect(figures).toContain(masked);
    expect(figures.filter((figure) => /^[1-4]$/.test(figure))).toEqual([]);
  });
  await expect(page, "the page is still there").toHaveURL(server.url + SHARING);

  await test.step("a file that cannot be made says why", async () => {
    const oldest = await page.locator("#files-year option").last().getAttribute("value");
    await page.locator("#files-year").selectOption(oldest!);
    await page.getByRole("link", { name: words("share.report_pdf"), exact: true }).click();
    await expect(page.locator(".download").getByRole("alert")).toContainText(words("problem.nothing_released"));
    // What was said of one year is not said of another.
    await page.locator("#files-year").selectOption(String(LAST_YEAR));
    await expect(page.locator(".download").getByRole("alert")).toHaveCount(0);
  });

  await test.step("under a chart stands the link to its table", async () => {
    await page.goto(`${server.url}/tilanne?vuosi=${LAST_YEAR}`);
    const chart = (id: string) => page.locator("figure.chart").filter({ has: page.locator(`#${id}-title`) });
    const link = (id: string) => chart(id).getByRole("link", { name: words("overview.csv"), exact: true });
    await chart("libraries").locator("summary").click();
    const [head, ...rows] = lines((await download(page, link("libraries"))).bytes);
    expect(head![0]).toBe(words("overview.library"));
    expect(rows.some(([name]) => name === "Pori")).toBe(true);
    // What is not among the tables that leave has none.
    await chart("settings").locator("summary").click();
    await expect(chart("settings").locator("table")).toBeVisible();
    await expect(link("settings")).toHaveCount(0);

    await speak(page, "sv");
    const swedish = chart("libraries").getByRole("link", { name: words("overview.csv", {}, "sv"), exact: true });
    expect(lines((await download(page, swedish)).bytes)[0]![0]).toBe(words("overview.library", {}, "sv"));
  });
  await chairs.close();
});

test("a contact has the own library's figures and entries, and nothing of the chair's", async ({ browser }) => {
  const chair = await Person.demoChair(server);
  const chairs = await browser.newContext();
  await chair.enter(chairs);
  const contacts = await browser.newContext();
  await (await chair.contact("pori")).enter(contacts);
  const [page, whole] = [await contacts.newPage(), await chairs.newPage()];
  const finding = (of: Page) => of.locator("#months-finding");

  await test.step("the page is about the own library, and says so", async () => {
    await page.goto(`${server.url}/tilanne?vuosi=${LAST_YEAR}`);
    await expect(page.locator(".overview__lead")).toContainText(words("overview.own_library", { name: "Pori" }));
    await expect(finding(page)).toContainText(/\d/);
    await expect(page.locator("#topics-title")).toBeVisible();
    await expect(page.locator("#libraries-title")).toHaveCount(0);
    await expect(page.locator("#filter-kirjasto"), "there is nothing to choose").toHaveCount(0);
    await expect(page.locator(".goal"), "the plan's goal is the network's").toHaveCount(0);
    await expect(notes(page)).toBeVisible();
    await expect(page.getByRole("button", { name: words("note.new"), exact: true })).toHaveCount(0);
  });

  await test.step("the figures are those that the chair sees of it", async () => {
    await whole.goto(`${server.url}/tilanne?vuosi=${LAST_YEAR}&kirjasto=pori`);
    await expect(finding(whole)).toContainText(/\d/);
    expect(await finding(page).innerText()).toBe(await finding(whole).innerText());
    const statistics = (of: Page) =>
      of.locator("section.card").filter({ has: of.getByRole("heading", { name: words("overview.statistics", { year: LAST_YEAR }) }) }).locator("tbody tr");
    await expect(statistics(page)).toHaveCount(1);
    const own = statistics(whole).filter({ hasText: /^Pori/ });
    await expect(statistics(whole)).not.toHaveCount(1);
    expect(await statistics(page).innerText()).toBe(await own.innerText());
  });

  await test.step("another library cannot be asked for", async () => {
    const before = await finding(page).innerText();
    await page.goto(`${server.url}/tilanne?vuosi=${LAST_YEAR}&kirjasto=turku`);
    await expect(page.locator("main")).toContainText(words("overview.unknown_filter", { what: "kirjasto=turku" }));
    await expect.poll(() => finding(page).innerText()).toBe(before);
  });

  await test.step("the approved plan can be read, and not changed", async () => {
    await page.getByRole("link", { name: words("shell.nav.plan"), exact: true }).click();
    await expect(page.locator("main")).toContainText(words("plan.intro_read"));
    await expect(page.locator("main table.records tbody tr").first()).toBeVisible();
    await expect(page.locator("main button:visible")).toHaveCount(0);
  });

  await test.step("the own entries can be taken along, the chair's files and shares cannot", async () => {
    await page.goto(server.url + SHARING);
    await page.locator("#files-year").selectOption(String(LAST_YEAR));
    for (const key of ["share.xlsx", "share.csv", "share.own_xlsx", "share.own_csv"]) {
      await expect(page.getByRole("link", { name: words(key), exact: true })).toBeVisible();
    }
    for (const key of ["share.report", "share.plan", "share.shares"]) {
      await expect(page.getByRole("heading", { name: words(key), exact: true })).toHaveCount(0);
    }
    const entries = await download(page, page.getByRole("link", { name: words("share.own_csv"), exact: true }));
    const [head, ...rows] = lines(entries.bytes);
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.every((cells) => cells.length === head!.length && cells[0]!.startsWith(`${LAST_YEAR}-`))).toBe(true);
    const book = await download(page, page.getByRole("link", { name: words("share.own_xlsx"), exact: true }));
    expect(book.bytes.subarray(0, 4).toString("latin1")).toBe("PK\u0003\u0004");
    const asked = await page.request.get(`${server.url}/api/v1/shares`);
    expect(asked.status()).toBe(403);
  });
  await contacts.close();
  await chairs.close();
});
