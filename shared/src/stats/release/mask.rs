//! Masking one table.
//!
//! Owns: which cells of it are masked. Must not: know versions beyond what each cell carries of them.

use super::THRESHOLD;
use super::audit::{Kind, Pattern};

/// How far a cell may fall below what was shown of it. Not four: a cell of which 5 was shown would then be known to be 0
/// wherever a table is not renewed for this reason.
pub(super) const FALL: i64 = 3;

/// A cell and what a reader knows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// The true count.
    pub n: i64,
    /// The highest number ever shown of it, 0 if none.
    pub base: i64,
    /// The last version of the table showed it, or there is none.
    pub recent: bool,
}

impl Seen {
    fn change(self) -> i64 {
        self.n - self.base
    }

    fn kind(self) -> Kind {
        Kind { can_fall: self.base > 0, recent: self.recent }
    }
}

/// What protects; all of it outside tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Guards {
    /// A complement is masked.
    pub complement: bool,
    /// Patterns are audited.
    pub audit: bool,
}

impl Guards {
    pub(super) const ALL: Self = Self { complement: true, audit: true };
}

/// Which cells are masked; `None` where no pattern is safe.
pub(super) fn mask(cells: &[Seen], guards: Guards) -> Option<Vec<bool>> {
    if cells.iter().any(|cell| cell.n < 0 || cell.change() < -FALL) {
        return None;
    }
    let masked = pattern(cells, guards);
    (!guards.audit || is_safe(cells, &masked)).then_some(masked)
}

fn pattern(cells: &[Seen], guards: Guards) -> Vec<bool> {
    let is_primary = |cell: &Seen| cell.change() != 0 && cell.change() < THRESHOLD;
    let primary: Vec<bool> = cells.iter().map(is_primary).collect();
    if !primary.contains(&true) || !guards.complement {
        return primary;
    }
    let large = |cell: &&Seen| cell.recent && cell.change() >= THRESHOLD;
    let complement = cells.iter().filter(large).map(|cell| cell.change()).min();
    let masked = |cell: &Seen| match complement {
        Some(change) => is_primary(cell) || (cell.recent && cell.change() == change),
        None => cell.change() != 0,
    };
    cells.iter().map(masked).collect()
}

/// Judges by what a reader sees: the true count of a masked cell goes into the sum only.
fn is_safe(cells: &[Seen], masked: &[bool]) -> bool {
    let of =
        |wanted: bool| cells.iter().zip(masked).filter(move |(_, is)| **is == wanted).map(|(cell, _)| *cell);
    if of(true).next().is_none() {
        return true;
    }
    let large = || of(false).filter(|cell| cell.change() >= THRESHOLD);
    let sum: i64 = of(true).map(Seen::change).sum();
    let pattern = Pattern {
        kinds: of(true).map(Seen::kind).collect(),
        sum,
        below: large().filter(|cell| cell.recent).map(Seen::change).min(),
        all_masked: large().next().is_none(),
    };
    let counts: i64 = of(true).map(|cell| cell.n).sum();
    counts >= THRESHOLD && pattern.is_ambiguous()
}
