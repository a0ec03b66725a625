//! A batch of ops and its answer: one receipt per op.
//!
//! Owns: the envelopes of `POST /api/v1/sync/push` and `POST /api/v1/ops`. Accepted for ever.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::domain::check::Rejection;
use crate::domain::hlc::Hlc;
use crate::id::Id;
use crate::time::Millis;

/// The most ops of one batch.
pub const MAX_OPS: usize = 500;
/// The most bytes of one batch's ops, before compression.
pub const MAX_BYTES: usize = 256 * 1024;

/// A batch: one replica, one schema version. The ops are the very bytes that were stored when they were made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Push {
    /// Schema version of the ops.
    pub v: u32,
    /// Echoed by the answer, so that a captive portal's 200 is not an answer.
    pub nonce: String,
    /// The replica that made the ops.
    pub replica: Id,
    /// How many ops wait on the device, these included.
    #[serde(default)]
    pub pending: u32,
    /// Creation time of the oldest waiting op, Unix ms by the device's corrected clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oldest: Option<Millis>,
    /// The ops, in the order they were made.
    pub ops: Vec<Box<RawValue>>,
    /// Stamps that an earlier history of the server gave to ops of this batch, by index.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub effective: BTreeMap<u32, Hlc>,
    /// Indexes of the ops whose clock has since been found wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skewed: Vec<u32>,
}

/// The answer: receipts in the order of the ops.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushAnswer {
    /// The request's.
    pub nonce: String,
    /// The identity of the server's history.
    pub epoch: Id,
    /// The network's position after the batch.
    pub position: i64,
    /// The server's clock, Unix ms.
    pub server_time: Millis,
    /// One per op, in their order.
    pub receipts: Vec<Receipt>,
}

/// What became of one op.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The op's id; absent where it could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    /// The verdict.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// The verdict on one op.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Verdict {
    /// Stored, and it changed something.
    Applied(Stored),
    /// Stored before, from the same bytes; nothing changed.
    Duplicate(Stored),
    /// Stored, but each of its registers already had a later value.
    Superseded(Stored),
    /// The id is known with other bytes: send it again under a new id.
    Rekey,
    /// Kept for review: the device is revoked, or the library is not its own.
    Held {
        /// Why.
        reason: Hold,
    },
    /// Not stored; the device keeps it and shows it.
    Rejected {
        /// Why.
        code: Rejection,
    },
}

/// Where and under which stamp an op was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Its place in the network's change order.
    pub position: i64,
    /// The effective stamp, where it is not the op's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Hlc>,
    /// Stored as made by a clock that was found wrong. What was said at first acceptance stands: a device that found
    /// out only after an answer was lost takes the server's word.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub skewed: bool,
}

/// Why an op is held for review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// The device's credential has been revoked.
    DeviceRevoked,
    /// A library outside the sender's scope.
    ForeignLibrary,
    /// A check-in of a tablet that does not stand at that day's door.
    NoDoor,
    /// Reviewed, and not taken in.
    Dismissed,
    /// A registration sealed to a key that the server does not have.
    UnknownKey,
    /// A registration that was damaged, or that says what no form says.
    Unreadable,
    /// A registration that was made while none was open.
    NotOpen,
    /// A reason of a newer server.
    #[serde(other)]
    Other,
}

impl Hold {
    /// The code, as on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::DeviceRevoked => "device_revoked",
            Self::ForeignLibrary => "foreign_library",
            Self::NoDoor => "no_door",
            Self::Dismissed => "dismissed",
            Self::UnknownKey => "unknown_key",
            Self::Unreadable => "unreadable",
            Self::NotOpen => "not_open",
            Self::Other => "other",
        }
    }

    /// The reason of a code; [`Hold::Other`] where it is none of ours.
    pub fn of(code: &str) -> Self {
        let named = [
            Self::DeviceRevoked,
            Self::ForeignLibrary,
            Self::NoDoor,
            Self::Dismissed,
            Self::UnknownKey,
            Self::Unreadable,
            Self::NotOpen,
        ];
        named.into_iter().find(|hold| hold.code() == code).unwrap_or(Self::Other)
    }
}

impl Verdict {
    /// Where the op was stored, where it was.
    pub fn stored(&self) -> Option<Stored> {
        match self {
            Self::Applied(stored) | Self::Duplicate(stored) | Self::Superseded(stored) => Some(*stored),
            Self::Rekey | Self::Held { .. } | Self::Rejected { .. } => None,
        }
    }
}
