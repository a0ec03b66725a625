//! Codes that make a browser a tablet of a library.
//!
//! Owns: the bodies of `/api/v1/enrolments`. A code is shown once, works once, and ends after 15 minutes.

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::time::Millis;

/// POST `/api/v1/enrolments` (chair, or the library's contact): a new code for one tablet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewEnrolment {
    /// The library's code.
    pub library: String,
    /// The point's code.
    pub point: String,
}

/// The answer: shown once, never again.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedEnrolment {
    /// Identity of the enrolment.
    pub id: Id,
    /// Eight characters without look-alikes; shown in two groups of four, typed in any case, spaces and hyphens ignored.
    pub code: String,
    /// What the QR holds: `PUBLIC_URL/ota-kayttoon#CODE`.
    pub url: String,
    /// The QR as an SVG document, black on white, with its quiet zone.
    pub qr_svg: String,
    /// When the code ends, ms UTC.
    pub expires_at: Millis,
}

/// An enrolment as it is listed: never with its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// Identity.
    pub id: Id,
    /// The library's code.
    pub library: String,
    /// The point's code.
    pub point: String,
    /// Who made it.
    pub created_by: String,
    /// When, ms UTC.
    pub created_at: Millis,
    /// When the code ends, ms UTC; where it was withdrawn, when that was.
    pub expires_at: Millis,
    /// When it was used, ms UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Millis>,
    /// The tablet that used it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_by_device: Option<Id>,
}

/// GET `/api/v1/enrolments`: the last day's, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolments {
    /// Newest first.
    pub enrolments: Vec<Enrolment>,
}
