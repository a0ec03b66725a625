//! `osallistujat`: who comes.
//!
//! Owns: the list under its filters, and which registration is open. Must not: show a diet or an access need: they are on
//! a page of their own, and each reading of them is logged.

mod contribution;
mod counts;
mod filter;
mod filters;
mod person;
pub mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use shared::domain::day::Session;
use shared::domain::registration::{Mode, State};
use shared::id::Id;
use shared::text;
use shared::time::helsinki;
use shared::wire::v1::registration::{Registered, Registrations};

use self::counts::Counts;
use self::filters::{Choice, Filters};
use self::person::Person;
use super::Open;
use super::files::DayFiles;
use super::settings::session::SessionForm;
use crate::components::address::address;
use crate::components::dialog::Dialog;
use crate::components::records::{Column, records};
use crate::i18n::*;
use crate::pages::confirm::opened_by;
use crate::pages::manage::Loaded;
use crate::state::remote::Remote;

/// What the list and the dialogs act on.
#[derive(Clone, Copy)]
struct People {
    open: Open,
    list: Remote<Registrations>,
    /// The registration that is looked at.
    shown: RwSignal<Option<Id>>,
    /// The contribution that goes into the programme, and whether it is there already.
    session: RwSignal<Option<(Session, bool)>>,
}

impl People {
    /// After a change: the list and the counts.
    fn reload(self) {
        self.list.reload();
        self.open.remote.reload();
    }
}

/// The part.
#[component]
pub fn Participants(open: Open) -> impl IntoView {
    let texts = open.texts;
    let people = People {
        open,
        list: Remote::new(open.path("/registrations")),
        shown: RwSignal::new(None),
        session: RwSignal::new(None),
    };
    let into_programme = opened_by(people.session);
    let title = move || {
        people.session.with(|session| match session {
            Some((_, true)) => t_string!(texts, day.programme.edit),
            _ => t_string!(texts, day.people.to_programme),
        })
    };
    let form = move || {
        people.session.get_untracked().map(|(session, known)| {
            let close = Callback::new(move |()| into_programme.set(false));
            view! { <SessionForm open session=Some(session) known close /> }
        })
    };
    view! {
        <Counts open />
        <Loaded
            remote=people.list
            body=move |registrations| view! { <List people registrations /> }
        />
        <DayFiles open />
        <Dialog id="session-dialog" open=into_programme title=Signal::derive(move || title().to_owned())>
            {form}
        </Dialog>
    }
}

#[component]
fn List(people: People, registrations: Signal<Arc<Registrations>>) -> impl IntoView {
    let open = people.open;
    let texts = open.texts;
    let choice = Choice::new();
    let shown = Memo::new(move |_| {
        let filter = choice.filter();
        let all = registrations.get();
        let lets = |of: &&Registered| filter.lets(of, &words::library(open, of));
        all.registrations.iter().filter(lets).map(|of| of.id).collect::<Vec<_>>()
    });
    let table = move || {
        let all = registrations.get();
        if all.registrations.is_empty() {
            return view! { <p>{t!(texts, day.people.nobody)}</p> }.into_any();
        }
        let numbers = numbers(&all.registrations);
        let ids = shown.get();
        if ids.is_empty() {
            return view! { <p>{t!(texts, day.people.none_found)}</p> }.into_any();
        }
        let columns = vec![
            Column::text(t_string!(texts, day.people.name)),
            Column::text(t_string!(texts, day.people.mode)),
            Column::text(t_string!(texts, day.people.library)),
            Column::text(t_string!(texts, day.people.contribution)),
            Column::text(t_string!(texts, day.people.changed)),
            Column::actions(t_string!(texts, manage.actions)),
        ];
        let of_shown = all.registrations.iter().filter(|of| ids.contains(&of.id));
        let rows = of_shown.map(|of| row(people, of, numbers.get(&of.id).copied())).collect();
        records(t_string!(texts, day.people.title), columns, rows)
    };
    let count = move || {
        let (some, all) = (shown.with(Vec::len), registrations.get().registrations.len());
        t_string!(texts, day.people.count, some = some, all = all).to_string()
    };
    let narrowed = move || !choice.filter().written().is_empty();
    let address = move || open.now.get().address.clone();
    view! {
        <section class="card stack">
            <div class="page__head">
                <h2>{t!(texts, day.people.title)}</h2>
                <a class="hds-button hds-button--secondary" href=address target="_blank" rel="external noopener">
                    {t!(texts, day.people.add)}
                </a>
            </div>
            <Filters open choice />
            <div class="row">
                <p role="status">{count}</p>
                <button
                    type="button"
                    class="hds-button hds-button--quiet"
                    on:click=move |_| people.reload()
                >
                    {t!(texts, day.reload)}
                </button>
                {move || {
                    narrowed()
                        .then(|| {
                            view! {
                                <button
                                    type="button"
                                    class="hds-button hds-button--quiet"
                                    on:click=move |_| choice.clear()
                                >
                                    {t!(texts, day.people.clear)}
                                </button>
                            }
                        })
                }}
            </div>
            {table}
        </section>
        <Person people registrations />
    }
}

/// The number of each who waits, in the order of arrival of its way of taking part.
fn numbers(all: &[Registered]) -> BTreeMap<Id, usize> {
    let waiting =
        |mode: Mode| all.iter().filter(move |of| of.state == State::Waiting && of.registration.mode == mode);
    Mode::ALL.into_iter().flat_map(|mode| waiting(mode).zip(1..)).map(|(of, n)| (of.id, n)).collect()
}

fn row(people: People, of: &Registered, number: Option<usize>) -> Vec<AnyView> {
    let open = people.open;
    let texts = open.texts;
    let lang = lang(texts);
    let told = &of.registration;
    let id = of.id;
    let class = format!("standing standing--{}", of.state.code());
    let standing = words::standing(texts, of, number);
    let own = told.contribution.as_ref().map(|own| {
        let verdict = words::verdict(texts, contribution::verdict(of));
        view! {
            {own.title.clone()}
            <span class="sub">{format!("{} · {verdict}", open.label("contribution", &own.kind))}</span>
        }
    });
    let name = words::name(texts, of);
    let label = t_string!(texts, day.people.open_of, what = name.clone()).to_string();
    vec![
        view! {
            {name}
            <span class="sub wrap">{address(&told.email)}</span>
        }
        .into_any(),
        view! {
            {open.label("attendance", told.mode.code())}
            <span class=format!("sub {class}")>{standing}</span>
        }
        .into_any(),
        words::library(open, of).into_any(),
        own.map_or_else(|| "–".into_any(), IntoAny::into_any),
        text::date(helsinki(of.changed_at).date, lang).into_any(),
        view! {
            <span class="row">
                <button
                    type="button"
                    class="hds-button hds-button--quiet"
                    aria-label=label
                    on:click=move |_| people.shown.set(Some(id))
                >
                    {t_string!(texts, day.people.open)}
                </button>
            </span>
        }
        .into_any(),
    ]
}
