//! A day as its setting up begins.

use super::{Day, HourMinute, Moment, Status, Texts};
use crate::time::Date;

/// Weeks that are left to prepare a day at least.
const LEAD_DAYS: i32 = 60;
/// How long before the day registration closes: the caterer and the rooms are told then.
const CLOSES_BEFORE_DAYS: i32 = 14;
/// The weekday on which the network has met, from Monday, 0.
const THURSDAY: u32 = 3;

impl Day {
    /// A draft of a year's day with what goes without saying: the last Thursday of September, or the year's last date
    /// that leaves time to prepare; registration from today until two weeks before.
    pub fn begun(year: i32, today: Date, title: Texts) -> Self {
        let date = usual(year).filter(|usual| *usual >= today.plus_days(LEAD_DAYS));
        let date = date.or_else(|| {
            let last = Date::new(year, 12, 31)?;
            Some(today.plus_days(LEAD_DAYS).min(last))
        });
        // Only a year that no calendar has is without a last date.
        let date = date.unwrap_or(today);
        let closes = date.plus_days(-CLOSES_BEFORE_DAYS);
        Self {
            status: Status::Draft,
            date,
            begins: at(9, 0),
            ends: at(15, 30),
            title,
            intro: Texts::default(),
            place: String::new(),
            address: String::new(),
            directions: Texts::default(),
            remote_link: String::new(),
            on_site: 80,
            remote: 100,
            opens: Moment { on: today.min(closes), at: at(9, 0) },
            closes: Moment { on: closes, at: at(23, 59) },
            lunch: true,
            programme: Vec::new(),
            questions: Vec::new(),
            budget: None,
        }
    }
}

/// The last Thursday of September.
fn usual(year: i32) -> Option<Date> {
    let last = Date::new(year, 9, 30)?;
    let back = (last.weekday() + 7 - THURSDAY) % 7;
    Some(last.plus_days(-i32::try_from(back).ok()?))
}

fn at(hour: u16, minute: u16) -> HourMinute {
    HourMinute::new(hour, minute).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_without_faults_whenever_it_is_begun() {
        let title = Texts { fi: "Päivä".to_owned(), ..Texts::default() };
        let first = Date::new(2026, 1, 1).unwrap();
        for n in 0..730 {
            let today = first.plus_days(n);
            for year in [today.year(), today.year() + 1] {
                let day = Day::begun(year, today, title.clone());
                assert_eq!(day.faults(), [], "{year} on {today}");
                assert_eq!(day.year(), year);
                assert!(day.date >= today);
            }
        }
        assert_eq!(Day::begun(2026, first, title).date.to_string(), "2026-09-24");
    }
}
