//! One entry that needs a person: what it is, why it is here, what can be done.
//!
//! Owns: the words and the buttons. Must not: do what they ask for.

use std::sync::Arc;

use leptos::prelude::*;
use shared::domain::check::date_of;
use shared::domain::op::{Act, Kind};
use shared::wire::v1::push::Hold;

use super::Asked;
use crate::i18n::*;
use crate::pages::entries::row::why_words;
use crate::pages::words::{Words, use_words};
use crate::state::entries::{Stuck, Why};
use crate::state::rescue::What;

/// The card.
#[component]
pub(super) fn StuckCard(stuck: Arc<Stuck>, asked: Asked) -> impl IntoView {
    let words = use_words();
    let texts = words.texts;
    let bad = matches!(stuck.why, Why::Rejected(_));
    // A deletion says nothing that could be corrected, and what is sealed nobody can read.
    let sealed = stuck.row.of == Kind::Registration;
    let correctable = bad && !sealed && matches!(stuck.act, Act::Create | Act::Patch);
    let what = {
        let stuck = stuck.clone();
        Signal::derive(move || format!("{}, {}", words.title(&stuck.row), time(words, &stuck)))
    };
    let (title, when, details, why) = (stuck.clone(), stuck.clone(), stuck.clone(), stuck.why.clone());
    let act = stuck.act;
    let op = stuck.op;
    let press = |callback: Callback<Arc<Stuck>>| {
        let stuck = stuck.clone();
        move |_| callback.run(stuck.clone())
    };
    let correct = correctable.then(|| {
        view! {
            <button
                type="button"
                class="hds-button hds-button--primary"
                aria-label=move || t_string!(texts, attention.correct_of, what = what.get())
                on:click=press(asked.correct)
            >
                {t!(texts, attention.correct)}
            </button>
        }
    });
    let remove = bad.then(|| {
        view! {
            <button
                type="button"
                class="hds-button hds-button--quiet"
                aria-label=move || t_string!(texts, attention.remove_of, what = what.get())
                on:click=press(asked.remove)
            >
                {t!(texts, attention.remove)}
            </button>
        }
    });
    view! {
        <li class="card stack stack--tight">
            <div>
                <h3>{move || words.title(&title.row)}</h3>
                <p class="soft">
                    {move || {
                        let parts = [time(words, &when), act_words(texts, act).to_owned(), words.details(&details.row)];
                        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                        parts.join(" · ")
                    }}
                </p>
            </div>
            <p class:entry__why=bad>{move || reason(texts, &why)}</p>
            <div class="row">
                {correct}
                <button
                    type="button"
                    class="hds-button hds-button--secondary"
                    aria-label=move || t_string!(texts, attention.save_of, what = what.get())
                    on:click=move |_| asked.save.run(What::One(op))
                >
                    {t!(texts, device.save_file)}
                </button>
                {remove}
            </div>
        </li>
    }
}

/// Date and time.
fn time(words: Words, stuck: &Stuck) -> String {
    let day = date_of(&stuck.row).map(|on| format!("{} ", words.short_day(on))).unwrap_or_default();
    day + &words.time(&stuck.row)
}

/// What a change does, where it is no new entry.
pub fn act_words(texts: Texts, act: Act) -> &'static str {
    match act {
        Act::Create => "",
        Act::Patch => t_string!(texts, attention.act_patch),
        Act::Delete => t_string!(texts, attention.act_delete),
        Act::Restore => t_string!(texts, attention.act_restore),
    }
}

fn reason(texts: Texts, why: &Why) -> String {
    match why {
        Why::Rejected(rejection) => why_words(texts, rejection),
        Why::Held(Hold::DeviceRevoked) => t_string!(texts, attention.why_revoked).to_owned(),
        Why::Held(Hold::ForeignLibrary) => t_string!(texts, attention.why_foreign).to_owned(),
        Why::Held(Hold::NoDoor) => t_string!(texts, door.why_no_door).to_owned(),
        Why::Held(Hold::Dismissed) => t_string!(texts, attention.why_dismissed).to_owned(),
        Why::Held(Hold::UnknownKey) => t_string!(texts, seal.why_unknown_key).to_owned(),
        Why::Held(Hold::Unreadable) => t_string!(texts, seal.why_unreadable).to_owned(),
        Why::Held(Hold::NotOpen) => t_string!(texts, seal.why_not_open).to_owned(),
        Why::Held(Hold::Other) => t_string!(texts, attention.why_other).to_owned(),
    }
}
