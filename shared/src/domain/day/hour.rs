//! A wall-clock time, to the minute.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::time::{Date, Millis, helsinki_instant};

/// A time of the day in Finland, written `HH:MM`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HourMinute(u16);

impl HourMinute {
    /// From an hour, 0–23, and a minute, 0–59.
    pub fn new(hour: u16, minute: u16) -> Option<Self> {
        (hour < 24 && minute < 60).then_some(Self(hour * 60 + minute))
    }

    /// Minutes since midnight.
    pub fn minutes(self) -> u32 {
        u32::from(self.0)
    }

    /// The instant on a date, ms UTC.
    pub fn on(self, date: Date) -> Millis {
        helsinki_instant(date, self.minutes())
    }
}

impl fmt::Display for HourMinute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// The text is not `HH:MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoHour;

impl fmt::Display for NoHour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a time HH:MM")
    }
}

impl FromStr for HourMinute {
    type Err = NoHour;

    fn from_str(text: &str) -> Result<Self, NoHour> {
        let (hour, minute) = text.trim().split_once([':', '.']).ok_or(NoHour)?;
        let digits = |part: &str, most: usize| {
            let fits = (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            if fits { part.parse().map_err(|_| NoHour) } else { Err(NoHour) }
        };
        if minute.len() != 2 {
            return Err(NoHour);
        }
        Self::new(digits(hour, 2)?, digits(minute, 2)?).ok_or(NoHour)
    }
}

impl Serialize for HourMinute {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for HourMinute {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A wall-clock time on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment {
    /// The date.
    pub on: Date,
    /// The time.
    pub at: HourMinute,
}

impl Moment {
    /// The instant, ms UTC.
    pub fn instant(self) -> Millis {
        self.at.on(self.on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, minutes) in [("9:30", 570), ("09.30", 570), ("00:00", 0), (" 23:59 ", 1439)] {
            assert_eq!(text.parse::<HourMinute>().unwrap().minutes(), minutes, "{text}");
        }
        for text in ["", "9", "24:00", "9:60", "9:3", "a:bc", "09:30:00", "-1:00", "+1:00"] {
            assert!(text.parse::<HourMinute>().is_err(), "{text}");
        }
        assert_eq!(HourMinute::new(9, 5).unwrap().to_string(), "09:05");
    }
}
