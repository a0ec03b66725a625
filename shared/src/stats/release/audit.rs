//! The audit: which true counts would give the same pattern.
//!
//! Owns: the count of the values that a masked cell may have for a reader who knows the rule. Must not: see what a reader
//! does not.

use super::mask::FALL;
use super::{CHOICES, THRESHOLD};

/// What a reader knows of a masked cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// Something was shown of it: it may have changed downward.
    pub can_fall: bool,
    /// It may be the complement.
    pub recent: bool,
}

/// What a reader knows of the masked cells of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    /// The cells.
    pub kinds: Vec<Kind>,
    /// What they changed together.
    pub sum: i64,
    /// The complement changed by less than this: the smallest large change among the shown cells that may be complement.
    pub below: Option<i64>,
    /// No cell is shown that changed: all the large changes may be masked without being complement.
    pub all_masked: bool,
}

/// How many cells there are by kind.
#[derive(Clone, Copy, Debug, Default)]
struct Crowd {
    up: i64,
    both: i64,
}

impl Crowd {
    fn add(self, other: Self) -> Self {
        Self { up: self.up + other.up, both: self.both + other.both }
    }

    fn less(self, other: Self) -> Self {
        Self { up: self.up - other.up, both: self.both - other.both }
    }

    fn len(self) -> i64 {
        self.up + self.both
    }

    fn least(self) -> i64 {
        self.up - FALL * self.both
    }

    /// Whether changes of 1 to 4 (up, or also down) can add up to a sum. Every sum between the extremes can be made, but
    /// one cell alone cannot have changed by 0.
    fn makes(self, sum: i64) -> bool {
        let most = (THRESHOLD - 1) * self.len();
        (self.least()..=most).contains(&sum) && !(self.up == 0 && self.both == 1 && sum == 0)
    }
}

impl Pattern {
    /// Whether every masked cell has [`CHOICES`] values. Cells of one kind are interchangeable, so one of each is asked.
    pub(super) fn is_ambiguous(&self) -> bool {
        [(false, false), (false, true), (true, false), (true, true)]
            .into_iter()
            .map(|(can_fall, recent)| Kind { can_fall, recent })
            .filter(|kind| self.kinds.contains(kind))
            .all(|kind| self.values(kind).take(CHOICES).count() == CHOICES)
    }

    /// The changes that a cell of a kind may have had.
    fn values(&self, kind: Kind) -> impl Iterator<Item = i64> {
        let lowest = if kind.can_fall { -FALL } else { 1 };
        let highest = self.sum + FALL * i64::try_from(self.kinds.len()).unwrap_or(0);
        (lowest..=highest).filter(move |value| *value != 0 && self.may_be(kind, *value))
    }

    fn may_be(&self, kind: Kind, value: i64) -> bool {
        let (recent, stale) = (self.crowd(true), self.crowd(false));
        let one = if kind.can_fall { Crowd { up: 0, both: 1 } } else { Crowd { up: 1, both: 0 } };
        let sum = self.sum - value;
        let (recent, stale) = if kind.recent { (recent.less(one), stale) } else { (recent, stale.less(one)) };
        let large = value >= THRESHOLD;
        let complement = if large {
            kind.recent && self.is_complement(value) && with_complement(recent, stale, sum, value, 0)
        } else {
            self.complements(sum, recent, stale).any(|value| with_complement(recent, stale, sum, value, 1))
        };
        complement || (self.all_masked && !(large && kind.recent) && without(recent, stale, sum, large))
    }

    fn crowd(&self, recent: bool) -> Crowd {
        let count = |can_fall| {
            let kind = Kind { can_fall, recent };
            i64::try_from(self.kinds.iter().filter(|of| **of == kind).count()).unwrap_or(0)
        };
        Crowd { up: count(false), both: count(true) }
    }

    fn is_complement(&self, value: i64) -> bool {
        value >= THRESHOLD && self.below.is_none_or(|below| value < below)
    }

    fn complements(&self, sum: i64, recent: Crowd, stale: Crowd) -> impl Iterator<Item = i64> {
        // The others can fall by no more than this.
        let most = sum + FALL * recent.add(stale).len();
        (THRESHOLD..=most).take_while(|value| self.is_complement(*value))
    }
}

/// Whether the other cells can make the sum if those that are complement changed by `value`, of which there are `at_least`
/// so many among them. One that is not complement must be left, among them or, where none needs to be, elsewhere.
fn with_complement(recent: Crowd, stale: Crowd, sum: i64, value: i64, at_least: i64) -> bool {
    (0..=recent.up).any(|up| {
        (0..=recent.both).any(|both| {
            let rest = recent.less(Crowd { up, both }).add(stale);
            // The cell that is asked about is primary if it is not the complement.
            let has_primary = at_least > 0 || rest.len() > 0;
            up + both >= at_least && has_primary && rest.makes(sum - value * (up + both))
        })
    })
}

/// Whether the other cells can make the sum where no cell may be complement: the recent ones changed little, the others by
/// anything, and one of all of them little.
fn without(recent: Crowd, stale: Crowd, sum: i64, needs_primary: bool) -> bool {
    let all = recent.add(stale);
    let small = all.makes(sum) && (all.len() > 0 || !needs_primary);
    let large = |one: Crowd| {
        let rest = all.less(one);
        (rest.len() > 0 || !needs_primary) && sum - rest.least() >= THRESHOLD
    };
    small
        || (stale.up > 0 && large(Crowd { up: 1, both: 0 }))
        || (stale.both > 0 && large(Crowd { up: 0, both: 1 }))
}
