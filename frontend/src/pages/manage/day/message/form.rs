//! The draft of a message.
//!
//! Owns: its fields and the words for what is wrong with one. The rules are `shared::domain::message`'s.

use leptos::prelude::*;
use shared::domain::message::{Audience, Draft, Fault, MAX_SUBJECT, MAX_TEXT, NAME, Wrong};
use shared::wire::v1::message::Preview;

use super::{Page, audience_words};
use crate::components::error_summary::Faults;
use crate::components::field::{SelectField, TextArea, TextField};
use crate::components::label::Item;
use crate::i18n::*;
use crate::pages::form::{FieldIds, Form, FormState};
use crate::pages::manage::library_name;
use crate::state::server;

pub(super) const FIELDS: FieldIds = &[
    ("audience", "message-audience"),
    ("subject_fi", "message-subject-fi"),
    ("text_fi", "message-text-fi"),
    ("subject_sv", "message-subject-sv"),
    ("text_sv", "message-text-sv"),
    ("subject_en", "message-subject-en"),
    ("text_en", "message-text-en"),
];
/// The controls of subject and text in Finnish, Swedish and English.
const LANGUAGES: [(&str, &str); 3] = [
    ("message-subject-fi", "message-text-fi"),
    ("message-subject-sv", "message-text-sv"),
    ("message-subject-en", "message-text-en"),
];

/// The form; it leads to the preview.
#[component]
pub(super) fn DraftForm(page: Page) -> impl IntoView {
    let texts = page.texts;
    let state = FormState::new(FIELDS);
    let submit = Callback::new(move |()| {
        let draft = page.draft.draft();
        if !state.may_send(faults(texts, &draft)) {
            return;
        }
        let path = page.open.path("/messages/preview");
        state.send(texts, async move { server::post::<Preview>(&path, &draft).await }, move |preview| {
            if preview.recipients == 0 {
                let nobody = wording(texts, |texts| t_string!(texts, care.nobody));
                state.may_send(vec![("message-audience", nobody)]);
            } else {
                page.preview.set(Some(preview));
            }
        });
    });
    let audiences = Signal::derive(move || {
        let item = |one: Audience| Item {
            code: one.code().to_owned(),
            label: audience_words(texts, one).to_owned(),
        };
        Audience::ALL.map(item).to_vec()
    });
    let libraries = Signal::derive(move || {
        let all = Item { code: String::new(), label: t_string!(texts, care.all_libraries).to_owned() };
        let known = page.open.libraries.ready().map(|list| list.get());
        let known = known.iter().flat_map(|list| &list.libraries);
        let item = |library: &shared::wire::v1::library::Library| Item {
            code: library.code.clone(),
            label: library_name(library, lang(texts)),
        };
        std::iter::once(all).chain(known.map(item)).collect::<Vec<_>>()
    });
    let (draft, no_hint) = (page.draft, Signal::stored(String::new()));
    let hint = Signal::derive(move || t_string!(texts, care.text_hint, mark = NAME));
    let part = move |at: usize, legend: Signal<String>| {
        let (subject, text) = LANGUAGES[at];
        let hint = if at == 0 { hint } else { no_hint };
        view! {
            <fieldset class="form__part">
                <legend>{move || legend.get()}</legend>
                <TextField id=subject label=say!(texts, care.subject) value=draft.subject[at] />
                <TextArea id=text label=say!(texts, care.text) hint value=draft.text[at] />
            </fieldset>
        }
    };
    // What was written there is not hidden when one comes back to it.
    let translated = draft.subject[1..].iter().chain(&draft.text[1..]);
    let open = translated.map(|text| text.get_untracked()).any(|text| !text.is_empty());
    view! {
        <Form state submit=say!(texts, care.preview) on_submit=submit>
            <SelectField id="message-audience" label=say!(texts, care.audience) items=audiences value=draft.audience />
            <SelectField id="message-library" label=say!(texts, care.library) items=libraries value=draft.library />
            {part(0, say!(texts, care.in_fi))}
            <details class="disclosure" open=open>
                <summary>{t!(texts, care.translate)}</summary>
                <div class="stack">
                    <p class="soft">{t!(texts, care.translate_hint)}</p>
                    {part(1, say!(texts, care.in_sv))} {part(2, say!(texts, care.in_en))}
                </div>
            </details>
        </Form>
    }
}

/// What is wrong, at its field.
fn faults(texts: Texts, draft: &Draft) -> Faults {
    let at = |fault: Fault| {
        let (_, id) = FIELDS.iter().find(|(field, _)| *field == fault.field)?;
        Some((*id, wording(texts, move |texts| words(texts, fault))))
    };
    draft.faults().into_iter().filter_map(at).collect()
}

/// The field in words, with its language: the summary above the form names it too.
fn field(texts: Texts, field: &str) -> String {
    let language = match field.rsplit('_').next() {
        Some("sv") => t_string!(texts, care.in_sv),
        Some("en") => t_string!(texts, care.in_en),
        _ => t_string!(texts, care.in_fi),
    };
    let what = if field.starts_with("subject") {
        t_string!(texts, care.subject)
    } else {
        t_string!(texts, care.text)
    };
    format!("{what} ({})", language.to_lowercase())
}

fn words(texts: Texts, fault: Fault) -> String {
    let what = field(texts, fault.field);
    match fault.wrong {
        Wrong::Empty => t_string!(texts, care.wrong_empty, what = what).to_string(),
        Wrong::TooLong => {
            let n = if fault.field.starts_with("subject") { MAX_SUBJECT } else { MAX_TEXT };
            t_string!(texts, care.wrong_too_long, what = what, n = text_number(texts, n)).to_string()
        }
        Wrong::Control => t_string!(texts, care.wrong_control, what = what).to_string(),
        Wrong::Placeholder => t_string!(texts, care.wrong_placeholder, what = what, mark = NAME).to_string(),
        Wrong::Half => t_string!(texts, care.wrong_half, what = what).to_string(),
    }
}

fn text_number(texts: Texts, n: usize) -> String {
    shared::text::number(i64::try_from(n).unwrap_or(i64::MAX), lang(texts))
}
