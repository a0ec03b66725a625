//! One entry in the list.
//!
//! Owns: time, icon, words, state in words, and what can be done. Must not: change anything itself.

use std::sync::Arc;

use leptos::prelude::*;
use shared::domain::check::{Rejection, date_of};

use super::days::Asked;
use crate::components::icon::{self, Icon};
use crate::i18n::*;
use crate::pages::words::{Words, use_words};
use crate::state::entries::{Entry, Sending};
use crate::state::network::{Network, use_network};

/// The row.
#[component]
pub fn EntryRow(
    /// The entry.
    entry: Arc<Entry>,
    /// What can be done.
    asked: Asked,
) -> impl IntoView {
    let words = use_words();
    let network = use_network();
    let texts = words.texts;
    let deleted = entry.row.is_deleted();
    let rejection = match &entry.sending {
        Sending::Rejected(rejection) => Some(rejection.clone()),
        _ => None,
    };
    let class = match (&rejection, deleted) {
        (Some(_), _) => "entry entry--bad",
        (None, true) => "entry entry--deleted",
        (None, false) => "entry",
    };
    let of = {
        let entry = entry.clone();
        Signal::derive(move || format!("{}, {}", words.title(&entry.row), words.time(&entry.row)))
    };
    let shape = words.shape(&entry.row);
    // Rows that need attention stand under no date.
    let time = {
        let entry = entry.clone();
        move || {
            let on = date_of(&entry.row).filter(|_| matches!(entry.sending, Sending::Rejected(_)));
            let day = on.map(|on| format!("{} ", words.short_day(on))).unwrap_or_default();
            day + &words.time(&entry.row)
        }
    };
    let title = {
        let entry = entry.clone();
        move || words.title(&entry.row)
    };
    let details = {
        let entry = entry.clone();
        move || words.details(&entry.row)
    };
    let state = {
        let entry = entry.clone();
        move || state_words(words, network, &entry)
    };
    let state_class = match &entry.sending {
        Sending::Rejected(_) => "entry__state entry__state--bad",
        Sending::Unsent | Sending::Held => "entry__state entry__state--wait",
        Sending::Sent(_) => "entry__state",
    };
    let press = |callback: Callback<Arc<Entry>>, entry: &Arc<Entry>| {
        let entry = entry.clone();
        move |_| callback.run(entry.clone())
    };
    let actions = if deleted {
        view! {
            <button
                type="button"
                class="icon-button"
                title=move || t_string!(texts, action.restore)
                aria-label=move || t_string!(texts, entries.restore_of, what = of.get())
                on:click=press(asked.restore, &entry)
            >
                <Icon shape=icon::RESTORE />
            </button>
        }
        .into_any()
    } else {
        view! {
            <button
                type="button"
                class="icon-button"
                title=move || t_string!(texts, action.edit)
                aria-label=move || t_string!(texts, entries.edit_of, what = of.get())
                on:click=press(asked.edit, &entry)
            >
                <Icon shape=icon::EDIT />
            </button>
            <button
                type="button"
                class="icon-button"
                title=move || t_string!(texts, action.delete)
                aria-label=move || t_string!(texts, entries.delete_of, what = of.get())
                on:click=press(asked.delete, &entry)
            >
                <Icon shape=icon::DELETE />
            </button>
        }
        .into_any()
    };
    view! {
        <li class=class>
            <span class="entry__time">{time}</span>
            <Icon shape=shape />
            <div class="entry__what">
                <b>{title}</b>
                <span class="entry__details">{details}</span>
                {rejection.map(|why| view! { <p class="entry__why">{move || why_words(texts, &why)}</p> })}
            </div>
            <span class=state_class>{state}</span>
            <span class="entry__actions">{actions}</span>
        </li>
    }
}

/// How far the entry is, in words.
fn state_words(words: Words, network: Network, entry: &Entry) -> String {
    let texts = words.texts;
    match &entry.sending {
        Sending::Rejected(_) => t_string!(texts, entries.state_attention).to_owned(),
        Sending::Held => t_string!(texts, entries.state_held).to_owned(),
        Sending::Unsent if network.online.get() => {
            t_string!(texts, entries.state_waiting, count = network.pending.get())
        }
        Sending::Unsent => t_string!(texts, entries.state_device).to_owned(),
        _ if entry.row.is_deleted() => t_string!(texts, entries.state_deleted).to_owned(),
        Sending::Sent(Some(at)) => t_string!(texts, entries.state_sent, at = words.at(*at)),
        Sending::Sent(None) => t_string!(texts, entries.state_saved).to_owned(),
    }
}

/// Why the server did not take it, in words.
pub fn why_words(texts: Texts, why: &Rejection) -> String {
    let known = match why {
        Rejection::Malformed => t_string!(texts, rejected.malformed),
        Rejection::UnknownCode => t_string!(texts, rejected.unknown_code),
        Rejection::Missing => t_string!(texts, rejected.missing),
        Rejection::Immutable => t_string!(texts, rejected.immutable),
        Rejection::WhenFuture => t_string!(texts, rejected.when_future),
        Rejection::WhenTooOld => t_string!(texts, rejected.when_too_old),
        Rejection::HoursOrder => t_string!(texts, rejected.hours_order),
        Rejection::CountRange => t_string!(texts, rejected.count_range),
        Rejection::TopicsRange => t_string!(texts, rejected.topics_range),
        Rejection::FormNotAllowed => t_string!(texts, rejected.form_not_allowed),
        Rejection::FormMismatch => t_string!(texts, rejected.form_mismatch),
        Rejection::ReferredWithoutReferral => t_string!(texts, rejected.referred_without_referral),
        Rejection::TitleTooLong => t_string!(texts, rejected.title_too_long),
        Rejection::NotAllowed => t_string!(texts, rejected.not_allowed),
        Rejection::Other(code) => return t_string!(texts, rejected.other, code = code.clone()),
    };
    known.to_owned()
}
