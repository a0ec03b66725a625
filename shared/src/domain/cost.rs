//! The costs of an activity day, line by line, against its budget.
//!
//! Owns: what a line holds, what is wrong with one, and the sums. Must not: know where lines are kept.

use serde::{Deserialize, Serialize};

use crate::time::Date;

/// The longest text of a line, in characters.
pub const MAX_LINE: usize = 200;
/// The largest amount, cents: a million euros.
pub const MAX_CENTS: i64 = 100_000_000;

/// What money is spent on. The list is closed: the funder asks for these sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Food and coffee.
    Caterer,
    /// Rooms and their equipment.
    Room,
    /// Fees of speakers.
    Speaker,
    /// Travel and nights.
    Travel,
    /// Anything else.
    Other,
}

impl Kind {
    /// All, in the order of the sums.
    pub const ALL: [Self; 5] = [Self::Caterer, Self::Room, Self::Speaker, Self::Travel, Self::Other];

    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Caterer => "caterer",
            Self::Room => "room",
            Self::Speaker => "speaker",
            Self::Travel => "travel",
            Self::Other => "other",
        }
    }

    /// The kind of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    /// On what.
    pub kind: Kind,
    /// What exactly.
    pub what: String,
    /// Who pays; may be empty.
    #[serde(default)]
    pub payer: String,
    /// The receipt's or the invoice's number; may be empty.
    #[serde(default)]
    pub receipt: String,
    /// How much; below 0 where money comes back.
    pub cents: i64,
    /// The date of the receipt.
    pub on: Date,
}

/// What is wrong with a field of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing is written.
    Empty,
    /// More than [`MAX_LINE`] characters.
    TooLong,
    /// A line break or another control character.
    Control,
    /// Zero, or more than [`MAX_CENTS`].
    Amount,
    /// Not in the day's year, the one before or the one after.
    Date,
}

/// A field and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field of [`Cost`].
    pub field: &'static str,
    /// What.
    pub wrong: Wrong,
}

impl Cost {
    /// The line without space around its texts.
    #[must_use]
    pub fn trimmed(&self) -> Self {
        let trim = |text: &str| text.trim().to_owned();
        Self {
            what: trim(&self.what),
            payer: trim(&self.payer),
            receipt: trim(&self.receipt),
            ..self.clone()
        }
    }

    /// All that is wrong with a line of a year's day, in the order of the form; each field once.
    pub fn faults(&self, year: i32) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut text = |field, text: &str, needed: bool| {
            let text = text.trim();
            let wrong = if text.is_empty() && needed {
                Wrong::Empty
            } else if text.chars().nth(MAX_LINE).is_some() {
                Wrong::TooLong
            } else if text.chars().any(char::is_control) {
                Wrong::Control
            } else {
                return;
            };
            faults.push(Fault { field, wrong });
        };
        text("what", &self.what, true);
        text("payer", &self.payer, false);
        text("receipt", &self.receipt, false);
        if self.cents == 0 || self.cents.checked_abs().is_none_or(|cents| cents > MAX_CENTS) {
            faults.push(Fault { field: "cents", wrong: Wrong::Amount });
        }
        if (i64::from(self.on.year()) - i64::from(year)).abs() > 1 {
            faults.push(Fault { field: "on", wrong: Wrong::Date });
        }
        faults
    }
}

/// The sums of some lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Of each kind that has a line, in the order of [`Kind::ALL`].
    pub kinds: Vec<(Kind, i64)>,
    /// Of all.
    pub total: i64,
}

/// Sums per kind, and of all; they add up.
pub fn sums<'a>(costs: impl IntoIterator<Item = &'a Cost>) -> Sums {
    let mut all = Kind::ALL.map(|kind| (kind, None::<i64>));
    for cost in costs {
        if let Some((_, sum)) = all.iter_mut().find(|(kind, _)| *kind == cost.kind) {
            *sum = Some(sum.unwrap_or(0).saturating_add(cost.cents));
        }
    }
    let kinds: Vec<_> = all.into_iter().filter_map(|(kind, sum)| Some((kind, sum?))).collect();
    let total = kinds.iter().fold(0_i64, |total, (_, sum)| total.saturating_add(*sum));
    Sums { kinds, total }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cost(kind: Kind, cents: i64) -> Cost {
        let on = Date::new(2026, 9, 24).unwrap();
        Cost { kind, what: "Lounas".into(), payer: String::new(), receipt: String::new(), cents, on }
    }

    #[test]
    fn each_fault_is_told_at_its_field() {
        assert_eq!(cost(Kind::Caterer, -1).faults(2026), []);
        let bad = Cost {
            what: " ".into(),
            payer: "x".repeat(10_000),
            receipt: "a\nb".into(),
            cents: i64::MIN,
            on: Date::new(2024, 12, 31).unwrap(),
            ..cost(Kind::Room, 0)
        };
        let told: Vec<_> = bad.faults(2026).into_iter().map(|fault| (fault.field, fault.wrong)).collect();
        let expected = [
            ("what", Wrong::Empty),
            ("payer", Wrong::TooLong),
            ("receipt", Wrong::Control),
            ("cents", Wrong::Amount),
            ("on", Wrong::Date),
        ];
        assert_eq!(told, expected);
        for cents in [0, MAX_CENTS + 1, -MAX_CENTS - 1] {
            assert_eq!(cost(Kind::Other, cents).faults(2026).len(), 1, "{cents}");
        }
    }

    proptest! {
        #[test]
        fn the_kinds_add_up_to_the_total(lines in prop::collection::vec((0_usize..5, -5_000_i64..5_000), 0..40)) {
            let costs: Vec<_> = lines.iter().map(|(kind, cents)| cost(Kind::ALL[*kind], *cents)).collect();
            let sums = sums(&costs);
            prop_assert_eq!(sums.total, lines.iter().map(|(_, cents)| cents).sum::<i64>());
            prop_assert_eq!(sums.total, sums.kinds.iter().map(|(_, sum)| sum).sum::<i64>());
            prop_assert!(sums.kinds.is_sorted_by_key(|(kind, _)| *kind));
        }
    }
}
