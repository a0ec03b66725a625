//! Rollups: the sums of day × library × entity × kind × entry mode × *one* other dimension.
//!
//! Owns: the dimensions, their definitions, and what each entry contributes. Kept by adding `contributions(after) −
//! contributions(before)` in the transaction that changes an entry. Must not: hold anything of a person.
//!
//! An entry contributes only while it is live: its create has arrived, it is not deleted, its date is known.
//! - `n`: number of entries. For helps this is *helps*: one contact with one customer or one small group.
//! - `people`: for helps the sum of their counts, for group sessions the participants, for duties 0.

use std::collections::HashMap;

use serde_json::Value;

use crate::domain::check::date_of;
use crate::domain::duty::Duty;
use crate::domain::group_session::GroupSession;
use crate::domain::help::{Outcome, Place, REFERRED, When};
use crate::domain::op::Kind;
use crate::domain::row::Row;
use crate::domain::sample_period::SamplePeriod;
use crate::domain::span::Span;
use crate::time::Date;

/// The code of a dimension's value that nobody stated, and the kind and mode of entities that have none.
pub const NOT_STATED: &str = "-";
/// The one code of [`Dim::Total`].
pub const ALL: &str = "all";
/// The code of something that is so.
pub const YES: &str = "yes";
/// The code of something that is not so.
pub const NO: &str = "no";

/// A dimension. Those that [`Dim::is_partition`] names add up to the total; the others count a part of the entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dim {
    /// Every entry once, under [`ALL`].
    Total,
    /// The main topic of a help, the topic of a group session.
    Topic,
    /// “Also about”: each further topic of a help. A table of its own: a help may stand in it twice or not at all.
    Also,
    /// In person or remote; not stated where nobody chose or implied it.
    Form,
    /// Where and in what way.
    Setting,
    /// The band of minutes.
    Duration,
    /// What came of it.
    Outcome,
    /// Where to; only helps whose outcome is *referred*.
    ReferredTo,
    /// The customer's equipment.
    Equipment,
    /// The language of the service given.
    Lang,
    /// The service point.
    Point,
    /// Weekday and hour: see [`hour_code`]. Group sessions and duties count in the hour they began.
    HourOfWeek,
    /// How demanding it was; only helps where somebody said so, because not every network asks.
    Effort,
    /// It was straining; only helps where somebody said so.
    Strain,
    /// [`YES`]: the time of a `now` is doubtful, because the device's clock was wrong; otherwise [`NO`].
    Uncertain,
    /// [`YES`]: support was open and nobody came. Duties only.
    NobodyCame,
    /// Whole hours of a group session or a duty, as a number.
    Hours,
    /// The last date of a sample period, under the period's first date. Says when a library logs; is not an entry.
    Sample,
}

impl Dim {
    const NAMED: [(Self, &'static str); 18] = [
        (Self::Total, "total"),
        (Self::Topic, "topic"),
        (Self::Also, "also"),
        (Self::Form, "form"),
        (Self::Setting, "setting"),
        (Self::Duration, "duration"),
        (Self::Outcome, "outcome"),
        (Self::ReferredTo, "referred_to"),
        (Self::Equipment, "equipment"),
        (Self::Lang, "lang"),
        (Self::Point, "point"),
        (Self::HourOfWeek, "hour_of_week"),
        (Self::Effort, "effort"),
        (Self::Strain, "strain"),
        (Self::Uncertain, "uncertain"),
        (Self::NobodyCame, "nobody_came"),
        (Self::Hours, "hours"),
        (Self::Sample, "sample"),
    ];

    /// The code in the database.
    pub fn code(self) -> &'static str {
        Self::NAMED.iter().find(|(dim, _)| *dim == self).map_or("", |(_, code)| code)
    }

    /// The dimension of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(_, named)| *named == code).map(|(dim, _)| *dim)
    }

    /// Whether its codes, *not stated* included, add up to the total of the kind of entity.
    pub fn is_partition(self, of: Kind) -> bool {
        match self {
            Self::Total | Self::Point | Self::HourOfWeek => of != Kind::SamplePeriod,
            Self::Topic => matches!(of, Kind::Help | Kind::GroupSession),
            Self::Form | Self::Setting | Self::Duration | Self::Outcome | Self::Equipment | Self::Lang => {
                of == Kind::Help
            }
            Self::Uncertain => of == Kind::Help,
            Self::NobodyCame => of == Kind::Duty,
            Self::Hours => matches!(of, Kind::GroupSession | Kind::Duty),
            Self::Also | Self::ReferredTo | Self::Effort | Self::Strain | Self::Sample => false,
        }
    }
}

/// Weekday and hour as one code: `1-09` is Monday from nine to ten, `7--` Sunday with the hour not noted.
pub fn hour_code(on: Date, hour: Option<u32>) -> String {
    let weekday = on.weekday() + 1;
    hour.map_or_else(|| format!("{weekday}-{NOT_STATED}"), |hour| format!("{weekday}-{hour:02}"))
}

/// Weekday (1 = Monday) and hour of a code of [`Dim::HourOfWeek`].
pub fn parse_hour_code(code: &str) -> Option<(u32, Option<u32>)> {
    let (weekday, hour) = code.split_once('-')?;
    let weekday = weekday.parse().ok().filter(|day| (1..=7).contains(day))?;
    let hour = if hour == NOT_STATED { None } else { Some(hour.parse().ok().filter(|hour| *hour < 24)?) };
    Some((weekday, hour))
}

/// What a sum is about, but for its code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Cell {
    on: Date,
    library: String,
    entity: Kind,
    kind: String,
    mode: String,
}

/// The key of a sum, in the order of the database's key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The dimension.
    pub dim: Dim,
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
    /// The code within the dimension.
    pub code: String,
}

/// A sum, or a change of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Entries.
    pub n: i64,
    /// People in them.
    pub people: i64,
}

impl Counts {
    /// Whether nothing is counted, or nothing changes.
    pub fn is_zero(self) -> bool {
        self.n == 0 && self.people == 0
    }

    fn add(&mut self, sign: i64, people: i64) {
        self.n += sign;
        self.people += sign * people;
    }
}

/// Changes of sums, added up per key. Also a recount, when every row is put in once.
#[derive(Clone, Debug, Default)]
pub struct Deltas {
    cells: HashMap<Cell, HashMap<(Dim, String), Counts>>,
}

impl Deltas {
    /// Adds what a row contributes.
    pub fn put(&mut self, row: &Row) {
        self.apply(row, 1);
    }

    /// Takes away what a row contributed.
    pub fn take(&mut self, row: &Row) {
        self.apply(row, -1);
    }

    /// Adds other changes.
    pub fn merge(&mut self, other: Self) {
        for (cell, codes) in other.cells {
            let sums = self.cells.entry(cell).or_default();
            for (code, counts) in codes {
                let sum = sums.entry(code).or_default();
                sum.n += counts.n;
                sum.people += counts.people;
            }
        }
    }

    /// The sums that are not zero, in the order of their keys.
    pub fn into_sorted(self) -> Vec<(Key, Counts)> {
        let mut all: Vec<_> = self
            .cells
            .into_iter()
            .flat_map(|(cell, codes)| {
                codes.into_iter().filter(|(_, counts)| !counts.is_zero()).map(move |((dim, code), counts)| {
                    let Cell { on, library, entity, kind, mode } = cell.clone();
                    (Key { dim, on, library, entity, kind, mode, code }, counts)
                })
            })
            .collect();
        all.sort_by(|(a, _), (b, _)| a.cmp(b));
        all
    }

    fn apply(&mut self, row: &Row, sign: i64) {
        if !row.is_live() {
            return;
        }
        let Some(on) = date_of(row) else { return };
        let text = |name: &str| row.get(name).and_then(Value::as_str).unwrap_or(NOT_STATED).to_owned();
        let (kind, mode) = match row.of {
            Kind::Help => (text("kind"), text("mode")),
            Kind::GroupSession => (text("kind"), NOT_STATED.to_owned()),
            Kind::Duty | Kind::SamplePeriod => (NOT_STATED.to_owned(), NOT_STATED.to_owned()),
        };
        let cell = Cell { on, library: row.library.clone(), entity: row.of, kind, mode };
        let codes = self.cells.entry(cell).or_default();
        contributions(row, on, &mut |people, dim, code| {
            codes.entry((dim, code)).or_default().add(sign, people);
        });
    }
}

/// Calls `add(people, dimension, code)` for each sum that a live row is counted in.
fn contributions(row: &Row, on: Date, add: &mut impl FnMut(i64, Dim, String)) {
    match row.of {
        Kind::Help => help(row, on, add),
        Kind::GroupSession => group_session(row, add),
        Kind::Duty => duty(row, add),
        Kind::SamplePeriod => {
            if let Some(sample) = SamplePeriod::of(row) {
                add(0, Dim::Sample, sample.period.to.to_string());
            }
        }
    }
}

fn stated(code: Option<&str>) -> String {
    code.unwrap_or(NOT_STATED).to_owned()
}

fn help(row: &Row, on: Date, add: &mut impl FnMut(i64, Dim, String)) {
    let people = row.get("count").and_then(Value::as_i64).unwrap_or(1);
    let mut put = |dim, code: String| add(people, dim, code);
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
}

fn group_session(row: &Row, add: &mut impl FnMut(i64, Dim, String)) {
    let Some(session) = GroupSession::of(row) else { return };
    let people = i64::from(session.participants);
    add(people, Dim::Total, ALL.to_owned());
    add(people, Dim::Topic, session.topic);
    of_span(&session.span, session.point.as_deref(), &mut |dim, code| add(people, dim, code));
}

fn duty(row: &Row, add: &mut impl FnMut(i64, Dim, String)) {
    let Some(duty) = Duty::of(row) else { return };
    add(0, Dim::Total, ALL.to_owned());
    add(0, Dim::NobodyCame, yes(duty.nobody_came));
    of_span(&duty.span, duty.point.as_deref(), &mut |dim, code| add(0, dim, code));
}

fn of_span(span: &Span, point: Option<&str>, put: &mut impl FnMut(Dim, String)) {
    put(Dim::Point, stated(point));
    put(Dim::HourOfWeek, hour_code(span.on, Some(span.from)));
    put(Dim::Hours, span.hours().to_string());
}

fn yes(so: bool) -> String {
    if so { YES } else { NO }.to_owned()
}

#[cfg(test)]
mod tests;
