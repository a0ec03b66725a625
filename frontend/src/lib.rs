//! The offline app in the browser.
//!
//! Owns: the list of the app's parts and the start. Arrows: `pages → components, state → sync → {store, api} → platform`;
//! only `platform/` and `store/` mention web-sys. Must not: hold logic.

pub mod api;
pub mod app;
pub mod components;
pub mod i18n;
pub mod pages;
pub mod platform;
pub mod state;
pub mod store;
pub mod sync;

/// Starts the app in the page.
pub fn start() {
    console_error_panic_hook::set_once();
    wasm_bindgen_futures::spawn_local(async {
        let start = state::start::Start::begin().await;
        leptos::mount::mount_to_body(move || leptos::view! { <app::App start /> });
    });
}
