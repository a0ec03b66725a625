//! After a restore: what the tablets have brought back so far.
//!
//! Owns: the sentences. Must not: claim that everything is back; nobody knows what an unheard tablet holds.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::text;
use shared::wire::v1::overview::Overview;

use super::words;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;

/// The notice; nothing where there is nothing to tell.
#[component]
pub fn Healing(
    /// The figures.
    figures: Signal<Arc<Overview>>,
) -> impl IntoView {
    let texts = use_i18n();
    move || {
        let figures = figures.get();
        let healing = figures.healing?;
        let lang = lang(texts);
        let at = healing.restored_at;
        let when = format!("{} {}", words::day(at, figures.today, lang), text::at_clock(at, lang));
        let restored = t_string!(texts, overview.healing_restored, when = when).to_string();
        let reported = t_string!(
            texts,
            overview.healing_reported,
            some = text::number(healing.reported.into(), lang),
            all = text::number(healing.tablets.into(), lang)
        )
        .to_string();
        let entries = match healing.entries {
            0 => t_string!(texts, overview.healing_0).to_owned(),
            1 => t_string!(texts, overview.healing_1).to_owned(),
            n => t_string!(texts, overview.healing_n, n = text::number(n, lang)).to_string(),
        };
        Some(view! {
            <Notice tone=Tone::Mark>
                <p>{restored} " " {reported} " " {entries}</p>
                <p>{t_string!(texts, overview.healing_next)}</p>
                <A href="/hallinta/laitteet">{t_string!(texts, overview.tablets_manage)}</A>
            </Notice>
        })
    }
}
