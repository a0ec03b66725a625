//! A fact: what one entry contributes to the figures, without the entry.
//!
//! Owns: the one definition of it; sums (`rollup`) and the browser's columns (`facts`) are both made of facts. Must not:
//! hold anything of a person: no author, no title, no id.
//!
//! An entry contributes only while it is live: its create has arrived, it is not deleted, its date is known. It counts as
//! one: for helps that is *helps*, one contact with one customer or one small group.

use serde_json::Value;

use super::dim::{ALL, Dim, NO, NOT_STATED, YES, hour_code};
use crate::domain::check::date_of;
use crate::domain::duty::Duty;
use crate::domain::group_session::GroupSession;
use crate::domain::help::{Outcome, Place, REFERRED, When};
use crate::domain::op::Kind;
use crate::domain::row::Row;
use crate::domain::sample_period::SamplePeriod;
use crate::domain::span::Span;
use crate::time::Date;

/// What a live entry contributes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The date of the entry, Finnish time.
    pub on: Date,
    /// The library's code.
    pub library: String,
    /// What kind of entity.
    pub entity: Kind,
    /// Customer or own staff; [`NOT_STATED`] for duties.
    pub kind: String,
    /// How a help was entered; [`NOT_STATED`] for the others.
    pub mode: String,
    /// For helps their count, for group sessions the participants, for duties 0.
    pub people: i64,
    /// Its code in each dimension that it has one in; in [`Dim::Also`] it may have several or none.
    pub codes: Vec<(Dim, String)>,
}

impl Fact {
    /// What a row contributes; `None` where it is not live.
    pub fn of(row: &Row) -> Option<Self> {
        let on = date_of(row).filter(|_| row.is_live())?;
        let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or(NOT_STATED).to_owned();
        let (kind, mode) = match row.of {
            Kind::Help => (text("kind"), text("mode")),
            Kind::GroupSession => (text("kind"), NOT_STATED.to_owned()),
            Kind::Duty | Kind::SamplePeriod => (NOT_STATED.to_owned(), NOT_STATED.to_owned()),
            Kind::CheckIn | Kind::Registration => return None,
        };
        let (people, codes) = match row.of {
            Kind::Help => help(row, on),
            Kind::GroupSession => group_session(&GroupSession::of(row)?),
            Kind::Duty => duty(&Duty::of(row)?),
            Kind::SamplePeriod => (0, vec![(Dim::Sample, SamplePeriod::of(row)?.period.to.to_string())]),
            Kind::CheckIn | Kind::Registration => return None,
        };
        Some(Self { on, library: row.library.clone(), entity: row.of, kind, mode, people, codes })
    }

    /// Its first code in a dimension.
    pub fn code(&self, dim: Dim) -> Option<&str> {
        self.all(dim).next()
    }

    /// Its codes in a dimension, in their order.
    pub fn all(&self, dim: Dim) -> impl Iterator<Item = &str> {
        self.codes.iter().filter(move |(of, _)| *of == dim).map(|(_, code)| code.as_str())
    }
}

fn stated(code: Option<&str>) -> String {
    code.unwrap_or(NOT_STATED).to_owned()
}

fn yes(so: bool) -> String {
    if so { YES } else { NO }.to_owned()
}

fn help(row: &Row, on: Date) -> (i64, Vec<(Dim, String)>) {
    let people = row.get("count").and_then(Value::as_i64).unwrap_or(1);
    let mut codes = Vec::with_capacity(12);
    let mut put = |dim, code: String| codes.push((dim, code));
    put(Dim::Total, ALL.to_owned());

    let topics = row.get("topics").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut topics = topics.iter().filter_map(Value::as_str);
    put(Dim::Topic, stated(topics.next()));
    topics.for_each(|topic| put(Dim::Also, topic.to_owned()));

    let place: Place = row.read("place").unwrap_or_default();
    put(Dim::Point, stated(place.point.as_deref()));
    put(Dim::Form, stated(place.form.as_deref()));
    put(Dim::Setting, stated(place.setting.as_deref()));

    for (dim, name) in [(Dim::Duration, "duration"), (Dim::Equipment, "equipment"), (Dim::Lang, "lang")] {
        put(dim, stated(row.get(name).and_then(Value::as_str)));
    }
    let result: Option<Outcome> = row.read("result");
    put(Dim::Outcome, stated(result.as_ref().map(|result| result.outcome.as_str())));
    if let Some(result) = result.filter(|result| result.outcome == REFERRED) {
        put(Dim::ReferredTo, stated(result.referred_to.as_deref()));
    }

    let when: Option<When> = row.read("when");
    put(Dim::HourOfWeek, hour_code(on, when.and_then(|when| when.hour)));
    put(Dim::Uncertain, yes(when.is_some_and(|when| when.uncertain)));

    if let Some(effort) = row.get("effort").and_then(Value::as_str) {
        put(Dim::Effort, effort.to_owned());
    }
    if let Some(strain) = row.get("strain").and_then(Value::as_bool) {
        put(Dim::Strain, yes(strain));
    }
    (people, codes)
}

fn group_session(session: &GroupSession) -> (i64, Vec<(Dim, String)>) {
    let own = [(Dim::Total, ALL.to_owned()), (Dim::Topic, session.topic.clone())];
    let codes = own.into_iter().chain(of_span(&session.span, session.point.as_deref()));
    (i64::from(session.participants), codes.collect())
}

fn duty(duty: &Duty) -> (i64, Vec<(Dim, String)>) {
    let own = [(Dim::Total, ALL.to_owned()), (Dim::NobodyCame, yes(duty.nobody_came))];
    (0, own.into_iter().chain(of_span(&duty.span, duty.point.as_deref())).collect())
}

fn of_span(span: &Span, point: Option<&str>) -> [(Dim, String); 3] {
    [
        (Dim::Point, stated(point)),
        (Dim::HourOfWeek, hour_code(span.on, Some(span.from))),
        (Dim::Hours, span.hours().to_string()),
    ]
}
