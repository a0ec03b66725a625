//! Questions about the origin's storage.
//!
//! Owns: asking for persistence, the estimate of what is left, dropping caches that can be fetched again. Must not:
//! touch IndexedDB (`store/` does).

use shared::wire::v1::device::Persistence;
use wasm_bindgen::{JsCast as _, JsValue};

use super::{js, kept};

/// Asks for persistent storage; the browser may ask the person.
pub async fn persist() -> Persistence {
    ask("persist").await
}

/// Whether the storage is persistent.
pub async fn persisted() -> Persistence {
    ask("persisted").await
}

async fn ask(question: &str) -> Persistence {
    let Some(manager) = manager() else { return Persistence::Unknown };
    match js::call_async(&manager, question, &[]).await.and_then(|answer| answer.as_bool()) {
        Some(true) => Persistence::Yes,
        Some(false) => Persistence::No,
        None => Persistence::Unknown,
    }
}

/// Bytes that the origin may still write, as the browser estimates.
pub async fn left() -> Option<f64> {
    let estimate = js::call_async(&manager()?, "estimate", &[]).await?;
    let number = |name| js::get(&estimate, name).and_then(|value| value.as_f64());
    Some(number("quota")? - number("usage")?)
}

/// Drops what the cache storage holds beside the shell in use, which is the oldest of the shells: without it the app would
/// not start offline. Gives the number of dropped caches.
pub async fn drop_spare_caches() -> u32 {
    let Some(caches) = js::global("caches") else { return 0 };
    let Some(names) = js::call_async(&caches, "keys", &[]).await else { return 0 };
    let mut dropped = 0;
    let (kept, shells): (Vec<_>, Vec<_>) =
        js_sys::Array::from(&names).iter().partition(|name| name.as_string().as_deref() == Some(kept::NAME));
    for name in kept.into_iter().chain(shells.into_iter().skip(1)) {
        if js::call_async(&caches, "delete", &[&name]).await.is_some_and(|gone| gone.is_truthy()) {
            dropped += 1;
        }
    }
    dropped
}

fn manager() -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    js::get(navigator.unchecked_ref(), "storage")
}
