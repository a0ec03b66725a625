//! Facts in columns count what a recount of the rows counts, under every filter, however the blocks were cut.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::stats::fact::Fact;
use crate::stats::facts::{Block, Facts, Field, Filter, Query};
use crate::stats::figures::Figures;
use crate::stats::library_year::library_year;
use crate::stats::selection::Selection;
use crate::stats::summary::Span;

const FROM: (i32, u32, u32) = (2026, 4, 8);
const TO: (i32, u32, u32) = (2026, 4, 14);

fn date((year, month, day): (i32, u32, u32)) -> Date {
    Date::new(year, month, day).expect("a date")
}

/// The facts of a history, taken over in blocks that end after every `every`-th op, or were joined by the server.
fn facts_of(ops: &[Op], every: usize, joined: bool) -> (Facts, Vec<Fact>) {
    let mut stored = Vec::new();
    let mut open = Changes::default();
    let mut position = 0;
    let rows = play(ops, |changes| {
        position += 1;
        open.merge(changes);
        if position % every as i64 == 0 || position == ops.len() as i64 {
            let mut block = std::mem::take(&mut open).block;
            block.close(position);
            stored.push(block);
        }
    });
    if joined {
        let mut all = Block::default();
        stored.iter().for_each(|block| all.append(block));
        stored = vec![all];
    }
    let mut facts = Facts::default();
    for block in &stored {
        assert!(facts.extend(block));
    }
    let live = rows.values().filter(|row| row.of != Kind::SamplePeriod).filter_map(Fact::of).collect();
    (facts, live)
}

/// By the definition: one fact after the other.
fn naive(live: &[Fact], filters: &[Filter], but: Option<Field>, field: Field) -> BTreeMap<String, i64> {
    let mut sums = BTreeMap::new();
    let within = |fact: &&Fact| fact.on >= date(FROM) && fact.on <= date(TO);
    let passes = |fact: &&Fact| {
        filters
            .iter()
            .filter(|f| Some(f.field) != but)
            .all(|f| f.codes.contains(&f.field.code(fact).to_owned()))
    };
    for fact in live.iter().filter(within).filter(passes) {
        *sums.entry(field.code(fact).to_owned()).or_default() += 1;
    }
    sums
}

fn filters() -> impl Strategy<Value = Vec<Filter>> {
    let topic = prop::sample::subsequence(vec!["gov", "device", "a", "nothing"], 0..3);
    let kind = prop::sample::subsequence(vec!["customer", "staff_peer", "-"], 1..3);
    let outcome = prop::sample::subsequence(vec!["done", "referred", "-", ""], 1..4);
    let of =
        |field, codes: Vec<&str>| Filter { field, codes: codes.into_iter().map(str::to_owned).collect() };
    (prop::option::of(topic), prop::option::of(kind), prop::option::of(outcome)).prop_map(move |(t, k, o)| {
        let all = [(Field::Topic, t), (Field::Kind, k), (Field::Outcome, o)];
        all.into_iter().filter_map(|(field, codes)| codes.map(|codes| of(field, codes))).collect()
    })
}

proptest! {
    #[test]
    fn facts_count_what_the_rows_say(
        ops in ops(), filters in filters(), every in 1..7usize, joined in any::<bool>(),
    ) {
        let (facts, live) = facts_of(&ops, every, joined);
        let span = Span { from: date(FROM), to: date(TO) };
        let query = Query::of(span, &filters, &Field::ALL);
        let counted = facts.count(&query);
        for (field, sums) in Field::ALL.into_iter().zip(&counted.groups) {
            let named = facts.codes(field).iter().cloned().zip(sums.iter().copied());
            let counted: BTreeMap<_, _> = named.filter(|(_, n)| *n != 0).collect();
            prop_assert_eq!(counted, naive(&live, &filters, Some(field), field), "{:?}", field);
        }
        // A part of the dates that are told one by one counts as it does alone.
        let whole = Span { from: date((2026, 1, 1)), to: date((2026, 12, 31)) };
        let part = facts.count(&Query { days: whole, ..query.clone() });
        prop_assert_eq!((&part.total, &part.groups), (&counted.total, &counted.groups));
        let days = facts.count(&Query { span: None, days: whole, ..query.clone() });
        prop_assert_eq!(&days.days, &part.days);
        prop_assert_eq!(days.total, Counts::default());
        prop_assert_eq!(days.days, facts.count(&Query::of(whole, &filters, &[])).days);
        // Several fields together are what the facts say one by one.
        let mut pairs = BTreeMap::<[String; 2], Counts>::new();
        for fact in live.iter().filter(|fact| fact.on >= span.from && fact.on <= span.to) {
            let codes = [Field::Entity, Field::Topic].map(|field| field.code(fact).to_owned());
            let sum = pairs.entry(codes).or_default();
            *sum = Counts { n: sum.n + 1, people: sum.people + fact.people };
        }
        let cross = facts.cross(span, [Field::Entity, Field::Topic]).into_iter();
        let cross: BTreeMap<_, _> = cross.map(|(codes, sum)| (codes.map(str::to_owned), sum)).collect();
        prop_assert_eq!(cross, pairs);
        // The parts of any group without a filter of its own add up to the whole, and so do the days.
        let total: i64 = naive(&live, &filters, None, Field::Entity).values().sum();
        prop_assert_eq!(counted.total.n, total);
        prop_assert_eq!(counted.days.iter().map(|day| day.n).sum::<i64>(), total);
        for (field, sums) in Field::ALL.into_iter().zip(&counted.groups) {
            if !filters.iter().any(|filter| filter.field == field) {
                prop_assert_eq!(sums.iter().sum::<i64>(), total, "{:?}", field);
            }
        }
    }

    #[test]
    fn the_figures_of_a_page_add_up(ops in ops(), all in any::<bool>()) {
        let (facts, live) = facts_of(&ops, 3, false);
        let query = if all { vec![("kenelle", "kaikki")] } else { Vec::new() };
        let (selection, _) = Selection::read(query, date(TO), |_, _| true);
        let figures = Figures::of(&facts, &selection, date(TO));
        let of = |entity, kind: Option<&str>| {
            let passes = |fact: &&Fact| fact.entity == entity && kind.is_none_or(|kind| fact.kind == kind);
            live.iter().filter(passes).fold(Counts::default(), |sum, fact| {
                Counts { n: sum.n + 1, people: sum.people + fact.people }
            })
        };
        let chosen = of(Kind::Help, if all { None } else { Some("customer") });
        prop_assert_eq!(figures.now.total, chosen);
        prop_assert_eq!(figures.months.iter().sum::<i64>(), chosen.n);
        for field in [Field::Library, Field::Topic, Field::Form, Field::Duration, Field::Outcome, Field::Mode, Field::HourOfWeek] {
            prop_assert_eq!(figures.now.by(field).values().sum::<i64>(), chosen.n, "{:?}", field);
        }
        let referred = figures.now.by(Field::Outcome).get("referred").copied().unwrap_or(0);
        prop_assert_eq!(figures.now.by(Field::ReferredTo).values().sum::<i64>(), referred);
        // Peer support and the rest are there whatever the kind is.
        prop_assert_eq!(figures.tally.peer, of(Kind::Help, Some("staff_peer")));
        prop_assert_eq!(figures.tally.customer, of(Kind::Help, Some("customer")));
        prop_assert_eq!(figures.tally.customer_sessions, of(Kind::GroupSession, None));
        prop_assert_eq!(figures.tally.duties, of(Kind::Duty, None));
        let libraries: BTreeSet<&str> = live.iter().map(|fact| fact.library.as_str()).collect();
        prop_assert_eq!(figures.reporting.len(), libraries.len());
        prop_assert_eq!(figures.then.total, Counts::default());
    }

    #[test]
    fn what_comes_after_a_position_completes_what_came_before(ops in ops(), at in 0..60i64) {
        let (mut whole, mut position) = (Block::default(), 0);
        play(&ops, |changes| {
            position += 1;
            let mut block = changes.block;
            block.close(position);
            whole.append(&block);
        });
        prop_assert!(whole.is_whole());
        let rest = whole.clone().after(at);
        prop_assert!(rest.is_whole());
        let first = whole.len() - rest.len();
        prop_assert_eq!(&rest.days, &whole.days[first..]);
        prop_assert!(rest.steps.iter().all(|step| step.position > at));
    }
}

#[test]
fn a_damaged_block_changes_nothing() {
    let mut facts = Facts::default();
    let mut block = Block { signs: vec![1], days: vec![20_000], people: vec![1], ..Block::default() };
    assert!(!facts.extend(&block), "no step leads to its rows");
    block.close(1);
    block.columns.resize_with(1, Default::default);
    assert!(!facts.extend(&block), "a column lacks a row");
    assert!(facts.is_empty());
}

#[test]
fn more_than_a_byte_of_codes_count_as_well() {
    let mut block = Block::default();
    let fact = |n: u32| Fact {
        on: date(FROM),
        library: format!("library-{}", n % 700),
        entity: Kind::Help,
        kind: "customer".to_owned(),
        mode: "live".to_owned(),
        people: 2,
        codes: vec![(Dim::Topic, "gov".to_owned())],
    };
    (0..7_000).for_each(|n| block.push(&fact(n), 1));
    block.close(7_000);
    let mut facts = Facts::default();
    assert!(facts.extend(&block));
    let filter = Filter { field: Field::Library, codes: vec!["library-699".to_owned(), "none".to_owned()] };
    let span = Span { from: date(FROM), to: date(FROM) };
    let filters = [filter];
    let counted = facts.count(&Query::of(span, &filters, &[Field::Library, Field::Topic]));
    assert_eq!(facts.cross(span, [Field::Library]).len(), 700);
    assert_eq!(counted.total, Counts { n: 10, people: 20 });
    assert_eq!(counted.groups[0], vec![10; 700], "its own filter does not narrow a group");
    assert_eq!(counted.groups[1], [10]);
}

proptest! {
    #[test]
    fn entries_and_people_by_a_field_and_only_of_one_library_add_up(
        ops in ops(), filters in filters(), every in 1..7usize,
    ) {
        let (facts, live) = facts_of(&ops, every, false);
        let span = Span { from: date(FROM), to: date(TO) };
        let sums = facts.by(Field::Topic, span, &filters);
        let total = facts.count(&Query::of(span, &filters, &[])).total;
        let add = |sum: Counts, one: &Counts| Counts { n: sum.n + one.n, people: sum.people + one.people };
        prop_assert_eq!(sums.iter().fold(Counts::default(), add), total);
        for (code, sum) in facts.codes(Field::Topic).iter().zip(sums) {
            let expected = naive(&live, &filters, None, Field::Topic).get(code).copied().unwrap_or(0);
            prop_assert_eq!(sum.n, expected);
        }
        // Guidances and trainings of a library are what its rows say.
        for year in library_year(&facts, 2026) {
            let own = live.iter().filter(|fact| fact.library == year.library && fact.on.year() == 2026);
            let customers = |entity: Kind| {
                own.clone().filter(move |fact| fact.entity == entity && fact.kind != "staff_peer")
            };
            prop_assert_eq!(year.guidances, customers(Kind::Help).count() as i64);
            prop_assert_eq!(year.trainings.n, customers(Kind::GroupSession).count() as i64);
            prop_assert_eq!(year.trainings.people, customers(Kind::GroupSession).map(|fact| fact.people).sum::<i64>());
        }
    }

    #[test]
    fn a_block_of_one_library_is_what_is_left_of_the_whole(ops in ops(), since in 0..6i64) {
        let mut whole = Block::default();
        let mut position = 0;
        play(&ops, |changes| {
            position += 1;
            whole.append(&changes.block);
            whole.close(position);
        });
        prop_assert!(whole.is_whole());
        let whole = if since > 0 { whole.after(since) } else { whole };
        let parts: Vec<Block> = ["turku", "pori", "nowhere"].map(|code| whole.only(Field::Library, code)).into();
        prop_assert!(parts.iter().all(|part| part.is_whole() && part.steps.len() == whole.steps.len()));
        prop_assert_eq!(parts.iter().map(Block::len).sum::<usize>(), whole.len());
        let sum = parts.iter().fold(0_u64, |sum, part| sum.wrapping_add(part.checksum()));
        prop_assert_eq!(sum, whole.checksum());
    }
}
