// Every page and state there is, for whoever looks at all of them: the checks of accessibility, and the pictures.
//
// Owns: naming the states and bringing a page into them. Must not: judge what it sees.
import { rmSync } from "node:fs";
import type { Browser, BrowserContext, Page } from "@playwright/test";
import { settled } from "./access";
import { AFTER } from "./day-after";
import type { Server } from "./server.mjs";
import { ANYBODY } from "./states/anybody";
import { CHAIR } from "./states/chair";
import { CARE, DAY } from "./states/day";
import { DOOR } from "./states/door";
import { FIGURES } from "./states/figures";
import { LOG } from "./states/log";
import { PARTICIPANT } from "./states/participant";
import { REGISTERING, TROUBLED } from "./states/tablet";

export const WIDE = { width: 1280, height: 800 };

/** A context that begins each page in Finnish: nobody, or tablet and chair at once. */
export async function visitor(browser: Browser, server: Server, known: boolean): Promise<BrowserContext> {
  const context = await browser.newContext({ colorScheme: "light", reducedMotion: "reduce" });
  await context.addInitScript(() => localStorage.setItem("dv_language", "fi"));
  if (known) {
    const page = await context.newPage();
    await page.goto(server.chairLink);
    await page.goto(server.tabletLink);
    await settled(page);
    await page.close();
  }
  return context;
}

export interface State {
  name: string;
  path: string;
  /** Brings the page into the state. */
  act?: (page: Page, origin: string, server: Server) => Promise<void>;
}

/** Restores the server to what it was, so that the chair's page tells of the healing. */
export async function healing(server: Server): Promise<void> {
  const copy = `${server.data}-copy.sqlite`;
  await server.command("backup", copy);
  await server.stop();
  await server.command("restore", "--force", copy);
  rmSync(copy);
  await server.run();
}

/** The states by who sees them. */
export const GROUPS = [
  { who: "a tablet with the chair", states: [...LOG, ...CHAIR], known: true, apart: false },
  { who: "the chair, notes and what leaves", states: FIGURES, known: true, apart: false },
  { who: "the chair, the activity day", states: DAY, known: true, apart: false },
  { who: "the chair, needs, rides and messages", states: CARE, known: true, apart: false },
  { who: "a tablet with the activity day's form", states: REGISTERING, known: true, apart: false },
  { who: "a tablet at the door", states: DOOR, known: true, apart: false },
  { who: "the chair, after the activity day", states: AFTER, known: true, apart: false },
  { who: "a tablet in trouble", states: TROUBLED, known: true, apart: true },
  { who: "anybody", states: ANYBODY, known: false, apart: false },
  { who: "a participant", states: PARTICIPANT, known: false, apart: true },
];

export type Group = (typeof GROUPS)[number];

/** Visits states one after the other, each in a document of its own, and lets the caller look at each. */
export async function visit(browser: Browser, server: Server, group: Group, states: State[], look: (page: Page, state: State) => Promise<void>): Promise<void> {
  let context: BrowserContext | undefined;
  try {
    for (const state of states) {
      if (group.apart) await context?.close();
      if (group.apart || !context) context = await visitor(browser, server, group.known);
      const page = context.pages()[0] ?? (await context.newPage());
      // Another document each time, also where only the fragment differs.
      await page.goto("about:blank");
      await page.setViewportSize(WIDE);
      await page.goto(server.url + state.path);
      await settled(page);
      await state.act?.(page, server.url, server);
      await look(page, state);
    }
  } finally {
    await context?.close();
  }
}
