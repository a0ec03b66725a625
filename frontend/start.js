// The page's only script: starts the app. Owns the first moment, when there is no app yet that could
// speak for itself; all else belongs to the app. `WASM_PATH` is filled in by the web build.
import init from "./frontend.js";

init({ module_or_path: WASM_PATH }).catch((error) => {
  // An old browser, or a file that could not be loaded: say so instead of showing an empty page.
  document.getElementById("not-started")?.removeAttribute("hidden");
  throw error;
});
