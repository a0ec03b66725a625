// A cold start without a server: a new browser process on a tablet's profile, the main thread at a quarter of its
// speed. The debugging protocol slows the main thread only: the service worker, the compilation of the wasm on other
// threads and IndexedDB's process run at full speed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { launchOptions } from "../launch.mjs";
import { CONTEXT, figure, noteUsable, quantile, usableAt, withServer } from "./_common.mjs";

const ROUNDS = 5;

await withServer(async (server) => {
  const profile = mkdtempSync(join(tmpdir(), "digiverkosto-bench-"));
  const open = () => chromium.launchPersistentContext(profile, { ...launchOptions, ...CONTEXT });
  try {
    let context = await open();
    let page = context.pages()[0] ?? (await context.newPage());
    await page.goto(server.tabletLink);
    await page.waitForSelector("#save");
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.waitForFunction(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return registration?.active?.state === "activated";
    });
    await context.close();
    await server.stop();

    for (const cpu of [1, 4]) {
      const times = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        context = await open();
        await context.addInitScript(noteUsable);
        page = await context.newPage();
        const session = await context.newCDPSession(page);
        await session.send("Emulation.setCPUThrottlingRate", { rate: cpu });
        await page.goto(server.url, { waitUntil: "commit" });
        times.push(await usableAt(page));
        await context.close();
      }
      figure(`usable log screen, cold and offline, ${cpu}× CPU`, quantile(times, 0.5) / 1000, "s", {
        target: cpu === 4 ? 1 : undefined,
        note: `median of ${ROUNDS} starts of the browser, worst ${(Math.max(...times) / 1000).toFixed(2)} s; only the main thread is slowed`,
      });
    }
  } finally {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});
