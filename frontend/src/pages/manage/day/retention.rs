//! What of the day's registrations goes when, and what has gone.
//!
//! Owns: how it is shown. The rules are `shared::domain::retention`'s; the server's job applies them.

use std::sync::Arc;

use leptos::prelude::*;
use shared::domain::lang::Lang;
use shared::text;
use shared::wire::v1::care::{DayRetention, RetentionLine};

use super::Open;
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::manage::Loaded;
use crate::state::remote::Remote;

/// The part.
#[component]
pub fn Retention(open: Open) -> impl IntoView {
    let texts = open.texts;
    let remote = Remote::<DayRetention>::new(open.path("/retention"));
    let people = move |now: &DayRetention| {
        let (n, gone) = (now.registrations, now.anonymised);
        t_string!(texts, care.retention_people, n = n, gone = gone).to_string()
    };
    let body = move |now: Signal<Arc<DayRetention>>| {
        view! {
            <section class="card stack">
                {move || table(texts, &now.get())} <p>{move || people(&now.get())}</p>
                <p>{t!(texts, care.retention_stays)}</p>
                <p>{t!(texts, care.retention_one)}</p>
            </section>
        }
    };
    view! {
        <p class="soft">{t!(texts, care.retention_intro)}</p>
        <Loaded remote body />
    }
}

fn table(texts: Texts, now: &DayRetention) -> AnyView {
    let lang = lang(texts);
    let columns = vec![
        Column::text(t_string!(texts, care.retention_what)),
        Column::text(t_string!(texts, care.retention_due)),
        Column::number(t_string!(texts, care.retention_left)),
        Column::text(t_string!(texts, care.retention_done)),
    ];
    let row = |line: &RetentionLine| {
        let what = match lang {
            Lang::Fi => &line.what_fi,
            Lang::Sv => &line.what_sv,
            Lang::En => &line.what_en,
        };
        let done = line.done_at.map_or_else(|| "–".to_owned(), |at| text::instant(at, lang));
        vec![
            what.clone().into_any(),
            text::date(line.due, lang).into_any(),
            text::number(i64::from(line.left), lang).into_any(),
            done.into_any(),
        ]
    };
    records(t_string!(texts, care.parts.retention), columns, now.lines.iter().map(row).collect())
}
