//! The registrations that were made on this tablet: a number each, and where it is.
//!
//! Owns: those words. Must not: know more: the tablet does not.

use leptos::prelude::*;
use shared::domain::sealed::receipt;
use shared::sync::view::Delivery;
use shared::wire::v1::push::Hold;

use crate::i18n::*;
use crate::pages::words::{Words, use_words};
use crate::state::registration::{self, Made};

/// The list; nothing where there are none.
#[component]
pub(super) fn Receipts() -> impl IntoView {
    let words = use_words();
    let texts = words.texts;
    let made = Memo::new(move |_| registration::made());
    let row = move |one: Made| {
        let at = one.at;
        let waits = one.delivery == Delivery::Waiting;
        view! {
            <li>
                <strong class="receipt">{receipt(one.id)}</strong>
                <span class="soft">{move || t_string!(texts, seal.made, at = words.at(at))}</span>
                <span class:warn=waits>{move || state(words, &one.delivery)}</span>
            </li>
        }
    };
    move || {
        let made = made.get();
        (!made.is_empty()).then(|| {
            view! {
                <section class="stack stack--tight" aria-labelledby="receipts">
                    <h2 id="receipts">{t!(texts, seal.list)}</h2>
                    <p class="soft">{t!(texts, seal.list_note)}</p>
                    <ul class="receipts">{made.into_iter().map(row).collect_view()}</ul>
                </section>
            }
        })
    }
}

fn state(words: Words, delivery: &Delivery) -> String {
    let texts = words.texts;
    match delivery {
        Delivery::Waiting => t_string!(texts, seal.state_waiting).to_owned(),
        Delivery::Sent(at) => t_string!(texts, seal.state_sent, at = words.at(*at)),
        Delivery::Held(Hold::Dismissed) => t_string!(texts, seal.state_dismissed).to_owned(),
        Delivery::Held(_) => t_string!(texts, seal.state_held).to_owned(),
        Delivery::Wedged(_) => t_string!(texts, seal.state_rejected).to_owned(),
    }
}
