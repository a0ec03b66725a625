//! What the store promises, in a real browser: durable before shown, moved exactly, never in the way of an upgrade.

#![expect(clippy::unwrap_used, reason = "a test")]

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use frontend::store::replica::Replica;
use frontend::store::{Listed, Store, StoreError, SyncMeta, key, schema};
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use shared::domain::check::Rejection;
use shared::domain::help::Help;
use shared::domain::hlc::{Hlc, Stamp};
use shared::domain::op::{Act, Kind, Op, Registers};
use shared::domain::row::Row;
use shared::id::Id;
use shared::sync::outbox::{Item, Limit, SentBatch, SentOp};
use shared::sync::plan::{Settlement, Wedged};
use shared::sync::protocol::Memory;
use shared::sync::view::Delivery;
use shared::time::DAY;
use shared::wire::v1::pull::PullAnswer;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const NOW: i64 = 1_776_157_500_000;

fn id(n: u8) -> Id {
    Id::v7(NOW + i64::from(n), [n; 10])
}

const REPLICA: u8 = 200;

fn item(n: u8) -> Item {
    let help = Help { topics: vec!["email".to_owned()], ..Help::blank(None, None) };
    let op = Op {
        id: id(n),
        at: Hlc::new(NOW + i64::from(n), 0),
        act: Act::Create,
        of: Kind::Help,
        entity: None,
        library: "turku".to_owned(),
        lists: 1,
        set: help.registers(),
        replaces: None,
    };
    Item::new(&op, id(REPLICA), NOW + i64::from(n), 0)
}

fn row(n: u8) -> Row {
    let born = Some(Stamp(Hlc::new(NOW, 0), id(REPLICA)));
    let set = Registers::new();
    Row { id: id(n), of: Kind::Help, library: "turku".to_owned(), born, set, stamps: BTreeMap::new() }
}

fn page(rows: Vec<Row>, reset: bool, cursor: &str, position: i64) -> PullAnswer {
    let cursor = cursor.to_owned();
    PullAnswer { epoch: id(1), reset, cursor, position, more: false, server_time: NOW, config: 1, rows }
}

fn sent(epoch: u8, at: i64, items: Vec<Item>) -> SentBatch {
    let ops = items.into_iter().map(|item| SentOp { item, position: Some(5), hold: None }).collect();
    SentBatch { key: 0, epoch: id(epoch), at, position: 5, ops }
}

/// A store of its own for each test.
async fn fresh(name: &str) -> (String, Rc<Store>) {
    let name = format!("test-{name}-{}", frontend::platform::random::seed());
    let store = Store::open(&name).await.unwrap();
    (name, store)
}

async fn append(store: &Rc<Store>, numbers: impl IntoIterator<Item = u8>) {
    let items: Vec<Item> = numbers.into_iter().map(item).collect();
    store.append(&items, Hlc::new(NOW, 9), &[]).await.unwrap();
}

/// Settles as a sender does whom nobody has overtaken.
async fn settle(store: &Rc<Store>, plan: &Settlement) {
    let epoch = memory(store).await.epoch;
    assert!(store.settle(plan, epoch).await.unwrap());
}

/// Applies as a sender does whom nobody has overtaken.
async fn apply(store: &Rc<Store>, answer: &PullAnswer) {
    let from = memory(store).await;
    assert!(store.apply(answer, &from).await.unwrap());
}

async fn memory(store: &Rc<Store>) -> Memory {
    store.get::<SyncMeta>(key::SYNC).await.unwrap().unwrap_or_default().into()
}

async fn waiting(store: &Rc<Store>) -> Vec<Id> {
    store.load(id(REPLICA)).await.unwrap().outbox.iter().map(|item| item.id).collect()
}

#[wasm_bindgen_test]
async fn a_write_survives_the_end_of_the_connection() {
    let (name, store) = fresh("reopen").await;
    append(&store, [1, 2]).await;
    store.close();
    drop(store);
    let loaded = Store::open(&name).await.unwrap().load(id(201)).await.unwrap();
    assert_eq!(
        loaded.outbox.iter().map(|item| &item.bytes).collect::<Vec<_>>(),
        [&item(1).bytes, &item(2).bytes]
    );
    assert_eq!(loaded.clock, Hlc::new(NOW, 9));
    assert_eq!(loaded.replica, id(201), "nobody had named the replica");
}

#[wasm_bindgen_test]
async fn a_closed_connection_is_opened_again_and_the_write_repeated() {
    let (_, store) = fresh("closed").await;
    append(&store, [1]).await;
    store.close();
    append(&store, [2]).await;
    assert_eq!(waiting(&store).await, [id(1), id(2)]);
}

#[wasm_bindgen_test]
async fn settling_moves_exactly_the_acknowledged_ops() {
    let (_, store) = fresh("settle").await;
    append(&store, 1..=6).await;
    let head = store.head(Limit { ops: 5, ..Limit::FULL }, &BTreeSet::from([id(2)])).await.unwrap();
    assert_eq!(
        head.items.iter().map(|item| item.id).collect::<Vec<_>>(),
        [id(1), id(3), id(4), id(5), id(6)]
    );
    assert_eq!((head.waiting, head.oldest), (6, Some(NOW + 1)));
    let (stored, wedged, rekeyed) = (&head.items[0], &head.items[1], &head.items[2]);
    let plan = Settlement {
        remove: vec![stored.key, wedged.key],
        sent: Some(sent(1, NOW, vec![stored.clone()])),
        wedged: vec![Wedged { item: wedged.clone(), code: Rejection::UnknownCode, at: NOW }],
        rename: BTreeMap::from([(rekeyed.id, id(100))]),
        accepted: None,
    };
    settle(&store, &plan).await;
    let loaded = store.load(id(REPLICA)).await.unwrap();
    let left: Vec<Id> = loaded.outbox.iter().map(|item| item.id).collect();
    assert_eq!(left, [id(2), id(100), id(5), id(6)], "a renamed op keeps its place");
    assert_eq!(
        loaded.sent.iter().flat_map(|batch| &batch.ops).map(|op| op.item.id).collect::<Vec<_>>(),
        [id(1)]
    );
    assert_eq!(loaded.quarantine.iter().map(|wedged| wedged.item.id).collect::<Vec<_>>(), [id(3)]);
    // Settled once more, as after a lost event: nothing else goes.
    settle(&store, &Settlement { remove: plan.remove.clone(), ..Settlement::default() }).await;
    assert_eq!(waiting(&store).await, left);
}

#[wasm_bindgen_test]
async fn several_ops_are_stored_all_or_none() {
    let (_, store) = fresh("all-or-none").await;
    append(&store, [2]).await;
    let outcome = store.append(&[item(1), item(2), item(3)], Hlc::new(NOW, 10), &[]).await;
    assert_eq!(outcome, Err(StoreError::Duplicate));
    assert_eq!(waiting(&store).await, [id(2)]);
    assert_eq!(store.waiting(id(2)).await.unwrap().map(|item| item.bytes), Some(item(2).bytes));
    assert_eq!(store.waiting(id(1)).await.unwrap(), None);
}

#[wasm_bindgen_test]
async fn two_connections_share_one_queue_and_one_replica() {
    let (name, one) = fresh("two").await;
    let other = Store::open(&name).await.unwrap();
    let (a, b) = futures::join!(one.load(id(201)), other.load(id(202)));
    assert_eq!(a.unwrap().replica, b.unwrap().replica);
    let (a, b) = ([item(1)], [item(2)]);
    let (a, b) = futures::join!(one.append(&a, Hlc::default(), &[]), other.append(&b, Hlc::default(), &[]));
    assert_eq!((a, b), (Ok(()), Ok(())));
    assert_eq!(waiting(&one).await.len(), 2);
    assert_eq!(waiting(&one).await, waiting(&other).await);
}

#[wasm_bindgen_test]
async fn what_an_evicted_store_held_is_noted_with_the_first_thing_that_is_written() {
    let (_, store) = fresh("evicted").await;
    let lost = async || store.get::<u32>(key::LOST).await.unwrap();
    assert_eq!(store.claim(id(1), Some(3)).await.unwrap(), id(1));
    assert_eq!(lost().await, Some(3));
    // A store that has a name was not emptied, whatever the mirror says.
    assert_eq!(store.claim(id(2), Some(5)).await.unwrap(), id(1));
    assert_eq!(lost().await, Some(3));
}

#[wasm_bindgen_test]
async fn a_newer_version_is_not_held_up_and_finds_the_outbox_untouched() {
    let (name, store) = fresh("upgrade").await;
    append(&store, [1, 2]).await;
    let told = Rc::new(Cell::new(0));
    let counted = told.clone();
    store.on_superseded(move || counted.set(counted.get() + 1));
    // Resolves only because the store lets go.
    let newer = Database::open(&name).with_version(schema::VERSION + 1).with_on_upgrade_needed(|_, _| Ok(()));
    let newer = newer.await.unwrap();
    assert_eq!(told.get(), 1);
    assert!(store.is_superseded());
    assert_eq!(store.append(&[item(3)], Hlc::default(), &[]).await, Err(StoreError::Superseded));
    let tx = newer.transaction(schema::OUTBOX).build().unwrap();
    assert_eq!(tx.object_store(schema::OUTBOX).unwrap().count().await.unwrap(), 2);
    drop(tx);
    // And an older app says so instead of failing oddly.
    assert_eq!(Store::open(&name).await.err(), Some(StoreError::Superseded));
}

#[wasm_bindgen_test]
async fn pulled_rows_replace_and_a_reset_drops_the_rest_but_never_the_queue() {
    let (_, store) = fresh("pull").await;
    append(&store, [1]).await;
    apply(&store, &page(vec![row(10), row(11)], false, "a", 7)).await;
    apply(&store, &page(vec![row(11), row(12)], false, "b", 9)).await;
    let loaded = store.load(id(REPLICA)).await.unwrap();
    assert_eq!(loaded.rows.len(), 3);
    assert_eq!((loaded.sync.cursor.as_deref(), loaded.sync.position), (Some("b"), 9));
    apply(&store, &page(vec![row(13)], true, "c", 11)).await;
    let loaded = store.load(id(REPLICA)).await.unwrap();
    assert_eq!(loaded.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [id(13)]);
    assert_eq!(loaded.outbox.len(), 1);
}

#[wasm_bindgen_test]
async fn rows_dropped_to_make_room_are_pulled_afresh_whatever_comes_between() {
    let (_, store) = fresh("room").await;
    append(&store, [1]).await;
    apply(&store, &page(vec![row(10)], false, "a", 7)).await;
    let before = memory(&store).await;
    store.drop_base().await.unwrap();
    // A page that was on its way when the rows were dropped.
    assert!(!store.apply(&page(vec![row(11)], false, "b", 8), &before).await.unwrap());
    assert_eq!(memory(&store).await.cursor, None);
    apply(&store, &page(vec![row(10), row(11)], true, "c", 8)).await;
    assert_eq!(memory(&store).await.cursor.as_deref(), Some("c"));
    assert_eq!(waiting(&store).await, [id(1)]);
}

#[wasm_bindgen_test]
async fn a_sender_that_was_overtaken_writes_nothing() {
    let (_, store) = fresh("overtaken").await;
    append(&store, 1..=2).await;
    apply(&store, &page(vec![row(10)], false, "a", 7)).await;
    let frozen = memory(&store).await;
    // Another tab pulls, and the row is deleted on the way.
    apply(&store, &page(vec![row(11)], true, "c", 9)).await;
    assert!(!store.apply(&page(vec![row(10)], false, "b", 8), &frozen).await.unwrap());
    let loaded = store.load(id(REPLICA)).await.unwrap();
    assert_eq!(loaded.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [id(11)]);
    assert_eq!((loaded.sync.cursor.as_deref(), loaded.sync.position), (Some("c"), 9));

    // Receipts of the same history are as good as before; those of another one say nothing about this.
    let head = store.head(Limit::FULL, &BTreeSet::new()).await.unwrap().items;
    let plan = |n: usize| Settlement {
        remove: vec![head[n].key],
        sent: Some(sent(1, NOW, vec![head[n].clone()])),
        ..Settlement::default()
    };
    assert!(store.settle(&plan(0), frozen.epoch).await.unwrap());
    assert!(store.list_sent(id(2)).await.unwrap().met);
    assert!(!store.settle(&plan(1), frozen.epoch).await.unwrap());
    assert_eq!(waiting(&store).await, [id(2)]);
}

#[wasm_bindgen_test]
async fn what_a_restored_server_lacks_goes_back_into_the_queue_once() {
    let (_, store) = fresh("heal").await;
    append(&store, 1..=4).await;
    let head = store.head(Limit::FULL, &BTreeSet::new()).await.unwrap().items;
    let batch = sent(1, NOW, head.clone());
    let remove = head.iter().map(|item| item.key).collect();
    settle(&store, &Settlement { remove, sent: Some(batch.clone()), ..Settlement::default() }).await;
    // Another tab acknowledged some of them too.
    let twice = sent(1, NOW, vec![head[1].clone()]);
    settle(&store, &Settlement { sent: Some(twice), ..Settlement::default() }).await;
    apply(&store, &page(vec![row(10)], false, "a", 7)).await;

    let Listed { ids, met, memory } = store.list_sent(id(2)).await.unwrap();
    assert!(met);
    assert_eq!(memory, Memory { epoch: Some(id(2)), cursor: None, position: 0 });
    assert_eq!(ids.iter().copied().collect::<BTreeSet<_>>(), (1..=4).map(id).collect());
    assert_eq!(store.load(id(REPLICA)).await.unwrap().sync.cursor, None);
    // The first three are asked about; the second is unknown.
    store.requeue(&(1..=3).map(id).collect(), &[id(2)], id(2), 9).await.unwrap();
    assert_eq!(waiting(&store).await, [id(2)]);
    let listed = store.list_sent(id(2)).await.unwrap();
    assert_eq!(
        (listed.ids, listed.met),
        (vec![id(4)], false),
        "the rest of the batch is still to be offered"
    );
    store.requeue(&BTreeSet::from([id(4)]), &[], id(2), 9).await.unwrap();
    assert_eq!(store.list_sent(id(2)).await.unwrap().ids, []);
    assert_eq!(waiting(&store).await, [id(2)]);
}

#[wasm_bindgen_test]
async fn sent_batches_are_forgotten_after_ninety_days() {
    let (_, store) = fresh("prune").await;
    for (n, age) in [(1, 91), (2, 92), (3, 89), (4, 0)] {
        let batch = sent(1, NOW - age * DAY, vec![item(n)]);
        settle(&store, &Settlement { sent: Some(batch), ..Settlement::default() }).await;
    }
    store.prune(NOW).await.unwrap();
    let sent = store.load(id(REPLICA)).await.unwrap().sent;
    assert_eq!(sent.iter().map(|batch| batch.ops[0].item.id).collect::<Vec<_>>(), [id(3), id(4)]);
}

#[wasm_bindgen_test]
async fn a_correction_takes_the_rejected_op_out_in_the_same_transaction() {
    let (_, store) = fresh("correct").await;
    append(&store, [1]).await;
    let head = store.head(Limit::FULL, &BTreeSet::new()).await.unwrap().items.remove(0);
    let wedged = Wedged { item: head.clone(), code: Rejection::UnknownCode, at: NOW };
    let plan = Settlement { remove: vec![head.key], wedged: vec![wedged], ..Settlement::default() };
    settle(&store, &plan).await;
    let mut replica = Replica::of(store.load(id(REPLICA)).await.unwrap());
    assert_eq!(replica.view.delivery(id(1)), Some(Delivery::Wedged(Rejection::UnknownCode)));
    assert_eq!((replica.waiting(), replica.wedged.len()), (0, 1));

    let mut op = item(2).op().unwrap();
    op.replaces = Some(id(1));
    let corrected = Item::new(&op, id(REPLICA), NOW, 0);
    store.append(std::slice::from_ref(&corrected), Hlc::default(), &[id(1)]).await.unwrap();
    replica.saved(&[corrected]);
    let loaded = store.load(id(REPLICA)).await.unwrap();
    assert_eq!((loaded.outbox.len(), loaded.quarantine.len()), (1, 0));
    assert_eq!((replica.waiting(), replica.wedged.len()), (1, 0));
    assert_eq!(replica.view.delivery(id(1)), None);
}

#[wasm_bindgen_test]
async fn single_values_are_kept_and_unreadable_ones_are_as_if_never_written() {
    let (_, store) = fresh("meta").await;
    assert_eq!(store.get::<i64>(key::OFFSET).await.unwrap(), None);
    store.put(key::OFFSET, &-42i64).await.unwrap();
    assert_eq!(store.get::<i64>(key::OFFSET).await.unwrap(), Some(-42));
    assert_eq!(store.get::<Vec<String>>(key::OFFSET).await.unwrap(), None);
}
