//! A library's entries for its contact and the chair.
//!
//! Owns: the envelope of `GET /api/v1/entries?library=&days=`. A correction goes to `POST /api/v1/ops` as a push.

use serde::{Deserialize, Serialize};

use crate::domain::row::Row;
use crate::domain::vocabulary::Vocabulary;
use crate::time::{Date, Millis};

/// The most days that can be asked for.
pub const MAX_DAYS: u32 = 731;
/// The most rows of an answer.
pub const MAX_ENTRIES: usize = 5_000;

/// The entries of the last days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entries {
    /// The network's position of the snapshot.
    pub position: i64,
    /// The server's clock, Unix ms.
    pub server_time: Millis,
    /// The first date of the answer.
    pub from: Date,
    /// There are more than [`MAX_ENTRIES`]; these are the latest.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
    /// Latest date first, deleted ones included.
    pub rows: Vec<Row>,
    /// The controlled lists, for the words of the entries and for corrections.
    pub vocabulary: Vocabulary,
    /// Whether the network asks for effort.
    pub effort_enabled: bool,
    /// Whether the network asks for strain.
    pub strain_enabled: bool,
}
