//! The people of the day: how many are where, the search, the rows.
//!
//! Owns: what a row says and what can be done with it: one tap for who comes, one for who leaves. Must not: record (the
//! desk does).

use leptos::ev;
use leptos::prelude::*;
use shared::domain::check_in::{Expected, Passage};
use shared::domain::registration::Mode;

use super::Now;
use super::desk::{Desk, SEARCH, row_id};
use crate::components::choice::Segments;
use crate::components::icon::{self, Icon};
use crate::i18n::*;
use crate::pages::words::use_words;
use crate::state::door::{Counts, Person};

/// So many rows are drawn until somebody asks for the rest: a name is found by typing, not by scrolling.
const SHOWN: usize = 200;

/// How many are where.
#[component]
pub fn Counters(now: Now) -> impl IntoView {
    let texts = use_i18n();
    let counts =
        Memo::new(move |_| now.with(|now| now.as_ref().map(|scene| scene.counts).unwrap_or_default()));
    let figure = |value: Signal<String>, words: Signal<String>| {
        view! {
            <div class="door__count">
                <dt>{move || words.get()}</dt>
                <dd>{move || value.get()}</dd>
            </div>
        }
    };
    let of = move |pick: fn(Counts) -> usize| Signal::derive(move || pick(counts.get()).to_string());
    let remote = Signal::derive(move || {
        let Counts { remote, remote_of, .. } = counts.get();
        t_string!(texts, door.of, n = remote, all = remote_of)
    });
    view! {
        <dl class="door__counts">
            {figure(of(|counts| counts.on_site), say!(texts, door.present))}
            {figure(of(|counts| counts.awaited), say!(texts, door.awaited))}
            {move || {
                (counts.get().remote_of > 0).then(|| figure(remote, say!(texts, door.remote_present)))
            }}
        </dl>
    }
}

/// The search field. A scanner that types a code types it here.
#[component]
pub fn Search(desk: Desk) -> impl IntoView {
    let texts = desk.texts;
    let typed = move |text: String| {
        if desk.code(&text) {
            desk.typed.set(String::new());
        } else {
            desk.typed.set(text);
        }
    };
    // One name is left: Enter takes it.
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let found = untrack(|| desk.found());
        if let [person] = found.as_slice()
            && !desk.typed.with_untracked(String::is_empty)
            && !person.is_present()
        {
            desk.pass(person, Passage::Arrived);
        }
    };
    view! {
        <form class="door__search" role="search" on:submit=submit>
            <label class="hds-text-input__label" for=SEARCH>
                {t!(texts, door.search)}
            </label>
            <input
                class="hds-text-input__input"
                id=SEARCH
                type="search"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                enterkeyhint="done"
                aria-describedby="door-search-hint"
                prop:value=move || desk.typed.get()
                on:input=move |event| typed(event_target_value(&event))
            />
            <span class="small soft" id="door-search-hint">
                {t!(texts, door.search_hint)}
            </span>
        </form>
    }
}

/// Which rows are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    All,
    Awaited,
    Present,
}

/// The rows.
#[component]
pub fn People(desk: Desk) -> impl IntoView {
    let texts = desk.texts;
    let shown = RwSignal::new(Shown::All);
    let all = RwSignal::new(false);
    let found = Memo::new(move |_| {
        let mut found = desk.found();
        // Whoever types a name looks for the person, wherever the person is.
        if desk.typed.with(String::is_empty) {
            match shown.get() {
                Shown::All => {}
                Shown::Awaited => found.retain(is_awaited),
                Shown::Present => found.retain(Person::is_present),
            }
        }
        found
    });
    let ids = Memo::new(move |_| {
        let most = if all.get() { usize::MAX } else { SHOWN };
        found.with(|found| found.iter().take(most).map(|person| person.who.person()).collect::<Vec<_>>())
    });
    let row = move |id| {
        let person =
            Memo::new(move |_| desk.now.with(|now| now.as_ref().and_then(|scene| scene.person(id).cloned())));
        view! {
            <li class="guest" id=row_id(id) tabindex="-1">
                {move || person.get().map(|person| view! { <Row desk person /> })}
            </li>
        }
    };
    let finding = move || match found.with(Vec::len) {
        0 if desk.typed.with(String::is_empty) => t_string!(texts, door.nobody).to_owned(),
        0 => t_string!(texts, door.none_found).to_owned(),
        1 => t_string!(texts, door.found_1).to_owned(),
        n => t_string!(texts, door.found_n, n = n),
    };
    let rest = move || found.with(Vec::len).saturating_sub(ids.with(Vec::len));
    let segments = vec![
        (Shown::All, say!(texts, door.show_all)),
        (Shown::Awaited, say!(texts, door.show_awaited)),
        (Shown::Present, say!(texts, door.show_present)),
    ];
    view! {
        <section class="stack stack--tight" aria-labelledby="door-people">
            <div class="door__list-head">
                <h2 id="door-people">{t!(texts, door.people)}</h2>
                <Segments name="door-shown" legend=say!(texts, door.show) items=segments chosen=shown />
            </div>
            <p class="soft" role="status">{finding}</p>
            <ul class="guests">
                <For each=move || ids.get() key=|id| *id children=row />
            </ul>
            {move || {
                (rest() > 0)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="hds-button hds-button--secondary"
                                on:click=move |_| all.set(true)
                            >
                                {t_string!(texts, door.show_rest, n = rest())}
                            </button>
                        }
                    })
            }}
        </section>
    }
}

fn is_awaited(person: &Person) -> bool {
    person.expected == Some(Expected::Yes) && person.attended.is_none()
}

/// One person: the whole row is the button that marks the arrival.
#[component]
fn Row(desk: Desk, person: Person) -> impl IntoView {
    let words = use_words();
    let texts = desk.texts;
    let state = {
        let person = person.clone();
        move || match (person.attended, person.expected) {
            (Some(attended), _) if attended.is_present => {
                t_string!(texts, door.state_present, at = words.at(attended.last.ms()))
            }
            (Some(attended), _) => t_string!(texts, door.state_left, at = words.at(attended.last.ms())),
            (None, Some(Expected::No)) => match person.mode {
                Some(Mode::Declined) => t_string!(texts, door.state_declined).to_owned(),
                _ => t_string!(texts, door.state_cancelled).to_owned(),
            },
            (None, Some(Expected::Waiting)) => t_string!(texts, door.state_waiting).to_owned(),
            (None, Some(Expected::Yes) | None) => t_string!(texts, door.state_awaited).to_owned(),
        }
    };
    let (present, odd) = (person.is_present(), person.attended.is_none() && !is_awaited(&person));
    let mode = person.mode;
    let kind = move || match mode {
        None => Some(t_string!(texts, door.walk_in)),
        Some(Mode::Remote) => Some(t_string!(texts, door.remote)),
        Some(Mode::Onsite | Mode::Declined) => None,
    };
    let what = {
        let library = person.library.clone();
        move || {
            let parts =
                [Some(library.clone()).filter(|library| !library.is_empty()), kind().map(str::to_owned)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
    };
    let (name, leaving) = (person.name.clone(), person.name.clone());
    let class = if present {
        "guest__state guest__state--here"
    } else if odd {
        "guest__state guest__state--odd"
    } else {
        "guest__state"
    };
    let told = view! {
        <span class="guest__who">
            <b class="guest__name">{name}</b>
            <span class="soft">{what}</span>
        </span>
        <span class=class>
            {present.then(|| view! { <Icon shape=icon::DONE /> })} {odd.then(|| view! { <Icon shape=icon::ALERT /> })}
            <span>{state}</span>
        </span>
    };
    let passing = StoredValue::new(person);
    let pass = move |passage| passing.with_value(|person| desk.pass(person, passage));
    if present {
        view! {
            <div class="guest__main">{told}</div>
            <button
                type="button"
                class="hds-button hds-button--secondary guest__leave"
                aria-label=move || t_string!(texts, door.leave_of, name = leaving.clone())
                on:click=move |_| pass(Passage::Left)
            >
                <Icon shape=icon::LEAVE />
                <span>{t!(texts, door.leave)}</span>
            </button>
        }
        .into_any()
    } else {
        view! {
            <button type="button" class="guest__main guest__main--tap" on:click=move |_| pass(Passage::Arrived)>
                {told}
                <span class="guest__do">{t!(texts, door.arrive)}</span>
            </button>
        }
        .into_any()
    }
}
