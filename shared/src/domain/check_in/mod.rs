//! A check-in: somebody went through the door of the activity day. What happened is recorded as it happened and flagged,
//! never refused afterwards.
//!
//! Owns: its registers and their rules, the text of the code on a name tag, and for how long a tablet may hold the list.
//! Who is present by then, and what is odd about a check-in, is `presence`'s. When it happened is the op's stamp, which is
//! corrected like any other. Must not: know who may check in (the server's scopes do).

mod presence;
mod search;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use presence::{Attended, Expected, Flag, Mark, Presence, presence};
pub use search::{Needle, fold};

use super::check::{Context, Rejection, is_code};
use super::help::{object_of, registers_of};
use super::op::Registers;
use super::registration::{MAX_LINE, MAX_NAME};
use super::row::Row;
use crate::id::Id;
use crate::time::{DAY, HOUR, Millis};

/// What the code on a name tag begins with.
const CODE: &str = "dv:";

/// Which way somebody went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Passage {
    /// In.
    Arrived,
    /// Out, for good as far as anybody knows.
    Left,
}

impl Passage {
    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Arrived => "arrived",
            Self::Left => "left",
        }
    }

    /// The passage of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Arrived, Self::Left].into_iter().find(|passage| passage.code() == code)
    }
}

/// Who went through the door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Somebody on the list, or whose code named an id that is not on it.
    Registration(Id),
    /// Somebody who came without having registered.
    WalkIn(WalkIn),
}

impl Who {
    /// The person: the registration's id, or the walk-in's own.
    pub fn person(&self) -> Id {
        match self {
            Self::Registration(id) => *id,
            Self::WalkIn(walk_in) => walk_in.id,
        }
    }
}

/// Somebody who came without having registered. Each of the person's check-ins repeats what was told, so that it can be
/// read alone, in whatever order they arrive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalkIn {
    /// Minted at the door.
    pub id: Id,
    /// The name.
    pub name: String,
    /// Code of the network's library; absent for another, or where nobody asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library: Option<String>,
    /// The other library or workplace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_library: Option<String>,
}

impl WalkIn {
    /// What is wrong with it: [`Rejection::Missing`] without a name.
    pub fn fault(&self) -> Option<Rejection> {
        let is_line = |text: &str, most: usize| {
            text.chars().count() <= most && !text.chars().any(char::is_control) && text.trim() == text
        };
        if self.name.is_empty() {
            return Some(Rejection::Missing);
        }
        let library = self.library.as_deref().is_none_or(is_code);
        let other = self.other_library.as_deref().is_none_or(|text| is_line(text, MAX_LINE));
        (!(is_line(&self.name, MAX_NAME) && library && other)).then_some(Rejection::Malformed)
    }
}

/// A check-in, read from a row or about to be written. Field names are register names; none of them ever changes: what was
/// wrong is undone by a delete op.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckIn {
    /// The day's year.
    pub year: i32,
    /// Who.
    pub who: Who,
    /// Which way.
    pub passage: Passage,
}

/// The register of the day's year.
pub const YEAR: &str = "year";

impl CheckIn {
    /// The check-in that a row holds; `None` where it holds something else.
    pub fn of(row: &Row) -> Option<Self> {
        serde_json::from_value(object_of(row)).ok()
    }

    /// As registers, for a create.
    pub fn registers(&self) -> Registers {
        registers_of(self)
    }
}

pub(super) const REQUIRED: &[&str] = &[YEAR, "who", "passage"];
pub(super) const IMMUTABLE: &[&str] = REQUIRED;

pub(super) fn check_register(name: &str, value: &Value, context: &mut Context<'_>) -> Result<(), Rejection> {
    match name {
        YEAR => match value.as_i64() {
            Some(2000..=9999) => Ok(()),
            _ => Err(Rejection::Malformed),
        },
        "who" => match context.parse::<Who>(value)? {
            Who::Registration(_) => Ok(()),
            Who::WalkIn(walk_in) => walk_in.fault().map_or(Ok(()), Err),
        },
        "passage" => context.parse::<Passage>(value).map(drop),
        _ => Ok(()),
    }
}

/// The text of the code on a registration's name tag: its id in a short form and nothing else, no secret.
pub fn code(registration: Id) -> String {
    format!("{CODE}{registration}")
}

/// The registration of a code, however a scanner has typed it; `None` where it is no code of ours.
pub fn registration_of(code: &str) -> Option<Id> {
    let rest = code.trim().strip_prefix(['d', 'D'])?.strip_prefix(['v', 'V'])?;
    // A scanner types as if the keyboard were American: on a Finnish one its colon comes out as another character.
    let mut rest = rest.chars();
    rest.next()?;
    rest.as_str().parse().ok()
}

/// When a tablet may hold the list of a day: from 24 hours before it begins until 24 hours after it has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// From this instant, ms UTC.
    pub from: Millis,
    /// Before this instant, ms UTC.
    pub until: Millis,
}

impl Window {
    /// Of a day that begins and ends at these instants.
    pub fn of(begins_at: Millis, ends_at: Millis) -> Self {
        Self { from: begins_at.saturating_sub(DAY), until: ends_at.saturating_add(DAY) }
    }

    /// Whether the list may be held.
    pub fn is_open(self, now: Millis) -> bool {
        (self.from..self.until).contains(&now)
    }
}

/// When a remote participant may check in by the personal link: from an hour before the day begins until it ends.
pub fn is_remote_open(begins_at: Millis, ends_at: Millis, now: Millis) -> bool {
    (begins_at.saturating_sub(HOUR)..ends_at).contains(&now)
}
