//! The merge of registers is commutative, associative and idempotent, whatever the ops and their order.

use proptest::prelude::*;
use serde_json::json;
use shared::domain::hlc::Hlc;
use shared::domain::op::{Act, Kind, Op, Registers};
use shared::domain::row::Row;
use shared::id::Id;

const ENTITY: [u8; 10] = [1; 10];

fn entity() -> Id {
    Id::v7(1_776_000_000_000, ENTITY)
}

/// An op with its replica. Few stamps, replicas and values, so that ties are common.
fn op() -> impl Strategy<Value = (Op, Id)> {
    let act = prop_oneof![3 => Just(Act::Patch), 1 => Just(Act::Create), 1 => Just(Act::Delete), 1 => Just(Act::Restore)];
    let register = prop_oneof![Just("count"), Just("topics"), Just("duration"), Just("when")];
    let values = prop::collection::btree_map(register, 0u8..4, 1..4);
    (act, 0i64..5, 0u8..3, values, any::<[u8; 10]>()).prop_map(|(act, ms, replica, values, random)| {
        let set: Registers = match act {
            Act::Delete | Act::Restore => Registers::new(),
            Act::Create | Act::Patch => values
                .into_iter()
                .map(|(name, value)| (name.to_owned(), register_value(name, value)))
                .collect(),
        };
        let create = act == Act::Create;
        let id = if create { entity() } else { Id::v7(1_776_000_000_001, random) };
        let op = Op {
            id,
            at: Hlc::new(1_776_000_000_000 + ms, 0),
            act,
            of: Kind::Help,
            entity: (!create).then(entity),
            library: "turku".to_owned(),
            lists: 1,
            set,
            replaces: None,
        };
        (op, Id::v7(i64::from(replica), [replica; 10]))
    })
}

fn register_value(name: &str, value: u8) -> serde_json::Value {
    match (name, value) {
        ("when", 0) => json!({"now": true}),
        ("when", day) => json!({"on": format!("2026-04-{:02}", day)}),
        ("duration", 0) => serde_json::Value::Null,
        _ => json!(value),
    }
}

fn merged<'a>(ops: impl IntoIterator<Item = &'a (Op, Id)>) -> Option<Row> {
    let mut row: Option<Row> = None;
    for (op, replica) in ops {
        row.get_or_insert_with(|| Row::unborn(op)).merge(op, op.at, false, *replica);
    }
    row
}

proptest! {
    #[test]
    fn ops_merge_alike_in_any_order_and_number(
        (ops, shuffled) in prop::collection::vec(op(), 1..12)
            .prop_flat_map(|ops| (Just(ops.clone()), Just(ops).prop_shuffle())),
        again in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
    ) {
        let once = merged(&ops);
        let repeated = ops.iter().chain(again.iter().map(|index| index.get(&ops)));
        prop_assert_eq!(&merged(&shuffled), &once, "order");
        prop_assert_eq!(&merged(repeated), &once, "idempotence");
    }

    #[test]
    fn states_join_alike_in_any_grouping(
        a in prop::collection::vec(op(), 1..6),
        b in prop::collection::vec(op(), 1..6),
        c in prop::collection::vec(op(), 1..6),
    ) {
        let state = |ops: &[(Op, Id)]| merged(ops).unwrap();
        let join = |x: &Row, y: &Row| { let mut x = x.clone(); x.join(y); x };
        let (x, y, z) = (state(&a), state(&b), state(&c));
        prop_assert_eq!(join(&x, &y), join(&y, &x), "commutative");
        prop_assert_eq!(join(&join(&x, &y), &z), join(&x, &join(&y, &z)), "associative");
        prop_assert_eq!(join(&x, &x), x.clone(), "idempotent");
        let all: Vec<_> = a.iter().chain(&b).cloned().collect();
        prop_assert_eq!(join(&x, &y), state(&all), "a join is the merge of both histories");
    }

    #[test]
    fn a_patch_never_revives(ops in prop::collection::vec(op(), 1..12)) {
        let row = merged(&ops).unwrap();
        let last = ops.iter().filter(|(op, _)| matches!(op.act, Act::Delete | Act::Restore))
            .max_by_key(|(op, replica)| (op.at, *replica, op.act == Act::Delete));
        prop_assert_eq!(row.is_deleted(), last.is_some_and(|(op, _)| op.act == Act::Delete));
    }
}

#[test]
fn a_now_takes_its_date_from_the_effective_stamp() {
    let at = Hlc::new(1_776_157_500_000, 0); // 2026-04-14 12:05 in Helsinki
    let set = Registers::from([("when".to_owned(), json!({"now": true}))]);
    let op = Op {
        id: entity(),
        at,
        act: Act::Create,
        of: Kind::Help,
        entity: None,
        library: "turku".into(),
        lists: 1,
        set,
        replaces: None,
    };
    assert_eq!(op.registers(at, false)["when"], json!({"on": "2026-04-14", "hour": 12, "now": true}));
    let clamped = Hlc::new(1_776_157_500_000 - 86_400_000, 0);
    assert_eq!(
        op.registers(clamped, false)["when"],
        json!({"on": "2026-04-13", "hour": 12, "now": true, "uncertain": true})
    );
    assert_eq!(
        op.registers(at, true)["when"],
        json!({"on": "2026-04-14", "hour": 12, "now": true, "uncertain": true})
    );
}
