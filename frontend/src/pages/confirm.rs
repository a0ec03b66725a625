//! A question before something ends.
//!
//! Owns: the dialog with its words and its two answers. Must not: ask before what can be undone by one tap.

use leptos::prelude::*;

use crate::components::dialog::Dialog;
use crate::i18n::*;

/// What is asked, in the language that is shown.
#[derive(Clone)]
pub struct Question {
    /// The heading.
    pub title: Wording,
    /// What will happen, a paragraph each.
    pub words: Vec<Wording>,
    /// Words of the button that does it.
    pub yes: Wording,
}

/// The dialog; open while there is a question.
#[component]
pub fn Confirm(
    /// The question.
    question: RwSignal<Option<Question>>,
    /// Does it.
    #[prop(into)]
    on_yes: Callback<()>,
) -> impl IntoView {
    let texts = use_i18n();
    let open = opened_by(question);
    let title =
        Signal::derive(move || question.get().map(|question| question.title.text()).unwrap_or_default());
    view! {
        <Dialog id="confirm" open title>
            {move || {
                question
                    .get()
                    .map(|question| {
                        let paragraph = |words: Wording| view! { <p>{move || words.text()}</p> };
                        view! {
                            {question.words.into_iter().map(paragraph).collect_view()}
                            <div class="dialog__foot">
                                <button
                                    type="button"
                                    class="hds-button hds-button--danger"
                                    on:click=move |_| {
                                        open.set(false);
                                        on_yes.run(());
                                    }
                                >
                                    {move || question.yes.text()}
                                </button>
                                <button
                                    type="button"
                                    class="hds-button hds-button--secondary"
                                    on:click=move |_| open.set(false)
                                >
                                    {t!(texts, action.cancel)}
                                </button>
                            </div>
                        }
                    })
            }}
        </Dialog>
    }
}

/// A dialog that is open while there is something for it; closing it forgets what it was for.
pub fn opened_by<T: Send + Sync + 'static>(target: RwSignal<Option<T>>) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if target.with(Option::is_some) {
            open.set(true);
        }
    });
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            target.set(None);
        }
        now
    });
    open
}
