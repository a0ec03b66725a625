// Stopping a page at a chosen moment of a write, so that a test can kill the browser there.
//
// Owns: the moments of an IndexedDB transaction and of a request, and knowing that one has been reached. The page is
// stopped from outside, by the browser's own functions: the app has nothing in it for this. Must not: kill anything.
import type { Page } from "@playwright/test";
import type { Proxy, Rule } from "./proxy";

/** The writing transactions between a tap and its pull, by the stores that they take. */
export const WRITES = { save: "meta,outbox", settlement: "meta,outbox,quarantine,sent", pull: "base,meta" };

/**
 * A moment of a transaction: before it begins, when its first request has been made, when its commit has been asked for,
 * when it has been completed but nobody in the page knows of it.
 */
export type Moment = "begin" | "request" | "commit" | "complete";
export const MOMENTS: Moment[] = ["begin", "request", "commit", "complete"];

const STOPPED = "/stopped-by-the-test";

/** A promise that others settle. */
interface Gate {
  passed: Promise<void>;
  open: () => void;
}

function gate(): Gate {
  let open = () => {};
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

export class Stops {
  private stopped = gate();

  private constructor(
    readonly page: Page,
    private readonly proxy: Proxy,
  ) {}

  /** Prepares a page that has not loaded the app yet; the app must come through the proxy. */
  static async prepare(page: Page, proxy: Proxy): Promise<Stops> {
    await page.addInitScript((path) => {
      const scope = window as unknown as { stop?: { stores: string; moment: string } };
      // A request that nobody answers and that the page waits for: nothing of the page runs after it, and no
      // processor time is spent.
      const halt = () => {
        const request = new XMLHttpRequest();
        request.open("POST", path, false);
        request.send();
      };
      const chosen = new WeakMap<IDBTransaction, string>();
      const haltAt = (transaction: IDBTransaction, moment: string) => {
        if (chosen.get(transaction) === moment) halt();
      };
      const begin = IDBDatabase.prototype.transaction;
      IDBDatabase.prototype.transaction = function (names, mode, options) {
        const { stop } = scope;
        const wanted = stop !== undefined && mode === "readwrite" && [names].flat().sort().join() === stop.stores;
        if (wanted && stop.moment === "begin") halt();
        const transaction = begin.call(this, names, mode, options);
        if (wanted) {
          chosen.set(transaction, stop.moment);
          transaction.addEventListener("complete", () => haltAt(transaction, "complete"));
        }
        return transaction;
      };
      const commit = IDBTransaction.prototype.commit;
      IDBTransaction.prototype.commit = function () {
        commit.call(this);
        haltAt(this, "commit");
      };
      for (const name of ["add", "put", "delete"] as const) {
        const original = IDBObjectStore.prototype[name] as (...all: unknown[]) => IDBRequest;
        (IDBObjectStore.prototype as unknown as Record<string, unknown>)[name] = function (this: IDBObjectStore, ...all: unknown[]) {
          const request = original.apply(this, all);
          haltAt(this.transaction, "request");
          return request;
        };
      }
    }, STOPPED);
    const stops = new Stops(page, proxy);
    proxy.rule = (path) => stops.rule(path);
    return stops;
  }

  private line: { path: string; side: "asked" | "answered"; here: Gate; on: Gate } | undefined;

  private rule(path: string): ReturnType<Rule> {
    if (path === STOPPED) {
      this.stopped.open();
      return "answered";
    }
    const line = this.line;
    if (line === undefined || !path.startsWith(line.path)) return undefined;
    if (line.side === "asked") {
      line.here.open();
      return "answered";
    }
    return async (body) => {
      line.here.open();
      await line.on.passed;
      return body;
    };
  }

  /** From now on the page stops at this moment of each such transaction. */
  async at(stores: string, moment: Moment): Promise<void> {
    await this.page.evaluate((stop) => Object.assign(window, { stop }), { stores, moment });
  }

  /** Waits until the page stands still. */
  async reached(): Promise<void> {
    await this.stopped.passed;
  }

  /** From now on requests of that path get no further than to the server's door, or their answers not back from it. */
  hold(path: string, side: "asked" | "answered"): { here: Promise<void>; on: () => void } {
    const line = { path, side, here: gate(), on: gate() };
    this.line = line;
    const on = () => {
      if (this.line === line) this.line = undefined;
      line.on.open();
    };
    return { here: line.here.passed, on };
  }
}
