//! The costs of an activity day.
//!
//! Owns: the bodies of `/api/v1/days/{year}/costs`. A line is `domain::cost`'s.

use serde::{Deserialize, Serialize};

use crate::domain::cost::{Cost, Kind};
use crate::id::Id;
use crate::time::{Date, Millis};

/// GET `/api/v1/days/{year}/costs` (chair), and the answer to each change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Costs {
    /// The day's date.
    pub date: Date,
    /// What may be spent, cents; absent where nobody has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<i64>,
    /// By date.
    pub lines: Vec<CostLine>,
    /// Of each kind that has a line.
    pub sums: Vec<KindSum>,
    /// Of all, cents.
    pub total: i64,
    /// What is left of the budget, cents; below 0 where more was spent; absent without a budget.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remaining: Option<i64>,
}

/// A line as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostLine {
    /// Identity.
    pub id: Id,
    /// Grows with each change; a change names the one that it was made from.
    pub version: i64,
    /// When it was changed last, ms UTC.
    pub changed_at: Millis,
    /// The line.
    #[serde(flatten)]
    pub cost: Cost,
}

/// A sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindSum {
    /// Of what.
    pub kind: Kind,
    /// How much.
    pub cents: i64,
}

/// PUT `/api/v1/days/{year}/costs/{id}` (chair): a line under an id that the browser mints, so that the same one twice is
/// one. Answered by [`Costs`]; `overtaken` where somebody else has changed it. DELETE with `?version=…` removes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveCost {
    /// The version that was changed; absent for a new line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// The line.
    #[serde(flatten)]
    pub cost: Cost,
}
