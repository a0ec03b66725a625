//! How long work took, for who looks: the browser's developer tools, and the benchmarks.
//!
//! Owns: the entry in the browser's performance timeline (User Timing Level 3). Must not: keep or send a figure.

use wasm_bindgen::JsValue;

use super::js;

/// Does the work and notes how long it took; of each name the last one stays in the timeline.
pub fn measured<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let Some(performance) = web_sys::window().and_then(|window| window.performance()) else { return work() };
    let start = performance.now();
    let done = work();
    let name = JsValue::from_str(name);
    js::call(&performance, "clearMeasures", &[&name]);
    js::call(&performance, "measure", &[&name, &js::object(&[("start", start.into())])]);
    done
}
