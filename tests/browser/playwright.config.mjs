// Set-up of the browser flows; each spec starts a server of its own on a free port with a folder of its own.
import { defineConfig } from "@playwright/test";
import { launchOptions } from "./launch.mjs";

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.ts",
  // Pictures are for people and are taken when one asks: `SCREENS=folder npx playwright test screens`.
  testIgnore: process.env.SCREENS ? [] : "screens.spec.ts",
  outputDir: "test-results",
  // A flow restarts servers and browsers and waits for the queue to drain by itself.
  timeout: 240_000,
  // Generous: what is waited for comes at once or is broken, and a busy machine is neither.
  expect: { timeout: 30_000 },
  fullyParallel: true,
  forbidOnly: true,
  // A flow that fails now and then is a fault, not bad luck.
  retries: 0,
  workers: 2,
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    locale: "fi-FI",
    timezoneId: "Europe/Helsinki",
    viewport: { width: 1280, height: 800 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions,
  },
});
