//! Who outside the network may read its masked figures.
//!
//! Owns: the bodies of `/api/v1/shares`.

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::time::{Date, Millis};

/// What reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShareKind {
    /// A person, through a link.
    Page,
    /// A program (Power BI, Excel), with a token.
    Program,
    /// A kind of a newer version.
    #[serde(other)]
    Unknown,
}

/// A share as the chair sees it; its secret is shown once, when it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Identity.
    pub id: Id,
    /// What reads.
    pub kind: ShareKind,
    /// For whom it is, as the chair calls it.
    pub name: String,
    /// When it was made, ms UTC.
    pub created_at: Millis,
    /// When it ends, ms UTC.
    pub expires_at: Millis,
    /// When it was ended before that, ms UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Millis>,
    /// When it was read last, ms UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_at: Option<Millis>,
    /// How often it has been read.
    pub uses: i64,
}

/// GET `/api/v1/shares` (chair): newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shares {
    /// The shares.
    pub shares: Vec<Share>,
}

/// POST `/api/v1/shares` (chair). The same `id` twice is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewShare {
    /// A UUIDv7 minted when the form opened.
    pub id: Id,
    /// What reads.
    pub kind: ShareKind,
    /// 1–80 characters.
    pub name: String,
    /// The last date on which it can be read; today to two years from now.
    pub until: Date,
}

/// Its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedShare {
    /// The share.
    pub share: Share,
    /// The whole link of a page, the token of a program. Not stored anywhere.
    pub secret: String,
}
