//! What a screen makes of word that comes late.

use std::collections::BTreeMap;

use serde_json::json;
use shared::domain::hlc::Hlc;
use shared::domain::op::{Act, Kind, Op, Registers};
use shared::id::Id;
use shared::stats::facts::{Facts, Query};
use shared::stats::summary::Span;
use shared::sync::outbox::{Item, SentBatch, SentOp};
use shared::sync::plan::{self, Settlement};
use shared::sync::store::Store;
use shared::sync::view::{Delivery, View};
use shared::wire::v1::push::{PushAnswer, Receipt, Verdict};

const NOW: i64 = 1_776_157_500_000;

fn id(n: u8) -> Id {
    Id::v7(NOW + i64::from(n), [n; 10])
}

fn item(n: u8, entity: Option<Id>, count: u64) -> Item {
    let op = Op {
        id: id(n),
        at: Hlc::new(NOW + i64::from(n), 0),
        act: if entity.is_some() { Act::Patch } else { Act::Create },
        of: Kind::Help,
        entity,
        library: "turku".to_owned(),
        lists: 1,
        set: Registers::from([("count".to_owned(), json!(count))]),
        replaces: None,
    };
    Item::new(&op, id(200), NOW + i64::from(n), 0)
}

/// What the server's answer does: the id of `item` is known with other bytes.
fn rekey(item: &Item) -> Settlement {
    let receipts = vec![Receipt { id: Some(item.id), verdict: Verdict::Rekey }];
    let answer = PushAnswer { nonce: String::new(), epoch: id(100), position: 1, server_time: NOW, receipts };
    plan::settle(std::slice::from_ref(item), &answer).expect("an answer to it")
}

fn shown(store: &Store) -> View {
    let mut view = View::new();
    for item in store.outbox.values() {
        view.add(item.clone());
    }
    view
}

fn count(view: &View, entity: Id) -> Option<u64> {
    view.row(entity)?.set.get("count")?.as_u64()
}

#[test]
fn late_word_of_an_op_that_has_been_sent_since_changes_nothing() {
    let created = item(1, None, 2);
    let sent = SentOp { item: created.clone(), position: Some(1), hold: None };
    let batch = SentBatch { key: 0, epoch: id(100), at: NOW, position: 1, ops: vec![sent] };
    let mut view = View::new();
    view.add_sent(&batch);
    assert_eq!(view.saved(created), None);
    assert_eq!((view.waiting(), view.delivery(id(1))), (0, Some(Delivery::Sent(NOW))));
}

#[test]
fn late_word_of_an_op_whose_entity_has_another_id_changes_nothing() {
    let mut store = Store::default();
    let created = store.append(item(1, None, 2));
    let patch = store.append(item(2, Some(id(1)), 4));
    let plan = rekey(&created);
    let new = plan.rename[&id(1)];
    // A tab that has not heard of the patch yet: the store tells it.
    let mut view = View::new();
    view.saved(created.clone());
    store.settle(&plan, NOW);
    view.settle(&plan);
    assert_eq!((count(&view, id(1)), count(&view, new)), (None, Some(2)));
    assert!(plan.renames());
    view = shown(&store);
    assert_eq!((count(&view, id(1)), count(&view, new)), (None, Some(4)));
    for late in [created, patch] {
        assert_eq!(view.saved(late), None);
    }
    assert_eq!((count(&view, id(1)), count(&view, new)), (None, Some(4)));
    assert_eq!(view.waiting(), 2);
}

#[test]
fn an_id_that_was_given_up_means_the_other_entity() {
    let mut store = Store::default();
    let created = store.append(item(1, None, 2));
    let plan = rekey(&created);
    store.settle(&plan, NOW);
    // The entry of the other device has been pulled, and a person changes that one.
    let patch = store.append(item(2, Some(id(1)), 4));
    let mut view = shown(&store);
    // Another sender was told the same, and hears of it only now.
    store.settle(&plan, NOW);
    view.settle(&plan);
    assert_eq!(store.outbox[&patch.key], patch);
    assert_eq!((count(&view, id(1)), count(&view, plan.rename[&id(1)])), (Some(4), Some(2)));
    let renamed: BTreeMap<u64, Id> = store.outbox.iter().map(|(key, item)| (*key, item.id)).collect();
    assert_eq!(renamed[&created.key], plan.rename[&id(1)]);
}

#[test]
fn what_waits_counts_as_it_will_at_the_server() {
    let facts = |view: &View| {
        let (block, entries) = view.unsent();
        let mut facts = Facts::default();
        let date = |text: &str| text.parse().expect("a date");
        let spring = Span { from: date("2026-01-01"), to: date("2026-06-30") };
        let total = facts.with(&block, |facts| facts.count(&Query::of(spring, &[], &[])).total);
        assert!(facts.is_empty() && facts.position() == 0, "they are as before");
        (total.n, total.people, entries)
    };
    let mut when = Registers::from([("count".to_owned(), json!(2)), ("topics".to_owned(), json!(["gov"]))]);
    when.insert("when".to_owned(), json!({"on": "2026-04-14"}));
    let op = Op { set: when, ..item(1, None, 2).op().expect("an op") };
    let created = Item::new(&op, id(200), NOW, 0);

    let mut view = View::new();
    assert_eq!(facts(&view), (0, 0, 0));
    view.add(created.clone());
    assert_eq!(facts(&view), (1, 2, 1));
    // Sent meanwhile: the server counts it. A change that waits counts what it adds.
    let sent = SentOp { item: created, position: Some(1), hold: None };
    view.add_sent(&SentBatch { key: 0, epoch: id(100), at: NOW, position: 1, ops: vec![sent] });
    view.meet(id(100));
    assert_eq!(facts(&view), (0, 0, 0));
    view.add(item(2, Some(id(1)), 5));
    assert_eq!(facts(&view), (0, 3, 1));
}

#[test]
fn a_registration_is_told_of_from_its_making_to_its_receipt_and_counts_nowhere() {
    let mut op = item(1, None, 1).op().expect("an op");
    op.of = Kind::Registration;
    op.set = Registers::from([("year".to_owned(), json!(2027))]);
    let sealed = Item::new(&op, id(200), NOW, 0);
    let mut view = View::new();
    view.add(sealed.clone());
    view.add(item(2, None, 3));
    let told = |view: &View| {
        let all = view.registrations().map(|(op, at, delivery)| (op.id, at, delivery.clone()));
        all.collect::<Vec<_>>()
    };
    assert_eq!(told(&view), [(id(1), NOW, Delivery::Waiting)]);
    assert_eq!(view.waiting(), 2, "it waits as any op does");
    let sent = SentOp { item: sealed, position: Some(1), hold: None };
    view.add_sent(&SentBatch { key: 1, epoch: id(100), at: NOW + 5, position: 1, ops: vec![sent] });
    assert_eq!(told(&view), [(id(1), NOW, Delivery::Sent(NOW + 5))]);
    let mut other = View::new();
    other.add(Item::new(&op, id(200), NOW, 0));
    assert_eq!(other.unsent().0, View::new().unsent().0, "no figure changes");
}
