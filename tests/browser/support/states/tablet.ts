// A tablet that is given to others, or that is in trouble.
//
// Owns: naming the states and bringing a page into them. Must not: judge what it sees.
import { expect, type Page } from "@playwright/test";
import { LogScreen } from "../log";
import type { State } from "../states";
import { ABSENT, evict } from "../trouble";
import { words } from "../words";
import { button } from "./controls";

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
