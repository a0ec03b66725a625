//! Notes on dates: why a figure is as it is (a reform at an agency, a closed library).
//!
//! Owns: the bodies of `/api/v1/notes`.

use serde::{Deserialize, Serialize};

use crate::domain::sample_period::Period;
use crate::id::Id;
use crate::time::Date;

/// The longest text, in characters.
pub const MAX_BODY: usize = 500;

/// A note. PUT `/api/v1/notes/{id}` (chair) stores it under an id that the browser mints, so that the same one twice is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Identity.
    pub id: Id,
    /// The dates that it is about, first to last.
    #[serde(flatten)]
    pub period: Period,
    /// The library that it is about; absent: all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library: Option<String>,
    /// What happened, 1 to [`MAX_BODY`] characters, as the chair wrote it.
    pub body: String,
}

impl Note {
    /// Whether it is about any date of a span.
    pub fn concerns(&self, from: Date, to: Date) -> bool {
        self.period.from <= to && self.period.to >= from
    }
}

/// GET `/api/v1/notes`: newest first; a contact sees those about all libraries and about the own one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// The notes.
    pub notes: Vec<Note>,
}
