// A new version of the app: offered, never forced, and what waits in the queue outlives it.
import type { IncomingMessage } from "node:http";
import { enrol, offlineReady } from "./support/device";
import { expect, test } from "./support/fixtures";
import { LogScreen } from "./support/log";
import { Proxy } from "./support/proxy";
import { stored } from "./support/store";
import { words } from "./support/words";

const NEWER = "99.0.0+newer";

/** The version that the running page is of. */
const version = () => document.querySelector('meta[name="app-version"]')?.getAttribute("content") ?? "";

test("a new version with unsent entries waits for the person, and the entries arrive", async ({ server, chair, tablet }) => {
  const proxy = await Proxy.start(server);
  try {
    let page = await tablet.open(proxy.url);
    await enrol(page, proxy.url, chair);
    await offlineReady(page);
    const old = await page.evaluate(version);
    expect(old).not.toBe("");

    // A newer version is on the server, whose interface is out of reach.
    let reachable = false;
    proxy.rule = (path: string, _: IncomingMessage, response) => {
      if (path.startsWith("/api/") && !reachable) {
        response.writeHead(503).end();
        return "answered";
      }
      const changed = ["/", "/index.html", "/laite", "/service-worker.js"].includes(path);
      return changed ? (body) => Buffer.from(body.toString().replaceAll(old, NEWER)) : undefined;
    };
    const log = new LogScreen(page);
    await page.goto(proxy.url);
    await log.ready();
    await log.tally("gov", 3);
    await log.choose("identity");
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await expect
      .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting?.state))
      .toBe("installed");

    // Offered, not forced: this page and a page opened now are still the old version, the form is as it was.
    await expect(log.topic("identity")).toBeChecked();
    expect(await page.evaluate(version)).toBe(old);
    await log.saveOne("identity");
    await page.getByRole("button", { name: words("shell.menu") }).click();
    await page.getByRole("link", { name: words("shell.nav.device") }).click();
    expect(await page.evaluate(version)).toBe(old);
    await expect.poll(() => stored(page)).toMatchObject({ outbox: 4 });

    await page.getByRole("button", { name: words("device.update_now") }).click();
    await expect.poll(() => page.evaluate(version).catch(() => "")).toBe(NEWER);
    await expect.poll(() => stored(page).catch(() => undefined)).toMatchObject({ outbox: 4, quarantine: 0 });
    reachable = true;
    await page.goto(proxy.url);
    await new LogScreen(page).drained(60_000);
    expect(await chair.entries()).toHaveLength(4);
  } finally {
    await proxy.stop();
  }
});
