// Nobody in particular: whoever opens the app.
//
// Owns: naming the states and bringing a page into them. Must not: judge what it sees.
import { expect } from "@playwright/test";
import type { State } from "../states";
import { words } from "../words";
import { button } from "./controls";

/** What anybody sees. */
export const ANYBODY: State[] = [
  { name: "stranger", path: "/" },
  { name: "enrol", path: "/ota-kayttoon" },
  {
    name: "enrol, wrong code", path: "/ota-kayttoon",
    act: async (page) => {
      await page.getByLabel(words("enrol.code"), { exact: true }).fill("ABC");
      await button(page, "enrol.submit").click();
      await expect(page.locator(".error-summary")).toBeVisible();
    },
  },
  { name: "sign in", path: "/kirjaudu" },
  {
    name: "sign in, faults", path: "/kirjaudu",
    act: async (page) => {
      await button(page, "sign_in.submit").click();
      await expect(page.locator(".error-summary")).toBeVisible();
    },
  },
  { name: "overview, not signed in", path: "/tilanne" },
  { name: "this tablet, not enrolled", path: "/laite" },
  { name: "entries, not enrolled", path: "/kirjaukset" },
  { name: "a link that has ended", path: "/linkki#x" },
  { name: "shared figures that have ended", path: "/jaettu#x" },
  { name: "shared figures, a cut link", path: "/jaettu" },
  { name: "set-up", path: "/asennus#x" },
  { name: "accessibility statement", path: "/saavutettavuus" },
  { name: "feedback", path: "/palaute" },
  {
    name: "feedback, faults", path: "/palaute",
    act: async (page) => {
      await button(page, "feedback.send").click();
      await expect(page.locator(".error-summary, [aria-invalid=true]").first()).toBeVisible();
    },
  },
  { name: "privacy notice", path: "/tietosuoja" },
  { name: "no such page", path: "/ei-ole" },
];
