//! The programme: sessions in their order, which buttons change.
//!
//! Owns: moving a session up and down with the focus kept and the new place said. Must not: sort by itself: the order is
//! the chair's.

use leptos::prelude::*;
use shared::domain::day::{Day, Session};
use shared::id::Id;
use shared::text;

use super::{Ask, Editing};
use crate::components::icon::{Icon, Shape};
use crate::i18n::*;
use crate::pages::confirm::Question;
use crate::pages::failure;
use crate::pages::manage::day::Open;
use crate::platform::page;

const UP: Shape = "M12 19V6M6 11.5 12 5.5l6 6";
const DOWN: Shape = "M12 5v13M6 12.5l6 6 6-6";

/// What the buttons of the list act on.
#[derive(Clone, Copy)]
struct List {
    open: Open,
    editing: RwSignal<Option<Editing>>,
    /// A change is on its way; another one would be made from the version before it.
    busy: RwSignal<bool>,
    /// Where a session went, for whoever does not see it.
    moved: RwSignal<Option<Wording>>,
    ask: Ask,
}

/// The card.
#[component]
pub fn Programme(open: Open, editing: RwSignal<Option<Editing>>, ask: Ask) -> impl IntoView {
    let texts = open.texts;
    let list = List { open, editing, busy: RwSignal::new(false), moved: RwSignal::new(None), ask };
    let ids =
        Memo::new(move |_| open.now.get().day.programme.iter().map(|session| session.id).collect::<Vec<_>>());
    let unsorted = Memo::new(move |_| !is_sorted(&open.now.get().day));
    let sort = move |_| {
        let form = open.changed(|day| day.programme.sort_by_key(|session| (session.begins, session.ends)));
        open.save(form, wording(texts, |texts| t_string!(texts, day.programme.sorted)));
    };
    view! {
        <section class="card stack">
            <div class="page__head">
                <h2>{t!(texts, day.programme.title)}</h2>
                <div class="row">
                    {move || {
                        unsorted
                            .get()
                            .then(|| {
                                view! {
                                    <button type="button" class="hds-button hds-button--quiet" on:click=sort>
                                        {t!(texts, day.programme.sort)}
                                    </button>
                                }
                            })
                    }}
                    <button
                        type="button"
                        id="edit-programme"
                        class="hds-button hds-button--secondary"
                        on:click=move |_| editing.set(Some(Editing::Session(None)))
                    >
                        {t!(texts, day.programme.add)}
                    </button>
                </div>
            </div>
            {move || {
                ids.with(Vec::is_empty)
                    .then(|| view! { <p class="soft">{t!(texts, day.programme.none)}</p> })
            }}
            <ol class="sessions">
                <For each=move || ids.get() key=|id| *id let(id)>
                    <Row list id />
                </For>
            </ol>
            <p class="visually-hidden" role="status">
                {move || list.moved.get().map(|words| words.text())}
            </p>
        </section>
    }
}

fn is_sorted(day: &Day) -> bool {
    day.programme.is_sorted_by_key(|session| (session.begins, session.ends))
}

#[component]
fn Row(list: List, id: Id) -> impl IntoView {
    let texts = list.open.texts;
    let day = move || list.open.now.get();
    let session = Memo::new(move |_| day().day.programme.iter().find(|session| session.id == id).cloned());
    let title =
        move || session.get().map(|session| session.title.of(lang(texts)).to_owned()).unwrap_or_default();
    let hours = move || {
        let (session, date) = (session.get()?, day().day.date);
        let lang = lang(texts);
        let (from, to) = (session.begins.on(date), session.ends.on(date));
        Some(format!("{}–{}", text::clock(from, lang), text::clock(to, lang)))
    };
    let more = move || session.get().map(|session| more(texts, &session));
    let place = Memo::new(move |_| day().day.programme.iter().position(|session| session.id == id));
    let count = Memo::new(move |_| day().day.programme.len());
    let first = move || place.get() == Some(0);
    let last = move || place.get().is_some_and(|at| at + 1 == count.get());
    let remove = move |_| {
        let Some(name) = session.get_untracked().map(|session| session.title) else { return };
        let question = Question {
            title: wording(texts, move |texts| {
                t_string!(texts, day.programme.remove_title, what = name.of(lang(texts)).to_owned())
            }),
            words: vec![wording(texts, |texts| t_string!(texts, day.programme.remove_text))],
            yes: wording(texts, |texts| t_string!(texts, day.programme.remove)),
        };
        let open = list.open;
        list.ask.before(question, move || {
            let form = open.changed(|day| day.programme.retain(|session| session.id != id));
            open.save(form, wording(texts, |texts| t_string!(texts, day.programme.removed)));
        });
    };
    let button = move |up: bool| {
        let label = move || {
            if up {
                t_string!(texts, day.programme.up_of, what = title()).to_string()
            } else {
                t_string!(texts, day.programme.down_of, what = title()).to_string()
            }
        };
        let edge = move || if up { first() } else { last() };
        view! {
            <button
                type="button"
                id=move_id(id, up)
                class="icon-button"
                aria-label=label
                // Stays where the focus may be.
                aria-disabled=move || edge().to_string()
                on:click=move |_| shift(list, id, up)
            >
                <Icon shape=if up { UP } else { DOWN } />
            </button>
        }
    };
    view! {
        <li class="session">
            <span class="session__time">{hours}</span>
            <div class="session__what">
                <strong>{title}</strong>
                <span class="sub">{more}</span>
            </div>
            <div class="session__buttons">
                {button(true)} {button(false)}
                <button
                    type="button"
                    class="hds-button hds-button--quiet"
                    aria-label=move || t_string!(texts, manage.edit_of, what = title()).to_string()
                    on:click=move |_| list.editing.set(session.get_untracked().map(|one| Editing::Session(Some(one))))
                >
                    {t!(texts, action.edit)}
                </button>
                <button
                    type="button"
                    class="hds-button hds-button--quiet"
                    aria-label=move || t_string!(texts, day.programme.remove_of, what = title()).to_string()
                    on:click=remove
                >
                    {t!(texts, action.delete)}
                </button>
            </div>
        </li>
    }
}

/// Speaker, room, places, whether remote people can follow.
fn more(texts: Texts, session: &Session) -> String {
    let capacity = session.capacity.map(|n| {
        t_string!(texts, day.programme.fits, n = text::number(i64::from(n), lang(texts))).to_string()
    });
    let remote = session.remote.then(|| t_string!(texts, day.programme.also_remote).to_owned());
    let parts = [Some(session.speaker.clone()), Some(session.room.clone()), capacity, remote];
    parts.into_iter().flatten().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(" · ")
}

fn move_id(id: Id, up: bool) -> String {
    format!("session-{}-{id}", if up { "up" } else { "down" })
}

/// Moves a session by one place. The row is put elsewhere in the page, which takes the focus off its button: it is given
/// back.
fn shift(list: List, id: Id, up: bool) {
    let open = list.open;
    let programme = open.now.with_untracked(|now| now.day.programme.clone());
    let Some(from) = programme.iter().position(|session| session.id == id) else { return };
    let to = if up { from.checked_sub(1) } else { Some(from + 1).filter(|to| *to < programme.len()) };
    let Some(to) = to.filter(|_| !list.busy.get_untracked()) else { return };
    list.busy.set(true);
    let form = open.changed(|day| day.programme.swap(from, to));
    let texts = open.texts;
    leptos::task::spawn_local(async move {
        let answer = open.send(form).await;
        if list.busy.try_set(false).is_some() {
            return;
        }
        match answer {
            Ok(page) => {
                open.remote.set(page);
                let title = programme.get(from).map(|session| session.title.clone()).unwrap_or_default();
                let (place, all) = (to + 1, programme.len());
                list.moved.set(Some(wording(texts, move |texts| {
                    let what = title.of(lang(texts)).to_owned();
                    t_string!(texts, day.programme.moved, what = what, n = place, all = all).to_string()
                })));
                page::drawn().await;
                page::focus(&move_id(id, up));
            }
            Err(failure) => open.said.fail(failure::wording(texts, failure)),
        }
    });
}
