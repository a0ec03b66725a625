//! The feedback after an activity day, as the organisers see it.
//!
//! Owns: the body of `/api/v1/days/{year}/feedback`. Nothing in it tells who answered or when.

use serde::{Deserialize, Serialize};

use crate::domain::day_feedback::About;
use crate::id::Id;
use crate::stats::day_feedback::Distribution;
use crate::time::Millis;

/// GET `/api/v1/days/{year}/feedback` (chair).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackResults {
    /// The address of the public form.
    pub address: String,
    /// When it opens, ms UTC.
    pub opens_at: Millis,
    /// When it closes, ms UTC.
    pub closes_at: Millis,
    /// Now on the server, ms UTC.
    pub now: Millis,
    /// How many answers have come.
    pub answers: u32,
    /// How many of them are shown: none before there are five, then five at a time until the form closes.
    pub shown: u32,
    /// Of those that are shown: how many took part on site and remotely; others did not say.
    pub onsite: u32,
    /// Remotely.
    pub remote: u32,
    /// The statements that at least five answered, in the order of the form.
    pub scales: Vec<Distribution>,
    /// The free texts, in random order.
    pub texts: Vec<FeedbackText>,
}

/// A free text. DELETE `/api/v1/days/{year}/feedback/texts/{id}` (chair) takes it away: somebody may have written a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackText {
    /// Identity; tells nothing of the answer that it came with.
    pub id: Id,
    /// What it is about.
    pub about: About,
    /// As it was written.
    pub body: String,
}
