//! What is going on at the door: what was typed, what was recorded last, its undo.
//!
//! Owns: recording by a tap, by a typed or read code; the line that says what was done and stays until the next. Must not:
//! refuse what happened: who has been marked already, has cancelled or is on no list is recorded and told so.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::domain::check_in::{Expected, Needle, Passage, Who, registration_of};
use shared::id::Id;
use shared::time::Millis;

use super::{List, Now};
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::words::use_words;
use crate::platform::page;
use crate::state::clock;
use crate::state::door::{Door, Person};
use crate::state::entries::NotSaved;

/// The same code within this time is one look of the camera at one tag.
const SAME_LOOK: Millis = 4_000;
/// The search field's id.
pub const SEARCH: &str = "door-search";

/// The desk.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The texts.
    pub texts: Texts,
    /// The door.
    pub door: Door,
    /// The list.
    pub list: List,
    /// Who is where.
    pub now: Now,
    /// What was typed.
    pub typed: RwSignal<String>,
    /// What was done last.
    pub said: RwSignal<Option<Said>>,
    /// Why the last one was not saved.
    pub failed: RwSignal<Option<NotSaved>>,
    last_code: StoredValue<Option<(Id, Millis)>>,
}

/// What was done last.
#[derive(Clone)]
pub struct Said {
    /// The check-in; absent where nothing was recorded.
    pub check_in: Option<Id>,
    /// What it is about.
    pub tone: Tone,
    /// In words.
    pub words: Wording,
    /// Whether it has been taken back.
    undone: bool,
}

impl Desk {
    /// A desk where nothing has been done yet.
    pub fn new(texts: Texts, door: Door, list: List, now: Now) -> Self {
        Self {
            texts,
            door,
            list,
            now,
            typed: RwSignal::new(String::new()),
            said: RwSignal::new(None),
            failed: RwSignal::new(None),
            last_code: StoredValue::new(None),
        }
    }

    /// Those whom the typed letters find; everybody where nothing was typed. Tracked.
    pub fn found(self) -> Vec<Person> {
        let needle = self.typed.with(|typed| Needle::new(typed));
        self.now.with(|now| {
            let people = now.iter().flat_map(|scene| &scene.people);
            people.filter(|person| needle.finds(&person.folded)).cloned().collect()
        })
    }

    /// Records that somebody went through the door.
    pub fn pass(self, person: &Person, passage: Passage) {
        let (texts, name) = (self.texts, person.name.clone());
        let (was_present, expected) = (person.is_present(), person.expected);
        let words = wording(texts, move |texts| {
            let name = name.clone();
            match passage {
                Passage::Left => t_string!(texts, door.said_left, name = name),
                Passage::Arrived if was_present => t_string!(texts, door.said_double, name = name),
                Passage::Arrived => match expected {
                    Some(Expected::No) => t_string!(texts, door.said_cancelled, name = name),
                    Some(Expected::Waiting) => t_string!(texts, door.said_waiting, name = name),
                    Some(Expected::Yes) | None => t_string!(texts, door.said_arrived, name = name),
                },
            }
        });
        let odd =
            passage == Passage::Arrived && (was_present || !matches!(expected, Some(Expected::Yes) | None));
        self.record(person.who.clone(), passage, if odd { Tone::Mark } else { Tone::Good }, words);
    }

    /// Records a walk-in's arrival, or anything else that is said in these words.
    pub fn record(self, who: Who, passage: Passage, tone: Tone, words: Wording) {
        // Whoever was looked for by typing is done with; the next name comes.
        let searched = !self.typed.with_untracked(String::is_empty);
        let row = row_id(who.person());
        spawn_local(async move {
            match self.door.record(who, passage).await {
                Ok(check_in) => {
                    self.failed.set(None);
                    self.said.set(Some(Said { check_in: Some(check_in), tone, words, undone: false }));
                    self.typed.set(String::new());
                    page::focus(if searched { SEARCH } else { &row });
                }
                Err(why) => self.failed.set(Some(why)),
            }
        });
    }

    /// A code was read by the camera or typed by a scanner; false where it is none of ours.
    pub fn code(self, code: &str) -> bool {
        let Some(registration) = registration_of(code) else { return false };
        let now = clock::now();
        let again = self.last_code.with_value(|last| {
            last.is_some_and(|(id, at)| id == registration && (now - at).abs() < SAME_LOOK)
        });
        self.last_code.set_value(Some((registration, now)));
        if again {
            return true;
        }
        let known =
            self.now.with_untracked(|now| now.as_ref().and_then(|scene| scene.person(registration).cloned()));
        match known {
            Some(person) => self.pass(&person, Passage::Arrived),
            None => {
                let words = wording(self.texts, |texts| t_string!(texts, door.said_unknown));
                self.record(Who::Registration(registration), Passage::Arrived, Tone::Mark, words);
            }
        }
        true
    }

    /// A code was read that is none of ours: nothing is recorded.
    pub fn foreign_code(self) {
        let words = wording(self.texts, |texts| t_string!(texts, door.said_foreign));
        self.said.set(Some(Said { check_in: None, tone: Tone::Info, words, undone: false }));
    }

    /// Takes back what was done last.
    pub fn undo(self) {
        let Some(said) = self.said.get_untracked().filter(|said| !said.undone) else { return };
        let Some(check_in) = said.check_in else { return };
        spawn_local(async move {
            match self.door.undo(check_in).await {
                Ok(()) => {
                    self.failed.set(None);
                    // The same tag may be read again at once.
                    self.last_code.set_value(None);
                    self.said.set(Some(Said { undone: true, tone: Tone::Info, ..said }));
                    page::focus("door-said");
                }
                Err(why) => self.failed.set(Some(why)),
            }
        });
    }
}

/// The id of a person's row.
pub fn row_id(person: Id) -> String {
    format!("person-{person}")
}

/// The line, in a place that screen readers watch.
#[component]
pub fn SaidLine(desk: Desk) -> impl IntoView {
    let words = use_words();
    let texts = desk.texts;
    let line = move |said: Said| {
        let text = said.words.clone();
        if said.undone {
            return view! {
                <Notice tone=Tone::Info>{move || t_string!(texts, door.undone, what = text.text())}</Notice>
            }
            .into_any();
        }
        let undo = said.check_in.map(|_| {
            view! {
                <button type="button" class="hds-button hds-button--quiet" on:click=move |_| desk.undo()>
                    {t!(texts, action.undo)}
                </button>
            }
        });
        view! {
            <Notice tone=said.tone>
                <div class="door__said">
                    <span>{move || text.text()}</span>
                    {undo}
                </div>
            </Notice>
        }
        .into_any()
    };
    let failed = move || {
        desk.failed.get().map(|why| view! { <Notice tone=Tone::Bad>{move || words.not_saved(why)}</Notice> })
    };
    view! {
        <div id="door-said" class="saved" tabindex="-1">
            <div role="alert">{failed}</div>
            <div role="status">{move || desk.said.get().map(line)}</div>
        </div>
    }
}
