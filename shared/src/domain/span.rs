//! A span of whole hours on one date.
//!
//! Owns: the register that group sessions and duties share. Must not: know which of them it belongs to.

use serde::{Deserialize, Serialize};

use crate::time::Date;

/// From one full hour to another on one date, Finnish time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The date.
    pub on: Date,
    /// The hour it began, 0–23.
    pub from: u32,
    /// The hour it ended, 1–24, after `from`.
    pub to: u32,
}

impl Span {
    /// The register's name.
    pub const NAME: &'static str = "span";

    /// Whole hours.
    pub fn hours(&self) -> u32 {
        self.to.saturating_sub(self.from)
    }

    /// Whether the hours are hours of a day and in order.
    pub fn is_ordered(&self) -> bool {
        self.from < self.to && self.to <= 24
    }
}
