// The log screen, as the specs use it.
//
// Owns: how each way of logging is done, and waiting until the app says that it is saved. Must not: judge anything
// beyond that.
import { expect, type Locator, type Page } from "@playwright/test";
import { label, pattern, words, type Language } from "./words";

export class LogScreen {
  constructor(
    readonly page: Page,
    private readonly language: Language = "fi",
  ) {}

  private w(key: string, values: Record<string, string | number> = {}): string {
    return words(key, values, this.language);
  }

  /** The line that tells what was saved. */
  get saved(): Locator {
    return this.page.locator("#saved").getByRole("status");
  }

  get save(): Locator {
    return this.page.locator("#save");
  }

  /** Waits for the screen. */
  async ready(): Promise<void> {
    await expect(this.page.getByRole("heading", { level: 1, name: this.w("log.title") })).toBeVisible();
    await expect(this.page.locator(".topics")).toBeVisible();
  }

  topic(code: string): Locator {
    return this.page.locator(`input[name="topic"][value="${code}"]`);
  }

  /** Chooses a chip of one of the lists. */
  async chip(list: string, code: string): Promise<void> {
    const input = this.page.locator(`input[name="${list}"][value="${code}"]`);
    await this.page.locator("label.chip").filter({ has: input }).click();
    await expect(input).toBeChecked();
  }

  async choose(code: string): Promise<void> {
    await this.page.locator("label.topic").filter({ has: this.topic(code) }).click();
    await expect(this.topic(code)).toBeChecked();
  }

  async mode(key: "mode_single" | "mode_tally" | "mode_batch"): Promise<void> {
    const radio = this.page.getByRole("radio", { name: this.w(`log.${key}`), exact: true });
    await this.page.locator("label.segment").filter({ has: radio }).click();
  }

  /**
   * Presses save until the form is empty again. A press within 600 ms of the last save counts as a bounced finger and
   * does nothing; the form says so by staying as it is.
   */
  async press(full: () => Promise<boolean>): Promise<void> {
    await expect(async () => {
      if (await full()) await this.save.click();
      await expect.poll(full, { timeout: 400 }).toBe(false);
    }).toPass({ intervals: [50] });
    await expect(this.saved).toContainText(pattern("log.saved_at", {}, this.language));
  }

  /** Saves the one entry that the form shows. */
  async saveOne(topic: string): Promise<void> {
    await this.press(() => this.topic(topic).isChecked());
  }

  /** Topic and save. */
  async one(topic: string): Promise<void> {
    await this.choose(topic);
    await this.saveOne(topic);
  }

  /** One tap each. */
  async tally(topic: string, times: number): Promise<void> {
    await this.mode("mode_tally");
    const button = this.page.locator("button.topic--tap").filter({ hasText: label("topic", topic, this.language) });
    const before = Number((await button.locator(".topic__count").allInnerTexts())[0] ?? 0);
    for (let tap = 1; tap <= times; tap += 1) {
      await button.click();
      await expect(button.locator(".topic__count")).toHaveText(String(before + tap));
    }
    await this.mode("mode_single");
  }

  /** Numbers by topic, saved together. */
  async batch(numbers: Record<string, number>): Promise<void> {
    await this.mode("mode_batch");
    const inputs = this.page.locator("#topic-counts input");
    for (const [code, number] of Object.entries(numbers)) {
      const row = this.page.locator(".topic--batch").filter({ hasText: label("topic", code, this.language) });
      const more = row.getByRole("button").last();
      for (let step = 0; step < number; step += 1) await more.click();
      await expect(row.locator("input")).toHaveValue(String(number));
    }
    const some = async () => (await inputs.evaluateAll((all) => all.some((one) => (one as HTMLInputElement).value !== "0")));
    await this.press(some);
    await this.mode("mode_single");
  }

  /** An entry of another day; the day stays chosen for the next one. */
  async late(topic: string, date: string, hour = ""): Promise<void> {
    await this.page.getByRole("button", { name: this.w("log.late"), exact: true }).click();
    await this.page.locator("#when-date").fill(date);
    await this.page.locator("#when-hour").selectOption(hour);
    await this.choose(topic);
    await this.saveOne(topic);
  }

  /** The last help again. */
  async repeat(): Promise<void> {
    const before = await this.today();
    await this.page.getByRole("button", { name: new RegExp(`^${this.w("log.repeat")}`) }).click();
    await expect.poll(() => this.today()).toBe(before + 1);
  }

  /** A course for a group, today. */
  async group(topic: string, participants: number, title: string): Promise<void> {
    await this.page.getByRole("button", { name: this.w("log.group"), exact: true }).click();
    const dialog = this.page.locator("dialog#group");
    await dialog.locator("#group-topic").selectOption(topic);
    await dialog.locator("#span-from").selectOption("10");
    await dialog.locator("#span-to").selectOption("12");
    await dialog.locator("#group-participants").fill(String(participants));
    await dialog.locator("#group-name").fill(title);
    await dialog.getByRole("button", { name: this.w("action.save"), exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(this.saved).toContainText(this.w("group.title"));
  }

  /** Open, and nobody there, today. */
  async nobody(): Promise<void> {
    await this.page.getByRole("button", { name: this.w("log.nobody"), exact: true }).click();
    const dialog = this.page.locator("dialog#nobody");
    await dialog.locator("#span-from").selectOption("12");
    await dialog.locator("#span-to").selectOption("13");
    await dialog.getByRole("button", { name: this.w("action.save"), exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(this.saved).toContainText(this.w("duty.entry"));
  }

  /** Takes the last save back. */
  async undo(): Promise<void> {
    await this.page.locator("#saved").getByRole("button", { name: this.w("action.undo") }).click();
    await expect(this.saved).toContainText(pattern("log.undone", {}, this.language));
  }

  /** How many entries of today the screen tells of, as soon as it knows. */
  async today(): Promise<number> {
    const line = this.page.locator(".log__foot p");
    await expect(line).toContainText(/\d/);
    const text = (await line.innerText()).replace(/\u00a0/g, " ");
    return Number(/\d+/.exec(text)?.[0] ?? Number.NaN);
  }

  /** How many changes wait, by the words in the header. */
  async waiting(): Promise<number> {
    const state = this.page.locator(".header__state");
    await expect(state).toContainText(/\S/);
    const text = await state.innerText();
    return Number(/(\d+)\s/.exec(text)?.[1] ?? 0);
  }

  /** Waits until the header says that everything has been sent. */
  async drained(timeout: number): Promise<void> {
    await expect(this.page.locator(".header__state")).toContainText(this.w("network.all_sent"), { timeout });
  }

  /** Waits until the header says that there is no network. */
  async offline(): Promise<void> {
    await expect(this.page.locator(".header__state")).toContainText(this.w("network.offline"), { timeout: 60_000 });
  }
}
