//! Entries as one list per date, the latest first.
//!
//! Owns: the headings, and how many dates are shown at first. Must not: choose the entries, or change one.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use shared::domain::check::date_of;
use shared::time::Date;

use super::row::EntryRow;
use crate::i18n::*;
use crate::pages::words::use_words;
use crate::state::entries::Entry;

/// How many dates are shown at first, and how many more on request.
const DAYS_AT_ONCE: usize = 7;

/// What the rows can ask for.
#[derive(Clone, Copy)]
pub struct Asked {
    /// Opens the entry's form.
    pub edit: Callback<Arc<Entry>>,
    /// Deletes it.
    pub delete: Callback<Arc<Entry>>,
    /// Takes the deletion back.
    pub restore: Callback<Arc<Entry>>,
}

/// The lists.
#[component]
pub fn Days(
    /// The entries that are shown, the latest of a date first.
    #[prop(into)]
    entries: Signal<Vec<Arc<Entry>>>,
    /// What can be done.
    asked: Asked,
) -> impl IntoView {
    let words = use_words();
    let texts = words.texts;
    let days = RwSignal::new(DAYS_AT_ONCE);
    let by_date = Memo::new(move |_| {
        let mut dates: BTreeMap<Date, Vec<Arc<Entry>>> = BTreeMap::new();
        for entry in entries.get() {
            if let Some(on) = date_of(&entry.row) {
                dates.entry(on).or_default().push(entry);
            }
        }
        dates.into_iter().rev().collect::<Vec<_>>()
    });
    let day = move |(on, rows): (Date, Vec<Arc<Entry>>)| {
        let heading = format!("day-{on}");
        let labelled_by = heading.clone();
        let number = match rows.len() {
            1 => t_string!(texts, log.total.one).to_owned(),
            count => t_string!(texts, log.total.many, count = count),
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
    view! {
        {move || by_date.get().into_iter().take(days.get()).map(day).collect_view()}
        {more}
    }
}
