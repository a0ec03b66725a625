//! After a change of history: which of these ops does the server lack?
//!
//! Owns: the envelopes of `POST /api/v1/sync/offer`.

use serde::{Deserialize, Serialize};

use crate::id::Id;

/// The most ids of one offer.
pub const MAX_IDS: usize = 5_000;

/// Ids of ops that were acknowledged by an earlier history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Echoed by the answer.
    pub nonce: String,
    /// Op ids.
    pub ids: Vec<Id>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferAnswer {
    /// The request's.
    pub nonce: String,
    /// The identity of the server's history.
    pub epoch: Id,
    /// Where that history stood: what is not unknown lies at or before it. 0 from a server that does not tell yet.
    #[serde(default)]
    pub position: i64,
    /// Those of the ids that the server does not have.
    pub unknown: Vec<Id>,
}
