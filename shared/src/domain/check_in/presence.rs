//! Who is present, and what is odd about a check-in.
//!
//! Owns: the one definition, for the tablet without a network, for the server and for the organisers' page. It is made of
//! the whole set of check-ins in the order of their stamps, so that the order in which they arrive says nothing (I4).
//! Must not: store a flag: what is kept could grow old.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CheckIn, Passage, Who};
use crate::domain::hlc::Hlc;
use crate::domain::registration::{Mode, State};
use crate::domain::row::Row;
use crate::id::Id;

/// A check-in that counts: made, not undone, not taken out by the organisers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The check-in.
    pub id: Id,
    /// When, by its effective stamp.
    pub at: Hlc,
    /// The registration, or the walk-in.
    pub person: Id,
    /// The person is a walk-in.
    pub is_walk_in: bool,
    /// Which way.
    pub passage: Passage,
}

impl Mark {
    /// The mark of a row; `None` where it does not count.
    pub fn of(row: &Row) -> Option<Self> {
        let at = row.born.filter(|_| row.is_live())?.0;
        let CheckIn { who, passage, .. } = CheckIn::of(row)?;
        let is_walk_in = matches!(who, Who::WalkIn(_));
        Some(Self { id: row.id, at, person: who.person(), is_walk_in, passage })
    }

    /// The same, after the organisers have found out who it was.
    #[must_use]
    pub fn of_registration(self, registration: Id) -> Self {
        Self { person: registration, is_walk_in: false, ..self }
    }
}

/// What the list says of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Holds a place.
    Yes,
    /// Is on the waiting list.
    Waiting,
    /// Has cancelled, has lost the place, or said not to come.
    No,
}

impl Expected {
    /// Of a registration.
    pub fn of(state: State, mode: Mode) -> Self {
        match state {
            _ if mode == Mode::Declined => Self::No,
            State::Reserved | State::Confirmed | State::Offered => Self::Yes,
            State::Waiting => Self::Waiting,
            State::Cancelled | State::Lapsed => Self::No,
        }
    }
}

/// What is odd about an arrival: recorded all the same, and shown to the organisers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// The person was present already.
    Double,
    /// The person has cancelled, has lost the place, or said not to come.
    Cancelled,
    /// The person is on the waiting list.
    Waiting,
    /// There is no such registration for this day.
    Unknown,
}

/// Somebody who has been there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attended {
    /// Has arrived and not left.
    pub is_present: bool,
    /// The first arrival.
    pub arrived: Hlc,
    /// The last check-in of the person.
    pub last: Hlc,
    /// A walk-in.
    pub is_walk_in: bool,
}

/// Who has been there, and which check-ins are flagged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    /// By person.
    pub people: BTreeMap<Id, Attended>,
    /// By check-in.
    pub flags: BTreeMap<Id, Flag>,
}

impl Presence {
    /// How many are present.
    pub fn present(&self) -> usize {
        self.people.values().filter(|attended| attended.is_present).count()
    }

    /// Whether a person is present.
    pub fn is_present(&self, person: Id) -> bool {
        self.people.get(&person).is_some_and(|attended| attended.is_present)
    }
}

/// Who is present by these check-ins. `expected` says what the list says of a registration; `None`: it is not of this day.
pub fn presence(
    marks: impl IntoIterator<Item = Mark>,
    expected: impl Fn(Id) -> Option<Expected>,
) -> Presence {
    let mut marks: Vec<_> = marks.into_iter().collect();
    // Two stamps can be the same only where a replica was cloned: then the ids decide, everywhere alike.
    marks.sort_unstable_by_key(|mark| (mark.at, mark.id));
    let mut presence = Presence::default();
    for mark in marks {
        let known = presence.people.get_mut(&mark.person);
        match (mark.passage, known) {
            (Passage::Arrived, Some(attended)) => {
                if attended.is_present {
                    presence.flags.insert(mark.id, Flag::Double);
                }
                attended.is_present = true;
                attended.last = mark.at;
            }
            (Passage::Arrived, None) => {
                if let Some(flag) = flag(mark, &expected) {
                    presence.flags.insert(mark.id, flag);
                }
                let attended = Attended {
                    is_present: true,
                    arrived: mark.at,
                    last: mark.at,
                    is_walk_in: mark.is_walk_in,
                };
                presence.people.insert(mark.person, attended);
            }
            (Passage::Left, Some(attended)) => {
                attended.is_present = false;
                attended.last = mark.at;
            }
            // The arrival was undone, or has not come yet.
            (Passage::Left, None) => {}
        }
    }
    presence
}

fn flag(mark: Mark, expected: &impl Fn(Id) -> Option<Expected>) -> Option<Flag> {
    if mark.is_walk_in {
        return None;
    }
    match expected(mark.person) {
        Some(Expected::Yes) => None,
        Some(Expected::Waiting) => Some(Flag::Waiting),
        Some(Expected::No) => Some(Flag::Cancelled),
        None => Some(Flag::Unknown),
    }
}
