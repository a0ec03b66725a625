// The first load of the registration form on a phone: bytes, requests, and the time until it can be filled in and sent.
//
// A new browser context each time (empty caches). Bytes are those on the wire, headers included, as the network log of the
// page counts them. The form can be used without its script: what is measured is the page with the script run.
import { day, YEAR } from "../support/day.mjs";
import { Server } from "../support/server.mjs";
import { figure, quantile, withBrowser } from "./_common.mjs";

const ROUNDS = 5;
const PHONE = { locale: "fi-FI", timezoneId: "Europe/Helsinki", viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const WIRE = { latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };

/** A network with a day. */
async function open(server) {
  const send = (method, path, body, cookie = "") =>
    fetch(server.url + path, { method, headers: { "content-type": "application/json", cookie }, body: JSON.stringify(body) });
  const contacts = { controller: "Koekaupunki", controller_contact: "a@koe.example", dpo_contact: "b@koe.example", accessibility_contact: "c@koe.example", accessibility_phone: "" };
  const chair = { name: "Petra", email: "pj@koe.example", password: "varmasti pitkä salasana" };
  const answer = await send("POST", "/api/v1/setup", { token: server.setupLink.split("#")[1], network_name: "Koeverkosto", contacts, chair });
  const cookie = answer.headers.getSetCookie().map((one) => one.split(";")[0]).join("; ");
  const saved = await send("PUT", `/api/v1/days/${YEAR}`, { day: day() }, cookie);
  if (!saved.ok) throw new Error(`no day: ${await saved.text()}`);
  return `${server.url}/koeverkosto/ilmoittaudu/${YEAR}`;
}

/** What a path is, for the sums. */
function sort(path) {
  for (const end of ["js", "css", "woff2", "svg"]) if (path.endsWith(`.${end}`)) return end;
  return "page";
}

async function bytes(browser, form) {
  const context = await browser.newContext(PHONE);
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  const paths = new Map();
  const sums = {};
  network.on("Network.requestWillBeSent", ({ requestId, request }) => paths.set(requestId, new URL(request.url).pathname));
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const kind = sort(paths.get(requestId) ?? "");
    sums[kind] = (sums[kind] ?? 0) + encodedDataLength;
  });
  await page.goto(form, { waitUntil: "networkidle" });
  await context.close();
  for (const [kind, sum] of Object.entries(sums)) figure(`registration form, first load: ${kind}`, sum / 1000, "kB");
  const all = Object.values(sums).reduce((sum, one) => sum + one, 0);
  figure("registration form, first load", all / 1000, "kB", { target: 100, note: "on the wire; pretix 339 kB over five pages" });
  figure("registration form, first load: requests", paths.size, "requests");
}

async function time(browser, form, name, target, { cpu, wire }) {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const context = await browser.newContext(PHONE);
    // Whoever can see the button and what hangs on choices has been hidden can fill in the form.
    await context.addInitScript(() => {
      const usable = () => document.querySelector("form.register button[type=submit]") && document.querySelector("[data-when][hidden]");
      const look = () => {
        if (usable()) requestAnimationFrame(() => setTimeout(() => (globalThis.usableAt ??= performance.now())));
        else requestAnimationFrame(look);
      };
      look();
    });
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: cpu });
    if (wire) {
      await session.send("Network.enable");
      await session.send("Network.emulateNetworkConditions", { offline: false, ...WIRE });
    }
    await page.goto(form, { waitUntil: "commit" });
    await page.waitForFunction(() => globalThis.usableAt !== undefined, undefined, { timeout: 60_000 });
    times.push(await page.evaluate(() => globalThis.usableAt));
    await context.close();
  }
  figure(`usable registration form, cold, ${name}`, quantile(times, 0.5) / 1000, "s", { target, note: `median of ${ROUNDS}; pretix 2.2–2.4 s` });
}

const server = await Server.start();
try {
  const form = await open(server);
  await withBrowser(async (browser) => {
    await bytes(browser, form);
    await time(browser, form, "1× CPU", undefined, { cpu: 1 });
    await time(browser, form, "4× CPU, 1.6 Mbit/s, 150 ms", 1.5, { cpu: 4, wire: true });
  });
} finally {
  await server.dispose();
}
