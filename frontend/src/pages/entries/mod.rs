//! The library's entries of the last 60 days.
//!
//! Owns: the dates; deleting, restoring; which entry is open for a change. What the server rejected is on a page of its
//! own, to which this one points. Must not: wait for the network.

pub mod days;
pub mod edit;
pub mod row;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use shared::domain::op::Kind;
use shared::id::Id;

use self::days::{Asked, Days};
use self::edit::{EditForm, Edited};
use crate::components::dialog::Dialog;
use crate::components::field::CheckField;
use crate::components::heading::PageHeading;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::words::use_words;
use crate::platform::page;
use crate::state::entries::{Entry, NotSaved, Sending, use_entries};

/// What was just done to an entry.
#[derive(Clone)]
enum Done {
    Deleted(Id, Kind, Wording),
    Restored(Wording),
    Changed(Wording),
    Failed(NotSaved),
}

/// The page.
#[component]
pub fn EntriesPage() -> impl IntoView {
    let words = use_words();
    let texts = words.texts;
    let entries = use_entries();
    let done = RwSignal::new(None::<Done>);
    let with_deleted = RwSignal::new(false);
    let editing = RwSignal::new(None::<Arc<Entry>>);
    let open = RwSignal::new(false);

    let delete = move |entry: Arc<Entry>| {
        let what = words.naming(&entry.row);
        spawn_local(async move {
            let outcome = entries.delete(vec![(entry.row.id, entry.row.of)]).await;
            done.set(Some(
                outcome.map_or_else(Done::Failed, |()| Done::Deleted(entry.row.id, entry.row.of, what)),
            ));
        });
        page::focus("entries-done");
    };
    let restore = move |id: Id, of: Kind, what: Wording| {
        spawn_local(async move {
            let outcome = entries.restore(id, of).await;
            done.set(Some(outcome.map_or_else(Done::Failed, |()| Done::Restored(what))));
        });
        page::focus("entries-done");
    };
    let asked = Asked {
        edit: Callback::new(move |entry| {
            editing.set(Some(entry));
            open.set(true);
        }),
        delete: Callback::new(delete),
        restore: Callback::new(move |entry: Arc<Entry>| {
            restore(entry.row.id, entry.row.of, words.naming(&entry.row));
        }),
    };

    let attention = Memo::new(move |_| {
        let wants = |entry: &&Entry| matches!(entry.sending, Sending::Rejected(_));
        entries.all.with(|all| all.iter().filter(wants).count())
    });
    let shown = Memo::new(move |_| {
        let with_deleted = with_deleted.get();
        let wanted = |entry: &&Entry| {
            let alive = entry.row.is_live() || (with_deleted && entry.row.is_deleted());
            alive && !matches!(entry.sending, Sending::Rejected(_))
        };
        entries.all.with(|all| all.iter().filter(wanted).cloned().map(Arc::new).collect::<Vec<_>>())
    });
    let line = move |happened: Done| {
        match happened {
        Done::Deleted(id, of, what) => {
            let again = what.clone();
            view! {
                <Notice tone=Tone::Info>
                    {move || t_string!(texts, entries.deleted, what = what.text())} " "
                    <button
                        type="button"
                        class="hds-button hds-button--quiet"
                        on:click=move |_| restore(id, of, again.clone())
                    >
                        {t!(texts, action.undo)}
                    </button>
                </Notice>
            }
            .into_any()
        }
        Done::Restored(what) => {
            view! { <Notice tone=Tone::Good>{move || t_string!(texts, entries.restored, what = what.text())}</Notice> }
                .into_any()
        }
        Done::Changed(what) => {
            view! { <Notice tone=Tone::Good>{move || t_string!(texts, entries.changed, what = what.text())}</Notice> }
                .into_any()
        }
        Done::Failed(why) => {
            view! { <Notice tone=Tone::Bad>{move || words.not_saved(why)}</Notice> }.into_any()
        }
    }
    };
    let needs_attention = move || {
        let words = match attention.get() {
            0 => return None,
            1 => t_string!(texts, device.attention_1).to_owned(),
            n => t_string!(texts, device.attention_n, n = n),
        };
        Some(view! {
            <Notice tone=Tone::Mark>
                <p>{words}</p>
                <A href="/huomio">{t!(texts, device.to_attention)}</A>
            </Notice>
        })
    };
    let none = move || {
        let none = shown.with(Vec::is_empty) && attention.get() == 0;
        none.then(|| view! { <p>{t!(texts, entries.empty)}</p> })
    };
    let saved = Callback::new(move |what: Result<Wording, NotSaved>| {
        open.set(false);
        done.set(Some(what.map_or_else(Done::Failed, Done::Changed)));
        page::focus("entries-done");
    });
    let keep = move |entry: Arc<Entry>, Edited { changes, .. }: Edited| {
        let what = words.naming(&entry.row);
        spawn_local(async move {
            let (id, of) = (entry.row.id, entry.row.of);
            let outcome = if changes.is_empty() { Ok(()) } else { entries.patch(id, of, changes).await };
            saved.run(outcome.map(|()| what));
        });
    };
    let form = move |entry: Arc<Entry>| {
        let row = entry.row.clone();
        let keep = Callback::new(move |edited| keep(entry.clone(), edited));
        view! { <EditForm row keep cancel=Callback::new(move |()| open.set(false)) /> }
    };
    view! {
        <div class="page">
            <div class="page__head">
                <div class="stack stack--tight">
                    <PageHeading text=say!(texts, entries.title) />
                    <p class="soft">{t!(texts, entries.intro)}</p>
                </div>
                <CheckField
                    id="with-deleted"
                    label=say!(texts, entries.show_deleted)
                    value=with_deleted
                />
            </div>
            <div id="entries-done" role="status" tabindex="-1">
                {move || done.get().map(line)}
            </div>
            {needs_attention}
            {none}
            <Days entries=shown asked />
        </div>
        <Dialog id="edit" open title=say!(texts, entries.edit_title)>
            {move || editing.get().map(form)}
        </Dialog>
    }
}
