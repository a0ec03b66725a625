//! The network's activity day of a year (*toimintapäivä*): when and where, how many fit in, what is asked and shown.
//!
//! Owns: what a day holds, when its registration is open, and what is wrong with one. Who comes is `registration`'s.

mod begin;
mod fault;
mod hour;

use serde::{Deserialize, Serialize};

pub use fault::{Fault, Wrong};
pub use hour::{HourMinute, Moment, NoHour};

use super::lang::Lang;
use super::registration::Mode;
use crate::id::Id;
use crate::time::{DAY, Date, HOUR, Millis};

/// The longest name of a place, a room, a speaker, a title or a question, in characters.
pub const MAX_LINE: usize = 200;
/// The longest text, in characters.
pub const MAX_TEXT: usize = 4_000;
/// The most sessions of a programme.
pub const MAX_SESSIONS: usize = 60;
/// The most questions of the chair's own.
pub const MAX_QUESTIONS: usize = 3;
/// The most choices of a question.
pub const MAX_CHOICES: usize = 12;
/// The largest number of places.
pub const MAX_PLACES: u32 = 2_000;
/// How long a reserved place waits for the click in the mail.
pub const CONFIRM_WITHIN: Millis = 48 * HOUR;
/// How long an offered place waits for its answer.
pub const OFFER_WITHIN: Millis = 48 * HOUR;
/// In this time before the day nothing is offered by itself: the chair decides.
pub const OFFERS_END: Millis = 48 * HOUR;

/// Whether the public sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Still prepared: nobody but the chair sees it.
    #[default]
    Draft,
    /// Its page is there, and its form while registration is open.
    Published,
}

/// A text in the three languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// Finnish; the others fall back on it.
    pub fi: String,
    /// Swedish.
    #[serde(default)]
    pub sv: String,
    /// English.
    #[serde(default)]
    pub en: String,
}

impl Texts {
    /// In a language; in Finnish where it has not been translated.
    pub fn of(&self, lang: Lang) -> &str {
        let text = match lang {
            Lang::Fi => &self.fi,
            Lang::Sv => &self.sv,
            Lang::En => &self.en,
        };
        if text.trim().is_empty() { &self.fi } else { text }
    }

    /// The three.
    pub fn all(&self) -> [&str; 3] {
        [&self.fi, &self.sv, &self.en]
    }
}

/// An activity day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// Draft or published.
    pub status: Status,
    /// When; its year is the day's key.
    pub date: Date,
    /// When it begins.
    pub begins: HourMinute,
    /// When it ends, after it began.
    pub ends: HourMinute,
    /// Its name, as the page's heading.
    pub title: Texts,
    /// What it is about.
    pub intro: Texts,
    /// The house.
    pub place: String,
    /// Its street and town.
    pub address: String,
    /// How to get there.
    pub directions: Texts,
    /// Where remote people join; given to them only.
    pub remote_link: String,
    /// Places on site.
    pub on_site: u32,
    /// Places for remote people; 0 where one cannot take part remotely.
    pub remote: u32,
    /// From when one can register.
    pub opens: Moment,
    /// Until when one can register, change and cancel.
    pub closes: Moment,
    /// Whether lunch is offered.
    pub lunch: bool,
    /// In the order of the programme.
    pub programme: Vec<Session>,
    /// The chair's own questions, at most [`MAX_QUESTIONS`].
    pub questions: Vec<Question>,
    /// What may be spent, cents; absent where nobody has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<i64>,
}

/// A part of the programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Identity, so that a contribution finds it.
    pub id: Id,
    /// When it begins.
    pub begins: HourMinute,
    /// When it ends, after it began.
    pub ends: HourMinute,
    /// What.
    pub title: Texts,
    /// Where; may be empty.
    #[serde(default)]
    pub room: String,
    /// Who; may be empty.
    #[serde(default)]
    pub speaker: String,
    /// How many fit in the room; absent where all do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// Whether remote people can follow it.
    #[serde(default)]
    pub remote: bool,
}

/// What a question is answered with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// A line of text.
    #[default]
    Text,
    /// One of the choices.
    Choice,
    /// A whole number from 0 to 9,999.
    Number,
}

/// A question of the chair's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Identity, so that answers stay with it.
    pub id: Id,
    /// The question.
    pub label: Texts,
    /// How it is answered.
    pub answer: Answer,
    /// The choices of [`Answer::Choice`].
    #[serde(default)]
    pub choices: Vec<Texts>,
    /// Whether it must be answered, where it is asked.
    #[serde(default)]
    pub required: bool,
    /// Who is asked; absent: everybody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Mode>,
    /// Asked only after this answer to an earlier question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<After>,
}

/// An answer to an earlier question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct After {
    /// The question; one of choices.
    pub question: Id,
    /// Which of its choices, from 0.
    pub choice: usize,
}

/// Whether one can register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Not yet.
    Before,
    /// Now.
    Open,
    /// No more.
    After,
}

impl Day {
    /// The key: the calendar year.
    pub fn year(&self) -> i32 {
        self.date.year()
    }

    /// When it begins, ms UTC.
    pub fn begins_at(&self) -> Millis {
        self.begins.on(self.date)
    }

    /// When it ends, ms UTC.
    pub fn ends_at(&self) -> Millis {
        self.ends.on(self.date)
    }

    /// Whether one can register at an instant.
    pub fn door(&self, now: Millis) -> Door {
        if now < self.opens.instant() {
            Door::Before
        } else if now < self.closes.instant() {
            Door::Open
        } else {
            Door::After
        }
    }

    /// How many places a way of taking part has; absent where it needs none.
    pub fn places(&self, mode: Mode) -> Option<u32> {
        match mode {
            Mode::Onsite => Some(self.on_site),
            Mode::Remote => Some(self.remote),
            Mode::Declined => None,
        }
    }

    /// Until when a place that is reserved now waits for the click in the mail: 48 hours, at most until registration
    /// closes.
    pub fn confirm_until(&self, now: Millis) -> Millis {
        (now + CONFIRM_WITHIN).min(self.closes.instant())
    }

    /// Until when a place that is offered now waits for its answer; absent in the last 48 hours before the day, when
    /// the chair decides.
    pub fn offer_until(&self, now: Millis) -> Option<Millis> {
        let last = self.begins_at() - OFFERS_END;
        (now < last).then(|| (now + OFFER_WITHIN).min(self.begins_at() - DAY))
    }
}

#[cfg(test)]
pub(crate) mod tests;
