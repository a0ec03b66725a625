// Ten thousand entries that were logged without a network go to the server from one browser, until the last receipt is
// kept on the tablet. Logged through the interface, two hundred at a time (the most that one press saves).
import { CONTEXT, deviceCookie, enter, figure, withBrowser, withServer } from "./_common.mjs";

const ENTRIES = 10_000;
const PRESS = 200;

/** Before the app starts: tells when receipts have been kept, and how large the bodies of the pushes are. */
function note() {
  // What the browser tells of a request that a service worker has seen does not hold the body's size.
  const plain = globalThis.fetch;
  globalThis.pushed = [];
  globalThis.fetch = async (request, ...rest) => {
    if (request.url?.endsWith("/api/v1/sync/push")) {
      globalThis.pushed.push((await request.clone().arrayBuffer()).byteLength);
    }
    return plain.call(globalThis, request, ...rest);
  };
  const { transaction } = IDBDatabase.prototype;
  globalThis.settled = 0;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const tx = transaction.call(this, stores, mode, options);
    const names = [...tx.objectStoreNames];
    if (this.name === "digiverkosto" && mode === "readwrite" && names.includes("sent") && names.includes("outbox")) {
      tx.addEventListener("complete", () => (globalThis.settled = performance.now()));
    }
    return tx;
  };
}

const waiting = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const open = indexedDB.open("digiverkosto");
        open.onsuccess = () => {
          const count = open.result.transaction("outbox").objectStore("outbox").count();
          count.onsuccess = () => (open.result.close(), resolve(count.result));
        };
      }),
  );

await withServer((server) =>
  withBrowser(async (browser) => {
    const context = await browser.newContext(CONTEXT);
    await enter(context, server, await deviceCookie(server));
    await context.addInitScript(note);
    const page = await context.newPage();
    await page.goto(server.url);
    await page.waitForSelector("#save");
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.locator("label.segment").nth(2).click();
    const inputs = page.locator("#topic-counts input");
    await inputs.first().waitFor();
    await server.stop();

    while ((await waiting(page)) < ENTRIES) {
      const before = await waiting(page);
      for (let n = 0; n < 4; n += 1) {
        const field = inputs.nth((n * 2 + Math.floor(before / PRESS)) % 9);
        await field.fill("50");
        await field.blur();
      }
      // A press within 600 ms of the last save counts as a bounced finger.
      while ((await waiting(page)) === before) {
        await page.locator("#save").click();
        await page.waitForFunction(() => [...document.querySelectorAll("#topic-counts input")].every((one) => one.value === "0"), undefined, { timeout: 500 }).catch(() => undefined);
      }
    }
    const queued = await waiting(page);

    await page.evaluate(() => performance.clearResourceTimings());
    await server.run();
    while ((await waiting(page)) > 0) await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
    const times = await page.evaluate(() => {
      const pushes = performance.getEntriesByType("resource").filter((one) => one.name.endsWith("/api/v1/sync/push"));
      // A push that failed while the server was starting does not count as the beginning.
      const answered = pushes.filter((one) => one.responseStatus === 200);
      const bytes = globalThis.pushed.slice(-answered.length).reduce((sum, length) => sum + length, 0);
      return { first: Math.min(...answered.map((one) => one.startTime)), settled: globalThis.settled, count: answered.length, bytes };
    });
    const seconds = (times.settled - times.first) / 1000;
    figure("push from one browser to kept receipts", queued / seconds, "entries/s", {
      target: 12_396,
      note: `${queued} entries in ${times.count} pushes, ${seconds.toFixed(2)} s; target: three times the best peer (4,132)`,
    });
    figure("push from one browser: bytes up per entry", times.bytes / queued, "B", {
      target: 45,
      note: "gzip bodies, without headers",
    });
    await context.close();
  }),
);
