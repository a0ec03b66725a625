//! A day's files: the list of participants, name tags, the list to sign, certificates.
//!
//! Owns: the links and what is said about them.

use leptos::prelude::*;

use super::Open;
use crate::i18n::*;
use crate::pages::download::Download;

/// The card.
#[component]
pub fn DayFiles(open: Open) -> impl IntoView {
    let texts = open.texts;
    let path = move |name: &str| open.path(&format!("/files/{name}?lang={}", lang(texts).code()));
    let file = move |name: &'static str, text: Signal<String>| {
        view! {
            <Download
                class="hds-button hds-button--secondary"
                href=Signal::derive(move || path(name))
                text
            />
        }
    };
    view! {
        <section class="card stack no-print" aria-labelledby="day-files">
            <h2 id="day-files">{t!(texts, after.files)}</h2>
            <h3>{t!(texts, after.files_list)}</h3>
            <p>{t!(texts, after.files_list_text)}</p>
            <div class="row">
                {file("participants.xlsx", say!(texts, share.xlsx))}
                {file("participants.csv", say!(texts, share.csv))}
            </div>
            <h3>{t!(texts, after.files_print)}</h3>
            <p>{t!(texts, after.files_print_text)}</p>
            <div class="row">
                {file("name-tags.pdf", say!(texts, after.files_tags))}
                {file("attendance.pdf", say!(texts, after.files_roll))}
            </div>
            <h3>{t!(texts, after.files_certificates)}</h3>
            <p>{t!(texts, after.files_certificates_text)}</p>
            <div class="row">
                {file("certificates.pdf", say!(texts, after.files_certificates_pdf))}
            </div>
        </section>
    }
}
