//! What of the page is in sight.
//!
//! Owns: the browser's intersection observer. Must not: know what is drawn.

use leptos::prelude::*;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

/// How far beyond the window still counts, so that whoever scrolls finds everything drawn: its height, above and below.
const AROUND: &str = "100% 0px";

/// Whether an element is in sight or nearly. True until it has been looked at, and for ever in a browser that
/// cannot tell. Call it inside the element's component: it ends with its owner.
pub fn in_sight(element: impl Fn() -> Option<Element> + 'static) -> ReadSignal<bool> {
    let (seen, set_seen) = signal(true);
    Effect::new(move |watched: Option<bool>| {
        let Some(element) = element().filter(|_| watched != Some(true)) else { return watched == Some(true) };
        // Entries come in the order of time: the last one says how it is.
        let told = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            if let Ok(entry) = entries.pop().dyn_into::<IntersectionObserverEntry>() {
                let _ = set_seen.try_set(entry.is_intersecting());
            }
        });
        let Some(observer) = observer(told.as_ref()) else { return true };
        observer.observe(&element);
        let kept = StoredValue::new_local((observer, told));
        on_cleanup(move || {
            kept.try_with_value(|(observer, _)| observer.disconnect());
        });
        true
    });
    seen
}

fn observer(told: &JsValue) -> Option<IntersectionObserver> {
    let options = IntersectionObserverInit::new();
    options.set_root_margin(AROUND);
    IntersectionObserver::new_with_options(told.unchecked_ref(), &options).ok()
}
