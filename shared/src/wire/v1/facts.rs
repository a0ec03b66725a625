//! The facts that the dashboard counts by itself.
//!
//! Owns: the envelope of `GET /api/v1/facts?since=…`, which is postcard, not JSON: a million facts are columns of small
//! numbers. A reader asks until there is no more, and again after each change.

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::stats::facts::{self, Block, Unreadable};

/// What follows a position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactsAnswer {
    /// The identity of the server's history. Facts of another one are dropped and asked for afresh.
    pub epoch: Id,
    /// Changes when the facts were made anew; likewise.
    pub generation: Option<Id>,
    /// The position that this answer leads to.
    pub position: i64,
    /// There is more after it.
    pub more: bool,
    /// The facts.
    pub block: Block,
}

impl FactsAnswer {
    /// From the bytes of an answer.
    ///
    /// # Errors
    /// Where they are something else, or end too early.
    // Here and not inlined, so that it is compiled for speed like the rest of this crate, and not for size like the pages.
    #[inline(never)]
    pub fn read(bytes: &[u8]) -> Result<Self, Unreadable> {
        facts::read(bytes)
    }

    /// As bytes.
    #[inline(never)]
    pub fn written(&self) -> Vec<u8> {
        facts::written(self)
    }
}
