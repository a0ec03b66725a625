// The service worker: makes the app start without a network.
//
// Owns the cached shell (page, script, wasm, styles, font), one cache per version. It must not touch the
// interface below /api, hold any data of the network, or take over by itself: a new version waits until the
// page says that nothing is being written. The web build fills in the version and the list.
"use strict";

const VERSION = "__VERSION__";
const SHELL = [/* __SHELL__ */];

const PREFIX = "shell-";
const CACHE = PREFIX + VERSION;
const PAGE = "/index.html";
/**
 * Paths that are always the network's: the interface (its event stream too), the demo's links, and the activity day's pages,
 * which the server draws.
 */
const NEVER = /^\/((api|demo|healthz|readyz)(\/|$)|[^/]+\/(ilmoittaudu|ilmoittautuminen)(\/|$))/;

self.addEventListener("install", (event) => {
  // Where the browser can, the interface goes past this worker: it may live in the process of a tab that is stopped, and
  // a queue must not wait for that.
  event.addRoutes?.({ condition: { urlPattern: "/api/*" }, source: "network" });
  event.waitUntil(keepShell());
});

/** All or nothing: every file is in hand before the first is stored, and a half-filled cache is dropped. */
async function keepShell() {
  const files = await Promise.all(SHELL.map(async (path) => [path, await load(path)]));
  try {
    const cache = await caches.open(CACHE);
    await Promise.all(files.map(([path, response]) => cache.put(path, response)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** A file of the shell. A name with a hash never changes: an older version's copy saves the download. */
async function load(path) {
  const hashed = path.startsWith("/assets/");
  const kept = hashed ? await caches.match(path) : undefined;
  if (kept) return kept;
  const response = await fetch(path, { cache: hashed ? "default" : "reload", credentials: "same-origin" });
  if (!response.ok || response.redirected) throw new Error(`${path}: ${response.status}`);
  // The server may have been upgraded between two of these requests.
  if (path === PAGE && !(await response.clone().text()).includes(VERSION)) throw new Error("another version's page");
  return response;
}

self.addEventListener("activate", (event) => {
  event.waitUntil(dropOlder());
});

/** Only now, when no page of an older version is left or the person has agreed to the new one. */
async function dropOlder() {
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || NEVER.test(url.pathname)) return;
  if (request.mode === "navigate") {
    // A path with an extension is a file, all others are pages of the app.
    if (url.pathname === PAGE || !/\.[^/]*$/.test(url.pathname)) event.respondWith(shell(PAGE, event));
  } else if (SHELL.includes(url.pathname)) {
    event.respondWith(shell(url.pathname, event));
  }
});

/** From this version's cache; if that is gone, from the network, and the cache is filled again meanwhile. */
async function shell(path, event) {
  const cache = await caches.open(CACHE).catch(() => undefined);
  const kept = await cache?.match(path).catch(() => undefined);
  if (kept) return kept;
  event.waitUntil(refill());
  return fetch(event.request);
}

let refilling;

/** One at a time. A full disk or a newer server must not cost anybody the answer, so failing is allowed. */
function refill() {
  refilling ??= keepShell()
    .catch(() => undefined)
    .finally(() => {
      refilling = undefined;
    });
  return refilling;
}

self.addEventListener("message", (event) => {
  const type = event.data?.type;
  if (type === "activate") {
    event.waitUntil(self.skipWaiting());
  } else if (type === "version") {
    (event.ports[0] ?? event.source)?.postMessage({ type: "version", version: VERSION });
  }
});

// Background Sync: the network is back. The pages hold the queue and its credential, so they send.
self.addEventListener("sync", (event) => {
  if (event.tag === "push") event.waitUntil(tellPages({ type: "sync" }));
});

async function tellPages(message) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const page of pages) page.postMessage(message);
}
