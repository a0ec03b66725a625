//! The native dialog.
//!
//! Owns: opening and closing, the heading, the way back of the focus (the browser does both). Must not: keep its content
//! alive while it is closed: each opening begins afresh.

use leptos::html;
use leptos::prelude::*;

use super::icon::{self, Icon};
use crate::i18n::*;

/// A dialog that is open while `open` is true.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// The element's id, unique on the page.
    id: &'static str,
    /// What it holds; made at each opening.
    children: ChildrenFn,
) -> impl IntoView {
    let texts = use_i18n();
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let heading = format!("{id}-title");
    let labelled_by = heading.clone();
    view! {
        <dialog class="dialog" id=id node_ref=node aria-labelledby=labelled_by on:close=move |_| open.set(false)>
            <div class="dialog__head">
                <h2 id=heading>{move || title.get()}</h2>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=move || t_string!(texts, action.close)
                    on:click=move |_| open.set(false)
                >
                    <Icon shape=icon::CLOSE />
                </button>
            </div>
            <div class="dialog__body">{move || open.get().then(|| children())}</div>
        </dialog>
    }
}
