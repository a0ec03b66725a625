//! The service worker as the page sees it.
//!
//! Owns: its registration, the news of a waiting version, the message that lets it take over, Background Sync, and
//! whether the context is secure at all. Must not: decide when a new version may take over.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::js;

const SCRIPT: &str = "/service-worker.js";
/// The tag that the service worker listens for.
const SYNC_TAG: &str = "push";

/// Whether the page runs in a secure context; without one there is no service worker, no lock and no crypto.
pub fn is_secure() -> bool {
    js::global("isSecureContext").is_none_or(|secure| secure.is_truthy())
}

/// What the page hears of its service worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// A new version waits to take over.
    Waiting,
    /// Another version has taken over: the page must be loaded again.
    TakenOver,
    /// The browser says that the network is back (Background Sync).
    Sync,
}

/// Registers the service worker and tells its news as long as the page lives.
pub fn register(heard: impl Fn(News) + Clone + 'static) {
    let Some(container) = container() else { return };
    let had_controller = Cell::new(container.controller().is_some());
    let taken = heard.clone();
    let changed = Closure::<dyn FnMut()>::new(move || {
        // The first worker of all takes over a page that it did not make: nothing to load again.
        if had_controller.replace(true) {
            taken(News::TakenOver);
        }
    });
    container.set_oncontrollerchange(Some(changed.as_ref().unchecked_ref()));
    changed.forget();
    let synced = heard.clone();
    let message = Closure::<dyn FnMut(_)>::new(move |event: web_sys::MessageEvent| {
        let kind = js::get(&event.data(), "type").and_then(|kind| kind.as_string());
        if kind.as_deref() == Some("sync") {
            synced(News::Sync);
        }
    });
    container.set_onmessage(Some(message.as_ref().unchecked_ref()));
    message.forget();
    wasm_bindgen_futures::spawn_local(async move {
        let Ok(registered) = JsFuture::from(container.register(SCRIPT)).await else { return };
        watch(&registered.unchecked_into(), heard);
    });
}

/// Tells when a version waits, now or later.
fn watch(registration: &web_sys::ServiceWorkerRegistration, heard: impl Fn(News) + Clone + 'static) {
    let tell: Rc<dyn Fn()> = {
        let registration = registration.clone();
        Rc::new(move || {
            let controlled = container().is_some_and(|container| container.controller().is_some());
            if registration.waiting().is_some() && controlled {
                heard(News::Waiting);
            }
        })
    };
    tell();
    let watched = registration.clone();
    let found = Closure::<dyn FnMut()>::new(move || {
        let Some(worker) = watched.installing() else { return };
        let tell = tell.clone();
        let changed = Closure::<dyn FnMut()>::new(move || tell());
        worker.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
        changed.forget();
    });
    registration.set_onupdatefound(Some(found.as_ref().unchecked_ref()));
    found.forget();
}

/// Looks for a new version; the browser does so by itself only at navigations and once a day.
pub async fn look_for_update() {
    if let Some(registration) = registration().await {
        js::call_async(&registration, "update", &[]).await;
    }
}

/// Lets the waiting version take over; [`News::TakenOver`] follows.
pub async fn activate_waiting() {
    if let Some(waiting) = registration().await.and_then(|registration| registration.waiting()) {
        let message = js::object(&[("type", JsValue::from_str("activate"))]);
        // A worker that is gone by now has taken over already.
        let _ = waiting.post_message(&message);
    }
}

/// Asks to be woken when the network is back, where the browser can do that.
pub async fn wish_for_sync() {
    let Some(registration) = registration().await else { return };
    if let Some(manager) = js::get(&registration, "sync") {
        js::call_async(&manager, "register", &[&JsValue::from_str(SYNC_TAG)]).await;
    }
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // Nothing is left to do where even this fails.
        let _ = window.location().reload();
    }
}

async fn registration() -> Option<web_sys::ServiceWorkerRegistration> {
    let found = JsFuture::from(container()?.get_registration()).await.ok()?;
    found.dyn_into().ok()
}

fn container() -> Option<web_sys::ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    js::get(navigator.unchecked_ref(), "serviceWorker")?.dyn_into().ok()
}
