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
