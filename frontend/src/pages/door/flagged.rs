//! What is odd at the door, and what to do about it.
//!
//! Owns: the words per flag. Must not: decide; the organisers do, afterwards.

use leptos::prelude::*;
use shared::domain::check_in::Flag;

use super::Now;
use crate::i18n::*;
use crate::pages::words::use_words;
use crate::state::door::Flagged;

/// The list; nothing where nothing is odd.
#[component]
pub fn FlaggedList(
    /// What the door knows.
    now: Now,
) -> impl IntoView {
    let words = use_words();
    let texts = words.texts;
    let flagged = Memo::new(move |_| {
        now.with(|now| now.as_ref().map(|scene| scene.flagged.clone()).unwrap_or_default())
    });
    let card = move |one: Flagged| {
        let name = if one.name.is_empty() { t_string!(texts, door.no_name).to_owned() } else { one.name };
        view! {
            <li>
                <b>{name}</b>
                " "
                <span class="soft">{words.at(one.at)}</span>
                <p>{odd(texts, one.flag)} " " {advice(texts, one.flag)}</p>
            </li>
        }
    };
    let title = move || match flagged.with(Vec::len) {
        1 => t_string!(texts, door.flagged_1).to_owned(),
        n => t_string!(texts, door.flagged_n, n = n),
    };
    let some = Memo::new(move |_| !flagged.with(Vec::is_empty));
    move || {
        some.get().then(|| {
            view! {
                <details class="disclosure card">
                    <summary>
                        <h2>{title}</h2>
                    </summary>
                    <p>{t!(texts, door.flagged_intro)}</p>
                    <ul class="door__flags">{move || flagged.get().into_iter().map(card).collect_view()}</ul>
                </details>
            }
        })
    }
}

/// What is odd, in a sentence.
pub fn odd(texts: Texts, flag: Flag) -> &'static str {
    match flag {
        Flag::Double => t_string!(texts, door.flag_double),
        Flag::Cancelled => t_string!(texts, door.flag_cancelled),
        Flag::Waiting => t_string!(texts, door.flag_waiting),
        Flag::Unknown => t_string!(texts, door.flag_unknown),
    }
}

fn advice(texts: Texts, flag: Flag) -> &'static str {
    match flag {
        Flag::Double => t_string!(texts, door.advice_double),
        Flag::Cancelled => t_string!(texts, door.advice_cancelled),
        Flag::Waiting => t_string!(texts, door.advice_waiting),
        Flag::Unknown => t_string!(texts, door.advice_unknown),
    }
}
