// What a spec asks for by name: a server with a network, its chair, a tablet.
//
// Owns: making them for one test and taking them away after it, whatever became of it.
import { test as base, type BrowserContext, type Page } from "@playwright/test";
import { Tablet } from "./device";
import { Person } from "./people";
import { Server } from "./server.mjs";

interface Fixtures {
  /** A server with a new network. */
  server: Server;
  /** Its chair, signed in. */
  chair: Person;
  /** A browser that will be a tablet. */
  tablet: Tablet;
  /** The chair's page in a browser of its own. */
  chairPage: Page;
}

export const test = base.extend<Fixtures>({
  server: async ({}, use, info) => {
    const server = await Server.start();
    await use(server);
    if (info.status !== info.expectedStatus) await info.attach("server.log", { body: server.log });
    await server.dispose();
  },
  chair: async ({ server }, use) => {
    await use(await Person.setUp(server));
  },
  tablet: async ({}, use) => {
    const tablet = new Tablet();
    await use(tablet);
    await tablet.dispose();
  },
  chairPage: async ({ server, chair, browser }, use) => {
    const context: BrowserContext = await browser.newContext();
    await chair.enter(context);
    const page = await context.newPage();
    await page.goto(`${server.url}/tilanne`);
    await use(page);
    await context.close();
  },
});

export { expect } from "@playwright/test";

/** Whether the longer runs were asked for (`cargo xtask test --all`). */
export const all = process.env.TEST_ALL !== undefined;
