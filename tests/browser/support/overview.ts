// The chair's first page, as the specs read it.
//
// Owns: finding a figure by its words. Must not: reload the page: it must change by itself.
import { expect, type Page } from "@playwright/test";
import { words } from "./words";

/** The figures of this year that the specs compare. */
export interface Shown {
  customer: number;
  peer: number;
  people: number;
  sessions: number;
  participants: number;
}

const LINES: Record<keyof Shown, string> = {
  customer: "overview.m_customer",
  peer: "overview.m_peer",
  people: "overview.m_people",
  sessions: "overview.m_sessions",
  participants: "overview.m_participants",
};

/** What the page says of this year. */
export async function shown(page: Page): Promise<Shown> {
  const card = page.locator(".tally");
  await expect(card).toBeVisible();
  const figures = {} as Shown;
  for (const [name, key] of Object.entries(LINES) as [keyof Shown, string][]) {
    // Group sessions for customers come before those for the own staff, whose lines begin alike.
    const row = card.locator("tr").filter({ hasText: words(key) }).first();
    const text = await row.locator(".tally__figure").innerText();
    figures[name] = Number(text.replace(/\D/g, ""));
  }
  return figures;
}

/** Waits until the page shows exactly these figures, by itself. */
export async function shows(page: Page, expected: Shown, timeout: number): Promise<void> {
  await expect.poll(() => shown(page), { timeout, message: "the chair's figures" }).toEqual(expected);
}
