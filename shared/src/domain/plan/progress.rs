//! How far a measure has come, and whether that is where it should be.
//!
//! Owns: the definition of *on schedule*. What is due by a date is what whole days before it should have brought: today is
//! not over, and a part of a unit is not due.

use super::{Measure, Pace};
use crate::time::{Date, days_in_month};

/// How a measure stands; codes of the vocabulary's list `plan_state`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Nothing is done and nothing is due yet.
    NotStarted,
    /// It is planned for a date that has not passed.
    Coming,
    /// As much is done as is due, or the limit is kept so far.
    OnSchedule,
    /// Less is done than is due.
    Behind,
    /// The target is reached; of a limit: kept to the end.
    Done,
    /// The period is over and the target is not reached; of a limit: exceeded.
    NotMet,
}

impl State {
    /// The code in the list `plan_state`.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::Coming => "coming",
            Self::OnSchedule => "on_schedule",
            Self::Behind => "behind",
            Self::Done => "done",
            Self::NotMet => "not_met",
        }
    }
}

/// How a measure stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What is done, in the metric's unit; `None` where nobody has entered it yet: not the same as 0.
    pub done: Option<i64>,
    /// What should be done by now.
    pub due: i64,
    /// What that means.
    pub state: State,
}

impl Measure {
    /// How it stands on `today`, when so much is done.
    pub fn standing(&self, done: Option<i64>, today: Date) -> Standing {
        let due = self.due(today);
        let state =
            if self.metric.is_limit() { self.kept(done, today) } else { self.reached(done, due, today) };
        Standing { done, due, state }
    }

    fn reached(&self, done: Option<i64>, due: i64, today: Date) -> State {
        let amount = done.unwrap_or(0);
        if amount >= self.target {
            State::Done
        } else if today > self.period.to {
            State::NotMet
        } else if self.pace == Pace::ByDate {
            State::Coming
        } else if amount == 0 && due == 0 {
            State::NotStarted
        } else if amount >= due {
            State::OnSchedule
        } else {
            State::Behind
        }
    }

    fn kept(&self, done: Option<i64>, today: Date) -> State {
        match done {
            Some(amount) if amount > self.target => State::NotMet,
            Some(_) if today > self.period.to => State::Done,
            Some(amount) if amount > 0 => State::OnSchedule,
            _ => State::NotStarted,
        }
    }

    /// What should be done when the days before `today` are over; the whole target once the period is.
    pub fn due(&self, today: Date) -> i64 {
        let (from, end) = (self.period.from, self.period.to.plus_days(1));
        if today >= end {
            return self.target;
        }
        if today <= from {
            return 0;
        }
        match self.pace {
            Pace::ByDate => 0,
            Pace::Even => share(self.target, today.days_since(from), end.days_since(from)),
            Pace::ByMonth(parts) => {
                let (year, this, _) = today.ymd();
                let within = |month: u32| {
                    let first = Date::new(year, month, 1).unwrap_or(from).max(from);
                    let last = Date::new(year, month, days_in_month(year, month)).unwrap_or(end);
                    (first, last.plus_days(1).min(end))
                };
                let months = (1..=12).zip(parts).filter(|(month, _)| *month <= this);
                months
                    .map(|(month, part)| {
                        let (first, next) = within(month);
                        share(part, today.min(next).days_since(first), next.days_since(first))
                    })
                    .sum()
            }
        }
    }
}

/// The part of an amount that falls to some of all days; whole units.
fn share(amount: i64, days: i32, all: i32) -> i64 {
    if all <= 0 { 0 } else { amount * i64::from(days.clamp(0, all)) / i64::from(all) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::{date, measure};
    use super::super::{Metric, Pace};
    use super::*;

    fn state(measure: &Measure, done: Option<i64>, today: &str) -> State {
        measure.standing(done, date(today)).state
    }

    #[test]
    fn an_even_pace_is_due_by_whole_days() {
        let year = measure(365, "2026-01-01", "2026-12-31", Pace::Even);
        let due = |today| year.standing(Some(0), date(today)).due;
        assert_eq!(
            (due("2026-01-01"), due("2026-01-02"), due("2026-12-31"), due("2027-01-01")),
            (0, 1, 364, 365)
        );
        assert_eq!(state(&year, None, "2025-12-01"), State::NotStarted);
        assert_eq!(state(&year, Some(0), "2026-01-01"), State::NotStarted);
        assert_eq!(state(&year, Some(30), "2026-02-01"), State::Behind);
        assert_eq!(state(&year, Some(31), "2026-02-01"), State::OnSchedule);
        assert_eq!(state(&year, Some(365), "2026-02-01"), State::Done);
        assert_eq!(state(&year, Some(364), "2026-12-31"), State::OnSchedule);
        assert_eq!(state(&year, Some(364), "2027-01-01"), State::NotMet);
    }

    #[test]
    fn months_have_their_own_parts() {
        let mut parts = [0; 12];
        (parts[0], parts[1], parts[8]) = (31, 28, 100);
        let plan = measure(159, "2026-01-01", "2026-12-31", Pace::ByMonth(parts));
        let due = |today| plan.standing(None, date(today)).due;
        assert_eq!((due("2026-01-11"), due("2026-02-01"), due("2026-02-15")), (10, 31, 45));
        assert_eq!((due("2026-07-01"), due("2026-09-16"), due("2026-10-01")), (59, 109, 159));
    }

    #[test]
    fn a_date_is_coming_until_it_has_passed() {
        let meeting = measure(1, "2026-01-01", "2026-05-20", Pace::ByDate);
        assert_eq!(state(&meeting, None, "2026-05-20"), State::Coming);
        assert_eq!(state(&meeting, Some(1), "2026-05-20"), State::Done);
        assert_eq!(state(&meeting, Some(0), "2026-05-21"), State::NotMet);
    }

    #[test]
    fn a_limit_is_kept_or_exceeded() {
        let mut travel = measure(150_000, "2026-01-01", "2026-12-31", Pace::Even);
        travel.metric = Metric::Travel;
        assert_eq!(state(&travel, None, "2026-03-01"), State::NotStarted);
        assert_eq!(state(&travel, Some(90_000), "2026-03-01"), State::OnSchedule);
        assert_eq!(state(&travel, Some(150_001), "2026-03-01"), State::NotMet);
        assert_eq!(state(&travel, Some(150_000), "2027-01-01"), State::Done);
    }

    proptest! {
        /// What is due never shrinks, never exceeds the target, and is the target in the end.
        #[test]
        fn what_is_due_grows_to_the_target(
            parts in prop::array::uniform12(0_i64..500),
            even: bool,
            from in 0_i32..365,
            length in 0_i32..365,
        ) {
            let first = date("2028-01-01").plus_days(from);
            let last = first.plus_days(length).min(date("2028-12-31"));
            let mut parts = parts;
            for (month, part) in (1..).zip(&mut parts) {
                if !(first.month()..=last.month()).contains(&month) {
                    *part = 0;
                }
            }
            let target = parts.iter().sum::<i64>().max(1);
            let pace = if even { Pace::Even } else { Pace::ByMonth(parts) };
            let measure = measure(target, &first.to_string(), &last.to_string(), pace);
            let mut before = 0;
            for day in -1..370 {
                let due = measure.due(first.plus_days(day));
                prop_assert!((before..=target).contains(&due), "{due} after {before} of {target}");
                before = due;
            }
            prop_assert_eq!(before, target);
        }
    }
}
