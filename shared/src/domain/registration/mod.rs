//! A registration for the activity day: what a person tells, and what is wrong with it.
//!
//! Owns: the fields, how a form's pairs are read into them and written back, and their limits. Must not: know places or
//! waiting lists (`standing` does), or where a form comes from.

mod form;
mod standing;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use form::{Known, Pairs, field, parse};
pub use standing::{State, Step};

use super::day::{Answer, Day, Question};
use super::lang::Lang;
use crate::id::Id;

/// The longest name, in characters.
pub const MAX_NAME: usize = 120;
/// The longest name of a library, a municipality, a title.
pub const MAX_LINE: usize = 120;
/// The longest free text: a diet, access needs, equipment, an answer.
pub const MAX_TEXT: usize = 500;
/// The most seats that a car offers.
pub const MAX_SEATS: u32 = 8;
/// The longest contribution, minutes.
pub const MAX_MINUTES: u32 = 480;
/// The largest number that a question is answered with.
pub const MAX_NUMBER: u32 = 9_999;

/// How somebody takes part: the codes of the vocabulary's list `attendance`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// On site.
    Onsite,
    /// Remotely.
    Remote,
    /// Cannot come this time.
    Declined,
}

impl Mode {
    /// All, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Onsite, Self::Remote, Self::Declined];

    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Onsite => "onsite",
            Self::Remote => "remote",
            Self::Declined => "declined",
        }
    }

    /// The mode of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }
}

/// What a person tells. Texts are without space around them and without control characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Registration {
    /// The name, as it stands on the name tag.
    pub name: String,
    /// Where mails go; in lower case.
    pub email: String,
    /// Code of the network's library; absent for another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library: Option<String>,
    /// The other library or workplace; absent where `library` is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_library: Option<String>,
    /// How the person takes part.
    pub mode: Mode,
    /// Whether the person has lunch; absent unless on site and offered, and where a tablet has not asked yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lunch: Option<bool>,
    /// Diet and access needs; absent unless on site and told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care: Option<Care>,
    /// A shared ride; absent unless on site and wanted or offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ride: Option<Ride>,
    /// The person's own share in the programme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contribution: Option<Contribution>,
    /// Whether the person may be seen in pictures of the day; on site only.
    #[serde(default)]
    pub photo: bool,
    /// The language of mails.
    pub lang: Lang,
    /// Answers to the chair's own questions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<Id, String>,
}

/// What may tell of health (GDPR, Article 9): given with explicit consent, kept apart, deleted 14 days after the day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Care {
    /// Codes of the vocabulary's list `diet`.
    #[serde(default)]
    pub diets: Vec<String>,
    /// The diet that `other` stands for; empty without it.
    #[serde(default)]
    pub diet_other: String,
    /// What the person needs to take part; may be empty.
    #[serde(default)]
    pub access: String,
}

/// A shared ride.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ride {
    /// Offered or needed.
    pub kind: RideKind,
    /// Seats offered, 1 to [`MAX_SEATS`]; 1 where one is needed.
    pub seats: u32,
    /// From where.
    pub municipality: String,
    /// Whether the contact may be shown to matches.
    pub share: bool,
}

/// Which side of a ride: the codes of the vocabulary's list `ride`, without `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RideKind {
    /// Offers seats.
    Offer,
    /// Needs one.
    Need,
}

impl RideKind {
    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Offer => "offer",
            Self::Need => "need",
        }
    }

    /// The kind of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Offer, Self::Need].into_iter().find(|kind| kind.code() == code)
    }
}

/// A person's own share in the programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    /// Code of the vocabulary's list `contribution`.
    pub kind: String,
    /// What it is called.
    pub title: String,
    /// How long, 1 to [`MAX_MINUTES`] minutes; absent where not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// What it needs; may be empty.
    #[serde(default)]
    pub equipment: String,
}

/// What is wrong with a field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// Nothing was written or chosen.
    Missing,
    /// Too many characters.
    TooLong,
    /// A line break or another control character.
    Control,
    /// An address without `@`.
    NoAt,
    /// No e-mail address.
    NoEmail,
    /// Not one of the choices.
    NoChoice,
    /// Not a whole number, or outside its limits.
    NoNumber,
    /// Diet or access needs without consent.
    NoConsent,
    /// One cannot take part in this way.
    NotOffered,
}

impl Wrong {
    /// The name of the interface's text for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong => "too_long",
            Self::Control => "control",
            Self::NoAt => "no_at",
            Self::NoEmail => "no_email",
            Self::NoChoice => "no_choice",
            Self::NoNumber => "no_number",
            Self::NoConsent => "no_consent",
            Self::NotOffered => "not_offered",
        }
    }
}

/// A field of the form and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field's name.
    pub field: String,
    /// What.
    pub wrong: Wrong,
}

/// Whether a question is asked of somebody who takes part so and has answered thus. A later question may hang on an
/// earlier one that itself is not asked: then it is not asked either.
pub fn is_asked(day: &Day, question: &Question, mode: Mode, answers: &BTreeMap<Id, String>) -> bool {
    let of = question.of.is_none_or(|of| of == mode);
    let after = question.after.is_none_or(|after| {
        let earlier = day.questions.iter().find(|other| other.id == after.question);
        earlier.is_some_and(|earlier| {
            earlier.id != question.id
                && is_asked(day, earlier, mode, answers)
                && answers.get(&earlier.id).is_some_and(|answer| *answer == after.choice.to_string())
        })
    });
    of && after
}

/// An answer as people read it: the choice's text, else what was written.
pub fn answer_text<'a>(question: &'a Question, answer: &'a str, lang: Lang) -> &'a str {
    match question.answer {
        Answer::Choice => {
            let choice = answer.parse::<usize>().ok().and_then(|at| question.choices.get(at));
            choice.map_or(answer, |texts| texts.of(lang))
        }
        Answer::Text | Answer::Number => answer,
    }
}

#[cfg(test)]
mod tests;
