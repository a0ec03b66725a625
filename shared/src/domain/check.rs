//! The judgement of an op: may it be stored?
//!
//! Owns: the reasons for a rejection and what an entity's own rules may ask. The tablet asks before it saves, the server
//! asks again under the effective stamp. Must not: decide who may write (the server's scopes do).

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::help::{DAYS_BACK, When};
use super::op::{Act, Kind, Op};
use super::row::Row;
use super::span::Span;
use super::vocabulary::Vocabulary;
use super::{check_in, duty, group_session, help, sample_period, sealed};
use crate::time::{Date, Millis, helsinki};

/// Why an op was rejected. The interface has a text for each in the person's language; a code that this build does not
/// know survives as [`Rejection::Other`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Rejection {
    /// The op cannot be read.
    Malformed,
    /// A code that the op's version of the lists does not have.
    UnknownCode,
    /// A required register is missing.
    Missing,
    /// A register that only the create may write.
    Immutable,
    /// A chosen date after the time of entry.
    WhenFuture,
    /// A chosen date more than 60 days before the time of entry.
    WhenTooOld,
    /// An hour that no day has, or hours or dates in the wrong order.
    HoursOrder,
    /// A number of people outside its limits.
    CountRange,
    /// No topic, more than three, or the same one twice.
    TopicsRange,
    /// A form that a help may not have.
    FormNotAllowed,
    /// A form other than the one its setting implies.
    FormMismatch,
    /// "Referred to" without the outcome "referred".
    ReferredWithoutReferral,
    /// A title over 80 characters.
    TitleTooLong,
    /// The sender's role may not write this kind of thing.
    NotAllowed,
    /// A code of a newer server.
    Other(String),
}

impl Rejection {
    const NAMED: [(Self, &'static str); 14] = [
        (Self::Malformed, "malformed"),
        (Self::UnknownCode, "unknown_code"),
        (Self::Missing, "missing"),
        (Self::Immutable, "immutable"),
        (Self::WhenFuture, "when_future"),
        (Self::WhenTooOld, "when_too_old"),
        (Self::HoursOrder, "hours_order"),
        (Self::CountRange, "count_range"),
        (Self::TopicsRange, "topics_range"),
        (Self::FormNotAllowed, "form_not_allowed"),
        (Self::FormMismatch, "form_mismatch"),
        (Self::ReferredWithoutReferral, "referred_without_referral"),
        (Self::TitleTooLong, "title_too_long"),
        (Self::NotAllowed, "not_allowed"),
    ];

    /// The stable code.
    pub fn code(&self) -> &str {
        match self {
            Self::Other(code) => code,
            named => Self::NAMED.iter().find(|(n, _)| n == named).map_or("malformed", |(_, code)| code),
        }
    }

    /// The rejection with that code.
    pub fn from_code(code: &str) -> Self {
        let named = Self::NAMED.iter().find(|(_, c)| *c == code);
        named.map_or_else(|| Self::Other(code.to_owned()), |(rejection, _)| rejection.clone())
    }
}

impl Serialize for Rejection {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Rejection {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|code| Self::from_code(&code))
    }
}

/// What a judgement needs to know.
pub struct Context<'a> {
    /// The lists of the network as the judge knows them.
    pub lists: &'a Vocabulary,
    /// The version of the lists that the op names.
    pub version: u32,
    /// The corrected time of entry: the instant of the effective stamp.
    pub entered: Millis,
    /// The points of the op's library, ended ones too; absent where the judge need not know them.
    pub points: Option<&'a BTreeSet<String>>,
    /// Set where a code was taken on trust, because it comes from a newer version of the lists than the judge has.
    pub newer_lists: bool,
    /// Set where a point was taken on trust, because the judge does not know it.
    pub unknown_point: bool,
}

impl<'a> Context<'a> {
    /// A judgement by these lists of what a person chose from a version of them.
    pub fn new(lists: &'a Vocabulary, version: u32, entered: Millis) -> Self {
        Self { lists, version, entered, points: None, newer_lists: false, unknown_point: false }
    }

    /// Reads a value as a type.
    pub fn parse<T: DeserializeOwned>(&self, value: &Value) -> Result<T, Rejection> {
        T::deserialize(value).map_err(|_| Rejection::Malformed)
    }

    /// Judges a value that must be a code of a list.
    pub fn code(&mut self, list: &str, value: &Value) -> Result<(), Rejection> {
        self.code_text(list, value.as_str().ok_or(Rejection::Malformed)?)
    }

    /// Judges a code: fine if the op's version of the lists has it, taken on trust if that version is newer than ours.
    pub fn code_text(&mut self, list: &str, code: &str) -> Result<(), Rejection> {
        if self.lists.has(list, code, self.version) {
            return Ok(());
        }
        if self.version > self.lists.version && is_code(code) {
            self.newer_lists = true;
            return Ok(());
        }
        Err(Rejection::UnknownCode)
    }

    /// Judges a point. Points have no versions, so nobody can say whether the tablet knew one that the judge does not
    /// (after a restore it does): it is taken on trust. What no point can be called is no code of any version.
    pub fn point(&mut self, code: &str) -> Result<(), Rejection> {
        if !is_code(code) {
            return Err(Rejection::UnknownCode);
        }
        self.unknown_point |= self.points.is_some_and(|points| !points.contains(code));
        Ok(())
    }

    /// Judges when a help was given.
    pub fn when(&self, value: &Value) -> Result<(), Rejection> {
        let when: When = self.parse(value)?;
        if when.hour.is_some_and(|hour| hour > 23) {
            return Err(Rejection::HoursOrder);
        }
        match when.on {
            _ if when.now => Ok(()),
            Some(on) => self.date(on),
            None => Err(Rejection::Malformed),
        }
    }

    /// Judges a span of hours.
    pub fn span(&self, value: &Value) -> Result<(), Rejection> {
        let span: Span = self.parse(value)?;
        if !span.is_ordered() {
            return Err(Rejection::HoursOrder);
        }
        self.date(span.on)
    }

    /// Judges a chosen date: not after the corrected time of entry and at most 60 days before it.
    fn date(&self, on: Date) -> Result<(), Rejection> {
        match helsinki(self.entered).date.days_since(on) {
            0..=DAYS_BACK => Ok(()),
            i32::MIN..0 => Err(Rejection::WhenFuture),
            _ => Err(Rejection::WhenTooOld),
        }
    }
}

/// Whether a text has the form of a code: 1–40 of `a–z 0–9 _ -`.
pub fn is_code(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-')
}

/// Judges an op under its effective stamp; each register stands for itself, so that no merge makes an invalid row.
pub fn check(op: &Op, context: &mut Context<'_>) -> Result<(), Rejection> {
    type Check = fn(&str, &Value, &mut Context<'_>) -> Result<(), Rejection>;
    let (required, immutable, register): (&[&str], &[&str], Check) = match op.of {
        Kind::Help => (help::REQUIRED, help::IMMUTABLE, help::check_register),
        Kind::GroupSession => {
            (group_session::REQUIRED, group_session::IMMUTABLE, group_session::check_register)
        }
        Kind::Duty => (duty::REQUIRED, duty::IMMUTABLE, duty::check_register),
        Kind::SamplePeriod => {
            (sample_period::REQUIRED, sample_period::IMMUTABLE, sample_period::check_register)
        }
        Kind::CheckIn => (check_in::REQUIRED, check_in::IMMUTABLE, check_in::check_register),
        Kind::Registration => (sealed::REQUIRED, sealed::IMMUTABLE, sealed::check_register),
    };
    if !is_code(&op.library) || op.entity.is_some() == (op.act == Act::Create) {
        return Err(Rejection::Malformed);
    }
    if matches!(op.act, Act::Delete | Act::Restore) != op.set.is_empty() {
        return Err(Rejection::Malformed);
    }
    if op.of == Kind::Registration && op.act != Act::Create {
        return Err(Rejection::Immutable);
    }
    if op.act == Act::Create && required.iter().any(|name| op.set.get(*name).is_none_or(Value::is_null)) {
        return Err(Rejection::Missing);
    }
    for (name, value) in &op.set {
        if name == super::op::DELETED || (op.act == Act::Patch && immutable.contains(&name.as_str())) {
            return Err(Rejection::Immutable);
        }
        if value.is_null() {
            if required.contains(&name.as_str()) {
                return Err(Rejection::Missing);
            }
            continue;
        }
        register(name, value, context)?;
    }
    Ok(())
}

/// The civil date that an entity belongs to, once it is known.
pub fn date_of(row: &Row) -> Option<Date> {
    match row.of {
        Kind::Help => row.read::<When>("when").and_then(|when| when.on),
        Kind::GroupSession | Kind::Duty => row.read::<Span>(Span::NAME).map(|span| span.on),
        Kind::SamplePeriod => sample_period::SamplePeriod::of(row).map(|sample| sample.period.from),
        Kind::CheckIn | Kind::Registration => None,
    }
}
