// What the browser benchmarks share: how a figure is told, percentiles, a page that tells when it is usable, and a
// tablet of the demo network.
import { launchOptions } from "../launch.mjs";
import { Server } from "../support/server.mjs";
import { chromium } from "@playwright/test";

/** A tablet held in both hands. */
export const CONTEXT = { locale: "fi-FI", timezoneId: "Europe/Helsinki", viewport: { width: 1280, height: 800 } };

/** Tells one figure; `target` and `note` may be absent. */
export function figure(name, value, unit, { target, note } = {}) {
  console.log(JSON.stringify({ name, value: Math.round(value * 100) / 100, unit, target, note }));
}

/** The q-th part of the sorted values: 0.5 is the median. */
export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}

/** A server with the demo network; `work` gets it, and it is taken away whatever happens. */
export async function withServer(work) {
  const server = await Server.start({ demo: true });
  try {
    await work(server);
  } finally {
    await server.dispose();
  }
}

/** A browser; closed whatever happens. */
export async function withBrowser(work) {
  const browser = await chromium.launch(launchOptions);
  try {
    await work(browser);
  } finally {
    await browser.close();
  }
}

/** The device cookie of a new tablet of the demo network, without a browser. */
export async function deviceCookie(server) {
  const answer = await fetch(server.tabletLink, { redirect: "manual" });
  for (const cookie of answer.headers.getSetCookie()) {
    const [, value] = /^__Host-dv_device=([^;]*)/.exec(cookie) ?? [];
    if (value) return value;
  }
  throw new Error(`no device cookie (${answer.status})`);
}

/** Puts the cookie into a browser context. */
export async function enter(context, server, value) {
  const url = server.url.replace("http:", "https:");
  await context.addCookies([{ name: "__Host-dv_device", value, url, httpOnly: true, secure: true, sameSite: "Lax" }]);
}

/**
 * Runs in the page before anything else: notes when the log screen can be used, which is the frame after the topics
 * and the save button stand in the page.
 */
export function noteUsable() {
  const usable = () => document.querySelector("input[name=topic]") && document.querySelector("#save");
  const look = () => {
    if (usable()) requestAnimationFrame(() => setTimeout(() => (globalThis.usableAt ??= performance.now())));
    else requestAnimationFrame(look);
  };
  look();
}

/** Milliseconds from the start of the navigation until the page could be used. */
export async function usableAt(page) {
  await page.waitForFunction(() => globalThis.usableAt !== undefined, undefined, { timeout: 60_000 });
  return page.evaluate(() => globalThis.usableAt);
}
