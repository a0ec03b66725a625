//! A day's settings.
//!
//! Owns: what is shown of them.

use leptos::prelude::*;
use shared::text;

use super::Open;
use crate::i18n::*;

/// The part.
#[component]
pub fn Settings(open: Open) -> impl IntoView {
    let texts = open.texts;
    let when = move || {
        let lang = lang(texts);
        let day = &open.now.get().day;
        let (begins, ends) = (text::clock(day.begins_at(), lang), text::clock(day.ends_at(), lang));
        format!("{} {begins}–{ends}", text::weekday_date(day.date, lang))
    };
    view! {
        <section class="card stack">
            <p>{move || open.now.get().day.title.of(lang(texts)).to_owned()}</p>
            <p>{when}</p>
        </section>
    }
}
