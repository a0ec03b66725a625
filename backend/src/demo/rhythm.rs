//! When libraries are open and how much is asked of them.
//!
//! Owns: opening hours, seasons, sizes. Invented, but with the shape that libraries' own statistics have: a dip in
//! summer and in December, a peak in autumn, busy late mornings. Must not: draw.

use shared::time::Date;

/// Helps a year in the whole network, on average.
const HELPS_A_YEAR: f64 = 5_000.0;
/// Days a year on which libraries are open, weighted as in [`weekday_weight`]: about 52 × 5.6.
const OPEN_DAYS: f64 = 285.0;

/// The libraries' shares of the helps.
const SHARES: &[(&str, u32)] = &[
    ("turku", 24),
    ("pori", 20),
    ("kaarina", 9),
    ("raisio", 8),
    ("naantali", 8),
    ("lieto", 7),
    ("loimaa", 6),
    ("laitila", 4),
    ("masku", 4),
    ("somero", 4),
    ("eurajoki", 3),
    ("mynamaki", 2),
    ("pomarkku", 1),
];

/// By month, in per cent of an average one.
const SEASONS: [u32; 12] = [106, 106, 108, 102, 96, 70, 48, 92, 128, 134, 124, 74];

/// Weights of the hours from Monday to Friday, 9–19.
const WEEKDAY_HOURS: &[(u32, u32)] =
    &[(9, 5), (10, 14), (11, 15), (12, 13), (13, 12), (14, 11), (15, 11), (16, 9), (17, 6), (18, 4)];
/// Weights of the hours on Saturday, 10–15.
const SATURDAY_HOURS: &[(u32, u32)] = &[(10, 5), (11, 8), (12, 8), (13, 6), (14, 4)];

/// The hours of a date with their weights; empty where libraries are closed.
pub fn hours(on: Date) -> &'static [(u32, u32)] {
    match on.weekday() {
        _ if is_holiday(on) => &[],
        0..=4 => WEEKDAY_HOURS,
        5 => SATURDAY_HOURS,
        _ => &[],
    }
}

fn weekday_weight(on: Date) -> f64 {
    match on.weekday() {
        0 => 1.15,
        5 => 0.55,
        _ => 1.0,
    }
}

/// How many helps a library gives on a date, on average.
pub fn mean(library: &str, on: Date) -> f64 {
    if hours(on).is_empty() {
        return 0.0;
    }
    let all: u32 = SHARES.iter().map(|(_, share)| share).sum();
    let share = SHARES.iter().find(|(code, _)| *code == library).map_or(1, |(_, share)| *share);
    let month = usize::try_from(on.month() - 1).unwrap_or(0);
    let season = f64::from(SEASONS.get(month).copied().unwrap_or(100)) / 100.0;
    // A little more is logged each year, for some years.
    let growth = 1.04 + 0.06 * f64::from((on.year() - 2026).clamp(-4, 4));
    HELPS_A_YEAR * f64::from(share) / f64::from(all) / OPEN_DAYS * season * weekday_weight(on) * growth
}

/// Public holidays with a fixed date, and Midsummer (the Friday and Saturday of 19–26 June).
fn is_holiday(on: Date) -> bool {
    let (_, month, day) = on.ymd();
    let midsummer = month == 6
        && ((on.weekday() == 4 && (19..=25).contains(&day))
            || (on.weekday() == 5 && (20..=26).contains(&day)));
    midsummer || matches!((month, day), (1, 1 | 6) | (5, 1) | (12, 6 | 24..=26))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_about_five_thousand_helps() {
        let first = Date::new(2026, 1, 1).unwrap();
        let year: f64 = (0..365)
            .map(|day| SHARES.iter().map(|(code, _)| mean(code, first.plus_days(day))).sum::<f64>())
            .sum();
        assert!((4_600.0..5_600.0).contains(&year), "{year}");
    }

    #[test]
    fn closed_on_sundays_and_holidays() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        for closed in ["2026-04-12", "2026-12-24", "2026-06-19", "2026-06-20", "2026-05-01"] {
            assert!(hours(date(closed)).is_empty(), "{closed}");
        }
        assert_eq!(hours(date("2026-04-11")).len(), 5);
        assert_eq!(hours(date("2026-04-14")).len(), 10);
    }
}
