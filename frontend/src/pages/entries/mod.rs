//! The library's entries of the last 60 days.
//!
//! Owns: what needs attention first, then one list per date; deleting, restoring, discarding; which entry is open for a
//! change. Must not: wait for the network.

mod edit;
mod row;

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::check::date_of;
use shared::domain::op::Kind;
use shared::id::Id;
use shared::time::Date;

use self::edit::EditForm;
use self::row::EntryRow;
use crate::components::dialog::Dialog;
use crate::components::field::CheckField;
use crate::components::heading::PageHeading;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::words::use_words;
use crate::platform::page;
use crate::state::entries::{Entry, NotSaved, Sending, use_entries};

/// How many dates are shown at first, and how many more on request.
const DAYS_AT_ONCE: usize = 7;

/// What was just done to an entry.
#[derive(Clone, PartialEq)]
enum Done {
    Deleted(Id, Kind, String),
    Restored(String),
    Changed(String),
    Failed(NotSaved),
}

/// What the rows can ask for.
#[derive(Clone, Copy)]
struct Asked {
    edit: Callback<Arc<Entry>>,
    delete: Callback<Arc<Entry>>,
    restore: Callback<Arc<Entry>>,
}

/// The page.
#[component]
pub fn EntriesPage() -> impl IntoView {
    let words = use_words();
    let texts = words.texts;
    let entries = use_entries();
    let done = RwSignal::new(None::<Done>);
    let (with_deleted, days) = (RwSignal::new(false), RwSignal::new(DAYS_AT_ONCE));
    let editing = RwSignal::new(None::<Arc<Entry>>);
    let open = RwSignal::new(false);

    let delete = move |entry: Arc<Entry>| {
        let what = untrack(|| words.title(&entry.row));
        spawn_local(async move {
            let outcome = match entry.rejected {
                // Nothing of it ever reached the server: it is taken off the device.
                Some(op) => entries.discard(op).await,
                None => entries.delete(vec![(entry.row.id, entry.row.of)]).await,
            };
            done.set(Some(
                outcome.map_or_else(Done::Failed, |()| Done::Deleted(entry.row.id, entry.row.of, what)),
            ));
        });
        page::focus("entries-done");
    };
    let restore = move |id: Id, of: Kind, what: String| {
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
            restore(entry.row.id, entry.row.of, untrack(|| words.title(&entry.row)));
        }),
    };

    let attention = Memo::new(move |_| {
        let wants = |entry: &&Entry| matches!(entry.sending, Sending::Rejected(_));
        entries.all.with(|all| all.iter().filter(wants).cloned().map(Arc::new).collect::<Vec<_>>())
    });
    let by_date = Memo::new(move |_| {
        let mut dates: BTreeMap<Date, Vec<Arc<Entry>>> = BTreeMap::new();
        entries.all.with(|all| {
            for entry in all.iter() {
                let shown = entry.row.is_live() || (with_deleted.get() && entry.row.is_deleted());
                if let (true, Some(on)) =
                    (shown && !matches!(entry.sending, Sending::Rejected(_)), date_of(&entry.row))
                {
                    dates.entry(on).or_default().push(Arc::new(entry.clone()));
                }
            }
        });
        dates.into_iter().rev().collect::<Vec<_>>()
    });
    let line = move |happened: Done| match happened {
        Done::Deleted(id, of, what) => {
            let again = what.clone();
            view! {
                <Notice tone=Tone::Info>
                    {t_string!(texts, entries.deleted, what = what)} " "
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
            view! { <Notice tone=Tone::Good>{t_string!(texts, entries.restored, what = what)}</Notice> }
                .into_any()
        }
        Done::Changed(what) => {
            view! { <Notice tone=Tone::Good>{t_string!(texts, entries.changed, what = what)}</Notice> }
                .into_any()
        }
        Done::Failed(_) => view! { <Notice tone=Tone::Bad>{t!(texts, log.not_saved)}</Notice> }.into_any(),
    };
    let needs_attention = move || {
        let rows = attention.get();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="day" aria-labelledby="attention">
                    <h2 id="attention">{t!(texts, entries.attention)}</h2>
                    <p class="soft">{t!(texts, entries.attention_hint)}</p>
                    <ul class="entries">
                        {rows.into_iter().map(|entry| view! { <EntryRow entry asked /> }).collect_view()}
                    </ul>
                </section>
            }
        })
    };
    let lists = move || {
        let shown = by_date.get();
        if shown.is_empty() && attention.with(Vec::is_empty) {
            return view! { <p>{t!(texts, entries.empty)}</p> }.into_any();
        }
        let day = move |(on, rows): (Date, Vec<Arc<Entry>>)| {
            let heading = format!("day-{on}");
            let labelled_by = heading.clone();
            let count = rows.len();
            let number = match count {
                1 => t_string!(texts, log.total.one).to_owned(),
                _ => t_string!(texts, log.total.many, count = count),
            };
            let name = words.day_name(on).map(|name| format!("{name}, "));
            view! {
                <section class="day" aria-labelledby=labelled_by>
                    <h2 id=heading>{name} {words.day(on)} <span class="soft">{number}</span></h2>
                    <ul class="entries">
                        {rows.into_iter().map(|entry| view! { <EntryRow entry asked /> }).collect_view()}
                    </ul>
                </section>
            }
        };
        shown.into_iter().take(days.get()).map(day).collect_view().into_any()
    };
    let more = move || {
        (by_date.with(Vec::len) > days.get()).then(|| {
            view! {
                <div>
                    <button
                        type="button"
                        class="hds-button hds-button--secondary"
                        on:click=move |_| days.update(|days| *days += DAYS_AT_ONCE)
                    >
                        {t!(texts, entries.more_days)}
                    </button>
                </div>
            }
        })
    };
    let saved = Callback::new(move |what: Result<String, NotSaved>| {
        open.set(false);
        done.set(Some(what.map_or_else(Done::Failed, Done::Changed)));
        page::focus("entries-done");
    });
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
            {lists}
            {more}
        </div>
        <Dialog id="edit" open title=say!(texts, entries.edit_title)>
            {move || {
                editing
                    .get()
                    .map(|entry| {
                        view! { <EditForm entry saved cancel=Callback::new(move |()| open.set(false)) /> }
                    })
            }}
        </Dialog>
    }
}
