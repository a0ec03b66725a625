// What a tablet's IndexedDB holds, read beside the app.
//
// Owns: counting records. Must not: write: the store is the app's.
import type { Page } from "@playwright/test";

/** Records per object store. */
export interface Stored {
  base: number;
  outbox: number;
  sent: number;
  quarantine: number;
}

/** Counts what is stored; zeros where there is no database yet. */
export async function stored(page: Page): Promise<Stored> {
  return page.evaluate(async () => {
    const empty = { base: 0, outbox: 0, sent: 0, quarantine: 0 };
    const names = (await indexedDB.databases()).map((database) => database.name);
    if (!names.includes("digiverkosto")) return empty;
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("digiverkosto");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    try {
      const counts = { ...empty };
      for (const name of Object.keys(empty) as (keyof typeof empty)[]) {
        if (!database.objectStoreNames.contains(name)) continue;
        counts[name] = await new Promise<number>((resolve, reject) => {
          const request = database.transaction(name).objectStore(name).count();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      }
      return counts;
    } finally {
      database.close();
    }
  });
}

/** Gives the waiting entries another topic behind the app's back, as an app with other lists would have written it. */
export async function writeOtherTopic(page: Page, from: string, to: string): Promise<void> {
  await page.evaluate(
    async ([from, to]) => {
      const opened = indexedDB.open("digiverkosto");
      await new Promise((resolve) => (opened.onsuccess = resolve));
      const database = opened.result;
      const transaction = database.transaction("outbox", "readwrite");
      const cursor = transaction.objectStore("outbox").openCursor();
      cursor.onsuccess = () => {
        const at = cursor.result;
        if (!at) return;
        at.update({ ...at.value, json: (at.value.json as string).replaceAll(`\\"${from}\\"`, `\\"${to}\\"`) });
        at.continue();
      };
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      database.close();
    },
    [from, to] as const,
  );
}

/** Sends what was sent last into the quarantine, as a server that rejects it would, and opens the app again. */
export async function quarantineLast(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const opened = indexedDB.open("digiverkosto");
    await new Promise((resolve) => (opened.onsuccess = resolve));
    const database = opened.result;
    const transaction = database.transaction(["sent", "quarantine"], "readwrite");
    const all = transaction.objectStore("sent").getAll();
    all.onsuccess = () => {
      const { item } = JSON.parse(all.result.at(-1).json).ops.at(-1);
      const wedged = { item: { ...item, id: item.id }, code: "unknown_code", at: Date.now() };
      transaction.objectStore("quarantine").put(JSON.stringify(wedged), item.id);
    };
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
  });
}
