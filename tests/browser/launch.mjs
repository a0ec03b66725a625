// How every browser of the tests and benchmarks is started: Debian's Chromium, without anything that talks to
// the outside by itself. The specs and the benchmarks must not start one in any other way.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The Chromium to use: from the environment, or the first one on the PATH. */
function chromium() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    for (const name of ["chromium", "chromium-browser"]) {
      const file = join(folder, name);
      try {
        accessSync(file, constants.X_OK);
        return file;
      } catch {
        // Not in this folder.
      }
    }
  }
  throw new Error("No Chromium found; run `cargo xtask test`, or set CHROMIUM to its path.");
}

/** Options for `chromium.launch` and `chromium.launchPersistentContext`. */
export const launchOptions = {
  executablePath: chromium(),
  headless: true,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

/** The built server binary. */
export const binary = process.env.DIGIVERKOSTO_BIN ?? new URL("../../target/debug/digiverkosto", import.meta.url).pathname;
