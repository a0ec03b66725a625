//! An activity day in figures, for the page and the yearly report.
//!
//! Owns: the bodies of `/api/v1/days/{year}/figures`. What a figure means is `stats::day`'s.

use serde::{Deserialize, Serialize};

use crate::stats::day::{Attendance, Basis};
use crate::stats::day_feedback::Distribution;
use crate::time::Date;

/// The largest number of staff.
pub const MAX_STAFF: u32 = 100_000;

/// GET `/api/v1/days/{year}/figures` (chair), and the answer to a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayFigures {
    /// When it is.
    pub date: Date,
    /// Whether it is over.
    pub is_over: bool,
    /// Who is counted.
    pub basis: Basis,
    /// How many, and from where.
    pub attendance: Attendance,
    /// The network's libraries.
    pub libraries: u32,
    /// How many people work in them, where the chair has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<u32>,
    /// Accepted contributions of people from the network's libraries.
    pub contributions: u32,
    /// The network's members.
    pub members: u32,
    /// What it has cost, cents.
    pub costs: i64,
    /// What might be spent, cents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<i64>,
    /// How many answers to the feedback are shown.
    pub answers: u32,
    /// What they say; empty before there are five.
    pub scales: Vec<Distribution>,
}

/// PUT `/api/v1/days/{year}/figures` (chair): what the app cannot count. Answered by [`DayFigures`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveFigures {
    /// How many people work in the network's libraries; absent takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<u32>,
}
