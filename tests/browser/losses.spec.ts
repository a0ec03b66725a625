// What a tablet can lose for good, and the promise of the browser not to lose it: the tablet says so where people log,
// and the chair sees it.
import { enrol, offlineReady } from "./support/device";
import { expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import { stored } from "./support/store";
import { evict } from "./support/trouble";
import { pattern, words } from "./support/words";

test("the browser evicts the storage with entries in it: the tablet and the chair are told how many", async ({
  server,
  chair,
  tablet,
  chairPage,
}) => {
  let page = await tablet.open(server.url);
  await enrol(page, server.url, chair);
  await offlineReady(page);
  const log = new LogScreen(page);
  await log.one("gov");
  await log.drained(60_000);
  await server.stop();
  await log.tally("identity", 3);
  expect(await stored(page)).toMatchObject({ outbox: 3 });
  await tablet.close();

  // All but the cookies, as an eviction does; the app itself must come from the server again.
  page = await tablet.open("about:blank");
  await evict(page, server.url, "file_systems,indexeddb,local_storage,websql,service_workers,cache_storage");
  await server.run();
  await page.goto(server.url);
  await new LogScreen(page).ready();
  await expect(page.getByRole("alert").filter({ hasText: words("device.lost", { n: 3 }) })).toBeVisible();
  await page.goto(`${server.url}/laite`);
  await expect(page.getByRole("heading", { level: 1, name: words("device.title") })).toBeVisible();
  await chairPage.goto(`${server.url}/hallinta/laitteet`);
  await expect(chairPage.locator("main")).toContainText(pattern("overview.lost_yes", { n: 3 }));

  await test.step("the tablet goes on, and what had arrived is still there", async () => {
    await page.goto(server.url);
    await new LogScreen(page).one("device");
    await new LogScreen(page).drained(60_000);
    const entries = await chair.entries();
    expect(entries.map((entry) => (entry.set["topics"] as string[])[0]).sort()).toEqual(["device", "gov"]);
    await expect.poll(() => new LogScreen(page).today()).toBe(2);
  });
});

test("only the store is lost, and there is no network: it is said at once, and the chair learns of it later", async ({
  server,
  chair,
  tablet,
  chairPage,
}) => {
  let page = await tablet.open(server.url);
  await enrol(page, server.url, chair);
  await offlineReady(page);
  await new LogScreen(page).drained(60_000);
  await server.stop();
  await new LogScreen(page).tally("gov", 2);
  await tablet.close();

  page = await tablet.open("about:blank");
  await evict(page, server.url, "indexeddb");
  const told = () => page.getByRole("alert").filter({ hasText: words("device.lost", { n: 2 }) });
  // Twice: who looks at it first may not be who should know.
  for (const open of [() => page.goto(server.url), () => page.reload()]) {
    await open();
    await expect(told()).toBeVisible();
  }
  await server.run();
  await page.reload();
  await new LogScreen(page).ready();
  await expect(told()).toBeVisible();
  await chairPage.goto(`${server.url}/hallinta/laitteet`);
  await expect(chairPage.locator("main")).toContainText(pattern("overview.lost_yes", { n: 2 }));
});

test("the credential is lost: whoever logs is told, and with a new code the queue leaves", async ({ server, chair, tablet }) => {
  const page = await tablet.open(server.url);
  await enrol(page, server.url, chair);
  const log = new LogScreen(page);
  await log.drained(60_000);
  await server.stop();
  await log.tally("gov", 2);
  // As a battery that dies within half a minute of the enrolment: Chromium had not written the cookie yet.
  await tablet.browser.clearCookies();
  await server.run();
  await expect(page.getByRole("alert").filter({ hasText: words("device.lost_credential") })).toBeVisible({ timeout: 60_000 });
  await log.one("identity");
  expect(await stored(page)).toMatchObject({ outbox: 3, quarantine: 0 });
  expect(await chair.entries()).toHaveLength(0);

  await enrol(page, server.url, chair);
  await log.drained(60_000);
  await expect(page.getByText(words("device.lost_credential"))).toHaveCount(0);
  expect(await chair.entries()).toHaveLength(3);
});

test("whether the browser promised to keep the storage is shown to the tablet and to the chair", async ({
  server,
  chair,
  tablet,
  chairPage,
}) => {
  const page = await tablet.open(server.url);
  // Chromium refuses a site that it does not know well.
  await enrol(page, server.url, chair);
  const device = async (key: string) => {
    await page.goto(`${server.url}/laite`);
    await expect(page.getByRole("status").filter({ hasText: words(key) })).toBeVisible();
  };
  const listed = async (key: string) => {
    await chairPage.goto(`${server.url}/hallinta/laitteet`);
    await expect(chairPage.locator("main").getByText(words(key), { exact: true }).first()).toBeVisible();
  };
  await device("enrol.persist_no");
  await listed("overview.promise_no");

  const session = await tablet.browser.newCDPSession(page);
  await session.send("Browser.grantPermissions", { permissions: ["durableStorage"], origin: server.url });
  await page.getByRole("button", { name: words("device.ask_again") }).click();
  await expect(page.getByRole("status").filter({ hasText: words("enrol.persist_yes") })).toBeVisible();
  await expect(page.getByRole("button", { name: words("device.ask_again") })).toHaveCount(0);
  await expect.poll(async () => (await chair.get<{ devices: { persisted: string }[] }>("/api/v1/devices")).devices[0]?.persisted).toBe("yes");
  await listed("overview.promise_yes");
});
