//! Hybrid logical clock: a time stamp that orders changes and stays near the wall clock.
//!
//! Owns: the stamp, its text, the tick, the clamp. Source: S. Kulkarni et al., “Logical Physical Clocks” (2014); 48 bits
//! of milliseconds and 16 of counter. Must not: read a clock.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::id::Id;
use crate::time::{MINUTE, Millis};

/// How far ahead of the server's clock a stamp may be before it is clamped, once, at first acceptance.
pub const AHEAD_LIMIT: Millis = 5 * MINUTE;

/// A stamp: Unix milliseconds UTC in the upper 48 bits, a counter in the lower 16. On the wire 16 hex digits, in SQL a
/// BIGINT, never a JavaScript number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hlc(u64);

impl Hlc {
    const MAX_MS: i64 = (1 << 47) - 1;

    /// The stamp of an instant with a counter. Instants before 1970 or after the year 6429 are brought to the limit.
    pub fn new(ms: Millis, counter: u16) -> Self {
        Self(ms.clamp(0, Self::MAX_MS).unsigned_abs() << 16 | u64::from(counter))
    }

    /// The instant in Unix milliseconds UTC.
    pub fn ms(self) -> Millis {
        (self.0 >> 16).cast_signed()
    }

    /// The next stamp after this one.
    pub fn next(self) -> Self {
        Self((self.0 + 1).min(i64::MAX.unsigned_abs()))
    }

    /// As the BIGINT that SQL stores.
    pub fn to_i64(self) -> i64 {
        self.0.cast_signed()
    }

    /// From the BIGINT that SQL stores.
    pub fn from_i64(value: i64) -> Self {
        Self(value.max(0).unsigned_abs())
    }

    /// Whether the stamp lies more than [`AHEAD_LIMIT`] after `now`.
    pub fn is_ahead(self, now: Millis) -> bool {
        self.ms() > now.saturating_add(AHEAD_LIMIT)
    }
}

impl fmt::Display for Hlc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for Hlc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Hlc {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hlc {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        let value = (text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit()))
            .then(|| u64::from_str_radix(&text, 16).ok())
            .flatten()
            .filter(|value| *value <= i64::MAX.unsigned_abs());
        value.map(Self).ok_or_else(|| serde::de::Error::custom("a stamp is 16 hex digits"))
    }
}

/// Who wrote a register and when: the later one wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stamp(pub Hlc, pub Id);

/// The clock of a replica.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// The last stamp made or seen; never made again.
    pub last: Hlc,
}

/// A fresh stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tick {
    /// The stamp.
    pub at: Hlc,
    /// The wall clock was behind what this replica had already seen by more than [`AHEAD_LIMIT`]: it was set back, and
    /// the stamp's instant is only a lower limit.
    pub uncertain: bool,
}

impl Clock {
    /// A stamp for a change made now, where `now` is the corrected wall clock.
    pub fn tick(&mut self, now: Millis) -> Tick {
        let uncertain = now < self.last.ms() - AHEAD_LIMIT;
        self.last = Hlc::new(now, 0).max(self.last.next());
        Tick { at: self.last, uncertain }
    }

    /// Takes notice of a stamp made elsewhere, so that a change made after seeing it is later than it.
    pub fn observe(&mut self, seen: Hlc) {
        self.last = self.last.max(seen);
    }

    /// Once nothing is waiting to be sent, a clock that ran ahead may come back to the later of the corrected time and
    /// the latest accepted stamp: nothing unsent can be overtaken any more.
    pub fn relax(&mut self, now: Millis, accepted: Hlc) {
        if self.last.is_ahead(now) {
            self.last = Hlc::new(now, 0).max(accepted);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_grow_even_when_the_wall_clock_goes_back() {
        let mut clock = Clock::default();
        let first = clock.tick(1_000_000_000);
        let second = clock.tick(1_000_000_000);
        let third = clock.tick(0);
        assert!(first.at < second.at && second.at < third.at);
        assert!(!second.uncertain && third.uncertain);
    }

    #[test]
    fn text_is_sixteen_hex_digits() {
        let stamp = Hlc::new(1_776_157_500_000, 3);
        let json = serde_json::to_string(&stamp).unwrap();
        assert_eq!(json.len(), 18);
        assert_eq!(serde_json::from_str::<Hlc>(&json).unwrap(), stamp);
        for bad in ["\"\"", "\"ffffffffffffffff\"", "\"+123456789abcdef\"", "3"] {
            assert!(serde_json::from_str::<Hlc>(bad).is_err(), "{bad}");
        }
        assert_eq!(Hlc::from_i64(stamp.to_i64()), stamp);
    }

    #[test]
    fn a_clock_that_ran_ahead_comes_back_but_not_behind_what_was_accepted() {
        let now = 1_776_157_500_000;
        let mut clock = Clock::default();
        clock.tick(now + 3_600_000);
        clock.relax(now, Hlc::new(now - 5, 7));
        assert_eq!(clock.last, Hlc::new(now, 0));
        clock.relax(now, Hlc::new(now + 1, 0));
        assert_eq!(clock.last, Hlc::new(now, 0), "not ahead: left alone");
    }
}
