//! The form of a duty to which nobody came.
//!
//! Owns: its fields and their faults. Must not: save; it hands the duty on.

use leptos::ev;
use leptos::prelude::*;
use shared::domain::duty::Duty;

use super::when::{SpanFields, SpanForm};
use crate::components::error_summary::{ErrorSummary, Faults};
use crate::i18n::*;

/// The form; `before` is the duty that is changed.
#[component]
pub fn NobodyForm(
    /// The duty that is changed, or none.
    before: Option<Duty>,
    /// Called with the duty.
    done: Callback<Duty>,
    /// Called when nothing shall be saved.
    cancel: Callback<()>,
) -> impl IntoView {
    let texts = use_i18n();
    let faults = RwSignal::new(Faults::new());
    let span = SpanForm::new(before.as_ref().map(|old| old.span));
    let before = StoredValue::new(before);
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        match span.read(texts) {
            Ok(span) => {
                let old = before.get_value();
                done.run(Duty {
                    span,
                    point: old.as_ref().and_then(|old| old.point.clone()),
                    nobody_came: old.as_ref().is_none_or(|old| old.nobody_came),
                    author: old.and_then(|old| old.author),
                });
            }
            Err(found) => faults.set(found),
        }
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <p>{t!(texts, duty.intro)}</p>
            <ErrorSummary faults />
            <SpanFields span faults />
            <div class="dialog__foot">
                <button type="submit" class="hds-button hds-button--primary">
                    {t!(texts, action.save)}
                </button>
                <button type="button" class="hds-button hds-button--secondary" on:click=move |_| cancel.run(())>
                    {t!(texts, action.cancel)}
                </button>
            </div>
        </form>
    }
}
