//! The registrations of an activity day, as the organisers see them.
//!
//! Owns: the bodies of `/api/v1/days/{year}/registrations` and `/api/v1/days/{year}/mails`. Diets and access needs are in
//! none of them: they are read on their own, and each reading is logged.

use serde::{Deserialize, Serialize};

use crate::domain::registration::{Registration, State};
use crate::id::Id;
use crate::time::Millis;

/// GET `/api/v1/days/{year}/registrations` (chair): in order of arrival.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registrations {
    /// Now on the server, ms UTC.
    pub now: Millis,
    /// All, cancelled and lapsed ones too.
    pub registrations: Vec<Registered>,
}

/// A registration and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registered {
    /// Identity.
    pub id: Id,
    /// The order of arrival in its day.
    pub arrival: i64,
    /// Where it stands.
    pub state: State,
    /// When a reserved or offered place is taken back, ms UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Millis>,
    /// How it came.
    pub via: Via,
    /// The number that a tablet gave the person; absent where it came otherwise, and once it leads to nobody any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// When it came, ms UTC.
    pub created_at: Millis,
    /// When it was confirmed, ms UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Millis>,
    /// When it was changed last, ms UTC.
    pub changed_at: Millis,
    /// What the person told, without diet and access needs.
    pub registration: Registration,
    /// What became of the contribution, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contribution: Option<Verdict>,
}

/// How a registration came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// The public form.
    Public,
    /// A tablet without a network.
    Tablet,
    /// The chair.
    Chair,
}

impl Via {
    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Tablet => "tablet",
            Self::Chair => "chair",
        }
    }

    /// The way of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Public, Self::Tablet, Self::Chair].into_iter().find(|via| via.code() == code)
    }
}

/// What became of a contribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nobody has decided yet.
    Proposed,
    /// In the programme.
    Accepted,
    /// Not this time.
    Declined,
}

impl Verdict {
    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
        }
    }

    /// The verdict of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Proposed, Self::Accepted, Self::Declined].into_iter().find(|verdict| verdict.code() == code)
    }
}

/// POST `/api/v1/days/{year}/registrations/{id}` (chair). Answered by [`Registered`]. DELETE deletes all that is known of the
/// person, now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub enum Act {
    /// Gives a place to somebody who waits, whatever the capacity: the chair decides.
    Give,
    /// Cancels; the person is told by mail.
    Cancel,
    /// Decides about the contribution.
    Judge {
        /// What becomes of it.
        verdict: Verdict,
    },
}

/// GET `/api/v1/days/{year}/mails` (chair): newest first. POST `…/mails/{id}` sends one again that failed or is uncertain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mails {
    /// All of the day.
    pub mails: Vec<Mail>,
}

/// A mail to a participant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Identity, and the left part of the Message-ID.
    pub id: Id,
    /// To whom.
    pub registration: Id,
    /// What it tells: `confirm`, `waiting`, `offer`, `changed`, `moved`, `cancelled`, `lapsed`, `again` and
    /// others.
    pub kind: String,
    /// `queued`, `sending`, `sent`, `failed`, `uncertain`, `moot`.
    pub state: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was made, ms UTC.
    pub created_at: Millis,
    /// When the mail server took it, ms UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<Millis>,
    /// The mail server's answer, where it was not taken.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub trouble: String,
}
