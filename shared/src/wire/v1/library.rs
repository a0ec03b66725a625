//! Libraries of the network.
//!
//! Owns: the bodies of `/api/v1/libraries`. A library is ended, never deleted, so that its entries keep their meaning.

use serde::{Deserialize, Serialize};

use crate::time::Millis;

/// A library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Library {
    /// Its code; never changes.
    pub code: String,
    /// Finnish name.
    pub name_fi: String,
    /// Swedish name; where absent, the Finnish one is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_sv: Option<String>,
    /// `VS` Southwest Finland, `SK` Satakunta, or another province's code.
    pub province: String,
    /// The municipality's languages, majority first.
    pub languages: Vec<String>,
    /// When it left the network, ms UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Millis>,
    /// Place in lists, from 0.
    pub ord: u32,
}

/// POST `/api/v1/libraries` (chair): a new library; the same body twice is one library, another one under a known code
/// is 409 `already_exists`. It gets one point, `main`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLibrary {
    /// `a–z`, `0–9`, `_`, `-`; 1–32 characters.
    pub code: String,
    /// Finnish name, 1–80 characters.
    pub name_fi: String,
    /// Swedish name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_sv: Option<String>,
    /// Province code, 1–8 characters.
    pub province: String,
    /// The municipality's languages, majority first, of `fi`, `sv`.
    pub languages: Vec<String>,
}

/// PATCH `/api/v1/libraries/{code}` (chair); an absent field stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatchLibrary {
    /// Finnish name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_fi: Option<String>,
    /// Swedish name; an empty text takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_sv: Option<String>,
    /// Province code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// Languages, majority first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub languages: Option<Vec<String>>,
    /// `true` ends the library now, `false` takes that back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<bool>,
}

/// GET `/api/v1/libraries`: all for the chair, the own one for a contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Libraries {
    /// In the network's order; ended ones last.
    pub libraries: Vec<Library>,
}
