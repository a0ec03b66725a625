//! A sample period: when a library logs, where it logs only in sample weeks. Shown as a sample, never multiplied.
//!
//! Owns: its registers and their rules. Only a contact or the chair sets one (the server decides).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::check::{Context, Rejection};
use super::help::registers_of;
use super::op::Registers;
use super::row::Row;
use crate::time::Date;

/// The longest period, in days.
pub const MAX_DAYS: i32 = 366;

/// First and last date of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first date.
    pub from: Date,
    /// The last date.
    pub to: Date,
}

/// A sample period, read from a row or about to be written. Field names are register names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SamplePeriod {
    /// First and last date.
    pub period: Period,
}

impl SamplePeriod {
    /// The period that a row holds; `None` where it holds something else.
    pub fn of(row: &Row) -> Option<Self> {
        row.read("period").map(|period| Self { period })
    }

    /// As registers, for a create.
    pub fn registers(&self) -> Registers {
        registers_of(self)
    }
}

pub(super) const REQUIRED: &[&str] = &["period"];
pub(super) const IMMUTABLE: &[&str] = &[];

pub(super) fn check_register(name: &str, value: &Value, context: &mut Context<'_>) -> Result<(), Rejection> {
    if name != "period" {
        return Ok(());
    }
    let period: Period = context.parse(value)?;
    match period.to.days_since(period.from) {
        0..MAX_DAYS => Ok(()),
        _ => Err(Rejection::HoursOrder),
    }
}
