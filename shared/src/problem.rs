//! Problem details of an HTTP error (RFC 9457), with a stable machine-readable code.
//!
//! Owns: the shape and the list of codes. Must not: choose a status (the server's `error.rs` does) or hold texts for
//! people: the interface has one text per code and language.

use serde::{Deserialize, Serialize};

/// The media type of a problem document.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// An RFC 9457 problem document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI reference that names the kind of problem: `urn:digiverkosto:problem:<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// A short English title, the same for each occurrence.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What the interface translates.
    pub code: String,
    /// What is special of this occurrence, in English, for developers; never personal data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The field of the request that is wrong, where one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Seconds after which trying again makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

impl Problem {
    /// A problem with a status, a code and its English title.
    pub fn new(status: u16, code: &str, title: &str) -> Self {
        Self {
            kind: format!("urn:digiverkosto:problem:{code}"),
            title: title.to_owned(),
            status,
            code: code.to_owned(),
            detail: None,
            field: None,
            retry_after: None,
        }
    }
}
