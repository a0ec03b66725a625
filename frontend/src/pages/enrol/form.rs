//! The code, typed or from the QR.
//!
//! Owns: forgiving reading of what was typed, and sending it. Must not: judge the code beyond its length.

use leptos::prelude::*;

use crate::components::field::TextField;
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState, optional};
use crate::platform::page;
use crate::state::device::{NotEnrolled, use_device};
use crate::state::server::Failure;

const FIELDS: FieldIds = &[("code", "code"), ("name", "tablet-name")];
/// How many characters a code has.
const LENGTH: usize = 8;

/// The form.
#[component]
pub fn EnrolForm(
    /// Set when this browser has become a tablet.
    done: RwSignal<bool>,
) -> impl IntoView {
    let texts = use_i18n();
    let device = use_device();
    let code = RwSignal::new(page::fragment().map(|code| grouped(&code)).unwrap_or_default());
    let name = RwSignal::new(String::new());
    let state = FormState::new(FIELDS);
    let submit = Callback::new(move |()| {
        let typed = code.with_untracked(|code| letters(code));
        let mut faults = Vec::new();
        let count = typed.chars().count();
        if count != LENGTH {
            faults.push(("code", wording(texts, move |texts| t_string!(texts, enrol.code_bad, n = count))));
        }
        if !state.may_send(faults) {
            return;
        }
        let name = optional(name);
        let request = async move {
            device.enrol(&typed, name).await.map_err(|error| match error {
                NotEnrolled::Api(error) => Failure::from(error),
                NotEnrolled::Insecure => Failure::here("insecure_context"),
                NotEnrolled::Store(_) => Failure::here("store_failed"),
            })
        };
        state.send(texts, request, move |_| done.set(true));
    });
    view! {
        <Form
            state
            submit=Signal::derive(move || t_string!(texts, enrol.submit).to_string())
            on_submit=submit
        >
            <div class="code-field">
                <TextField
                    id="code"
                    label=Signal::derive(move || t_string!(texts, enrol.code).to_string())
                    hint=Signal::derive(move || t_string!(texts, enrol.code_hint).to_string())
                    autocomplete="one-time-code"
                    value=code
                    error=state.fault("code")
                    most=24
                />
            </div>
            <TextField
                id="tablet-name"
                label=Signal::derive(move || t_string!(texts, enrol.name).to_string())
                hint=Signal::derive(move || t_string!(texts, enrol.name_hint).to_string())
                value=name
                error=state.fault("tablet-name")
                most=40
            />
        </Form>
    }
}

/// The letters and digits of what was typed, in capitals.
fn letters(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

/// In two groups of four, as the chair's page shows it.
fn grouped(code: &str) -> String {
    let letters = letters(code);
    match letters.split_at_checked(LENGTH / 2) {
        Some((first, second)) if !second.is_empty() => format!("{first} {second}"),
        _ => letters,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_spaces_and_hyphens_do_not_matter() {
        assert_eq!(letters(" ab2c-d3 ef "), "AB2CD3EF");
        assert_eq!(grouped("ab2cd3ef"), "AB2C D3EF");
        assert_eq!(grouped("ab"), "AB");
    }
}
