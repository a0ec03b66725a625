// A tablet: Chromium on a profile of its own, which outlives the browser.
//
// Owns: opening, closing and killing such a browser, enrolling it, and waiting until it can do without a network.
import { readdirSync, readFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, expect, type BrowserContext, type Page } from "@playwright/test";
import { launchOptions } from "../launch.mjs";
import type { Person } from "./people";
import { words } from "./words";

/** What every context of the specs is: a Finnish tablet. */
export const TABLET = { locale: "fi-FI", timezoneId: "Europe/Helsinki", viewport: { width: 1280, height: 800 } };

export class Tablet {
  /** Its folder. */
  readonly profile = mkdtempSync(join(tmpdir(), "digiverkosto-tablet-"));
  private context?: BrowserContext;

  /** Starts the browser on the profile (again) and opens a page. */
  async open(url: string, flags: string[] = []): Promise<Page> {
    const args = [...launchOptions.args, ...flags];
    this.context = await chromium.launchPersistentContext(this.profile, { ...launchOptions, ...TABLET, args });
    const page = this.context.pages()[0] ?? (await this.context.newPage());
    await page.goto(url);
    return page;
  }

  /** Another tab. */
  async tab(url: string): Promise<Page> {
    if (!this.context) throw new Error("the browser is closed");
    const page = await this.context.newPage();
    await page.goto(url);
    return page;
  }

  /** The browser's context; for cookies. */
  get browser(): BrowserContext {
    if (!this.context) throw new Error("the browser is closed");
    return this.context;
  }

  /** Closes the browser as a person would. */
  async close(): Promise<void> {
    await this.context?.close();
    this.context = undefined;
  }

  /** The battery is empty: SIGKILL, nothing is flushed, nothing is said. */
  async kill(): Promise<void> {
    const context = this.context;
    this.context = undefined;
    const closed = context?.waitForEvent("close", { timeout: 60_000 });
    for (const pid of this.processes()) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // Gone with its parent.
      }
    }
    await closed;
    await expect.poll(() => this.processes().length, { message: "the browser's processes are gone" }).toBe(0);
  }

  /**
   * Stops the page's own process in whatever it is doing, as a system that is short of memory does; gives the way to let
   * it go on. (Chromium's own freezing, asked for by its protocol, lets the timers of a headless page run.)
   */
  async freeze(page: Page): Promise<() => void> {
    for (const pid of this.processes("--type=renderer")) {
      process.kill(pid, "SIGSTOP");
      // Which process is the page's can only be told by its silence.
      const answer = page.evaluate(() => "answer").catch(() => "gone");
      const silence = new Promise((resolve) => setTimeout(resolve, 3_000, "silence"));
      if ((await Promise.race([answer, silence])) === "silence") return () => process.kill(pid, "SIGCONT");
      process.kill(pid, "SIGCONT");
    }
    throw new Error("no process is the page's");
  }

  /** The processes on this profile whose command holds a word. */
  private processes(word = ""): number[] {
    const found: number[] = [];
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8");
        const zombie = / Z /.test(readFileSync(`/proc/${name}/stat`, "utf8"));
        if (command.includes(this.profile) && command.includes(word) && !zombie) found.push(Number(name));
      } catch {
        // Ended meanwhile.
      }
    }
    return found;
  }

  /** Closes the browser and removes the profile. */
  async dispose(): Promise<void> {
    await this.close();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Types a real code into the page, as a person does. */
export async function enrol(page: Page, url: string, person: Person, library = "turku"): Promise<void> {
  const code = await person.code(library);
  await page.goto(`${url}/ota-kayttoon`);
  await page.getByLabel(words("enrol.code"), { exact: true }).fill(code.toLowerCase());
  await page.getByRole("button", { name: words("enrol.submit") }).click();
  await expect(page.getByRole("heading", { name: words("enrol.done_title") })).toBeVisible();
  await page.getByRole("link", { name: words("enrol.to_log") }).click();
  await expect(page.getByRole("heading", { level: 1, name: words("log.title") })).toBeVisible();
}

/** Waits until the service worker runs this page and holds the whole shell. */
export async function offlineReady(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    if (registration.active?.state !== "activated") {
      await new Promise((resolve) => registration.active?.addEventListener("statechange", resolve));
    }
  });
  await expect
    .poll(() => page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("shell-")).length))
    .toBeGreaterThan(0);
}

/** Whether this tab is the one that sends: it holds the sender's lock. */
export async function sends(page: Page): Promise<boolean> {
  return page.evaluate(async () => {
    const { held } = await navigator.locks.query();
    const mine = await new Promise<string>((resolve) => {
      // A lock of our own tells this tab's client id.
      void navigator.locks.request(`who-${Math.random()}`, async (lock) => {
        const all = await navigator.locks.query();
        resolve(all.held?.find((one) => one.name === lock?.name)?.clientId ?? "");
      });
    });
    return (held ?? []).some((one) => one.name === "digiverkosto-sender" && one.clientId === mine);
  });
}
