//! `/hallinta/kirjaukset`: a library's entries, for its contact and the chair.
//!
//! Owns: which library and how far back; correcting, deleting, restoring at the server. Must not: use the tablet's queue, or
//! say that something was corrected before the server has said so.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::op::{Act, Kind, Registers};
use shared::domain::row::Row;
use shared::routes;
use shared::wire::v1::entries::{Entries, MAX_ENTRIES};

use super::{Loaded, Places, Said, SaidLine};
use crate::components::dialog::Dialog;
use crate::components::field::{CheckField, SelectField};
use crate::components::heading::PageHeading;
use crate::components::label::Item;
use crate::i18n::*;
use crate::pages::entries::days::{Asked, Days};
use crate::pages::entries::edit::{EditForm, Edited};
use crate::pages::entries::row::why_words;
use crate::pages::failure;
use crate::pages::words::use_words;
use crate::state::corrections::{NotCorrected, correct};
use crate::state::entries::Entry;
use crate::state::lists::{self, Lists, use_lists};
use crate::state::remote::Remote;
use crate::state::session::use_session;

/// How far back can be chosen, in days.
const PERIODS: [&str; 3] = ["61", "183", "366"];

/// The page.
#[component]
pub fn LibraryEntriesPage() -> impl IntoView {
    let texts = use_i18n();
    let session = use_session();
    let places = Places::load();
    let (library, days) = (RwSignal::new(String::new()), RwSignal::new(PERIODS[0].to_owned()));
    let libraries = Signal::derive(move || places.library_items(lang(texts)));
    // One's own library first, where one has one.
    Effect::new(move || {
        let items = libraries.get();
        let own = session.me.get().and_then(|me| me.library.clone());
        if library.with_untracked(String::is_empty) {
            let first = items.iter().find(|item| Some(&item.code) == own.as_ref()).or(items.first());
            library.set(first.map(|item| item.code.clone()).unwrap_or_default());
        }
    });
    let periods = Signal::derive(move || {
        let labels = [
            t_string!(texts, manage.entries.days_60),
            t_string!(texts, manage.entries.half_year),
            t_string!(texts, manage.entries.year),
        ];
        let item = |(code, label): (&str, &str)| Item { code: code.to_owned(), label: label.to_owned() };
        PERIODS.into_iter().zip(labels).map(item).collect::<Vec<_>>()
    });
    let chosen = Memo::new(move |_| {
        let path = format!("{}?library={}&days={}", routes::ENTRIES, library.get(), days.get());
        library.with(|code| !code.is_empty()).then_some(path)
    });
    view! {
        <div class="page manage">
            <PageHeading text=say!(texts, manage.entries.title) />
            <p class="soft">{t!(texts, manage.entries.intro)}</p>
            <div class="fields">
                <SelectField
                    id="entries-library"
                    label=say!(texts, manage.entries.library)
                    items=libraries
                    value=library
                />
                <SelectField id="entries-days" label=say!(texts, manage.entries.period) items=periods value=days />
            </div>
            {move || chosen.get().map(|path| view! { <LibraryEntries path /> })}
        </div>
    }
}

/// The entries of a library.
#[component]
fn LibraryEntries(path: String) -> impl IntoView {
    let remote = Remote::<Entries>::new(path);
    let known = Memo::new(move |_| {
        remote.ready().map(|entries| {
            let entries = entries.get();
            Arc::new(Lists {
                vocabulary: entries.vocabulary.clone(),
                effort: entries.effort_enabled,
                strain: entries.strain_enabled,
            })
        })
    });
    lists::provide(known.into());
    view! { <Loaded remote body=move |entries| view! { <Corrections entries remote /> } /> }
}

/// The lists and what can be done.
#[component]
fn Corrections(entries: Signal<Arc<Entries>>, remote: Remote<Entries>) -> impl IntoView {
    let words = use_words();
    let texts = words.texts;
    let lists = use_lists();
    let said = Said::new();
    let with_deleted = RwSignal::new(false);
    let editing = RwSignal::new(None::<Arc<Entry>>);
    let open = super::opened_by(editing);
    let shown = Memo::new(move |_| {
        let with_deleted = with_deleted.get();
        let wanted = |row: &&Row| {
            !matches!(row.of, Kind::SamplePeriod | Kind::Registration)
                && (row.is_live() || (with_deleted && row.is_deleted()))
        };
        entries.with(|entries| Entry::all_at_server(entries.rows.iter().filter(wanted).cloned()))
    });
    let send = move |entry: Arc<Entry>, act: Act, set: Registers, done: Wording| {
        let version = lists.get().map_or(0, |lists| lists.vocabulary.version);
        spawn_local(async move {
            match correct(&entry.row, act, set, version).await {
                Ok(()) => said.say(done),
                Err(why) => said.fail(wording(texts, move |texts| not_corrected(texts, &why))),
            }
            remote.reload();
        });
    };
    let asked = Asked {
        edit: Callback::new(move |entry| editing.set(Some(entry))),
        delete: Callback::new(move |entry: Arc<Entry>| {
            let title = words.naming(&entry.row);
            let done = wording(texts, move |texts| t_string!(texts, entries.deleted, what = title.text()));
            send(entry, Act::Delete, Registers::new(), done);
        }),
        restore: Callback::new(move |entry: Arc<Entry>| {
            let title = words.naming(&entry.row);
            let done = wording(texts, move |texts| t_string!(texts, entries.restored, what = title.text()));
            send(entry, Act::Restore, Registers::new(), done);
        }),
    };
    let form = move |entry: Arc<Entry>| {
        let row = entry.row.clone();
        let keep = Callback::new(move |Edited { changes, .. }: Edited| {
            open.set(false);
            if !changes.is_empty() {
                let title = words.naming(&entry.row);
                let done =
                    wording(texts, move |texts| t_string!(texts, entries.changed, what = title.text()));
                send(entry.clone(), Act::Patch, changes, done);
            }
        });
        view! { <EditForm row keep cancel=Callback::new(move |()| open.set(false)) /> }
    };
    let cut = move || {
        entries.with(|entries| entries.more).then(|| {
            let words = t_string!(texts, manage.entries.more, count = MAX_ENTRIES);
            view! { <p class="soft">{words}</p> }
        })
    };
    view! {
        <CheckField id="with-deleted" label=say!(texts, entries.show_deleted) value=with_deleted />
        <SaidLine said />
        {cut}
        {move || shown.with(Vec::is_empty).then(|| view! { <p>{t!(texts, manage.entries.none)}</p> })}
        <Days entries=shown asked />
        <Dialog id="edit" open title=say!(texts, entries.edit_title)>
            {move || editing.get().map(form)}
        </Dialog>
    }
}

fn not_corrected(texts: Texts, why: &NotCorrected) -> String {
    match why {
        NotCorrected::Failure(failure) => failure::words(texts, failure),
        NotCorrected::Rejected(rejection) => why_words(texts, rejection),
        NotCorrected::Overtaken => t_string!(texts, manage.entries.overtaken).to_owned(),
    }
}
