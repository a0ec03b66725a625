//! The network's plan of a year: goals with measures, each with a target, a period and a pace.
//!
//! Owns: what a plan holds, what is wrong with one, and how last year's becomes this year's. How far a measure has come is
//! `progress`'. Must not: know where a figure comes from.

mod fault;
mod progress;

use serde::{Deserialize, Serialize};

pub use fault::{Fault, Wrong, is_year};
pub use progress::{Standing, State};

use super::sample_period::Period;
use crate::id::Id;
use crate::time::Date;

/// The longest text of a section, an activity or a piece of evidence, in characters.
pub const MAX_TEXT: usize = 4_000;
/// The most goals of a plan, and the most measures of a goal.
pub const MAX_PARTS: usize = 30;
/// The largest target and the largest figure that is entered by hand.
pub const MAX_TARGET: i64 = 10_000_000;

/// Whether the network has agreed on a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Still written.
    #[default]
    Draft,
    /// Agreed on; its measures are shown to everybody.
    Approved,
}

/// A plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The calendar year.
    pub year: i32,
    /// Draft or approved.
    pub status: Status,
    /// Who the group is and what it is for.
    pub presentation: String,
    /// Its members, as the plan tells of them.
    pub members: String,
    /// What it is done with: hours, money, rooms.
    pub resources: String,
    /// In the order of the plan.
    pub goals: Vec<Goal>,
}

/// A goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// Of the vocabulary's list `goal`.
    pub code: String,
    /// What will be done for it.
    pub activities: String,
    /// What tells whether it was reached.
    pub measures: Vec<Measure>,
}

/// What tells whether a goal is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Identity, so that what is entered by hand finds its measure.
    pub id: Id,
    /// What is counted.
    pub metric: Metric,
    /// How the plan calls it, where the metric's own name is not enough; required of [`Metric::Own`].
    pub name: String,
    /// How much, in the metric's unit; at least 1.
    pub target: i64,
    /// When; within the plan's year.
    pub period: Period,
    /// How it should grow.
    pub pace: Pace,
    /// What was entered by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_hand: Option<ByHand>,
}

/// What a measure counts. The list is closed: each has one definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Helps to customers, times.
    Helps,
    /// People helped, customers and own staff together.
    People,
    /// Peer supports to own staff, times.
    PeerSupports,
    /// Group sessions for customers.
    GroupSessions,
    /// Their participants.
    GroupParticipants,
    /// Group sessions for own staff.
    PeerSessions,
    /// Their participants.
    PeerParticipants,
    /// Libraries with an entry of any kind in the period.
    LibrariesReporting,
    /// Meetings held.
    Meetings,
    /// Of them, with remote attendance.
    RemoteMeetings,
    /// Whether the activity day was held, 0 or 1.
    ActivityDay,
    /// Trainings.
    Trainings,
    /// Own shares in the activity day's programme, of people from the network's libraries.
    Contributions,
    /// Travel costs, cents: a limit, not a goal.
    Travel,
    /// Yes or no, with evidence, 0 or 1.
    YesNo,
    /// A number of the network's own.
    Own,
}

/// Where a metric's figure comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The entries' sums.
    Entries,
    /// The activity day's registrations, where the app has them; else a person enters it.
    Day,
    /// A person enters it.
    Hand,
}

impl Metric {
    /// Every metric, in the order in which they are offered.
    pub const ALL: [Self; 16] = [
        Self::Helps,
        Self::People,
        Self::PeerSupports,
        Self::GroupSessions,
        Self::GroupParticipants,
        Self::PeerSessions,
        Self::PeerParticipants,
        Self::LibrariesReporting,
        Self::Meetings,
        Self::RemoteMeetings,
        Self::ActivityDay,
        Self::Trainings,
        Self::Contributions,
        Self::Travel,
        Self::YesNo,
        Self::Own,
    ];

    /// Where its figure comes from.
    pub fn source(self) -> Source {
        match self {
            Self::Helps
            | Self::People
            | Self::PeerSupports
            | Self::GroupSessions
            | Self::GroupParticipants
            | Self::PeerSessions
            | Self::PeerParticipants
            | Self::LibrariesReporting => Source::Entries,
            Self::ActivityDay | Self::Contributions => Source::Day,
            Self::Meetings
            | Self::RemoteMeetings
            | Self::Trainings
            | Self::Travel
            | Self::YesNo
            | Self::Own => Source::Hand,
        }
    }

    /// Whether a person may enter it.
    pub fn takes_by_hand(self) -> bool {
        self.source() != Source::Entries
    }

    /// It either is or is not.
    pub fn is_yes_no(self) -> bool {
        matches!(self, Self::ActivityDay | Self::YesNo)
    }

    /// The target must not be exceeded, rather than reached.
    pub fn is_limit(self) -> bool {
        self == Self::Travel
    }
}

/// How a measure should grow within its period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// The same each day.
    Even,
    /// So much each month, January first; together the target.
    ByMonth([i64; 12]),
    /// All of it by the period's last day.
    ByDate,
}

/// A figure that a person has entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByHand {
    /// How much, in the metric's unit.
    pub done: i64,
    /// As of when.
    pub on: Date,
    /// Where it can be seen: an address, minutes, a sentence.
    pub evidence: String,
}

impl Plan {
    /// The plan of another year made from this one: a draft with the same goals, targets and paces; the periods are moved,
    /// what was done is not taken along, and each measure gets an identity of its own.
    pub fn copied(&self, year: i32, mut mint: impl FnMut() -> Id) -> Self {
        let years = year - self.year;
        let mut copy = Self { year, status: Status::Draft, ..self.clone() };
        for measure in copy.goals.iter_mut().flat_map(|goal| &mut goal.measures) {
            measure.id = mint();
            measure.by_hand = None;
            measure.period = Period {
                from: measure.period.from.plus_years(years),
                to: moved_end(measure.period.to, years),
            };
        }
        copy
    }
}

/// The end of February stays its end, be it the 28th or the 29th.
fn moved_end(to: Date, years: i32) -> Date {
    to.plus_days(1).plus_years(years).plus_days(-1)
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    pub(super) fn measure(target: i64, from: &str, to: &str, pace: Pace) -> Measure {
        Measure {
            id: Id::v7(1, [1; 10]),
            metric: Metric::Helps,
            name: String::new(),
            target,
            period: Period { from: date(from), to: date(to) },
            pace,
            by_hand: None,
        }
    }

    pub(super) fn plan(measures: Vec<Measure>) -> Plan {
        let goal = Goal { code: "A".to_owned(), activities: String::new(), measures };
        Plan {
            year: 2026,
            status: Status::Approved,
            presentation: String::new(),
            members: String::new(),
            resources: String::new(),
            goals: vec![goal],
        }
    }

    #[test]
    fn a_copy_is_a_draft_of_the_other_year_without_what_was_done() {
        let mut first = measure(10, "2026-01-01", "2026-02-28", Pace::Even);
        first.by_hand = Some(ByHand { done: 3, on: date("2026-02-01"), evidence: "x".to_owned() });
        let original = plan(vec![first]);
        let copy = original.copied(2028, || Id::v7(2, [2; 10]));
        assert_eq!((copy.year, copy.status), (2028, Status::Draft));
        let measure = &copy.goals[0].measures[0];
        assert_eq!(measure.period, Period { from: date("2028-01-01"), to: date("2028-02-29") });
        assert_eq!((measure.id, &measure.by_hand, measure.target), (Id::v7(2, [2; 10]), &None, 10));
        let back = copy.copied(2027, || Id::v7(3, [3; 10]));
        assert_eq!(back.goals[0].measures[0].period.to, date("2027-02-28"));
    }

    #[test]
    fn every_metric_is_offered_once() {
        let mut names: Vec<_> = Metric::ALL.iter().map(|m| serde_json::to_string(m).unwrap()).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), Metric::ALL.len());
    }
}
