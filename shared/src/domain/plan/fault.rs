//! What is wrong with a plan.

use super::{MAX_PARTS, MAX_TARGET, MAX_TEXT, Measure, Metric, Pace, Plan};
use crate::domain::vocabulary::Vocabulary;

/// Where something is wrong; goals and measures are counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The goal, where it is in one.
    pub goal: Option<usize>,
    /// The goal's measure, where it is in one.
    pub measure: Option<usize>,
    /// What.
    pub wrong: Wrong,
}

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No year that a plan can be for: 2000 to 2100.
    Year,
    /// More than [`MAX_PARTS`] goals, or measures of a goal.
    TooMany,
    /// More than [`MAX_TEXT`] characters.
    TooLong,
    /// Not in the list `goal`.
    UnknownGoal,
    /// The same goal twice.
    GoalTwice,
    /// The same measure twice.
    MeasureTwice,
    /// A number of one's own needs a name.
    NoName,
    /// Below 1 or above [`MAX_TARGET`]; above 1 where it is yes or no.
    Target,
    /// The period ends before it begins.
    PeriodOrder,
    /// The period is not within the plan's year.
    PeriodYear,
    /// A month's part is below 0, or outside the period, or the parts are not the target.
    Months,
    /// What was entered by hand is below 0 or above [`MAX_TARGET`], or above 1 where it is yes or no.
    ByHand,
    /// The figure comes from the entries and is not entered.
    NotByHand,
    /// A yes needs its evidence.
    NoEvidence,
}

impl Plan {
    /// All that is wrong with it, in its own order; empty where nothing is.
    pub fn faults(&self, lists: &Vocabulary) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut find = |goal, measure, wrong| faults.push(Fault { goal, measure, wrong });
        if !is_year(self.year) {
            find(None, None, Wrong::Year);
        }
        if self.goals.len() > MAX_PARTS {
            find(None, None, Wrong::TooMany);
        }
        if [&self.presentation, &self.members, &self.resources].into_iter().any(|text| is_long(text)) {
            find(None, None, Wrong::TooLong);
        }
        for (at, goal) in self.goals.iter().enumerate() {
            let before = &self.goals[..at];
            if lists.get("goal", &goal.code).is_none() {
                find(Some(at), None, Wrong::UnknownGoal);
            }
            if before.iter().any(|other| other.code == goal.code) {
                find(Some(at), None, Wrong::GoalTwice);
            }
            if goal.measures.len() > MAX_PARTS {
                find(Some(at), None, Wrong::TooMany);
            }
            if is_long(&goal.activities) {
                find(Some(at), None, Wrong::TooLong);
            }
            for (number, measure) in goal.measures.iter().enumerate() {
                let earlier = before.iter().flat_map(|goal| &goal.measures).chain(&goal.measures[..number]);
                if earlier.into_iter().any(|other| other.id == measure.id) {
                    find(Some(at), Some(number), Wrong::MeasureTwice);
                }
                measure.faults(self.year, &mut |wrong| find(Some(at), Some(number), wrong));
            }
        }
        faults
    }
}

impl Measure {
    fn faults(&self, year: i32, find: &mut impl FnMut(Wrong)) {
        let most = if self.metric.is_yes_no() { 1 } else { MAX_TARGET };
        if is_long(&self.name) {
            find(Wrong::TooLong);
        }
        if self.metric == Metric::Own && self.name.trim().is_empty() {
            find(Wrong::NoName);
        }
        if !(1..=most).contains(&self.target) {
            find(Wrong::Target);
        }
        let period = self.period;
        if period.to < period.from {
            find(Wrong::PeriodOrder);
        } else if period.from.year() != year || period.to.year() != year {
            find(Wrong::PeriodYear);
        } else if let Pace::ByMonth(parts) = self.pace {
            let months = period.from.month()..=period.to.month();
            let fits = |(month, part): (u32, &i64)| match part {
                0 => true,
                1..=MAX_TARGET => months.contains(&month),
                _ => false,
            };
            if !(1..).zip(&parts).all(fits) || parts.iter().sum::<i64>() != self.target {
                find(Wrong::Months);
            }
        }
        let Some(by_hand) = &self.by_hand else { return };
        if !self.metric.takes_by_hand() {
            find(Wrong::NotByHand);
        }
        if !(0..=most).contains(&by_hand.done) {
            find(Wrong::ByHand);
        }
        if is_long(&by_hand.evidence) {
            find(Wrong::TooLong);
        }
        if self.metric.is_yes_no() && by_hand.done > 0 && by_hand.evidence.trim().is_empty() {
            find(Wrong::NoEvidence);
        }
    }
}

/// Whether a plan can be for a year.
pub fn is_year(year: i32) -> bool {
    (2000..=2100).contains(&year)
}

fn is_long(text: &str) -> bool {
    text.chars().nth(MAX_TEXT).is_some()
}
