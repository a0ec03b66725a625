//! Sums and facts over any sequence of ops equal a recount, and the parts add up to the whole.

mod facts;

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::changes::Changes;
use super::dim::{Dim, hour_code, parse_hour_code};
use super::rollup::{Counts, Deltas, Key};
use crate::domain::hlc::Hlc;
use crate::domain::op::{Act, Kind, Op, Registers};
use crate::domain::row::Row;
use crate::id::Id;
use crate::time::Date;

const NOON: i64 = 1_776_157_500_000;

fn id(n: u8) -> Id {
    Id::v7(NOON, [n; 10])
}

fn registers(value: serde_json::Value) -> Registers {
    value.as_object().into_iter().flatten().map(|(k, v)| (k.clone(), v.clone())).collect()
}

fn help_registers() -> impl Strategy<Value = Registers> {
    let outcome = prop_oneof![
        Just(json!(null)),
        Just(json!({"outcome": "done"})),
        Just(json!({"outcome": "referred"})),
        Just(json!({"outcome": "referred", "referred_to": "shop"})),
    ];
    let when = prop_oneof![
        Just(json!({"now": true})),
        Just(json!({"on": "2026-04-10"})),
        Just(json!({"on": "2026-04-10", "hour": 13})),
    ];
    let kind = prop_oneof![Just("customer"), Just("staff_peer")];
    let topics =
        prop_oneof![Just(json!(["gov"])), Just(json!(["device", "gov"])), Just(json!(["a", "b", "c"]))];
    let duration = prop_oneof![Just(json!(null)), Just(json!("d1"))];
    let place =
        prop_oneof![Just(json!({})), Just(json!({"point": "main", "form": "near", "setting": "desk"}))];
    (outcome, when, kind, topics, duration, place, 1..50u32).prop_map(
        |(result, when, kind, topics, d, place, count)| {
            registers(json!({
                "kind": kind, "when": when, "mode": "live", "count": count, "topics": topics, "duration": d,
                "result": result, "place": place,
            }))
        },
    )
}

fn of_kind(kind: Kind) -> BoxedStrategy<Registers> {
    match kind {
        Kind::Help => help_registers().boxed(),
        Kind::GroupSession => (0..40u32, 9..12u32)
            .prop_map(|(participants, from)| {
                let span = json!({"on": "2026-04-09", "from": from, "to": from + 2});
                registers(
                    json!({"kind": "customer", "span": span, "topic": "gov", "participants": participants}),
                )
            })
            .boxed(),
        Kind::Duty => any::<bool>()
            .prop_map(|nobody| {
                let span = json!({"on": "2026-04-08", "from": 10, "to": 12});
                registers(json!({"span": span, "nobody_came": nobody}))
            })
            .boxed(),
        Kind::SamplePeriod => {
            Just(registers(json!({"period": {"from": "2026-04-01", "to": "2026-04-14"}}))).boxed()
        }
        Kind::CheckIn => {
            let who = json!({"registration": "00000000000000000000000000000001"});
            Just(registers(json!({"year": 2026, "who": who, "passage": "arrived"}))).boxed()
        }
        Kind::Registration => Just(Registers::new()).boxed(),
    }
}

/// Ops on ten entities, two of each kind, in any order: patches before creates, deletes, restores, and again.
fn ops() -> impl Strategy<Value = Vec<Op>> {
    let kinds = [Kind::Help, Kind::GroupSession, Kind::Duty, Kind::SamplePeriod, Kind::CheckIn];
    let op = (0..10usize, 0..4u8, 0..1_000_000i64, any::<u8>()).prop_flat_map(move |(entity, act, ms, n)| {
        let (of, act) =
            (kinds[entity % 5], [Act::Create, Act::Patch, Act::Delete, Act::Restore][usize::from(act)]);
        let writes = matches!(act, Act::Create | Act::Patch);
        let set = if writes { of_kind(of) } else { Just(Registers::new()).boxed() };
        set.prop_map(move |set| Op {
            id: if act == Act::Create { id(entity as u8) } else { id(n) },
            at: Hlc::new(NOON + ms, 0),
            act,
            of,
            entity: (act != Act::Create).then(|| id(entity as u8)),
            library: if entity < 5 { "turku" } else { "pori" }.to_owned(),
            lists: 1,
            set,
            replaces: None,
        })
    });
    prop::collection::vec(op, 0..60)
}

/// Merges the ops one by one, tells what each changes, and answers the rows.
fn play(ops: &[Op], mut changed: impl FnMut(Changes)) -> BTreeMap<Id, Row> {
    let mut rows: BTreeMap<Id, Row> = BTreeMap::new();
    for op in ops {
        let row = rows.entry(op.entity()).or_insert_with(|| Row::unborn(op));
        let before = row.clone();
        row.merge(op, op.at, false, id(99));
        let mut changes = Changes::default();
        changes.change(Some(&before), row);
        changed(changes);
    }
    rows
}

proptest! {
    #[test]
    fn deltas_equal_a_recount(ops in ops()) {
        let mut kept: BTreeMap<Key, Counts> = BTreeMap::new();
        let rows = play(&ops, |changes| {
            for (key, counts) in changes.deltas.into_sorted() {
                let sum = kept.entry(key).or_default();
                sum.n += counts.n;
                sum.people += counts.people;
            }
        });
        kept.retain(|_, counts| !counts.is_zero());
        let mut recount = Deltas::default();
        rows.values().for_each(|row| recount.put(row));
        prop_assert_eq!(kept.into_iter().collect::<Vec<_>>(), recount.into_sorted());
    }

    #[test]
    fn parts_add_up_to_the_whole(helps in prop::collection::vec(help_registers(), 1..20)) {
        let mut deltas = Deltas::default();
        for (n, set) in helps.iter().enumerate() {
            let op = Op {
                id: id(n as u8), at: Hlc::new(NOON, 0), act: Act::Create, of: Kind::Help, entity: None,
                library: "turku".to_owned(), lists: 1, set: set.clone(), replaces: None,
            };
            let mut row = Row::unborn(&op);
            row.merge(&op, op.at, false, id(99));
            deltas.put(&row);
        }
        let mut sums: BTreeMap<Dim, Counts> = BTreeMap::new();
        for (key, counts) in deltas.into_sorted() {
            let sum = sums.entry(key.dim).or_default();
            sum.n += counts.n;
            sum.people += counts.people;
        }
        let total = sums[&Dim::Total];
        prop_assert_eq!(total.n, helps.len() as i64);
        for (dim, sum) in sums {
            prop_assert!(!dim.is_partition(Kind::Help) || sum == total, "{dim:?}");
        }
    }
}

#[test]
fn hours_of_the_week_are_read_as_they_are_written() {
    let tuesday = Date::new(2026, 4, 14).unwrap();
    assert_eq!(hour_code(tuesday, Some(9)), "2-09");
    assert_eq!(hour_code(tuesday, None), "2--");
    assert_eq!(parse_hour_code("2-09"), Some((2, Some(9))));
    assert_eq!(parse_hour_code("7--"), Some((7, None)));
    assert_eq!(parse_hour_code("8-01"), None);
}
