//! The offline app in the browser.
//!
//! Owns: the list of the app's parts and the start. Arrows: `pages → components, state → sync → {store, api} → platform`;
//! only `platform/` and `store/` mention web-sys. Must not: hold logic.

pub mod platform;

/// Starts the app in the page.
pub fn start() {
    console_error_panic_hook::set_once();
}
