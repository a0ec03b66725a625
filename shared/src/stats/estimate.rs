//! Hours of support, estimated from bands of minutes.
//!
//! Owns: the estimate: each stated band counts its midpoint, what was not stated counts the midpoint of the band that the
//! vocabulary assumes. Must not: print; whoever does says *arvio* and how much was stated.

use std::collections::BTreeMap;

use super::dim::NOT_STATED;
use crate::domain::vocabulary::Vocabulary;

/// The list of bands.
pub const BANDS: &str = "duration";

/// An estimate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Estimate {
    /// Minutes.
    pub minutes: i64,
    /// Helps whose band was stated.
    pub stated: i64,
    /// All helps.
    pub all: i64,
}

impl Estimate {
    /// From the number of helps by band.
    pub fn of(bands: &BTreeMap<String, i64>, lists: &Vocabulary) -> Self {
        let assumed = lists.all(BANDS).iter().find(|band| band.assumed);
        let assumed = assumed.and_then(|band| band.midpoint_minutes).unwrap_or(0);
        let mut estimate = Self::default();
        for (code, n) in bands {
            // A band that this version's lists do not know has no midpoint: it counts like one that nobody stated.
            let midpoint = lists.get(BANDS, code).and_then(|band| band.midpoint_minutes);
            estimate.minutes += n * i64::from(midpoint.unwrap_or(assumed));
            estimate.all += n;
            estimate.stated += if code == NOT_STATED { 0 } else { *n };
        }
        estimate
    }

    /// Whole hours, rounded half up.
    pub fn hours(self) -> i64 {
        (self.minutes + 30).div_euclid(60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::vocabulary::Value;

    #[test]
    fn what_nobody_stated_counts_as_the_assumed_band() {
        let band = |code: &str, midpoint, assumed| Value {
            code: code.into(),
            midpoint_minutes: Some(midpoint),
            assumed,
            ..Value::default()
        };
        let bands = vec![band("d1", 3, false), band("d2", 10, true), band("d4", 45, false)];
        let lists = Vocabulary { version: 1, lists: BTreeMap::from([(BANDS.to_owned(), bands)]) };
        let counts = [("d1", 10), ("d4", 2), ("-", 5), ("new", 1)];
        let counts = counts.into_iter().map(|(code, n)| (code.to_owned(), n)).collect();
        let estimate = Estimate::of(&counts, &lists);
        assert_eq!(estimate, Estimate { minutes: 30 + 90 + 60, stated: 13, all: 18 });
        assert_eq!(estimate.hours(), 3);
        assert_eq!(Estimate::of(&BTreeMap::new(), &lists).hours(), 0);
    }
}
