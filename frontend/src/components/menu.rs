//! A button that shows a panel.
//!
//! Owns: opening, Escape, closing when the focus or a press goes elsewhere. A disclosure, not a `menu` role: what it holds
//! is links and choices. Must not: hide the only way to something.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

/// A button with its panel.
#[component]
pub fn Menu(
    /// The panel's id, unique on the page.
    id: &'static str,
    /// The button's words; the chevron follows.
    button: AnyView,
    /// Whether the panel is open.
    open: RwSignal<bool>,
    /// What the panel holds.
    children: Children,
) -> impl IntoView {
    let root = NodeRef::<html::Div>::new();
    let trigger = NodeRef::<html::Button>::new();
    let escape = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            open.set(false);
            if let Some(button) = trigger.get_untracked() {
                let _ = button.focus();
            }
        }
    };
    let outside = window_event_listener(ev::pointerdown, move |event| {
        let inside = root.get_untracked().is_some_and(|root| root.contains(Some(&event_target(&event))));
        if open.get_untracked() && !inside {
            open.set(false);
        }
    });
    on_cleanup(move || outside.remove());
    let left = move |event: ev::FocusEvent| {
        use leptos::wasm_bindgen::JsCast;
        let to = event.related_target().and_then(|to| to.dyn_into().ok());
        if to.is_some_and(|to| root.get_untracked().is_some_and(|root| !root.contains(Some(&to)))) {
            open.set(false);
        }
    };
    view! {
        <div class="menu" node_ref=root on:keydown=escape on:focusout=left>
            <button
                type="button"
                class="pill"
                node_ref=trigger
                aria-expanded=move || open.get().to_string()
                aria-controls=id
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {button}
                <span class="chevron" aria-hidden="true"></span>
            </button>
            <div class="menu__panel" id=id hidden=move || !open.get()>
                {children()}
            </div>
        </div>
    }
}
