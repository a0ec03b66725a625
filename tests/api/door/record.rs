//! What happened at the door is recorded once, whatever the line does, and heard of at the other doors.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};
use shared::domain::check_in::{Flag, Passage, Who};
use shared::domain::op::{Act, Kind, Registers};
use shared::domain::registration::{Mode, State};
use shared::routes;
use shared::sync::view::Delivery;
use shared::time::{HOUR, MINUTE};
use tests::faults::Faults;

use super::{Door, arrive, list, pass};

/// 150 people, two tablets without a network, ten seen by both.
#[tokio::test]
async fn a_hundred_and_fifty_on_two_tablets_without_a_network_ten_of_them_on_both() {
    let mut door = Door::open().await;
    let names: Vec<_> = (0..150).map(|n| format!("Osallistuja {n}")).collect();
    let guests = door.guests(&names, Mode::Onsite, State::Confirmed).await;
    let mut tablets = [door.device("turku", 11).await, door.device("pori", 12).await];
    door.server.clock.advance(21 * HOUR);
    for tablet in &mut tablets {
        tablet.settle().await.unwrap();
    }
    // The network is cut: nothing is sent, everything is saved. 80 at one door and 80 at the other, ten at both.
    let mut ops = BTreeSet::new();
    for (n, guest) in guests.iter().enumerate() {
        door.server.clock.advance(7_000);
        let at: &[usize] = match n {
            0..10 => &[0, 1],
            10..80 => &[0],
            _ => &[1],
        };
        for tablet in at {
            ops.insert(arrive(&mut tablets[*tablet], *guest));
            door.server.clock.advance(1_000);
        }
    }
    assert_eq!(ops.len(), 160);
    assert_eq!(tablets.each_ref().map(|tablet| tablet.view.waiting()), [80, 80]);
    assert_eq!(door.present().await, (0, vec![]), "the server knows of nobody yet");
    // It comes back, as badly as it can: answers lost after the commit, requests doubled, captive portals.
    for (tablet, seed) in tablets.iter_mut().zip(21..) {
        tablet.faults = Faults::seeded(seed, 60);
    }
    for tablet in &mut tablets {
        tablet.work(40).await.unwrap();
    }
    for tablet in &mut tablets {
        tablet.faults = Faults::none();
        tablet.settle().await.unwrap();
        assert_eq!(tablet.internal, 0);
    }
    let (present, flags) = door.present().await;
    assert_eq!((present, flags), (150, vec![Flag::Double; 10]));
    let page = door.page().await;
    let stored: BTreeSet<_> = page.list.check_ins.iter().map(|recorded| recorded.row.id).collect();
    assert_eq!(stored, ops, "each check-in once, none unknown");

    // Sent once more under the same ids they are duplicates, and change nothing.
    let again: Vec<_> = tablets[0].store.sent.iter().flat_map(|batch| &batch.ops).cloned().collect();
    let raw: Vec<_> = again.iter().map(|op| op.item.bytes.as_str()).collect();
    let (replica, ops) = (tablets[0].replica, raw.join(","));
    let batch = format!(r#"{{"v":1,"nonce":"n","replica":"{replica}","ops":[{ops}]}}"#);
    let body =
        |request: reqwest::RequestBuilder| request.header("content-type", "application/json").body(batch);
    let answer = tablets[0].actor().send(Method::POST, routes::SYNC_PUSH, body).await.unwrap().expect(200);
    let receipts = answer.json["receipts"].as_array().unwrap();
    assert!(receipts.len() == 80 && receipts.iter().all(|receipt| receipt["status"] == "duplicate"));
    assert_eq!(door.present().await, (150, vec![Flag::Double; 10]));
    // No entry of any library, no figure, no row that anybody pulls.
    let recount = backend::usecase::sync::recount::recount(&door.server.app.db, door.network).await.unwrap();
    assert_eq!((recount.entities, recount.differences.len(), recount.facts_differ), (0, 0, false));
    assert!(tablets[0].store.base.is_empty());
    // And both tablets see the same.
    let lists = [
        tablets[0].actor().get(&list()).await.unwrap().expect(200).text,
        tablets[1].actor().get(&list()).await.unwrap().expect(200).text,
    ];
    assert_eq!(lists[0], lists[1]);
}

#[tokio::test]
async fn undone_left_and_come_back() {
    let mut door = Door::open().await;
    let guest = door.guest("Anna", Mode::Onsite, State::Confirmed).await;
    let mut device = door.device("turku", 3).await;
    let minute = |door: &Door| door.server.clock.advance(MINUTE);
    let first = arrive(&mut device, guest);
    minute(&door);
    device.write(Act::Delete, Kind::CheckIn, Some(first), Registers::new());
    device.settle().await.unwrap();
    assert_eq!(door.present().await, (0, vec![]));
    minute(&door);
    device.write(Act::Restore, Kind::CheckIn, Some(first), Registers::new());
    device.settle().await.unwrap();
    assert_eq!(door.present().await, (1, vec![]));
    minute(&door);
    pass(&mut device, Who::Registration(guest), Passage::Left);
    device.settle().await.unwrap();
    assert_eq!(door.present().await, (0, vec![]));
    minute(&door);
    arrive(&mut device, guest);
    device.settle().await.unwrap();
    assert_eq!(door.present().await, (1, vec![]));
    // It is recorded as it was: nobody changes a check-in.
    let op = device.write(Act::Patch, Kind::CheckIn, Some(first), [("passage".into(), json!("left"))].into());
    device.settle().await.unwrap();
    assert!(
        matches!(device.view.delivery(first), Some(Delivery::Wedged(_)))
            && device.store.quarantine.len() == 1
    );
    assert_eq!(device.store.quarantine[0].item.id, op);
}

#[tokio::test]
async fn an_undoing_that_comes_before_its_check_in_holds() {
    let mut door = Door::open().await;
    let guest = door.guest("Anna", Mode::Onsite, State::Confirmed).await;
    let mut device = door.device("turku", 3).await;
    let check_in = arrive(&mut device, guest);
    door.server.clock.advance(MINUTE);
    device.write(Act::Delete, Kind::CheckIn, Some(check_in), Registers::new());
    let items: Vec<_> = device.store.outbox.values().cloned().collect();
    for item in items.iter().rev() {
        let op: Value = serde_json::from_str(&item.bytes).unwrap();
        let batch = json!({"v": 1, "nonce": "n", "replica": device.replica, "ops": [op]});
        let answer = device.actor().post(routes::SYNC_PUSH, &batch).await.unwrap().expect(200);
        assert_eq!(answer.text_at("/receipts/0/status"), "applied");
    }
    assert_eq!(door.present().await, (0, vec![]));
    assert_eq!(door.page().await.list.check_ins.len(), 1);
}

#[tokio::test]
async fn a_tablet_at_the_door_hears_of_a_check_in_of_another_librarys_tablet() {
    let mut door = Door::open().await;
    let guest = door.guest("Anna", Mode::Onsite, State::Confirmed).await;
    let mut first = door.device("turku", 1).await;
    let mut second = door.device("pori", 2).await;
    let mut stream = second.actor().open(routes::EVENTS).await.unwrap();
    let mut heard = String::new();
    while !heard.contains("\"position\":0") {
        heard.push_str(&String::from_utf8_lossy(&stream.chunk().await.unwrap().unwrap()));
    }
    arrive(&mut first, guest);
    first.settle().await.unwrap();
    while !heard.contains("\"position\":1") {
        heard.push_str(&String::from_utf8_lossy(&stream.chunk().await.unwrap().unwrap()));
    }
}
