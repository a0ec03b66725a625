// Counting by taps, with an account of what the screen has shown.
//
// Owns: tapping as fast as the app answers, and knowing outside the page, tap by tap, what was asked for and what was
// shown as saved, so that a killed browser leaves the account behind. Must not: judge.
import type { Page } from "@playwright/test";
import { LogScreen } from "./log";
import { label } from "./words";

export class Taps {
  /** Taps made, whether or not anything came of them. */
  tapped = 0;
  /** Taps that the screen has counted: the app says so when they are saved. */
  saved = 0;
  private told: () => void = () => undefined;

  private constructor(
    private readonly page: Page,
    /** What this counter counts. */
    readonly topic: string,
  ) {}

  /** Opens the counter in a tab. */
  static async open(page: Page, topic: string): Promise<Taps> {
    const log = new LogScreen(page);
    await log.ready();
    await log.mode("mode_tally");
    const taps = new Taps(page, topic);
    await page.exposeFunction("told", (what: "tapped" | "saved") => {
      taps[what] += 1;
      taps.told();
    });
    return taps;
  }

  /** Taps so many times, each as soon as the one before is counted; ends early with the browser. */
  async count(times: number): Promise<void> {
    const button = this.page.locator("button.topic--tap").filter({ hasText: label("topic", this.topic) });
    await button
      .evaluate(async (button: HTMLElement, times) => {
        const { told } = window as unknown as { told: (what: string) => Promise<void> };
        const number = () => Number(button.querySelector(".topic__count")?.textContent ?? 0);
        for (let tap = 0; tap < times; tap += 1) {
          const before = number();
          await told("tapped");
          const counted = new Promise<void>((resolve) => {
            const observer = new MutationObserver(() => {
              if (number() <= before) return;
              observer.disconnect();
              resolve();
            });
            observer.observe(button, { childList: true, characterData: true, subtree: true });
          });
          button.click();
          await counted;
          await told("saved");
        }
      }, times)
      .catch((error: unknown) => {
        if (!/closed|crashed/.test(String(error))) throw error;
      });
  }

  /** Waits until so many are saved; comes back in that moment. */
  async until(saved: number): Promise<void> {
    while (this.saved < saved) await new Promise<void>((resolve) => (this.told = resolve));
  }
}
