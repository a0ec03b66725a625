//! Every message of the wire and every stored record has a snapshot: a change of one of them is a decision, never an
//! accident. The fixtures of released versions must be read for ever.

use std::collections::BTreeMap;

use insta::assert_json_snapshot;
use serde_json::json;
use serde_json::value::RawValue;
use shared::domain::check::Rejection;
use shared::domain::check_in::{CheckIn, Passage, WalkIn, Who};
use shared::domain::help::{Help, Outcome, Place, When};
use shared::domain::hlc::Hlc;
use shared::domain::op::{Act, Kind, Op, Registers};
use shared::domain::row::Row;
use shared::id::Id;
use shared::problem::Problem;
use shared::sync::outbox::{Item, SentBatch, SentOp};
use shared::sync::plan::Wedged;
use shared::time::Date;
use shared::wire::v1::offer::{Offer, OfferAnswer};
use shared::wire::v1::pull::PullAnswer;
use shared::wire::v1::push::{Hold, Push, PushAnswer, Receipt, Stored, Verdict};

const NOW: i64 = 1_776_157_500_000;

fn id(n: u8) -> Id {
    Id::v7(NOW, [n; 10])
}

fn create() -> Op {
    let help = Help {
        topics: vec!["identity".into(), "gov".into()],
        duration: Some("d2".into()),
        result: Some(Outcome { outcome: "referred".into(), referred_to: Some("owner".into()) }),
        place: Place { point: Some("main".into()), form: Some("near".into()), setting: Some("desk".into()) },
        ..Help::blank(None, Some(id(9)))
    };
    Op {
        id: id(1),
        at: Hlc::new(NOW, 1),
        act: Act::Create,
        of: Kind::Help,
        entity: None,
        library: "turku".into(),
        lists: 1,
        set: help.registers(),
        replaces: None,
    }
}

fn april_13() -> Date {
    Date::new(2026, 4, 13).expect("a day of the calendar")
}

fn patch() -> Op {
    Op {
        id: id(2),
        at: Hlc::new(NOW + 5, 0),
        act: Act::Patch,
        entity: Some(id(1)),
        set: Registers::from([
            ("duration".into(), json!(null)),
            ("when".into(), When::chosen(april_13(), None).to_value()),
        ]),
        replaces: Some(id(7)),
        ..create()
    }
}

fn check_in() -> Op {
    let walk_in = WalkIn {
        id: id(6),
        name: "Ville Vieras".into(),
        library: None,
        other_library: Some("Koulukirjasto".into()),
    };
    let check_in = CheckIn { year: 2026, who: Who::WalkIn(walk_in), passage: Passage::Arrived };
    Op { of: Kind::CheckIn, set: check_in.registers(), ..create() }
}

fn row() -> Row {
    let mut row = Row::unborn(&create());
    row.merge(&create(), create().at, false, id(3));
    row.merge(&patch(), patch().at, false, id(3));
    row
}

fn item() -> Item {
    Item {
        key: 4,
        effective: Some(Hlc::new(NOW, 9)),
        skewed: true,
        ..Item::new(&create(), id(3), NOW, -1_500)
    }
}

#[test]
fn ops() {
    assert_json_snapshot!("op_create", create());
    assert_json_snapshot!("op_patch", patch());
    assert_json_snapshot!("op_check_in", check_in());
    assert_json_snapshot!("row", row());
}

#[test]
fn push() {
    let op = RawValue::from_string(serde_json::to_string(&create()).unwrap()).unwrap();
    let push = Push {
        v: 1,
        nonce: "00000000000000ff".into(),
        replica: id(3),
        pending: 3,
        oldest: Some(NOW),
        ops: vec![op],
        effective: BTreeMap::from([(0, Hlc::new(NOW, 9))]),
        skewed: vec![0],
    };
    assert_json_snapshot!("push", push);
    let stored = Stored { position: 12, at: None, skewed: false };
    let verdicts = [
        Verdict::Applied(stored),
        Verdict::Duplicate(Stored { at: Some(Hlc::new(NOW, 2)), skewed: true, ..stored }),
        Verdict::Superseded(stored),
        Verdict::Rekey,
        Verdict::Held { reason: Hold::ForeignLibrary },
        Verdict::Rejected { code: Rejection::CountRange },
    ];
    let receipts = verdicts.into_iter().map(|verdict| Receipt { id: Some(id(1)), verdict }).collect();
    let answer = PushAnswer {
        nonce: "00000000000000ff".into(),
        epoch: id(5),
        position: 12,
        server_time: NOW,
        receipts,
    };
    assert_json_snapshot!("push_answer", answer);
    let read: PushAnswer = serde_json::from_value(serde_json::to_value(&answer).unwrap()).unwrap();
    assert_eq!(read, answer);
}

#[test]
fn pull_and_offer() {
    let answer = PullAnswer {
        epoch: id(5),
        reset: true,
        cursor: "signed".into(),
        position: 12,
        more: true,
        server_time: NOW,
        config: 3,
        rows: vec![row()],
    };
    assert_json_snapshot!("pull_answer", answer);
    assert_json_snapshot!("offer", Offer { nonce: "1".into(), ids: vec![id(1)] });
    assert_json_snapshot!(
        "offer_answer",
        OfferAnswer { nonce: "1".into(), epoch: id(5), position: 42, unknown: vec![id(1)] }
    );
}

#[test]
fn stored_on_the_device() {
    assert_json_snapshot!("outbox_item", item());
    let op = SentOp { item: item(), position: Some(12), hold: None };
    let held = SentOp { item: item(), position: None, hold: Some(Hold::DeviceRevoked) };
    assert_json_snapshot!(
        "sent_batch",
        SentBatch { key: 2, epoch: id(5), at: NOW, position: 12, ops: vec![op, held] }
    );
    assert_json_snapshot!(
        "quarantine",
        Wedged { item: item(), code: Rejection::Other("from_the_future".into()), at: NOW }
    );
}

#[test]
fn problems() {
    assert_json_snapshot!(
        "problem",
        Problem { retry_after: Some(30), ..Problem::new(429, "too_many_attempts", "Too many attempts") }
    );
}

#[test]
fn unknown_fields_are_ignored_and_unknown_codes_survive() {
    let mut value = serde_json::to_value(create()).unwrap();
    value["later"] = json!({"a": 1});
    value["set"]["mood"] = json!("good");
    let op: Op = serde_json::from_value(value).unwrap();
    assert_eq!(serde_json::to_value(&op).unwrap()["set"]["mood"], json!("good"));
    let receipt: Receipt =
        serde_json::from_value(json!({"status": "rejected", "code": "from_the_future"})).unwrap();
    assert_eq!(serde_json::to_value(&receipt).unwrap()["code"], json!("from_the_future"));
    let held: Receipt = serde_json::from_value(json!({"status": "held", "reason": "new_reason"})).unwrap();
    assert_eq!(held.verdict, Verdict::Held { reason: Hold::Other });
}

#[test]
fn what_version_1_wrote_is_read_for_ever() {
    let bytes = include_str!("fixtures/op-v1.json");
    let op: Op = serde_json::from_str(bytes).unwrap();
    let mut row = Row::unborn(&op);
    row.merge(&op, op.at, false, id(3));
    let help = Help::of(&row).unwrap();
    assert_eq!(help.main_topic(), Some("identity"));
    assert_eq!(help.when.on, Some("2026-04-14".parse().unwrap()));
}
