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

fn add(sum: &mut Counts, counts: Counts) {
    sum.n += counts.n;
    sum.people += counts.people;
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
        let (now, then) = (compared.map(|c| c.now), compared.map(|c| c.then));
        let (now_helps, months) = helps(facts, now, selection.year, &filters);
        let (then_helps, months_before) = helps(facts, then, selection.year - 1, &filters);
        let library = selection.filters().iter().find(|filter| filter.field == Field::Library);
        let beside = |span: Option<Span>| span.map(|span| beside(facts, span, library)).unwrap_or_default();
        let ((tally, reporting), (tally_before, reporting_before)) = (beside(now), beside(then));
        Self {
            compared,
            now: now_helps,
            then: then_helps,
            months,
            months_before,
            reporting,
            reporting_before,
            tally,
            tally_before,
        }
    }
}

/// Helps of some dates of a year, and of each month of all of it.
fn helps(facts: &Facts, span: Option<Span>, year: i32, filters: &[Filter]) -> (Helps, [i64; 12]) {
    let mut months = [0; 12];
    let (Some(from), Some(to)) = (Date::new(year, 1, 1), Date::new(year, 12, 31)) else {
        return (Helps::default(), months);
    };
    let query = Query { span, days: Span { from, to }, filters, groups: &GROUPS };
    let Counted { total, days, groups } = facts.count(&query);
    for (n, day) in (0..).zip(days) {
        let month = usize::try_from(from.plus_days(n).month()).unwrap_or(1);
        months[month - 1] += day.n;
    }
    let named = |(field, sums): (Field, Vec<i64>)| {
        let codes = facts.codes(field).iter().cloned().zip(sums);
        (field, gather(codes.filter(|(code, n)| *n != 0 && code != NONE)))
    };
    (Helps { total, groups: gather(GROUPS.into_iter().zip(groups).map(named)) }, months)
}

/// What is counted beside the filtered helps, and which libraries have an entry of any kind.
fn beside(facts: &Facts, span: Span, library: Option<&Filter>) -> (Tally, BTreeSet<String>) {
    let (mut tally, mut entries) = (Tally::default(), BTreeMap::<&str, i64>::new());
    let fields = [Field::Library, Field::Entity, Field::Kind, Field::NobodyCame];
    for ([of, entity, kind, nobody], counts) in facts.cross(span, fields) {
        *entries.entry(of).or_default() += counts.n;
        if library.is_some_and(|library| !library.codes.iter().any(|code| code == of)) {
            continue;
        }
        // A kind that this version does not know counts as help to customers: see `summary::Measure`.
        let is = |of: Kind| entity == of.code();
        if is(Kind::Help) {
            let sum = if kind == STAFF_PEER { &mut tally.peer } else { &mut tally.customer };
            add(sum, counts);
        } else if is(Kind::GroupSession) {
            let customers = kind == CUSTOMER;
            add(if customers { &mut tally.customer_sessions } else { &mut tally.peer_sessions }, counts);
        } else if is(Kind::Duty) {
            add(&mut tally.duties, counts);
            if nobody == YES {
                add(&mut tally.nobody_came, counts);
            }
        }
    }
    (tally, gather(entries.into_iter().filter(|(_, n)| *n > 0).map(|(code, _)| code.to_owned())))
}
