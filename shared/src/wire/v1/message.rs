//! Messages to groups of those who registered for an activity day.
//!
//! Owns: the bodies of `/api/v1/days/{year}/messages`.

use serde::{Deserialize, Serialize};

use crate::domain::lang::Lang;
use crate::domain::message::Draft;
use crate::id::Id;
use crate::time::Millis;

/// GET `/api/v1/days/{year}/messages` (chair): newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Messages {
    /// Whether the server can send mails.
    pub sends_mail: bool,
    /// All of the day.
    pub messages: Vec<SentMessage>,
}

/// A message that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentMessage {
    /// Identity.
    pub id: Id,
    /// To whom and what.
    pub draft: Draft,
    /// When, ms UTC.
    pub sent_at: Millis,
    /// Who wrote it.
    pub sent_by: String,
    /// How many mails were made.
    pub recipients: u32,
    /// How many of them the mail server has taken.
    pub taken: u32,
    /// How many failed, or of which nobody knows whether they have gone out.
    pub failed: u32,
}

/// POST `/api/v1/days/{year}/messages/preview` (chair) with a [`Draft`]: what the group would get. Nothing is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// How many people are in the group.
    pub recipients: u32,
    /// One for each language in which the message goes out.
    pub samples: Vec<Sample>,
}

/// The message as somebody of the group would read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// The language of the words.
    pub lang: Lang,
    /// How many get it in this language.
    pub recipients: u32,
    /// The subject.
    pub subject: String,
    /// The whole text.
    pub text: String,
}

/// POST `/api/v1/days/{year}/messages` (chair): sends it, once; the same id again is the same message. Answered by
/// [`SentMessage`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendMessage {
    /// A UUIDv7 minted when the form opened.
    pub id: Id,
    /// To whom and what.
    pub draft: Draft,
    /// How many people the preview told of: where the group has another size by now, nothing is sent (`overtaken`).
    pub recipients: u32,
}
