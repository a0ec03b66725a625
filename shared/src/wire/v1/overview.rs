//! The figures of the chair's first page.
//!
//! Owns: the envelope of `GET /api/v1/overview`. *helps* counts help events, *people* sums their counts.

use serde::{Deserialize, Serialize};

use crate::domain::sample_period::Period as Sample;
use crate::domain::vocabulary::Vocabulary;
use crate::id::Id;
use crate::time::{Date, Millis};

/// Everything the page shows, from one snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The network's position of the snapshot.
    pub position: i64,
    /// When it was made, Unix ms.
    pub at: Millis,
    /// Today in Finland; `this_year` ends with it.
    pub today: Date,
    /// From 1 January to today.
    pub this_year: Period,
    /// The same dates of last year.
    pub last_year: Period,
    /// Today alone.
    pub today_tally: Tally,
    /// The same weekday a year (52 weeks) ago is not comparable enough; this is the same date last year.
    pub today_last_year: Tally,
    /// By library, in the network's order; each library of the network is there.
    pub libraries: Vec<LibraryFigures>,
    /// The lists that the page's figures are named by.
    pub vocabulary: Vocabulary,
    /// Enrolled tablets that are not revoked.
    pub devices: Vec<DeviceFigures>,
    /// Ops that are held for review.
    pub held: i64,
    /// What came back after a restore; absent where there was none, all have reported or 30 days have passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub healing: Option<Healing>,
    /// Helps of this year whose time is marked as uncertain.
    pub uncertain: i64,
}

/// After a restore: how far the tablets have brought back what the backup lacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Healing {
    /// When the database was restored, Unix ms.
    pub restored_at: Millis,
    /// Tablets in use that the backup knew.
    pub tablets: u32,
    /// Those of them that have been in contact since.
    pub reported: u32,
    /// Entries that were made before the restore and have come since.
    pub entries: i64,
}

/// A span of dates with its sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first date.
    pub from: Date,
    /// The last date.
    pub to: Date,
    /// The sums.
    pub tally: Tally,
    /// Libraries with at least one help, group session or duty in the span.
    pub libraries_reporting: u32,
}

/// Helps and people, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Helps to customers (goal A).
    pub customer: i64,
    /// People in them.
    pub customer_people: i64,
    /// Helps to own staff (goal B).
    pub peer: i64,
    /// People in them.
    pub peer_people: i64,
    /// Group sessions.
    pub sessions: i64,
    /// Their participants.
    pub participants: i64,
}

/// One library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LibraryFigures {
    /// Its code.
    pub code: String,
    /// Finnish name.
    pub name_fi: String,
    /// Swedish name.
    pub name_sv: String,
    /// This year to today.
    pub this_year: Tally,
    /// The same dates last year.
    pub last_year: Tally,
    /// The last date with an entry of any kind, in either year; absent where there is none.
    pub last_entry_on: Option<Date>,
    /// No entry for more than 14 days; a library that logs in sample periods is judged by the latest one: see
    /// [`crate::stats::summary::is_silent`].
    pub silent: bool,
    /// Enrolled tablets.
    pub devices: u32,
    /// Its sample periods of both years: it logs only then, and nothing is multiplied.
    pub samples: Vec<Sample>,
}

/// What is known of a tablet. Its queue is "at least `pending`, as of `last_contact`".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceFigures {
    /// Its id.
    pub id: Id,
    /// Its library.
    pub library: String,
    /// Its point.
    pub point: String,
    /// Its name.
    pub name: String,
    /// Last contact, Unix ms; absent where there was none since it was enrolled.
    pub last_contact: Option<Millis>,
    /// Entries that waited on it after that contact.
    pub pending: u32,
    /// Creation time of the oldest of them, Unix ms.
    pub pending_oldest: Option<Millis>,
    /// Whether the browser promised to keep its storage; absent where it has not said.
    pub persisted: Option<bool>,
    /// When the tablet reported that its storage was gone, and how many entries had been waiting.
    pub storage_lost: Option<StorageLost>,
}

/// A loss of storage that a tablet reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StorageLost {
    /// When it was reported, Unix ms.
    pub at: Millis,
    /// How many entries its mirrored count named.
    pub count: u32,
}
