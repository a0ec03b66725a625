//! The clipboard.
//!
//! Owns: writing a text to it. Must not: read it.

use super::js;

/// Copies a text; `false` where the browser refuses.
pub async fn copy(text: &str) -> bool {
    let Some(navigator) = js::global("navigator") else { return false };
    let Some(clipboard) = js::get(&navigator, "clipboard").filter(|found| found.is_object()) else {
        return false;
    };
    js::call_async(&clipboard, "writeText", &[&wasm_bindgen::JsValue::from_str(text)]).await.is_some()
}
