//! One registration: what the person has told and what the chair can do with it.
//!
//! Owns: the dialog; cancelling and deleting are asked first. Must not: show a diet or an access need.

use std::sync::Arc;

use leptos::prelude::*;
use shared::domain::registration::{Mode, State, Step, answer_text};
use shared::id::Id;
use shared::text;
use shared::wire::v1::registration::{Act, Registered, Registrations, Via};

use super::contribution::Contribution;
use super::{People, numbers, words};
use crate::components::address::address;
use crate::components::dialog::Dialog;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::confirm::{Confirm, Question, opened_by};
use crate::pages::failure;
use crate::platform::page;
use crate::state::server;

/// Id of the line that says what was done.
const TOLD: &str = "person-told";

/// What is done with the registration that is open.
#[derive(Clone, Copy)]
pub struct Doing {
    people: People,
    id: Id,
    busy: RwSignal<bool>,
    /// What was done, or what went wrong, said in the dialog.
    told: RwSignal<Option<(Tone, Wording)>>,
}

impl Doing {
    /// Asks the server, and says what came of it.
    pub fn act(self, act: Act, words: Wording) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let (people, texts) = (self.people, self.people.open.texts);
        let path = people.open.path(&format!("/registrations/{}", self.id));
        leptos::task::spawn_local(async move {
            let answer = server::post::<Registered>(&path, &act).await;
            people.reload();
            let _ = self.busy.try_set(false);
            let _ = self.told.try_set(Some(match answer {
                Ok(_) => (Tone::Good, words),
                Err(failure) => (Tone::Bad, failure::wording(texts, failure)),
            }));
            // The button that was pressed may be gone.
            page::drawn().await;
            page::focus(TOLD);
        });
    }
}

/// What is asked about before it is done.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Cancel,
    Delete,
}

/// The dialog; open while somebody is looked at.
#[component]
pub fn Person(people: People, registrations: Signal<Arc<Registrations>>) -> impl IntoView {
    let texts = people.open.texts;
    let is_open = opened_by(people.shown);
    let asked = RwSignal::new(None::<(Asked, Registered)>);
    let question = RwSignal::new(None::<Question>);
    let found =
        move |id: Id| registrations.with(|all| all.registrations.iter().find(|of| of.id == id).cloned());
    let title = Signal::derive(move || {
        people.shown.get().and_then(found).map(|of| words::name(texts, &of)).unwrap_or_default()
    });
    let ask = Callback::new(move |(what, of): (Asked, Registered)| {
        is_open.set(false);
        let about = of.clone();
        let name = move |texts: Texts| words::name(texts, &about);
        question.set(Some(match what {
            Asked::Cancel => Question {
                title: wording(texts, move |texts| {
                    t_string!(texts, day.people.cancel_title, what = name(texts))
                }),
                words: vec![wording(texts, |texts| t_string!(texts, day.people.cancel_text))],
                yes: wording(texts, |texts| t_string!(texts, day.people.cancel)),
            },
            Asked::Delete => Question {
                title: wording(texts, move |texts| {
                    t_string!(texts, day.people.delete_title, what = name(texts))
                }),
                words: vec![wording(texts, |texts| t_string!(texts, day.people.delete_text))],
                yes: wording(texts, |texts| t_string!(texts, day.people.delete)),
            },
        }));
        asked.set(Some((what, of)));
    });
    let yes = Callback::new(move |()| {
        if let Some((what, of)) = asked.get_untracked() {
            end(people, what, of);
        }
    });
    let body = move || {
        let id = people.shown.get_untracked()?;
        let doing = Doing { people, id, busy: RwSignal::new(false), told: RwSignal::new(None) };
        Some(view! {
            <div id=TOLD role="status" tabindex="-1" class="said">
                {move || {
                    doing.told.get().map(|(tone, words)| view! { <Notice tone>{move || words.text()}</Notice> })
                }}
            </div>
            {move || found(id).map(|of| view! { <Shown doing of number=number(registrations, id) ask /> })}
        })
    };
    view! {
        <Dialog id="person-dialog" open=is_open title>
            {body}
        </Dialog>
        <Confirm question on_yes=yes />
    }
}

fn number(registrations: Signal<Arc<Registrations>>, id: Id) -> Option<usize> {
    registrations.with(|all| numbers(&all.registrations).get(&id).copied())
}

/// Cancels or deletes; the list says so.
fn end(people: People, what: Asked, of: Registered) {
    let (open, texts) = (people.open, people.open.texts);
    let path = open.path(&format!("/registrations/{}", of.id));
    let name = words::name(texts, &of);
    leptos::task::spawn_local(async move {
        let answer = match what {
            Asked::Cancel => server::post::<Registered>(&path, &Act::Cancel).await.map(drop),
            Asked::Delete => server::delete(&path).await,
        };
        people.reload();
        match answer {
            Ok(()) => open.said.say(wording(texts, move |texts| {
                let name = name.clone();
                match what {
                    Asked::Cancel => t_string!(texts, day.people.did_cancel, what = name).to_string(),
                    Asked::Delete => t_string!(texts, day.people.did_delete, what = name).to_string(),
                }
            })),
            Err(failure) => open.said.fail(failure::wording(texts, failure)),
        }
    });
}

#[component]
fn Shown(
    doing: Doing,
    of: Registered,
    number: Option<usize>,
    ask: Callback<(Asked, Registered)>,
) -> impl IntoView {
    let people = doing.people;
    let texts = people.open.texts;
    let give = of.state.after(Step::Give).filter(|_| of.state != State::Confirmed).map(|_| {
        let words = wording(texts, |texts| t_string!(texts, day.people.did_give));
        let label: fn(Texts) -> &'static str = match of.state {
            State::Reserved => |texts| t_string!(texts, day.people.confirm),
            _ => |texts| t_string!(texts, day.people.give),
        };
        view! {
            <button
                type="button"
                class="hds-button hds-button--primary"
                on:click=move |_| doing.act(Act::Give, words.clone())
            >
                {plain(texts, label)}
            </button>
        }
    });
    let of = StoredValue::new(of);
    let ending = move |what: Asked, label: fn(Texts) -> &'static str| {
        view! {
            <button
                type="button"
                class="hds-button hds-button--secondary"
                on:click=move |_| ask.run((what, of.get_value()))
            >
                {plain(texts, label)}
            </button>
        }
    };
    let (id, is_live) = of.with_value(|of| (of.id, of.state.is_live()));
    let page = move || format!("{}{id}?kieli={}", people.open.now.get().people, lang(texts).code());
    view! {
        <dl class="known">{move || of.with_value(|of| facts(people, of, number))}</dl>
        <Contribution people of=of.get_value() doing />
        <div class="row">
            {give}
            <a class="hds-button hds-button--secondary" href=page target="_blank" rel="external noopener">
                {t!(texts, day.people.change)}
            </a>
            {is_live.then(|| ending(Asked::Cancel, |texts| t_string!(texts, day.people.cancel)))}
            {ending(Asked::Delete, |texts| t_string!(texts, day.people.delete))}
        </div>
    }
}

fn facts(people: People, of: &Registered, number: Option<usize>) -> AnyView {
    let open = people.open;
    let texts = open.texts;
    let lang = lang(texts);
    let told = &of.registration;
    let yes = |flag: bool| if flag { t_string!(texts, plan.yes) } else { t_string!(texts, plan.no) };
    let ride = told.ride.as_ref().map(|ride| {
        let seats = t_string!(texts, day.people.seats, n = ride.seats).to_string();
        let seats = (ride.kind.code() == "offer").then_some(seats);
        let parts = [Some(open.label("ride", ride.kind.code())), seats, Some(ride.municipality.clone())];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    let via = match of.via {
        Via::Public => t_string!(texts, day.people.via_public),
        Via::Tablet => t_string!(texts, day.people.via_tablet),
        Via::Chair => t_string!(texts, day.people.via_chair),
    };
    let came = format!("{} · {via}", text::instant(of.created_at, lang));
    let mut rows = vec![
        (t_string!(texts, day.people.mode).to_owned(), open.label("attendance", told.mode.code())),
        (t_string!(texts, day.people.state).to_owned(), words::standing(texts, of, number)),
        (t_string!(texts, day.people.library).to_owned(), words::library(open, of)),
        (t_string!(texts, day.people.email).to_owned(), told.email.clone()),
    ];
    if told.mode == Mode::Onsite && (told.lunch.is_some() || open.now.get().day.lunch) {
        let lunch = told.lunch.map_or(t_string!(texts, day.not_told), yes);
        rows.push((t_string!(texts, day.place.lunch).to_owned(), lunch.to_owned()));
    }
    rows.extend(ride.map(|ride| (t_string!(texts, day.people.ride).to_owned(), ride)));
    for question in &open.now.get().day.questions {
        if let Some(answer) = told.answers.get(&question.id) {
            let answer = answer_text(question, answer, lang).to_owned();
            rows.push((question.label.of(lang).to_owned(), answer));
        }
    }
    rows.push((t_string!(texts, day.people.photo).to_owned(), yes(told.photo).to_owned()));
    rows.push((t_string!(texts, day.people.came).to_owned(), came));
    rows.extend(of.receipt.clone().map(|number| (t_string!(texts, seal.receipt).to_owned(), number)));
    rows.push((t_string!(texts, day.people.changed).to_owned(), text::instant(of.changed_at, lang)));
    let fact = |(name, value): (String, String)| {
        view! {
            <dt>{name}</dt>
            <dd>{address(&value)}</dd>
        }
    };
    rows.into_iter().map(fact).collect_view().into_any()
}
