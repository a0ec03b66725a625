// The controls by which states are reached.
//
// Owns: finding a button by its words, and the dialog that is open.
import type { Page } from "@playwright/test";
import { words } from "../words";

export const button = (page: Page, key: string) => page.getByRole("button", { name: words(key), exact: true });
export const dialog = (page: Page) => page.locator("dialog[open]");
