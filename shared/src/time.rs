//! Instants, civil dates and Finnish local time.
//!
//! Owns: the civil calendar and the offset of Europe/Helsinki, so that wasm needs no time-zone database.
//! Must not: read a clock. The EU's summer-time rule (directive 2000/84/EC) is written out here and compared with
//! the IANA database in a test that runs on the host.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant in Unix milliseconds, UTC.
pub type Millis = i64;

/// A minute in milliseconds.
pub const MINUTE: Millis = 60_000;
/// An hour in milliseconds.
pub const HOUR: Millis = 60 * MINUTE;
/// A day of 24 hours in milliseconds.
pub const DAY: Millis = 24 * HOUR;

/// A civil date of the proleptic Gregorian calendar, written `YYYY-MM-DD`.
///
/// Held as days since 1970-01-01, so that comparing and adding days is plain arithmetic.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// The date of a year, month (1–12) and day, or `None` where the calendar has no such day.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(0..=9999).contains(&year) || !(1..=12).contains(&month) || day < 1 {
            return None;
        }
        if day > days_in_month(year, month) {
            return None;
        }
        Some(Self(days_from_civil(year, month, day)))
    }

    /// Year, month (1–12), day.
    pub fn ymd(self) -> (i32, u32, u32) {
        civil_from_days(self.0)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.ymd().0
    }

    /// The month, 1–12.
    pub fn month(self) -> u32 {
        self.ymd().1
    }

    /// The day of the month, 1–31.
    pub fn day(self) -> u32 {
        self.ymd().2
    }

    /// The date `days` later (earlier where negative).
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Days from `other` to `self`; negative where `other` is later.
    pub fn days_since(self, other: Self) -> i32 {
        self.0 - other.0
    }

    /// Days since 1970-01-01.
    pub fn epoch_days(self) -> i32 {
        self.0
    }

    /// The weekday, 0 = Monday … 6 = Sunday (weeks begin on Monday in Finland, ISO 8601).
    pub fn weekday(self) -> u32 {
        (self.0 + 3).rem_euclid(7).unsigned_abs()
    }

    /// The same month and day `years` later; 29 February becomes the 28th where the year has none.
    pub fn plus_years(self, years: i32) -> Self {
        let (year, month, day) = self.ymd();
        let year = year + years;
        Self(days_from_civil(year, month, day.min(days_in_month(year, month))))
    }

    /// `YYYY-MM` of the date.
    pub fn year_month(self) -> String {
        let (year, month, _) = self.ymd();
        format!("{year:04}-{month:02}")
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not a `YYYY-MM-DD` date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct InvalidDate;

impl fmt::Display for InvalidDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a date YYYY-MM-DD")
    }
}

impl std::error::Error for InvalidDate {}

impl FromStr for Date {
    type Err = InvalidDate;

    fn from_str(s: &str) -> Result<Self, InvalidDate> {
        let bytes = s.as_bytes();
        let digits = |range: std::ops::Range<usize>| -> Option<u32> {
            bytes
                .get(range)?
                .iter()
                .try_fold(0u32, |sum, b| b.is_ascii_digit().then(|| sum * 10 + u32::from(b - b'0')))
        };
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(InvalidDate);
        }
        let (Some(year), Some(month), Some(day)) = (digits(0..4), digits(5..7), digits(8..10)) else {
            return Err(InvalidDate);
        };
        i32::try_from(year).ok().and_then(|year| Self::new(year, month, day)).ok_or(InvalidDate)
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A local date and wall-clock time in Europe/Helsinki.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Local {
    /// The civil date.
    pub date: Date,
    /// Hour of the day, 0–23.
    pub hour: u32,
    /// Minute of the hour, 0–59.
    pub minute: u32,
}

/// The local time in Europe/Helsinki at an instant, whatever zone the tablet is set to.
pub fn helsinki(ms: Millis) -> Local {
    let local = ms.saturating_add(helsinki_offset(ms));
    let days = local.div_euclid(DAY);
    let rest = local.rem_euclid(DAY);
    Local {
        date: Date(i32::try_from(days).unwrap_or(if days < 0 { i32::MIN / 2 } else { i32::MAX / 2 })),
        hour: u32::try_from(rest / HOUR).unwrap_or(0),
        minute: u32::try_from(rest % HOUR / MINUTE).unwrap_or(0),
    }
}

/// The instant at which a civil date begins in Europe/Helsinki.
pub fn helsinki_midnight(date: Date) -> Millis {
    let utc = i64::from(date.0) * DAY;
    // Summer time begins and ends at 01:00 UTC, never near local midnight: the offset at the guess is the right one.
    let guess = utc - 2 * HOUR;
    utc - helsinki_offset(guess)
}

/// The instant of a wall-clock time, minutes since midnight, in Europe/Helsinki. An hour that is skipped in March is the
/// one after it; of one that comes twice in October the first is meant.
pub fn helsinki_instant(date: Date, minutes: u32) -> Millis {
    let utc = i64::from(date.0) * DAY + i64::from(minutes) * MINUTE;
    let summer = utc - 3 * HOUR;
    if helsinki_offset(summer) == 3 * HOUR { summer } else { utc - 2 * HOUR }
}

/// Offset of Europe/Helsinki from UTC in milliseconds: +3 h from the last Sunday of March 01:00 UTC to the last Sunday
/// of October 01:00 UTC, otherwise +2 h (directive 2000/84/EC).
pub fn helsinki_offset(ms: Millis) -> Millis {
    let days = i32::try_from(ms.div_euclid(DAY)).unwrap_or(0);
    let (year, _, _) = civil_from_days(days);
    let summer = last_sunday(year, 3) + HOUR..last_sunday(year, 10) + HOUR;
    if summer.contains(&ms) { 3 * HOUR } else { 2 * HOUR }
}

fn last_sunday(year: i32, month: u32) -> Millis {
    let last = Date(days_from_civil(year, month, 31));
    let back = (last.weekday() + 1) % 7;
    (i64::from(last.0) - i64::from(back)) * DAY
}

/// The number of days of a month (1–12).
pub fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a civil date (H. Hinnant, “chrono-compatible low-level date algorithms”).
fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted = (month.cast_signed() + 9) % 12;
    let day_of_year = (153 * shifted + 2) / 5 + day.cast_signed() - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The civil date of a number of days since 1970-01-01 (the inverse of [`days_from_civil`]).
fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let days = i64::from(days) + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (i32::try_from(year).unwrap_or(0), u32::try_from(month).unwrap_or(1), u32::try_from(day).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn helsinki_agrees_with_the_iana_database_every_half_hour() {
        let zone = jiff::tz::TimeZone::get("Europe/Helsinki").unwrap();
        let start = 1_577_836_800_000; // 2020-01-01 UTC
        for step in 0..(18 * 366 * 48) {
            let ms = start + step * 30 * MINUTE;
            let theirs = jiff::Timestamp::from_millisecond(ms).unwrap().to_zoned(zone.clone());
            let ours = helsinki(ms);
            let date = theirs.date();
            assert_eq!(
                (ours.date.to_string(), ours.hour, ours.minute),
                (date.to_string(), theirs.hour() as u32, theirs.minute() as u32),
                "{ms}"
            );
        }
    }

    #[test]
    fn midnight_is_the_first_instant_of_the_date() {
        for day in 0..(20 * 366) {
            let date = Date::new(2020, 1, 1).unwrap().plus_days(day);
            let midnight = helsinki_midnight(date);
            assert_eq!(helsinki(midnight), Local { date, hour: 0, minute: 0 });
            assert_eq!(helsinki(midnight - 1).date, date.plus_days(-1));
        }
    }

    #[test]
    fn dates_are_read_and_written() {
        let date: Date = "2026-04-14".parse().unwrap();
        assert_eq!(date.ymd(), (2026, 4, 14));
        assert_eq!(date.weekday(), 1);
        assert_eq!(date.to_string(), "2026-04-14");
        for bad in ["", "2026-4-14", "2026-02-29", "2026-13-01", "2026-00-01", "+026-01-01", "2026-01-010"] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
        assert_eq!("2024-02-29".parse::<Date>().unwrap().plus_years(1).to_string(), "2025-02-28");
    }

    #[test]
    fn absurd_instants_do_not_panic() {
        for ms in [i64::MIN, i64::MAX, 0, -1, 1 << 48] {
            let _ = helsinki(ms);
        }
    }
}
