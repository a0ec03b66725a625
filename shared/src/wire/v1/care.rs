//! Diets and access needs of an activity day, for who has the right of an organiser only.
//!
//! Owns: the bodies of `/api/v1/days/{year}/care` and `/api/v1/days/{year}/retention`. No name and no id of a person is in
//! them; each reading of the first is logged.

use serde::{Deserialize, Serialize};

use crate::domain::care::Counts;
use crate::domain::vocabulary::Value;
use crate::time::{Date, Millis};

/// GET `/api/v1/days/{year}/care` (organiser); `care.csv` beside it has the counts as a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarePage {
    /// Now on the server, ms UTC.
    pub now: Millis,
    /// When the day is.
    pub date: Date,
    /// Whether lunch is offered.
    pub lunch: bool,
    /// The list of diets, in its order.
    pub diets: Vec<Value>,
    /// How many eat what.
    pub counts: Counts,
    /// Free texts, without names and in no order that would tell who wrote them.
    pub texts: Vec<FreeText>,
    /// What was sent to the caterer last, where something was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Sent>,
    /// Names the state of the list that is shown, for [`MarkSent`].
    pub mark: String,
    /// When diets and needs are deleted.
    pub deleted_on: Date,
}

/// What somebody wrote.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FreeText {
    /// What it is about.
    pub kind: TextKind,
    /// The text.
    pub text: String,
    /// Whether the person has confirmed.
    pub confirmed: bool,
    /// Whether it was not there when the list was sent last.
    pub is_new: bool,
}

/// What a free text is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextKind {
    /// A diet that is not in the list.
    Diet,
    /// What somebody needs to take part.
    Access,
}

/// The list that was sent to the caterer last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// When, ms UTC.
    pub at: Millis,
    /// The counts of that time.
    pub counts: Counts,
    /// How many free texts of that time are there no more.
    pub gone: u32,
}

/// POST `/api/v1/days/{year}/care` (organiser): the list that is shown was sent to the caterer. Answered by [`CarePage`];
/// `overtaken` where the list has changed since it was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkSent {
    /// [`CarePage::mark`].
    pub mark: String,
}

/// GET `/api/v1/days/{year}/retention` (chair): what of the day's registrations goes when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayRetention {
    /// Now on the server, ms UTC.
    pub now: Millis,
    /// When the day is.
    pub date: Date,
    /// In the order of the privacy notice.
    pub lines: Vec<RetentionLine>,
    /// Registrations of the day.
    pub registrations: u32,
    /// Those of them that are no person any more.
    pub anonymised: u32,
}

/// A rule, for the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionLine {
    /// The rule's code.
    pub code: String,
    /// What, in Finnish.
    pub what_fi: String,
    /// What, in Swedish.
    pub what_sv: String,
    /// What, in English.
    pub what_en: String,
    /// From which date on the job removes it.
    pub due: Date,
    /// How many hold it still.
    pub left: u32,
    /// When the job ran first after that, ms UTC; absent where it has not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Millis>,
}
