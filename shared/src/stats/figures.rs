//! The figures of the chair's page, counted from the facts under a selection.
//!
//! Owns: which facts make which figure. Helps are narrowed by every filter; peer support, group sessions and duties by
//! dates and library only, because they have none of the other fields. Must not: draw, or hold a text.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Counted, Facts, Field, Filter, NONE, Query};
use super::rollup::Counts;
use super::selection::{Compared, Selection};
use super::summary::Span;
use crate::domain::help::{CUSTOMER, STAFF_PEER};
use crate::domain::op::Kind;
use crate::gather::gather;
use crate::stats::dim::YES;
use crate::time::Date;

/// By what helps are counted.
const GROUPS: [Field; 13] = [
    Field::Library,
    Field::Topic,
    Field::Also,
    Field::AlsoSecond,
    Field::Form,
    Field::Setting,
    Field::Duration,
    Field::Outcome,
    Field::ReferredTo,
    Field::Equipment,
    Field::Lang,
    Field::HourOfWeek,
    Field::Mode,
];

/// Helps by code.
pub type ByCode = BTreeMap<String, i64>;

/// Helps of a span of dates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Helps {
    /// All that pass the filters.
    pub total: Counts,
    groups: BTreeMap<Field, ByCode>,
}

impl Helps {
    /// By the codes of a field, under all filters but the field's own. Codes that do not concern a help are left out, and
    /// those that nobody chose are there as not stated.
    pub fn by(&self, field: Field) -> &ByCode {
        static NOTHING: ByCode = ByCode::new();
        self.groups.get(&field).unwrap_or(&NOTHING)
    }
}

/// What is counted beside the filtered helps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Helps to customers (goal A) and the people in them.
    pub customer: Counts,
    /// Helps to own staff (goal B) and the people in them.
    pub peer: Counts,
    /// Group sessions for customers and their participants.
    pub customer_sessions: Counts,
    /// Group sessions for own staff and their participants.
    pub peer_sessions: Counts,
    /// Times when support was open; `people` is always 0.
    pub duties: Counts,
    /// Those of them to which nobody came.
    pub nobody_came: Counts,
}

/// All figures of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// The dates; `None` where the chosen part has not begun: then nothing is counted.
    pub compared: Option<Compared>,
    /// Helps within them.
    pub now: Helps,
    /// Helps of the same dates one year earlier.
    pub then: Helps,
    /// Helps by month of the whole chosen year, whatever part of it is chosen.
    pub months: [i64; 12],
    /// Likewise of the year before.
    pub months_before: [i64; 12],
    /// The libraries with an entry of any kind within the dates, whatever is filtered: theirs is a zero where they have no
    /// figure; the others' is missing.
    pub reporting: BTreeSet<String>,
    /// Likewise of the same dates one year earlier.
    pub reporting_before: BTreeSet<String>,
    /// Everything within the dates.
    pub tally: Tally,
    /// Everything of the same dates one year earlier.
    pub tally_before: Tally,
}

impl Figures {
    /// Counts them.
    pub fn of(facts: &Facts, selection: &Selection, today: Date) -> Self {
        let mut filters = selection.filters().to_vec();
        filters.push(Filter { field: Field::Entity, codes: vec![Kind::Help.code().to_owned()] });
        let compared = selection.compared(today);
        let helps = |span: Option<Span>| {
            span.map_or_else(Helps::default, |span| helps(facts, span.from, span.to, &filters))
        };
        let library = selection.filters().iter().find(|filter| filter.field == Field::Library);
        let tally = |span: Option<Span>| {
            span.map_or_else(Tally::default, |span| tally(facts, span.from, span.to, library))
        };
        let (now, then) = (compared.map(|c| c.now), compared.map(|c| c.then));
        Self {
            compared,
            now: helps(now),
            then: helps(then),
            months: months(facts, selection.year, &filters),
            months_before: months(facts, selection.year - 1, &filters),
            reporting: now.map_or_else(BTreeSet::new, |span| reporting(facts, span)),
            reporting_before: then.map_or_else(BTreeSet::new, |span| reporting(facts, span)),
            tally: tally(now),
            tally_before: tally(then),
        }
    }
}

fn helps(facts: &Facts, from: Date, to: Date, filters: &[Filter]) -> Helps {
    let Counted { total, groups, .. } = facts.count(&Query { from, to, filters, groups: &GROUPS });
    let named = |(field, sums): (Field, Vec<i64>)| {
        let codes = facts.codes(field).iter().cloned().zip(sums);
        (field, gather(codes.filter(|(code, n)| *n != 0 && code != NONE)))
    };
    Helps { total, groups: gather(GROUPS.into_iter().zip(groups).map(named)) }
}

fn reporting(facts: &Facts, span: Span) -> BTreeSet<String> {
    let query = Query { from: span.from, to: span.to, filters: &[], groups: &[Field::Library] };
    let counted = facts.count(&query).groups.into_iter().flatten();
    gather(
        facts
            .codes(Field::Library)
            .iter()
            .cloned()
            .zip(counted)
            .filter(|(_, n)| *n > 0)
            .map(|(code, _)| code),
    )
}

fn months(facts: &Facts, year: i32, filters: &[Filter]) -> [i64; 12] {
    let mut months = [0; 12];
    let (Some(from), Some(to)) = (Date::new(year, 1, 1), Date::new(year, 12, 31)) else { return months };
    let days = facts.count(&Query { from, to, filters, groups: &[] }).days;
    for (n, day) in (0..).zip(days) {
        let month = usize::try_from(from.plus_days(n).month()).unwrap_or(1);
        months[month - 1] += day.n;
    }
    months
}

fn tally(facts: &Facts, from: Date, to: Date, library: Option<&Filter>) -> Tally {
    let total = |entity: Kind, field: Option<(Field, &str)>| {
        let mut filters: Vec<Filter> = library.cloned().into_iter().collect();
        filters.push(Filter { field: Field::Entity, codes: vec![entity.code().to_owned()] });
        filters.extend(field.map(|(field, code)| Filter { field, codes: vec![code.to_owned()] }));
        facts.count(&Query { from, to, filters: &filters, groups: &[] }).total
    };
    let less = |all: Counts, part: Counts| Counts { n: all.n - part.n, people: all.people - part.people };
    let peer = total(Kind::Help, Some((Field::Kind, STAFF_PEER)));
    let customer_sessions = total(Kind::GroupSession, Some((Field::Kind, CUSTOMER)));
    Tally {
        // A kind that this version does not know counts as help to customers: see `summary::Measure`.
        customer: less(total(Kind::Help, None), peer),
        peer,
        customer_sessions,
        peer_sessions: less(total(Kind::GroupSession, None), customer_sessions),
        duties: total(Kind::Duty, None),
        nobody_came: total(Kind::Duty, Some((Field::NobodyCame, YES))),
    }
}
