//! The door of the activity day: which tablets may hold the list, what the list holds, what the organisers see of it.
//!
//! Owns: the bodies of `/api/v1/door/{year}` and, for the organisers, of `/api/v1/days/{year}/doors` and
//! `/api/v1/days/{year}/check-ins`. Check-ins themselves are ops and come by push. Must not: carry more of a person than
//! the name, the library and the way of taking part; no address, no diet.

use serde::{Deserialize, Serialize};

use super::device::Device;
use crate::domain::check_in::{Expected, Mark, Presence, Window, presence};
use crate::domain::day::Texts;
use crate::domain::registration::{Mode, State};
use crate::domain::row::Row;
use crate::id::Id;
use crate::time::{Date, Millis};

/// A day at whose door a tablet stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorScope {
    /// The day's year.
    pub year: i32,
    /// When.
    pub date: Date,
    /// Its name.
    pub title: Texts,
    /// When it begins, ms UTC.
    pub begins_at: Millis,
    /// When it ends, ms UTC.
    pub ends_at: Millis,
}

impl DoorScope {
    /// When the list may be held.
    pub fn window(&self) -> Window {
        Window::of(self.begins_at, self.ends_at)
    }
}

/// GET `/api/v1/door/{year}` under the tablet's cookie, with an `ETag`. Problems: `not_found` without the scope,
/// `door_closed` outside its [`Window`]: in both cases the tablet removes the list that it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorList {
    /// The day.
    pub scope: DoorScope,
    /// The network's libraries, to name the people's and to choose a walk-in's from.
    pub libraries: Vec<DoorLibrary>,
    /// Everybody who has registered, in whatever state, so that the tablet itself can warn.
    pub guests: Vec<Guest>,
    /// What all tablets and the personal links have recorded so far.
    pub check_ins: Vec<Recorded>,
}

/// A library's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorLibrary {
    /// Its code.
    pub code: String,
    /// Its Finnish name.
    pub name_fi: String,
    /// Its Swedish name, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_sv: Option<String>,
}

/// Somebody who has registered, as the door knows the person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guest {
    /// The registration.
    pub id: Id,
    /// The name.
    pub name: String,
    /// Code of the network's library.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library: Option<String>,
    /// The other library or workplace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_library: Option<String>,
    /// How the person takes part.
    pub mode: Mode,
    /// Where the registration stands.
    pub state: State,
}

/// A check-in as the server has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// Its merged state, undone ones too: a tablet puts its own ops on top.
    pub row: Row,
    /// The tablet; absent where a person checked in by the personal link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Id>,
    /// What the organisers have decided about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// What the organisers decide about a flagged check-in. None of them changes what the door has recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Decision {
    /// It is in order as it is.
    Accepted,
    /// It does not count.
    Removed,
    /// It was this registration.
    Merged {
        /// The registration.
        into: Id,
    },
}

impl Recorded {
    /// How it counts; `None` where it does not.
    pub fn mark(&self) -> Option<Mark> {
        mark(&self.row, self.decision)
    }
}

/// How a check-in counts under a decision.
pub fn mark(row: &Row, decision: Option<Decision>) -> Option<Mark> {
    let mark = Mark::of(row)?;
    match decision {
        Some(Decision::Removed) => None,
        Some(Decision::Merged { into }) => Some(mark.of_registration(into)),
        Some(Decision::Accepted) | None => Some(mark),
    }
}

impl DoorList {
    /// Who is present, as far as the server knows.
    pub fn presence(&self) -> Presence {
        self.presence_of(self.check_ins.iter().filter_map(Recorded::mark))
    }

    /// Who is present by other marks.
    pub fn presence_of(&self, marks: impl IntoIterator<Item = Mark>) -> Presence {
        let known: std::collections::BTreeMap<Id, Expected> =
            self.guests.iter().map(|guest| (guest.id, Expected::of(guest.state, guest.mode))).collect();
        presence(marks, |id| known.get(&id).copied())
    }
}

/// GET `/api/v1/days/{year}/doors` (chair), and the answer to each change.
/// PUT and DELETE `/api/v1/days/{year}/doors/{device}` grant and revoke.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorPage {
    /// Now on the server, ms UTC.
    pub now: Millis,
    /// The list as the tablets see it.
    pub list: DoorList,
    /// The network's tablets in use, and those that hold a grant.
    pub devices: Vec<Device>,
    /// Which of them stand at the door, and which did.
    pub grants: Vec<Grant>,
}

/// A tablet at the door.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The tablet.
    pub device: Id,
    /// When it was granted, ms UTC.
    pub granted_at: Millis,
    /// When it was revoked, ms UTC. What was recorded until then counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Millis>,
}

/// POST `/api/v1/days/{year}/check-ins/{id}` (chair): a decision, or that there is none any more. Answered by [`DoorPage`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decide {
    /// The decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}
