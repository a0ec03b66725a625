//! Signs of life: online and offline, seen and hidden, somebody touching the page.
//!
//! Owns: the page's listeners, which live as long as the page. Must not: draw conclusions; "online" only means that an
//! attempt makes sense.

use wasm_bindgen::prelude::*;

/// Whether the browser believes to have a network.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Whether the page is seen.
pub fn is_visible() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_none_or(|document| document.visibility_state() == web_sys::VisibilityState::Visible)
}

/// Calls back when the network comes or goes.
pub fn on_network(changed: impl Fn(bool) + Clone + 'static) {
    let Some(window) = web_sys::window() else { return };
    for (name, online) in [("online", true), ("offline", false)] {
        let changed = changed.clone();
        listen(&window, name, move || changed(online));
    }
}

/// Calls back when the page is seen or hidden; a page that comes back from the back-forward cache is seen too.
pub fn on_visibility(changed: impl Fn(bool) + Clone + 'static) {
    let Some(window) = web_sys::window() else { return };
    if let Some(document) = window.document() {
        let changed = changed.clone();
        listen(&document, "visibilitychange", move || changed(is_visible()));
    }
    listen(&window, "pageshow", move || changed(is_visible()));
}

/// Calls back at each touch, click or key.
pub fn on_use(used: impl Fn() + Clone + 'static) {
    let Some(window) = web_sys::window() else { return };
    for name in ["pointerdown", "keydown"] {
        listen(&window, name, used.clone());
    }
}

fn listen(target: &web_sys::EventTarget, name: &str, heard: impl Fn() + 'static) {
    let closure = Closure::<dyn Fn()>::new(heard);
    if target.add_event_listener_with_callback(name, closure.as_ref().unchecked_ref()).is_ok() {
        closure.forget();
    }
}
