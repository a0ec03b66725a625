//! Where a registration stands: from reserved to cancelled.
//!
//! Owns: the states and which step leads from which to which. Must not: count places (the server does, under its lock).

use serde::{Deserialize, Serialize};

/// Where a registration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Holds a place until the click in the mail.
    Reserved,
    /// Holds a place. Who cannot come needs none and is confirmed at once.
    Confirmed,
    /// Waits for a place, in order of arrival.
    Waiting,
    /// A freed place is held for the person until the offer ends.
    Offered,
    /// The person has cancelled, or declined the offer.
    Cancelled,
    /// Not confirmed, or the offer not answered, in time.
    Lapsed,
}

impl State {
    /// All.
    pub const ALL: [Self; 6] =
        [Self::Reserved, Self::Confirmed, Self::Waiting, Self::Offered, Self::Cancelled, Self::Lapsed];

    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Confirmed => "confirmed",
            Self::Waiting => "waiting",
            Self::Offered => "offered",
            Self::Cancelled => "cancelled",
            Self::Lapsed => "lapsed",
        }
    }

    /// The state of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether a place is held.
    pub fn holds_place(self) -> bool {
        matches!(self, Self::Reserved | Self::Confirmed | Self::Offered)
    }

    /// Whether the person still means to come.
    pub fn is_live(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Lapsed)
    }

    /// The state after a step; `None` where the step is not possible. A step that has been taken already leads to where
    /// it led: whoever clicks twice is told the same twice.
    pub fn after(self, step: Step) -> Option<Self> {
        Some(match (self, step) {
            (Self::Reserved | Self::Confirmed, Step::Confirm) => Self::Confirmed,
            (Self::Offered | Self::Confirmed, Step::Accept) => Self::Confirmed,
            (Self::Offered | Self::Cancelled, Step::Decline) => Self::Cancelled,
            (Self::Waiting, Step::Offer) => Self::Offered,
            (Self::Waiting | Self::Offered | Self::Reserved, Step::Give) => Self::Confirmed,
            (Self::Reserved | Self::Offered, Step::Lapse) => Self::Lapsed,
            (_, Step::Cancel) => Self::Cancelled,
            _ => return None,
        })
    }
}

/// What changes a registration's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The click in the mail.
    Confirm,
    /// A freed place is offered.
    Offer,
    /// The offer is accepted.
    Accept,
    /// The offer is declined.
    Decline,
    /// The chair gives a place.
    Give,
    /// Time has run out.
    Lapse,
    /// The person cancels.
    Cancel,
}
