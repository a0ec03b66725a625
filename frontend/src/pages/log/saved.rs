//! What was saved last, with its undo.
//!
//! Owns: the line that is announced and stays until the next entry. Must not: vanish by itself.

use leptos::prelude::*;

use super::desk::{Saved, use_desk};
use crate::components::icon::{self, Icon};
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::words::use_words;
use crate::platform::page;
use crate::state::entries::{Sending, use_entries};
use crate::state::network::use_network;

/// The line, in a place that screen readers watch.
#[component]
pub fn SavedLine() -> impl IntoView {
    let desk = use_desk();
    let words = use_words();
    let (entries, network) = (use_entries(), use_network());
    // Only this part changes when the entry is sent; it is not announced again.
    let sending = move |saved: &Saved| {
        let first = saved.entries.first().map(|(id, _)| *id);
        entries.all.with(|all| {
            match all.iter().find(|entry| Some(entry.row.id) == first).map(|entry| &entry.sending) {
                Some(Sending::Sent(Some(at))) => t_string!(words.texts, log.saved_sent, at = words.at(*at)),
                Some(Sending::Sent(None)) => t_string!(words.texts, entries.state_saved).to_owned(),
                _ if network.online.get() => t_string!(words.texts, log.saved_online).to_owned(),
                _ => t_string!(words.texts, log.saved_offline).to_owned(),
            }
        })
    };
    let undo = move |_| {
        desk.undo();
        page::focus("saved");
    };
    let line = move |saved: Saved| {
        if saved.undone {
            return view! {
                <Notice tone=Tone::Info>
                    {move || t_string!(words.texts, log.undone, what = saved.what.text())}
                </Notice>
            }
            .into_any();
        }
        let (at, what) = (saved.at, saved.what.clone());
        view! {
            <div class="notice notice--good">
                <div class="notice__text">
                    <Icon shape=icon::DONE />
                    <div>
                        <b>{move || t_string!(words.texts, log.saved_at, at = words.at(at))}</b>
                        " "
                        {move || what.text()}
                        <span class="soft" aria-live="off">" · "{move || sending(&saved)}</span>
                    </div>
                </div>
                <button type="button" class="hds-button hds-button--quiet" on:click=undo>
                    {t!(words.texts, action.undo)}
                </button>
            </div>
        }
        .into_any()
    };
    let failed = move || {
        desk.failed.get().map(|why| {
            view! { <Notice tone=Tone::Bad>{move || words.not_saved(why)}</Notice> }
        })
    };
    view! {
        <div id="saved" class="saved" tabindex="-1">
            <div role="alert">{failed}</div>
            <div role="status">{move || desk.saved.get().map(line)}</div>
        </div>
    }
}
