//! One holder among the tabs of this browser.
//!
//! Owns: the request of a Web Lock, stealing it, and noticing that it was stolen. Must not: know what the holder does.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;

use super::js;

/// How a lock is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Wait for one's turn.
    Queue,
    /// Take it from whoever has it.
    Steal,
}

/// Asks for a lock. `got` is called when this tab has it, `lost` when another tab has stolen it. The lock is kept until
/// the tab goes away. Where the browser has no locks, `got` is called at once: two senders are harmless.
pub fn request(name: &str, mode: Mode, got: impl FnOnce() + 'static, lost: impl FnOnce() + 'static) {
    let navigator = web_sys::window().map(|window| JsValue::from(window.navigator()));
    let Some(locks) = navigator.and_then(|navigator| js::get(&navigator, "locks")) else {
        got();
        return;
    };
    let held = Rc::new(Cell::new(false));
    let holding = held.clone();
    let granted = Closure::once_into_js(move |_lock: JsValue| -> js_sys::Promise {
        holding.set(true);
        got();
        // Never settled: the lock is held until the tab closes or it is stolen.
        js_sys::Promise::new(&mut |_, _| {})
    });
    let options = match mode {
        Mode::Queue => js::object(&[]),
        Mode::Steal => js::object(&[("steal", JsValue::TRUE)]),
    };
    let Some(promise) = js::call(&locks, "request", &[&JsValue::from_str(name), &options, &granted]) else {
        return;
    };
    let Ok(promise) = promise.dyn_into::<js_sys::Promise>() else { return };
    wasm_bindgen_futures::spawn_local(async move {
        // It settles only when the lock was stolen, or could not be asked for.
        let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
        if held.get() {
            lost();
        }
    });
}
