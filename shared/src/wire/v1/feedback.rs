//! The feedback channel of the accessibility statement.
//!
//! Owns: the bodies of `/api/v1/feedback`. The law asks for an answer within 14 days: each row carries its due date.

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::time::{Date, Millis};

/// POST `/api/v1/feedback` (anybody): what somebody wants to say. The same `id` twice is one feedback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewFeedback {
    /// A UUIDv7 minted when the form opened.
    pub id: Id,
    /// 1–4,000 characters.
    pub body: String,
    /// Where to answer, as the person wrote it, at most 200 characters; absent: no answer is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The path of the page it is about, without query and fragment; may be empty.
    #[serde(default)]
    pub page: String,
    /// Language of the interface: `fi`, `sv` or `en`.
    #[serde(default)]
    pub language: String,
    /// The network's slug; needed only where one server holds several networks and no cookie says which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
}

/// Its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackReceived {
    /// Identity.
    pub id: Id,
    /// The date by which an answer is due, in Finland.
    pub due_on: Date,
}

/// A feedback as the chair sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// Identity.
    pub id: Id,
    /// When it came, ms UTC.
    pub at: Millis,
    /// The date by which an answer is due, in Finland: 14 days after it came.
    pub due_on: Date,
    /// What was said.
    pub body: String,
    /// Where to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
    /// The page it is about; may be empty.
    pub page: String,
    /// Language of the interface then.
    pub language: String,
    /// When it was marked as answered, ms UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Millis>,
    /// Who did so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_by: Option<String>,
    /// What was answered or done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer_note: Option<String>,
}

/// PATCH `/api/v1/feedback/{id}` (chair).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerFeedback {
    /// `true` marks it as answered now, `false` takes that back.
    pub answered: bool,
    /// What was answered or done, at most 2,000 characters.
    #[serde(default)]
    pub note: String,
}

/// GET `/api/v1/feedback` (chair).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackList {
    /// Unanswered ones first, by due date; then answered ones, newest first.
    pub feedback: Vec<Feedback>,
}
