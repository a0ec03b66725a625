// The first load of the log screen: bytes, requests, and the time until it can be used.
//
// A new browser context each time (empty caches and storage) that has a tablet's cookie only. Bytes are those on the
// wire, headers included, as the network log of the page counts them; what the service worker then asks for comes from
// the HTTP cache and is not the page's.
import { CONTEXT, deviceCookie, enter, figure, noteUsable, quantile, usableAt, withBrowser, withServer } from "./_common.mjs";

const ROUNDS = 5;
const WIRE = { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };

/** What a path is, for the sums. */
function sort(path) {
  if (path.startsWith("/api/")) return "api";
  for (const end of ["wasm", "js", "css", "woff2"]) if (path.endsWith(`.${end}`)) return end;
  return "page";
}

async function bytes(browser, server, cookie) {
  const context = await browser.newContext({ ...CONTEXT });
  await enter(context, server, cookie);
  await context.addInitScript(noteUsable);
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  const paths = new Map();
  const sums = {};
  let requests = 0;
  network.on("Network.requestWillBeSent", ({ requestId, request }) => {
    const { protocol, pathname } = new URL(request.url);
    if (protocol === "http:" && pathname !== "/api/v1/events") paths.set(requestId, pathname);
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const path = paths.get(requestId);
    if (!path) return;
    requests += 1;
    sums[sort(path)] = (sums[sort(path)] ?? 0) + encodedDataLength;
  });
  await page.goto(server.url, { waitUntil: "networkidle" }).catch(() => undefined);
  await usableAt(page);
  await context.close();
  const shell = (sums.wasm ?? 0) + (sums.js ?? 0) + (sums.css ?? 0);
  for (const [kind, sum] of Object.entries(sums)) figure(`first load: ${kind}`, sum / 1000, "kB");
  figure("first load: wasm + js + css", shell / 1000, "kB", { target: 250, note: "brotli, on the wire; nearest peer 293 kB" });
  figure("first load: requests", requests, "requests", { target: 9, note: "without the event stream; nearest peer 9" });
}

async function time(browser, server, cookie, name, target, { cpu, wire }) {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext(CONTEXT);
    await enter(context, server, cookie);
    await context.addInitScript(noteUsable);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: cpu });
    if (wire) {
      await session.send("Network.enable");
      await session.send("Network.emulateNetworkConditions", { offline: false, ...WIRE });
    }
    await page.goto(server.url, { waitUntil: "commit" });
    times.push(await usableAt(page));
    await context.close();
  }
  figure(`usable log screen, cold, ${name}`, quantile(times, 0.5) / 1000, "s", {
    target,
    note: `median of ${ROUNDS}; target: the nearest peer`,
  });
}

await withServer((server) =>
  withBrowser(async (browser) => {
    const cookie = await deviceCookie(server);
    await bytes(browser, server, cookie);
    await time(browser, server, cookie, "1× CPU", 0.56, { cpu: 1 });
    await time(browser, server, cookie, "4× CPU", 1.06, { cpu: 4 });
    await time(browser, server, cookie, "4× CPU, 1.6 Mbit/s, 150 ms", 2.5, { cpu: 4, wire: true });
  }),
);
