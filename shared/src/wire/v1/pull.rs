//! Changes after a cursor.
//!
//! Owns: the envelope of `GET /api/v1/sync/pull`.

use serde::{Deserialize, Serialize};

use crate::domain::hlc::Hlc;
use crate::domain::row::Row;
use crate::id::Id;
use crate::time::Millis;

/// The most rows of one page.
pub const MAX_ROWS: usize = 5_000;
/// The window of a first pull: days of entries of the own library.
pub const WINDOW_DAYS: i32 = 60;

/// One page of changes. The server fills it with rows as they are stored (`R` is then raw JSON) instead of reading and
/// writing each again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PullAnswer<R = Row> {
    /// The identity of the server's history.
    pub epoch: Id,
    /// The replica's rows are void: drop them before these are put in. Outbox, sent and quarantine stay.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reset: bool,
    /// Signed by the server; sent back as it is.
    pub cursor: String,
    /// The position up to which the replica is complete after this page.
    pub position: i64,
    /// More pages follow.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub more: bool,
    /// The server's clock, Unix ms.
    pub server_time: Millis,
    /// The version of the device's configuration; on another one the device asks for it again.
    pub config: i64,
    /// Changed entities, deleted ones included; each replaces what the replica had.
    pub rows: Vec<R>,
}

impl PullAnswer {
    /// The latest stamp among the rows.
    pub fn latest(&self) -> Option<Hlc> {
        self.rows.iter().filter_map(Row::latest).max()
    }
}
