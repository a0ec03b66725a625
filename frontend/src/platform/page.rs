//! The page as a whole.
//!
//! Owns: title, language attribute, moving the focus. Must not: know what is shown.

use super::js;
use futures::channel::oneshot;
use futures::future::select;
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;

/// So long a frame is waited for that may never come, in ms.
const UNSEEN_MS: u32 = 200;

/// Sets the title.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Says which language the page is in.
pub fn set_language(code: &str) {
    if let Some(root) = document().and_then(|document| document.document_element()) {
        let _ = root.set_attribute("lang", code);
    }
}

/// Moves the focus to an element by its id.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// What stands after the `#` of the address; `None` where nothing does. It never leaves the browser by itself.
pub fn fragment() -> Option<String> {
    let hash = web_sys::window()?.location().hash().ok()?;
    let text = hash.strip_prefix('#').unwrap_or(&hash);
    (!text.is_empty()).then(|| text.to_owned())
}

/// Scheme, host and port of the address.
pub fn origin() -> Option<String> {
    web_sys::window()?.location().origin().ok()
}

/// Waits until the page has been drawn as it is now; a page in the background, which is not drawn, waits a moment.
pub async fn drawn() {
    let (sender, frame) = oneshot::channel::<()>();
    leptos::prelude::request_animation_frame(move || drop(sender));
    select(frame, TimeoutFuture::new(UNSEEN_MS)).await;
    // The frame's callback runs before its drawing, a timer's after.
    TimeoutFuture::new(0).await;
}

fn document() -> Option<web_sys::Document> {
    web_sys::window()?.document()
}

/// Whether the main pointer is a finger.
pub fn has_coarse_pointer() -> bool {
    let found = js::call(&js_sys::global(), "matchMedia", &[&"(pointer: coarse)".into()]);
    found.and_then(|list| js::get(&list, "matches")).is_some_and(|matches| matches.is_truthy())
}
