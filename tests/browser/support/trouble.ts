// What a browser does to a store: closes it, fills it up, empties it, refuses it.
//
// Owns: making Chromium do so by its own means where it has any, and by its functions in the page where it has none.
// Must not: reach into the app.
import { expect, type CDPSession, type Page } from "@playwright/test";
import type { Tablet } from "./device";

/** Chromium closes all connections to the stores of this profile, as it does when a store breaks; nothing is deleted. */
export async function forceClose(tablet: Tablet, page: Page): Promise<void> {
  // A connection of our own tells when it has happened.
  await page.evaluate(async () => {
    const opened = indexedDB.open("digiverkosto");
    await new Promise((resolve) => (opened.onsuccess = resolve));
    const closed = new Promise<void>((resolve) => (opened.result.onclose = () => resolve()));
    Object.assign(window, { closedByForce: closed });
  });
  const internals = await tablet.browser.newPage();
  await internals.goto("chrome://indexeddb-internals");
  await internals.getByText("Force close").first().click();
  await page.evaluate(() => (window as unknown as { closedByForce: Promise<void> }).closedByForce);
  await internals.close();
  await page.bringToFront();
}

/** Keeps a writing transaction on a store open, so that every other one waits behind it, until it is closed by force. */
export async function occupy(page: Page, store: string): Promise<void> {
  await page.evaluate(async (store) => {
    const opened = indexedDB.open("digiverkosto");
    await new Promise((resolve) => (opened.onsuccess = resolve));
    const occupied = opened.result.transaction(store, "readwrite").objectStore(store);
    await new Promise<void>((resolve) => {
      const again = () => {
        resolve();
        occupied.count().onsuccess = again;
      };
      again();
    });
  }, store);
}

/** A limit on what an origin may store. It holds from the origin's first use in a run of the browser. */
export class Quota {
  private constructor(
    private readonly session: CDPSession,
    private readonly origin: string,
  ) {}

  /** Leaves so many bytes free; the page must not have been at the origin yet in this run. */
  static async leave(page: Page, origin: string, bytes: number): Promise<Quota> {
    expect(page.url(), "Chromium asks for the quota once, when the store is first used").toBe("about:blank");
    const session = await page.context().newCDPSession(page);
    const { usage } = await session.send("Storage.getUsageAndQuota", { origin });
    await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: Math.max(1, usage + bytes) });
    return new Quota(session, origin);
  }

  async lift(): Promise<void> {
    await this.session.send("Storage.overrideQuotaForOrigin", { origin: this.origin });
  }
}

/** The browser drops what an origin has stored; cookies stay. */
export async function evict(page: Page, origin: string, storageTypes: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin, storageTypes });
}

/** Ways in which a browser has no IndexedDB for a page. */
export const ABSENT: Record<string, () => void> = {
  "there is none": () => Object.defineProperty(window, "indexedDB", { value: undefined }),
  "it may not be opened": () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("denied", "SecurityError");
    };
  },
  "opening it fails": () => {
    const open = IDBFactory.prototype.open;
    IDBFactory.prototype.open = function () {
      const request = open.call(this, "broken", 1);
      // An upgrade that is broken off ends the opening with an error.
      request.addEventListener("upgradeneeded", () => request.transaction?.abort());
      return request;
    };
  },
};

/** Ways in which a write fails, where the page wants them to. */
export type Failing = "begin" | "request" | "commit";

/** Prepares a page whose writes can be made to fail. */
export async function breakable(page: Page): Promise<(how: Failing | undefined) => Promise<void>> {
  await page.addInitScript(() => {
    const scope = window as unknown as { failing?: string };
    const saving = (transaction: IDBTransaction) => transaction.mode === "readwrite" && transaction.objectStoreNames.contains("outbox");
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (names, mode, options) {
      if (scope.failing === "begin" && mode === "readwrite") throw new DOMException("broken", "UnknownError");
      return begin.call(this, names, mode, options);
    };
    const add = IDBObjectStore.prototype.add;
    IDBObjectStore.prototype.add = function (...all) {
      if (scope.failing === "request") throw new DOMException("broken", "UnknownError");
      return add.apply(this, all);
    };
    const commit = IDBTransaction.prototype.commit;
    IDBTransaction.prototype.commit = function () {
      if (scope.failing === "commit" && saving(this)) this.abort();
      else commit.call(this);
    };
  });
  return (how) => page.evaluate((failing) => void Object.assign(window, { failing }), how);
}
