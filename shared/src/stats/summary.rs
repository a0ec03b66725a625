//! What the sums mean: which of them is which number of the pages, and when a library counts as silent.
//!
//! Owns: the definitions that the pages print. Must not: know how a page lays them out.

use crate::domain::help::STAFF_PEER;
use crate::domain::op::Kind;
use crate::domain::sample_period::Period;
use crate::time::Date;

/// More days than these without an entry make a library silent, without a contact a tablet.
pub const SILENT_DAYS: i32 = 14;

/// The number that a sum belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Helps to customers (goal A) and the people in them.
    Customer,
    /// Helps to own staff (goal B) and the people in them.
    Peer,
    /// Group sessions and their participants, of either kind.
    Session,
    /// Times when support was open.
    Duty,
}

impl Measure {
    /// The number that entries of a kind of entity and a kind of help belong to. A kind that this version does not
    /// know counts as help to customers, so that the parts add up to the whole.
    pub fn of(entity: Kind, kind: &str) -> Option<Self> {
        match entity {
            Kind::Help if kind == STAFF_PEER => Some(Self::Peer),
            Kind::Help => Some(Self::Customer),
            Kind::GroupSession => Some(Self::Session),
            Kind::Duty => Some(Self::Duty),
            Kind::SamplePeriod | Kind::CheckIn | Kind::Registration => None,
        }
    }
}

/// From the first to the last date, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first date.
    pub from: Date,
    /// The last date.
    pub to: Date,
}

impl Span {
    /// From 1 January to `today`.
    pub fn year_to(today: Date) -> Self {
        Self { from: today.plus_days(1 - day_of_year(today)), to: today }
    }

    /// The same dates one year earlier; 29 February becomes the 28th.
    pub fn last_year(self) -> Self {
        Self { from: self.from.plus_years(-1), to: self.to.plus_years(-1) }
    }
}

fn day_of_year(date: Date) -> i32 {
    let (year, _, _) = date.ymd();
    Date::new(year, 1, 1).map_or(1, |first| date.days_since(first) + 1)
}

/// Whether a library is silent.
///
/// - A library without sample periods is silent when its last entry of any kind (a help, a group session, a duty: a
///   zero is an entry) lies more than [`SILENT_DAYS`] before today, or when it has none at all.
/// - A library that logs only in sample periods is expected to log only then: it is silent when its latest begun
///   period has ended, or has run for more than [`SILENT_DAYS`], and no entry has been made since that period began.
pub fn is_silent(today: Date, last_entry: Option<Date>, samples: &[Period]) -> bool {
    let begun = samples.iter().filter(|period| period.from <= today).max_by_key(|period| period.from);
    match begun {
        Some(period) => {
            let due = period.to < today || today.days_since(period.from) > SILENT_DAYS;
            due && last_entry.is_none_or(|on| on < period.from)
        }
        // Only future periods: nothing is expected yet.
        None if !samples.is_empty() => false,
        None => last_entry.is_none_or(|on| today.days_since(on) > SILENT_DAYS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn silence_begins_after_14_days() {
        let today = date("2026-04-14");
        assert!(is_silent(today, None, &[]));
        assert!(is_silent(today, Some(today.plus_days(-15)), &[]));
        assert!(!is_silent(today, Some(today.plus_days(-14)), &[]));
    }

    #[test]
    fn a_sampling_library_is_silent_only_when_its_period_passed_without_an_entry() {
        let period = Period { from: date("2026-03-02"), to: date("2026-03-15") };
        let silent = |today, last: Option<&str>| is_silent(date(today), last.map(date), &[period]);
        assert!(!silent("2026-02-20", None), "not begun");
        assert!(!silent("2026-03-10", None), "still running");
        assert!(silent("2026-03-16", Some("2025-11-01")), "passed without an entry");
        assert!(!silent("2026-06-16", Some("2026-03-03")), "logged in its period, quiet since");
    }

    #[test]
    fn the_same_dates_of_last_year() {
        let year = Span::year_to(date("2028-02-29"));
        assert_eq!(year.from, date("2028-01-01"));
        assert_eq!(year.last_year(), Span { from: date("2027-01-01"), to: date("2027-02-28") });
    }
}
