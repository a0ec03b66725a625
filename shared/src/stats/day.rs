//! Who took part in an activity day, counted: the figures of the yearly report and of the plan's goals C and D.
//!
//! Owns: one definition per figure. Must not: decide who was there (the server does, in one place), or know names.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::plan::{Measure, Metric};
use crate::domain::registration::Mode;
use crate::time::Date;

/// Somebody who took part.
#[derive(Clone, Copy, Debug)]
pub struct Person<'a> {
    /// On site or remotely.
    pub mode: Mode,
    /// Code of the network's library.
    pub library: Option<&'a str>,
    /// Another library or workplace.
    pub other: Option<&'a str>,
}

/// How many took part, and from where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendance {
    /// People; who cannot come is none.
    pub participants: u32,
    /// Of them on site.
    pub onsite: u32,
    /// Of them remotely.
    pub remote: u32,
    /// Of them from the network's libraries.
    pub from_network: u32,
    /// The network's libraries that they are from. Each is a municipality's, so these are also the localities.
    pub libraries: u32,
    /// Other libraries and workplaces, by what people wrote; their localities are not asked.
    pub others: u32,
}

impl Attendance {
    /// Counts some people.
    pub fn of<'a>(people: impl IntoIterator<Item = Person<'a>>) -> Self {
        let mut counted = Self::default();
        let (mut libraries, mut others) = (BTreeSet::new(), BTreeSet::new());
        for person in people {
            match person.mode {
                Mode::Onsite => counted.onsite += 1,
                Mode::Remote => counted.remote += 1,
                Mode::Declined => continue,
            }
            counted.participants += 1;
            match (person.library, person.other) {
                (Some(code), _) => {
                    counted.from_network += 1;
                    libraries.insert(code);
                }
                // People write the same workplace with other capitals and spaces.
                (None, Some(name)) => {
                    others.insert(name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase());
                }
                (None, None) => {}
            }
        }
        counted.libraries = u32::try_from(libraries.len()).unwrap_or(u32::MAX);
        counted.others = u32::try_from(others.len()).unwrap_or(u32::MAX);
        counted
    }

    /// The share of the libraries' staff that took part, in percent, rounded to the nearest; absent where the staff's number
    /// is not known, or is below that of who came: then one of the two is wrong.
    pub fn share_of(&self, staff: Option<u32>) -> Option<u32> {
        let staff = u64::from(staff?);
        let came = u64::from(self.from_network);
        if staff == 0 || came > staff {
            return None;
        }
        u32::try_from((came * 100 + staff / 2) / staff).ok()
    }
}

/// Who is counted as a participant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Whoever has a confirmed place: nobody has been checked in.
    Confirmed,
    /// Whoever was checked in.
    CheckedIn,
    /// On site whoever was checked in; remotely, where nobody was, whoever has a confirmed place.
    OnsiteCheckedIn,
    /// Remotely whoever was checked in; on site, where nobody was, whoever has a confirmed place.
    RemoteCheckedIn,
}

/// What an activity day adds to the plan's measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// When it is or was.
    pub on: Date,
    /// Whether it is over.
    pub is_over: bool,
    /// Accepted contributions of people from the network's libraries.
    pub contributions: u32,
}

impl Held {
    /// What it adds to a measure; `None` where the measure is of something else, or of dates that the day is not in.
    pub fn done(&self, measure: &Measure) -> Option<i64> {
        if !(measure.period.from..=measure.period.to).contains(&self.on) {
            return None;
        }
        match measure.metric {
            Metric::ActivityDay => Some(i64::from(self.is_over)),
            Metric::Contributions => Some(i64::from(self.contributions)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_libraries_and_workplaces_are_counted_once() {
        let person = |mode, library, other| Person { mode, library, other };
        let counted = Attendance::of([
            person(Mode::Onsite, Some("turku"), None),
            person(Mode::Onsite, Some("turku"), None),
            person(Mode::Remote, Some("pori"), None),
            person(Mode::Onsite, None, Some("Rauman  kirjasto")),
            person(Mode::Remote, None, Some("rauman kirjasto")),
            person(Mode::Declined, Some("masku"), None),
        ]);
        let expected =
            Attendance { participants: 5, onsite: 3, remote: 2, from_network: 3, libraries: 2, others: 1 };
        assert_eq!(counted, expected);
        assert_eq!(counted.onsite + counted.remote, counted.participants);
    }

    #[test]
    fn a_share_has_a_denominator_or_is_not_told() {
        let counted = Attendance { from_network: 45, ..Attendance::default() };
        assert_eq!(counted.share_of(Some(310)), Some(15));
        assert_eq!(counted.share_of(Some(45)), Some(100));
        for unknown in [None, Some(0), Some(44)] {
            assert_eq!(counted.share_of(unknown), None);
        }
    }
}
