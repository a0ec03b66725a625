//! Changes: what a push does to the figures.
//!
//! Owns: that sums and facts come from the same rows, so that they cannot disagree. Must not: know who stores them.

use super::fact::Fact;
use super::facts::Block;
use super::rollup::Deltas;
use crate::domain::row::Row;

/// Changes of sums, and the facts that were added and taken away.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// To the sums.
    pub deltas: Deltas,
    /// To the facts; without a step yet, since only the end of a push knows its position.
    pub block: Block,
}

impl Changes {
    /// An entry is another than before.
    pub fn change(&mut self, before: Option<&Row>, after: &Row) {
        let (before, after) = (before.and_then(Fact::of), Fact::of(after));
        if before == after {
            return;
        }
        for (fact, sign) in [(before, -1), (after, 1)] {
            if let Some(fact) = fact {
                self.block.push(&fact, sign);
                self.deltas.add(fact, sign.into());
            }
        }
    }

    /// Adds later changes.
    pub fn merge(&mut self, other: Self) {
        self.deltas.merge(other.deltas);
        self.block.append(&other.block);
    }
}
