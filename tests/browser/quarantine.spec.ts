// What the server does not simply take in: a rejected entry is corrected and sent, a held one is reviewed.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { enrol } from "./support/device";
import { expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import { shows } from "./support/overview";
import { stored, writeOtherTopic } from "./support/store";
import { label, pattern, words } from "./support/words";

const figures = (customer: number) => ({ customer, peer: 0, people: customer, sessions: 0, participants: 0 });
const pill = (page: Page, key: string) => page.locator("a.pill").filter({ hasText: words(key) });

test("a rejected entry is shown with its reason, saved as a file, corrected and sent", async ({ server, chair, tablet, chairPage }) => {
  const page = await tablet.open(server.url);
  await enrol(page, server.url, chair);
  const log = new LogScreen(page);
  await server.stop();
  await log.one("gov");
  await writeOtherTopic(page, "gov", "no_such_topic");
  await server.run();
  await page.reload();
  await expect.poll(() => stored(page), { timeout: 60_000 }).toMatchObject({ outbox: 0, quarantine: 1 });

  await pill(page, "network.attention.one").click();
  await expect(page.getByRole("heading", { level: 1, name: words("attention.title") })).toBeVisible();
  const card = page.locator(".stuck > li");
  await expect(card).toHaveCount(1);
  await expect(card).toContainText(words("rejected.unknown_code"));
  expect(await chair.entries()).toHaveLength(0);

  const download = page.waitForEvent("download");
  await card.getByRole("button", { name: pattern("attention.save_of") }).click();
  const file = readFileSync(await (await download).path(), "utf8");
  expect(JSON.parse(file)).toMatchObject({ format: "digiverkosto-rescue", library: "turku", waiting: [] });
  expect(JSON.parse(file).rejected).toHaveLength(1);
  // Codes and random keys only: no name, no address, no credential.
  const cookies = await tablet.browser.cookies();
  for (const secret of ["Petra", "@", ...cookies.map((cookie) => cookie.value).filter((value) => value.length > 8)]) {
    expect(file).not.toContain(secret);
  }

  await card.getByRole("button", { name: pattern("attention.correct_of") }).click();
  const dialog = page.locator("dialog#edit");
  await dialog.locator("label.topic").filter({ hasText: label("topic", "device") }).click();
  await dialog.getByRole("button", { name: words("action.save"), exact: true }).click();
  await expect(page.locator("#attention-done")).toContainText(pattern("attention.corrected"));
  await expect(page.getByText(words("attention.none"))).toBeVisible();
  await expect.poll(() => stored(page), { timeout: 60_000 }).toMatchObject({ outbox: 0, quarantine: 0 });
  await expect(pill(page, "network.all_sent")).toBeVisible();
  const entries = await chair.entries();
  expect(entries.map((entry) => entry.set.topics)).toEqual([["device"]]);
  await shows(chairPage, figures(1), 60_000);

  await test.step("the file, read in again, doubles nothing", async () => {
    await page.goto(`${server.url}/laite`);
    await page.locator("#rescue-file").setInputFiles({ name: "x.json", mimeType: "application/json", buffer: Buffer.from(file) });
    await expect(page.getByText(pattern("device.read_done"))).toBeVisible();
    await expect.poll(() => stored(page), { timeout: 60_000 }).toMatchObject({ outbox: 0, quarantine: 1 });
    expect(await chair.entries()).toHaveLength(1);
  });
});

test("what a revoked tablet still holds is reviewed by the chair and counts once", async ({ server, chair, tablet, chairPage }) => {
  let page = await tablet.open(server.url);
  await enrol(page, server.url, chair);
  await server.stop();
  await new LogScreen(page).one("gov");
  await tablet.close();
  await server.run();
  for (const device of await chair.devices()) await chair.send("DELETE", `/api/v1/devices/${device.id}`);

  page = await tablet.open(server.url);
  await expect(pill(page, "network.held.one")).toBeVisible({ timeout: 60_000 });
  await pill(page, "network.held.one").click();
  await expect(page.locator(".stuck > li")).toContainText(words("attention.why_revoked"));
  expect((await chair.overview()).held).toBe(1);
  await shows(chairPage, figures(0), 60_000);

  const office = await chairPage.context().newPage();
  await office.goto(`${server.url}/tilanne`);
  await office.getByRole("link", { name: words("shell.nav.held") }).click();
  const card = office.locator("main section.card");
  await expect(card).toContainText(label("topic", "gov"));
  await expect(card).toContainText(words("manage.held.why_revoked"));
  await card.getByRole("button", { name: pattern("manage.held.accept_of") }).click();
  await expect(office.locator("#said")).toContainText(pattern("manage.held.accepted"));
  await expect(office.getByText(words("overview.held_0"))).toBeVisible();
  await shows(chairPage, figures(1), 60_000);
  expect(await chair.entries()).toHaveLength(1);

  await test.step("the tablet learns of it", async () => {
    await page.reload();
    await expect(page.getByText(words("attention.none"))).toBeVisible({ timeout: 60_000 });
    await expect(pill(page, "network.held.one")).toBeHidden();
  });
});
