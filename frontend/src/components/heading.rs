//! The heading of a page.
//!
//! Owns: the document's title, and the focus after navigation, so that a screen reader begins at the new page. Must not:
//! take the focus when the app has only just been opened.

use leptos::html;
use leptos::prelude::*;

use crate::i18n::*;
use crate::platform::page;

/// Whether a page has been shown already: the next one comes by navigation.
#[derive(Clone, Copy)]
pub struct Navigated(StoredValue<bool>);

impl Navigated {
    /// Nothing has been shown yet.
    pub fn provide() {
        provide_context(Self(StoredValue::new(false)));
    }
}

/// The page's only `h1`.
#[component]
pub fn PageHeading(
    /// Its words, also in the title.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    let texts = use_i18n();
    let node = NodeRef::<html::H1>::new();
    Effect::new(move || page::set_title(&t_string!(texts, app.title, page = text.get())));
    let navigated = use_context::<Navigated>();
    Effect::new(move || {
        if let (Some(heading), Some(Navigated(before))) = (node.get(), navigated) {
            if before.get_value() {
                let _ = heading.focus();
            }
            before.set_value(true);
        }
    });
    view! {
        <h1 tabindex="-1" node_ref=node>
            {move || text.get()}
        </h1>
    }
}
