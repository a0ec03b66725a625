//! The messages that were sent.
//!
//! Owns: how they are listed.

use std::sync::Arc;

use leptos::prelude::*;
use shared::text;
use shared::wire::v1::message::{Messages, SentMessage};

use super::{Page, audience_words};
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::manage::Loaded;

/// The list.
#[component]
pub(super) fn Log(page: Page) -> impl IntoView {
    let texts = page.texts;
    let body = move |list: Signal<Arc<Messages>>| {
        move || {
            let list = list.get();
            if list.messages.is_empty() {
                return view! { <p class="soft">{t!(texts, care.log_none)}</p> }.into_any();
            }
            let columns = vec![
                Column::text(t_string!(texts, care.subject)),
                Column::text(t_string!(texts, care.log_whom)),
                Column::text(t_string!(texts, care.log_when)),
                Column::text(t_string!(texts, care.log_taken)),
            ];
            let rows = list.messages.iter().map(|message| row(page, message)).collect();
            view! {
                {records(t_string!(texts, care.log), columns, rows)}
                <p class="soft small">{t!(texts, care.log_note)}</p>
            }
            .into_any()
        }
    };
    view! { <Loaded remote=page.messages body /> }
}

fn row(page: Page, message: &SentMessage) -> Vec<AnyView> {
    let texts = page.texts;
    let lang = lang(texts);
    let draft = &message.draft;
    let library = draft.library.as_ref().map(|code| {
        let name = page.open.library(code);
        view! { <span class="sub">{name}</span> }
    });
    let failed = match message.failed {
        0 => None,
        1 => Some(t_string!(texts, care.failed_1).to_owned()),
        n => Some(t_string!(texts, care.failed_n, n = n).to_string()),
    };
    vec![
        view! {
            <details class="disclosure">
                <summary>{draft.subject.of(lang).to_owned()}</summary>
                <div class="quote">{draft.text.of(lang).to_owned()}</div>
            </details>
        }
        .into_any(),
        view! {
            {audience_words(texts, draft.audience)}
            {library}
        }
        .into_any(),
        view! {
            {text::instant(message.sent_at, lang)}
            <span class="sub">{message.sent_by.clone()}</span>
        }
        .into_any(),
        view! {
            {t_string!(texts, care.taken_of, taken = message.taken, n = message.recipients).to_string()}
            {failed.map(|failed| view! { <span class="sub">{failed}</span> })}
        }
        .into_any(),
    ]
}
