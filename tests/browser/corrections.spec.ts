// A correction by the chair: it reaches the figures at once, and the tablet that logged the entry.
import { enrol } from "./support/device";
import { expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import { shows } from "./support/overview";
import { label, pattern, words } from "./support/words";

test("the chair corrects, deletes and restores an entry; figures and tablet follow", async ({ server, chair, tablet, chairPage }) => {
  const page = await tablet.open(server.url);
  await enrol(page, server.url, chair);
  const log = new LogScreen(page);
  await log.one("gov");
  await log.drained(60_000);
  const figures = (customer: number) => ({ customer, peer: 0, people: customer, sessions: 0, participants: 0 });
  await shows(chairPage, figures(1), 60_000);

  const office = await chairPage.context().newPage();
  await office.goto(`${server.url}/hallinta/kirjaukset`);
  await office.getByLabel(words("manage.entries.library")).selectOption("turku");
  const said = office.locator("#said");

  await test.step("another topic", async () => {
    await office.getByRole("button", { name: pattern("entries.edit_of") }).click();
    const dialog = office.locator("dialog#edit");
    await dialog.locator("label.topic").filter({ hasText: label("topic", "device") }).click();
    await dialog.getByRole("button", { name: words("action.save"), exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(said).toContainText(pattern("entries.changed"));
    await expect(office.locator(".entry__what b")).toHaveText(label("topic", "device"));
    expect((await chair.entries())[0]?.set.topics).toEqual(["device"]);
  });

  await test.step("the tablet shows it", async () => {
    await page.goto(`${server.url}/kirjaukset`);
    await expect(page.locator(".entry__what b")).toHaveText(label("topic", "device"), { timeout: 60_000 });
  });

  await test.step("deleted, and taken back", async () => {
    await office.getByRole("button", { name: pattern("entries.delete_of") }).click();
    await expect(said).toContainText(pattern("entries.deleted"));
    await shows(chairPage, figures(0), 60_000);
    await office.getByLabel(words("entries.show_deleted")).check();
    await office.getByRole("button", { name: pattern("entries.restore_of") }).click();
    await expect(said).toContainText(pattern("entries.restored"));
    await shows(chairPage, figures(1), 60_000);
    await expect(page.locator(".entry__what b")).toHaveText(label("topic", "device"), { timeout: 60_000 });
  });

  await test.step("without a connection nothing is claimed", async () => {
    await server.stop();
    await office.getByRole("button", { name: pattern("entries.delete_of") }).click();
    await expect(said).toContainText(words("problem.offline"));
    await server.run();
  });
});
