// The chair's page over a million entries of ten years: how soon it can be used, what a filter costs, and how soon an entry
// of a tablet is seen. Beside it crossfilter2 in the same page with the same facts, nine dimensions and a group of each.
//
// The app's own count is what the page shows: 13 groups of the chosen year to date and of the same dates before, the months
// of both years, the goals and the libraries that report.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes, randomUUID } from "node:crypto";
import { CONTEXT, figure, quantile, withBrowser } from "./_common.mjs";
import { facts } from "./_facts.mjs";
import { Server } from "../support/server.mjs";

const ENTRIES = Number(process.env.BENCH_ENTRIES ?? 1_000_000);
const STEPS = 120;
const PUSHES = 60;
/** What is filtered in turns: the address's name and some of its codes. */
const FILTERS = {
  kirjasto: ["turku", "raisio"],
  aihe: ["gov", "device"],
  muoto: ["near", "remote"],
  tilanne: ["desk", "phone"],
  kesto: ["d1", "d3"],
  tulos: ["done", "partly"],
  laite: ["own_pc", "phone"],
  kieli: ["fi", "sv"],
  kirjaustapa: ["live", "late"],
};
/** The places of those fields among the columns of the facts. */
const COLUMNS = [0, 4, 7, 8, 9, 10, 12, 13, 3];

/** A fresh context of the chair. */
async function chairContext(browser, server, cookies) {
  const context = await browser.newContext(CONTEXT);
  const url = server.url.replace("http:", "https:");
  for (const pair of cookies.split("; ")) {
    const [name, value] = [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
    await context.addCookies([{ name, value, url, httpOnly: true, secure: true, sameSite: "Lax" }]);
  }
  return context;
}

/** In the page, before the app: when the charts stand there. */
function noteCounted() {
  const look = () => {
    if (document.querySelector("#topics-finding")?.textContent.match(/\d/)) {
      requestAnimationFrame(() => setTimeout(() => (globalThis.countedAt ??= performance.now())));
    } else requestAnimationFrame(look);
  };
  look();
  globalThis.counts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntriesByName("figures")) globalThis.counts.push(entry.duration);
  }).observe({ type: "measure" });
}

const counted = async (page) => {
  await page.waitForFunction(() => globalThis.countedAt !== undefined, undefined, { timeout: 120_000 });
  return page.evaluate(() => globalThis.countedAt);
};

/** In the page: a choice in each list in turns; to the next frame. */
async function choose({ filters, steps }) {
  const names = Object.keys(filters);
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const times = [];
  globalThis.counts.length = 0;
  for (let n = 0; n < steps; n += 1) {
    const name = names[n % names.length];
    const select = document.querySelector(`#filter-${name}`);
    if (!select) throw new Error(`no filter ${name}`);
    // Two are chosen at a time at most: each is taken back when the one after the next is chosen.
    const codes = filters[name];
    select.value = select.value === "" ? codes[Math.floor(n / names.length) % codes.length] : "";
    const start = performance.now();
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await frame();
    times.push(performance.now() - start);
    await frame();
  }
  return { times, counts: [...globalThis.counts] };
}

/** In the page: the same with crossfilter2; `data` comes in pieces, since it is large. */
function cross({ filters, steps, columns, codes, rows, signs, days, from, to }) {
  const records = Array.from({ length: rows }, (_, row) => ({ sign: signs[row], day: days[row], c: columns.map((column) => column[row]) }));
  const run = (bounded) => {
    let start = performance.now();
    const cf = globalThis.crossfilter(records);
    const dimensions = columns.map((_, n) => cf.dimension((record) => record.c[n]));
    const groups = dimensions.map((dimension) => dimension.group().reduceSum((record) => record.sign));
    if (bounded) cf.dimension((record) => record.day).filterRange([from, to + 1]);
    groups.forEach((group) => group.all());
    const built = performance.now() - start;
    const times = [];
    const chosen = columns.map(() => false);
    for (let n = 0; n < steps; n += 1) {
      const at = n % columns.length;
      const names = filters[at];
      const code = codes[at].indexOf(names[Math.floor(n / columns.length) % names.length]);
      start = performance.now();
      if (chosen[at]) dimensions[at].filterAll();
      else dimensions[at].filterExact(code);
      groups.forEach((group) => group.all());
      times.push(performance.now() - start);
      chosen[at] = !chosen[at];
    }
    return { built, times };
  };
  return { all: run(false), year: run(true) };
}

/** One entry of now. */
function batch() {
  const bytes = (ms) => {
    const id = randomBytes(16);
    id.writeUIntBE(ms, 0, 6);
    id[6] = (id[6] & 0x0f) | 0x70;
    id[8] = (id[8] & 0x3f) | 0x80;
    return id.toString("hex");
  };
  const ms = Date.now();
  const set = { count: 1, kind: "customer", mode: "live", place: { point: "main" }, topics: ["gov"], when: { now: true } };
  const at = (BigInt(ms) << 16n).toString(16).padStart(16, "0");
  const op = { id: bytes(ms), at, act: "create", of: "help", library: "turku", lists: 1, set };
  return JSON.stringify({ v: 1, nonce: randomUUID(), replica: bytes(ms), pending: 1, ops: [op] });
}

async function main(server, cookies) {
  await withBrowser(async (browser) => {
    const note = `${ENTRIES.toLocaleString("en")} entries of ten years`;
    const open = [];
    for (let n = 0; n < 3; n += 1) {
      const context = await chairContext(browser, server, cookies.chair);
      await context.addInitScript(noteCounted);
      const page = await context.newPage();
      await page.goto(`${server.url}/tilanne`);
      open.push(await counted(page));
      await context.close();
    }
    figure("dashboard from a cold cache, counted", quantile(open, 0.5), "ms", { target: 2_000, note: `${note}, median of 3` });

    const context = await chairContext(browser, server, cookies.chair);
    await context.addInitScript(noteCounted);
    const page = await context.newPage();
    await page.goto(`${server.url}/tilanne`);
    await counted(page);
    await page.reload();
    figure("– opened again, the facts kept", await counted(page), "ms", { note });
    await page.locator(".filters + .disclosure > summary").click();

    await page.evaluate(choose, { filters: FILTERS, steps: 20 });
    const own = await page.evaluate(choose, { filters: FILTERS, steps: STEPS });
    figure("a filter, all groups counted: p50", quantile(own.counts, 0.5), "ms", { note: `${own.counts.length} counts` });
    figure("a filter, all groups counted: p95", quantile(own.counts, 0.95), "ms", { target: 16 });
    figure("a filter to the next frame: p50", quantile(own.times, 0.5), "ms");
    figure("a filter to the next frame: p95", quantile(own.times, 0.95), "ms", { target: 50 });

    await pixels(page, server, cookies.tablet);
    await compare(page, server, cookies.chair);
    await context.close();
  });
}

/** From the sending of a push to the frame that shows another number. */
async function pixels(page, server, cookie) {
  await page.goto(`${server.url}/tilanne`);
  await counted(page);
  await page.waitForTimeout(2_000);
  const times = [];
  for (let n = 0; n < PUSHES; n += 1) {
    const seen = page.evaluate(
      () =>
        new Promise((resolve) => {
          const tally = document.querySelector(".tally");
          const before = tally.textContent;
          const observer = new MutationObserver(() => {
            if (tally.textContent === before) return;
            observer.disconnect();
            requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
          });
          observer.observe(tally, { childList: true, characterData: true, subtree: true });
          globalThis.armed = true;
        }),
    );
    await page.waitForFunction(() => globalThis.armed);
    const sent = performance.timeOrigin + performance.now();
    const answer = await fetch(`${server.url}/api/v1/sync/push`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie },
      body: batch(),
    });
    const told = await answer.text();
    if (!told.includes('"applied"')) throw new Error(`push: ${answer.status} ${told}`);
    times.push((await seen) - sent);
    await page.evaluate(() => (globalThis.armed = false));
    // Neither in step with the page's second nor with a frame.
    await page.waitForTimeout(300 + ((n * 137) % 400));
  }
  figure("a push to the number on an open dashboard: p50", quantile(times, 0.5), "ms", { note: `${times.length} pushes, loopback` });
  figure("a push to the number on an open dashboard: p95", quantile(times, 0.95), "ms", { target: 100 });
}

async function compare(page, server, cookie) {
  const data = await facts(server.url, cookie);
  const source = readFileSync(createRequire(import.meta.url).resolve("crossfilter2/crossfilter.js"), "utf8");
  await page.evaluate(`${source};0`);
  const today = new Date().toISOString().slice(0, 10);
  const day = (date) => Math.floor(Date.parse(date) / 86_400_000);
  const { all, year } = await page.evaluate(cross, {
    filters: Object.values(FILTERS),
    steps: STEPS,
    columns: COLUMNS.map((n) => data.columns[n].rows),
    codes: COLUMNS.map((n) => data.columns[n].codes),
    rows: data.signs.length,
    signs: data.signs,
    days: data.days,
    from: day(`${today.slice(0, 4)}-01-01`),
    to: day(today),
  });
  const rows = `${data.signs.length.toLocaleString("en")} rows, nine dimensions`;
  figure("crossfilter2, same page, all years: built", all.built, "ms", { note: rows });
  figure("crossfilter2, same page, all years: p50", quantile(all.times, 0.5), "ms");
  figure("crossfilter2, same page, all years: p95", quantile(all.times, 0.95), "ms");
  figure("crossfilter2, same page, one year filtered: p50", quantile(year.times, 0.5), "ms");
  figure("crossfilter2, same page, one year filtered: p95", quantile(year.times, 0.95), "ms");
}

const folder = mkdtempSync(join(tmpdir(), "digiverkosto-bench-"));
try {
  const seeded = spawnSync(process.env.BENCH_BIN, ["seed", folder, "--entries", String(ENTRIES)], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  if (seeded.status !== 0) throw new Error(`seed: ${seeded.status}`);
  const cookies = JSON.parse(seeded.stdout);
  const server = await Server.start({ data: folder });
  try {
    await main(server, cookies);
  } finally {
    await server.dispose();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
