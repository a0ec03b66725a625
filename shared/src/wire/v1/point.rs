//! Points of service of a library: the main desk, a branch, the book bus.
//!
//! Owns: the bodies of `/api/v1/points`. A point is ended, never deleted.

use serde::{Deserialize, Serialize};

use crate::time::Millis;

/// A point of a library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The library's code.
    pub library: String,
    /// The point's code, unique in its library; never changes.
    pub code: String,
    /// Finnish name.
    pub name_fi: String,
    /// Swedish name; where absent, the Finnish one is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_sv: Option<String>,
    /// English name; where absent, the Finnish one is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// When it ended, ms UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Millis>,
}

/// POST `/api/v1/points` (chair, or the library's contact): the same body twice is one point, another one under a
/// known code is 409 `already_exists`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPoint {
    /// The library's code.
    pub library: String,
    /// `a–z`, `0–9`, `_`, `-`; 1–32 characters.
    pub code: String,
    /// Finnish name, 1–80 characters.
    pub name_fi: String,
    /// Swedish name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_sv: Option<String>,
    /// English name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
}

/// PATCH `/api/v1/points/{library}/{code}`; an absent field stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatchPoint {
    /// Finnish name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_fi: Option<String>,
    /// Swedish name; an empty text takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_sv: Option<String>,
    /// English name; an empty text takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_en: Option<String>,
    /// `true` ends the point now, `false` takes that back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<bool>,
}

/// GET `/api/v1/points`: all for the chair, those of the own library for a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Points {
    /// By library, then by name; ended ones last.
    pub points: Vec<Point>,
}
