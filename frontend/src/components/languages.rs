//! The switch of the language.
//!
//! Owns: the three buttons. Each says its language in that language. Must not: change the path.

use leptos::prelude::*;
use shared::domain::lang::Lang;

use crate::i18n::{self, *};

/// Finnish, Swedish, English.
#[component]
pub fn Languages() -> impl IntoView {
    let texts = use_i18n();
    let button = move |lang: Lang| {
        let (short, name) = match lang {
            Lang::Fi => ("FI", "Suomeksi"),
            Lang::Sv => ("SV", "På svenska"),
            Lang::En => ("EN", "In English"),
        };
        view! {
            <button
                type="button"
                lang=lang.code()
                aria-current=move || (i18n::lang(texts) == lang).then_some("true")
                on:click=move |_| i18n::choose(texts, lang)
            >
                <span aria-hidden="true">{short}</span>
                <span class="visually-hidden">{name}</span>
            </button>
        }
    };
    view! {
        <div class="languages" role="group" aria-label=move || t_string!(texts, shell.language)>
            {Lang::ALL.map(button).collect_view()}
        </div>
    }
}
