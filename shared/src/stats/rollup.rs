//! Rollups: the sums of day × library × entity × kind × entry mode × *one* other dimension.
//!
//! Owns: how facts add up to sums. Kept by adding what an entry contributes after a change and taking away what it did
//! before, in the transaction that changes it. Must not: say what an entry contributes (`fact` does).

use std::collections::HashMap;

use super::dim::Dim;
use super::fact::Fact;
use crate::domain::op::Kind;
use crate::domain::row::Row;
use crate::time::Date;

/// What a sum is about, but for its code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Cell {
    on: Date,
    library: String,
    entity: Kind,
    kind: String,
    mode: String,
}

/// The key of a sum, in the order of the database's key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The dimension.
    pub dim: Dim,
    /// The date of the entry, Finnish time.
    pub on: Date,
    /// The library's code.
    pub library: String,
    /// What kind of entity.
    pub entity: Kind,
    /// Customer or own staff; not stated for duties.
    pub kind: String,
    /// How a help was entered; not stated for the others.
    pub mode: String,
    /// The code within the dimension.
    pub code: String,
}

/// A sum, or a change of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Entries.
    pub n: i64,
    /// People in them.
    pub people: i64,
}

impl Counts {
    /// Whether nothing is counted, or nothing changes.
    pub fn is_zero(self) -> bool {
        self.n == 0 && self.people == 0
    }

    fn add(&mut self, sign: i64, people: i64) {
        self.n += sign;
        self.people += sign * people;
    }
}

/// Changes of sums, added up per key. Also a recount, when every row is put in once.
#[derive(Clone, Debug, Default)]
pub struct Deltas {
    cells: HashMap<Cell, HashMap<(Dim, String), Counts>>,
}

impl Deltas {
    /// Adds what a row contributes.
    pub fn put(&mut self, row: &Row) {
        self.apply(row, 1);
    }

    /// Takes away what a row contributed.
    pub fn take(&mut self, row: &Row) {
        self.apply(row, -1);
    }

    /// Adds other changes.
    pub fn merge(&mut self, other: Self) {
        for (cell, codes) in other.cells {
            let sums = self.cells.entry(cell).or_default();
            for (code, counts) in codes {
                let sum = sums.entry(code).or_default();
                sum.n += counts.n;
                sum.people += counts.people;
            }
        }
    }

    /// The sums that are not zero, in the order of their keys.
    pub fn into_sorted(self) -> Vec<(Key, Counts)> {
        let mut all: Vec<_> = self
            .cells
            .into_iter()
            .flat_map(|(cell, codes)| {
                codes.into_iter().filter(|(_, counts)| !counts.is_zero()).map(move |((dim, code), counts)| {
                    let Cell { on, library, entity, kind, mode } = cell.clone();
                    (Key { dim, on, library, entity, kind, mode, code }, counts)
                })
            })
            .collect();
        all.sort_by(|(a, _), (b, _)| a.cmp(b));
        all
    }

    fn apply(&mut self, row: &Row, sign: i64) {
        if let Some(fact) = Fact::of(row) {
            self.add(fact, sign);
        }
    }

    /// Adds what a fact counts, or takes it away with a sign of −1.
    pub fn add(&mut self, fact: Fact, sign: i64) {
        let Fact { on, library, entity, kind, mode, people, codes } = fact;
        let sums = self.cells.entry(Cell { on, library, entity, kind, mode }).or_default();
        for code in codes {
            sums.entry(code).or_default().add(sign, people);
        }
    }
}
