//! Ops that are kept for review, and what became of them.
//!
//! Owns: the envelopes of `/api/v1/held` for people and of `POST /api/v1/sync/held` for the tablets that sent them.

use serde::{Deserialize, Serialize};

use super::push::{Hold, Stored};
use crate::domain::op::Act;
use crate::domain::row::Row;
use crate::domain::vocabulary::Vocabulary;
use crate::id::Id;
use crate::time::Millis;

/// The most entries of a list.
pub const MAX_HELD: usize = 500;

/// GET `/api/v1/held`: what waits for review, for the chair all of it, for a contact that of the own library.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeldList {
    /// The one that came first is first.
    pub held: Vec<HeldOp>,
    /// There are more than [`MAX_HELD`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
    /// The controlled lists, for the words of the entries.
    pub vocabulary: Vocabulary,
}

/// One op that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldOp {
    /// The op.
    pub id: Id,
    /// Why it was not stored.
    pub reason: Hold,
    /// What it would do.
    pub act: Act,
    /// The library that it speaks of.
    pub library: String,
    /// The tablet that sent it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Id>,
    /// That tablet's name, where it is still known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_name: Option<String>,
    /// That tablet's library, where it is still known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_library: Option<String>,
    /// When it came, Unix ms.
    pub received_at: Millis,
    /// The entry as it is; absent where there is none yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Row>,
    /// The entry as it would be.
    pub after: Row,
}

/// POST `/api/v1/held/{op_id}`: the decision. Accepted, the op is stored as its tablet made it, and the tablet's own
/// copy is a duplicate; dismissed, it is kept out of the figures and deleted with the retention rule `held`. Saying the
/// same again is the same; what was dismissed may still be accepted, what was accepted is corrected as any entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Whether it is taken in.
    pub accept: bool,
}

/// The answer to a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    /// The op.
    pub id: Id,
    /// What holds now.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What became of a held op.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Outcome {
    /// Nobody has decided yet.
    Waiting,
    /// It is stored.
    Accepted(Stored),
    /// It was reviewed and not taken in.
    Dismissed,
}

/// POST `/api/v1/sync/held`: a tablet asks what became of ops that were held; a revoked one may ask too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskHeld {
    /// The ops; at most [`super::offer::MAX_IDS`].
    pub ids: Vec<Id>,
}

/// The answer; an op that the server does not know is not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldAnswer {
    /// The identity of the server's history.
    pub epoch: Id,
    /// The server's clock, Unix ms.
    pub server_time: Millis,
    /// One per known op.
    pub outcomes: Vec<Reviewed>,
}
