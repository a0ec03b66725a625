//! A form that is sent to the server.
//!
//! Owns: one sending at a time, faults at their fields and in the summary, failures above the form. Must not: know what
//! is sent; checks of values come in as faults.

use std::future::Future;

use leptos::context::Provider;
use leptos::prelude::*;

use super::failure;
use crate::components::error_summary::{ErrorSummary, Faults, FormFaults};
use crate::components::field::Fault;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::state::server::Failure;

/// A form's field: the name that the server knows it by, and its control's id.
pub type FieldIds = &'static [(&'static str, &'static str)];

/// What a form is at.
#[derive(Clone, Copy)]
pub struct FormState {
    fields: FieldIds,
    faults: RwSignal<Faults>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
}

impl FormState {
    /// A form with these fields.
    pub fn new(fields: FieldIds) -> Self {
        Self {
            fields,
            faults: RwSignal::new(Faults::new()),
            failure: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// What is wrong with a control; a field within the form finds it by itself.
    pub fn fault(self, id: &'static str) -> Fault {
        crate::components::error_summary::fault_of(self.faults, id)
    }

    /// Shows faults that were found before sending; answers whether the form may be sent.
    pub fn may_send(self, faults: Faults) -> bool {
        let fine = faults.is_empty();
        self.failure.set(None);
        self.faults.set(faults);
        fine && !self.busy.get_untracked()
    }

    /// Sends, and calls back with the answer. What went wrong is shown in the form.
    pub fn send<T: 'static>(
        self,
        texts: Texts,
        request: impl Future<Output = Result<T, Failure>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            let answer = request.await;
            // The form may have been closed meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(answer) => done(answer),
                Err(failure) => self.show(texts, failure),
            }
        });
    }

    fn show(self, texts: Texts, failure: Failure) {
        let field = failure.field().and_then(|name| self.fields.iter().find(|(field, _)| *field == name));
        match field {
            Some((_, id)) => {
                let said = wording(texts, move |texts| failure::words(texts, &failure));
                self.faults.set(vec![(*id, said)]);
            }
            None => self.failure.set(Some(failure)),
        }
    }
}

/// The form: summary and failure, fields, one button that sends, and one that gives up where there is something to go
/// back to.
#[component]
pub fn Form(
    /// What it is at.
    state: FormState,
    /// Words of the button.
    #[prop(into)]
    submit: Signal<String>,
    /// Checks and sends.
    #[prop(into)]
    on_submit: Callback<()>,
    /// Gives up.
    #[prop(optional, into)]
    cancel: Option<Callback<()>>,
    /// Whether sending takes something away.
    #[prop(optional)]
    danger: bool,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let texts = use_i18n();
    let class = if danger { "hds-button hds-button--danger" } else { "hds-button hds-button--primary" };
    view! {
        <form
            class="stack form"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                on_submit.run(());
            }
        >
            <ErrorSummary faults=state.faults />
            <div role="alert">
                {move || {
                    state
                        .failure
                        .get()
                        .map(|failure| {
                            view! { <Notice tone=Tone::Bad>{move || failure::words(texts, &failure)}</Notice> }
                        })
                }}
            </div>
            <Provider value=FormFaults(state.faults)>{children()}</Provider>
            <div class="row form__foot">
                <button type="submit" class=class aria-disabled=move || state.busy.get().then_some("true")>
                    {move || submit.get()}
                </button>
                {cancel
                    .map(|cancel| {
                        view! {
                            <button
                                type="button"
                                class="hds-button hds-button--secondary"
                                on:click=move |_| cancel.run(())
                            >
                                {t!(texts, action.cancel)}
                            </button>
                        }
                    })}
            </div>
        </form>
    }
}

/// What an empty field says; with its name, since the summary above the form says it too.
pub fn required(texts: Texts, label: fn(Texts) -> &'static str) -> Wording {
    wording(texts, move |texts| t_string!(texts, problem.required, what = label(texts)).to_string())
}

/// The text of a field, trimmed.
pub fn trimmed(value: RwSignal<String>) -> String {
    value.with_untracked(|text| text.trim().to_owned())
}

/// The text of a field, trimmed; nothing where it is empty.
pub fn optional(value: RwSignal<String>) -> Option<String> {
    Some(trimmed(value)).filter(|text| !text.is_empty())
}

/// Whether a text could be an e-mail address; the server judges for good.
pub fn could_be_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(local, domain)| {
        !local.is_empty()
            && domain.contains('.')
            && !domain.ends_with('.')
            && !text.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::could_be_email;

    #[test]
    fn an_address_has_both_sides_of_its_sign() {
        assert!(could_be_email("nimi@kunta.fi"));
        for text in ["", "nimi", "@kunta.fi", "nimi@kunta", "nimi@kunta.", "ni mi@kunta.fi"] {
            assert!(!could_be_email(text), "{text}");
        }
    }
}
