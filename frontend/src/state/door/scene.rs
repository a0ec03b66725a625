//! Who is where at the door: what the list says, what all tablets have recorded, and what this one has not sent yet.
//!
//! Owns: reading the list, putting this tablet's own ops on top of it, names for the search. Only the office's pages ask,
//! so that reading a list is no part of the first load. Must not: keep anything.

use std::collections::BTreeMap;
use std::sync::Arc;

use leptos::prelude::*;
use shared::domain::check_in::{Attended, CheckIn, Expected, Flag, Mark, Presence, WalkIn, Who, fold};
use shared::domain::lang::Lang;
use shared::domain::op::Kind;
use shared::domain::registration::Mode;
use shared::domain::row::Row;
use shared::gather::gather;
use shared::id::Id;
use shared::sync::view::Delivery;
use shared::time::Millis;
use shared::wire::v1::door::{Decision, DoorList, Guest, mark};
use shared::wire::v1::push::Hold;

use super::Door;
use crate::state::hub;

/// Somebody as the door sees the person.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    /// Who.
    pub who: Who,
    /// The name.
    pub name: String,
    /// The library or workplace; may be empty.
    pub library: String,
    /// How the person takes part; absent for a walk-in.
    pub mode: Option<Mode>,
    /// What the list says; absent for a walk-in.
    pub expected: Option<Expected>,
    /// Whether and since when the person has been there.
    pub attended: Option<Attended>,
    /// Name and library, [folded](fold) for the search.
    pub folded: String,
}

impl Person {
    /// Has arrived and not left.
    pub fn is_present(&self) -> bool {
        self.attended.is_some_and(|attended| attended.is_present)
    }
}

/// A check-in that is odd.
#[derive(Clone, Debug, PartialEq)]
pub struct Flagged {
    /// The check-in.
    pub id: Id,
    /// What is odd.
    pub flag: Flag,
    /// When, ms UTC.
    pub at: Millis,
    /// The person's name; empty where nobody knows it.
    pub name: String,
}

/// How many are where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Present on site, walk-ins too.
    pub on_site: usize,
    /// Expected on site and not there yet.
    pub awaited: usize,
    /// Remote people who have checked in.
    pub remote: usize,
    /// Remote people who are expected.
    pub remote_of: usize,
}

/// The door at an instant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Everybody, by name.
    pub people: Vec<Person>,
    /// What is odd and not decided yet, the latest first.
    pub flagged: Vec<Flagged>,
    /// What is odd, by check-in, decided or not.
    pub flags: BTreeMap<Id, Flag>,
    /// How many are where.
    pub counts: Counts,
}

impl Scene {
    /// Of the list and what this tablet adds to it.
    fn of(list: &DoorList, rows: &BTreeMap<Id, (Row, Option<Decision>)>, lang: Lang) -> Self {
        let marks: Vec<Mark> = rows.values().filter_map(|(row, decision)| mark(row, *decision)).collect();
        let presence = list.presence_of(marks.iter().copied());
        let mut people = guests(list, &presence, lang);
        people.extend(walk_ins(list, rows, &presence, lang));
        people.sort_by(|a, b| a.folded.cmp(&b.folded));
        let names: BTreeMap<Id, &str> =
            people.iter().map(|person| (person.who.person(), person.name.as_str())).collect();
        let flagged = |mark: &Mark| {
            let decided = rows.get(&mark.id).is_some_and(|(_, decision)| decision.is_some());
            let flag = presence.flags.get(&mark.id).filter(|_| !decided)?;
            let name = names.get(&mark.person).copied().unwrap_or_default().to_owned();
            Some(Flagged { id: mark.id, flag: *flag, at: mark.at.ms(), name })
        };
        let mut flagged: Vec<Flagged> = marks.iter().filter_map(flagged).collect();
        flagged.sort_by_key(|flagged| std::cmp::Reverse(flagged.at));
        let counts = counts(&people);
        Self { people, flagged, flags: presence.flags.clone(), counts }
    }

    /// As the server has it, for the organisers.
    pub fn at_server(list: &DoorList, lang: Lang) -> Self {
        let rows = list.check_ins.iter().map(|one| (one.row.id, (one.row.clone(), one.decision)));
        Self::of(list, &gather(rows), lang)
    }

    /// Somebody by the registration's or the walk-in's id.
    pub fn person(&self, id: Id) -> Option<&Person> {
        self.people.iter().find(|person| person.who.person() == id)
    }
}

fn guests(list: &DoorList, presence: &Presence, lang: Lang) -> Vec<Person> {
    let guest = |guest: &Guest| {
        let library = library(list, guest.library.as_deref(), guest.other_library.as_deref(), lang);
        Person {
            who: Who::Registration(guest.id),
            mode: Some(guest.mode),
            expected: Some(Expected::of(guest.state, guest.mode)),
            attended: presence.people.get(&guest.id).copied(),
            folded: fold(&format!("{} {library}", guest.name)),
            name: guest.name.clone(),
            library,
        }
    };
    list.guests.iter().map(guest).collect()
}

/// Each walk-in once, unless the organisers have found out who it was.
fn walk_ins(
    list: &DoorList,
    rows: &BTreeMap<Id, (Row, Option<Decision>)>,
    presence: &Presence,
    lang: Lang,
) -> Vec<Person> {
    let told = rows.values().filter_map(|(row, _)| match CheckIn::of(row)?.who {
        Who::WalkIn(walk_in) => Some((walk_in.id, walk_in)),
        Who::Registration(_) => None,
    });
    let told: BTreeMap<Id, WalkIn> = gather(told);
    let person = |walk_in: WalkIn| {
        let attended = presence.people.get(&walk_in.id).copied()?;
        let library = library(list, walk_in.library.as_deref(), walk_in.other_library.as_deref(), lang);
        Some(Person {
            folded: fold(&format!("{} {library}", walk_in.name)),
            name: walk_in.name.clone(),
            library,
            mode: None,
            expected: None,
            attended: Some(attended),
            who: Who::WalkIn(walk_in),
        })
    };
    told.into_values().filter_map(person).collect()
}

fn counts(people: &[Person]) -> Counts {
    let mut counts = Counts::default();
    for person in people {
        let (present, remote) = (person.is_present(), person.mode == Some(Mode::Remote));
        let awaited = person.expected == Some(Expected::Yes);
        counts.on_site += usize::from(present && !remote);
        counts.awaited += usize::from(awaited && !remote && person.attended.is_none());
        counts.remote += usize::from(present && remote);
        counts.remote_of += usize::from(remote && awaited);
    }
    counts
}

fn library(list: &DoorList, code: Option<&str>, other: Option<&str>, lang: Lang) -> String {
    let Some(code) = code else { return other.unwrap_or_default().to_owned() };
    let known = list.libraries.iter().find(|library| library.code == code);
    match known {
        Some(library) => match &library.name_sv {
            Some(name) if lang == Lang::Sv => name.clone(),
            _ => library.name_fi.clone(),
        },
        None => code.to_owned(),
    }
}

impl Door {
    /// The list that is held, read; tracked.
    pub fn list(self) -> Option<Arc<DoorList>> {
        self.held.with(|held| serde_json::from_str(&held.as_ref()?.body).ok()).map(Arc::new)
    }

    /// The door as it is now, by a list; tracked.
    pub fn scene(self, list: &DoorList, lang: Lang) -> Scene {
        self.recorded.track();
        let listed = list.check_ins.iter().map(|one| (one.row.id, (one.row.clone(), one.decision)));
        let mut rows: BTreeMap<Id, (Row, Option<Decision>)> = gather(listed);
        if let Some(hub) = hub() {
            let replica = hub.replica.borrow();
            for (item, op, delivery) in replica.view.ops().filter(|(_, op, _)| op.of == Kind::CheckIn) {
                if matches!(delivery, Delivery::Wedged(_) | Delivery::Held(Hold::Dismissed)) {
                    continue;
                }
                // Merging what the list has already changes nothing.
                let (row, _) = rows.entry(op.entity()).or_insert_with(|| (Row::unborn(op), None));
                row.merge(op, item.effective(op), item.skewed, item.replica);
            }
        }
        let year = list.scope.year;
        rows.retain(|_, (row, _)| CheckIn::of(row).is_some_and(|check_in| check_in.year == year));
        Scene::of(list, &rows, lang)
    }
}
