//! The yearly plans, and how far they have come.
//!
//! Owns: the bodies of `/api/v1/plans`. The plan itself is `domain::plan`'s.

use serde::{Deserialize, Serialize};

use crate::domain::plan::{Plan, Status};
use crate::domain::vocabulary::Vocabulary;
use crate::id::Id;
use crate::time::{Date, Millis};

/// GET `/api/v1/plans` (chair): newest year first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plans {
    /// Today in Finland.
    pub today: Date,
    /// The lists that a plan's labels are from: `goal` and `plan_state`.
    pub vocabulary: Vocabulary,
    /// The years that have a plan.
    pub plans: Vec<PlanHead>,
}

/// What a list of plans says of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanHead {
    /// The calendar year.
    pub year: i32,
    /// Draft or approved.
    pub status: Status,
    /// When it was changed last, ms UTC.
    pub changed_at: Millis,
}

/// GET `/api/v1/plans/{year}` (chair), and the answer to each change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanPage {
    /// The plan.
    pub plan: Plan,
    /// Grows with each change; a change names the one that it was made from.
    pub version: i64,
    /// When it was changed last, ms UTC.
    pub changed_at: Millis,
    /// The day as of which the figures are.
    pub today: Date,
    /// One for each measure, in the order of the plan.
    pub progress: Vec<Progress>,
}

/// How far a measure has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// The measure.
    pub measure: Id,
    /// What is done, in the metric's unit; absent where nobody has entered it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<i64>,
    /// What should be done by now.
    pub due: i64,
    /// Code of the list `plan_state`.
    pub state: String,
    /// The date of the activity day that it is counted from, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Date>,
}

/// PUT `/api/v1/plans/{year}` (chair). Answered by [`PlanPage`]; `overtaken` where somebody else has changed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavePlan {
    /// The version that was changed; absent for the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// The whole plan.
    pub plan: Plan,
}

/// POST `/api/v1/plans/{year}` (chair): makes the year's plan from another year's. Answered by [`PlanPage`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyPlan {
    /// The year to copy.
    pub from: i32,
}
