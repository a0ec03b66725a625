//! What is held: its review, seen from the tablet, and files that are read in elsewhere.

use std::collections::BTreeMap;

use serde_json::json;
use shared::id::Id;
use shared::routes;
use shared::sync::outbox::Item;
use shared::sync::plan::reviewed;
use shared::sync::view::Delivery;
use shared::time::HOUR;
use shared::wire::v1::held::{HeldAnswer, Outcome};
use shared::wire::v1::push::Hold;
use tests::device::Device;
use tests::server::TestServer;

use crate::support::{pull_all, recounted};

/// Reads the waiting ops of another tablet in, as a rescue file brings them.
fn read_in(device: &mut Device, items: impl Iterator<Item = Item>) {
    for (key, item) in (1_000..).zip(items) {
        let item = Item { key, ..item };
        device.store.outbox.insert(key, item.clone());
        device.view.add(item);
    }
}

/// Asks what became of what is held, and takes it over.
async fn learn(device: &mut Device) {
    let held = device.store.sent.iter().flat_map(|batch| &batch.ops).filter(|op| op.hold.is_some());
    let ask = json!({"ids": held.map(|op| op.item.id).collect::<Vec<_>>()});
    let answer = device.actor().post(routes::SYNC_HELD, &ask).await.unwrap().expect(200);
    let answer: HeldAnswer = serde_json::from_str(&answer.text).unwrap();
    let outcomes: BTreeMap<Id, Outcome> = answer.outcomes.iter().map(|one| (one.id, one.outcome)).collect();
    for batch in &mut device.store.sent {
        if let Some(new) = reviewed(batch, answer.epoch, &outcomes) {
            *batch = new;
            device.view.add_sent(batch);
        }
    }
}

#[tokio::test]
async fn i12_a_file_doubles_nothing_and_one_of_another_library_is_held() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablets = Vec::new();
    for (seed, library) in [(1, "turku"), (2, "turku"), (3, "pori")] {
        let actor = server.device(&mut chair, library).await.unwrap();
        tablets.push(Device::new(actor, library, seed, server.clock.clone()));
    }
    let [mut own, mut same, mut other] = <[Device; 3]>::try_from(tablets).ok().unwrap();
    let help = own.blank_help();
    own.log(&help);
    own.log(&help);
    let file: Vec<Item> = own.store.outbox.values().cloned().collect();

    read_in(&mut other, file.iter().cloned());
    other.settle().await.unwrap();
    assert_eq!((other.acknowledged().len(), recounted(&server).await), (0, 0));
    let overview = chair.get(routes::OVERVIEW).await.unwrap().expect(200);
    assert_eq!(overview.json["held"], 2);

    read_in(&mut same, file.iter().cloned());
    same.settle().await.unwrap();
    own.settle().await.unwrap();
    same.settle().await.unwrap();
    assert_eq!((own.acknowledged().len(), recounted(&server).await), (2, 2), "once, whoever sends them");
    assert_eq!(own.store.base, same.store.base);
    let overview = chair.get(routes::OVERVIEW).await.unwrap().expect(200);
    assert_eq!(
        (&overview.json["held"], &overview.json["this_year"]["tally"]["customer"]),
        (&json!(0), &json!(2))
    );
}

#[tokio::test]
async fn a_revoked_tablet_learns_what_was_decided_and_a_reviewed_op_is_the_push_that_it_was() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablet =
        Device::new(server.device(&mut chair, "turku").await.unwrap(), "turku", 1, server.clock.clone());
    let mut witness = server.device(&mut chair, "turku").await.unwrap();
    tablet.nudge();
    tablet.settle().await.unwrap();
    // An hour ahead: clamped as it arrives, not as it is reviewed.
    tablet.wrong_by = HOUR;
    let help = tablet.blank_help();
    let (taken, left) = (tablet.log(&help), tablet.log(&help));
    let devices = chair.get(routes::DEVICES).await.unwrap().expect(200);
    let own = tablet.actor().get(routes::DEVICE).await.unwrap().text_at("/device/id").to_owned();
    assert!(devices.text.contains(&own));
    chair.delete(&format!("{}/{own}", routes::DEVICES)).await.unwrap().expect(204);
    // It is refused what it asks for and goes on asking: it never settles.
    tablet.work(60).await.unwrap();
    assert!(matches!(tablet.view.delivery(taken), Some(Delivery::Held(Hold::DeviceRevoked))));
    let arrived = server.app.now();

    server.clock.advance(3 * HOUR);
    for (id, accept) in [(taken, true), (left, false)] {
        let path = format!("{}/{id}", routes::HELD);
        chair.post(&path, &json!({"accept": accept})).await.unwrap().expect(200);
    }
    learn(&mut tablet).await;
    assert!(matches!(tablet.view.delivery(taken), Some(Delivery::Sent(_))));
    assert_eq!(tablet.view.delivery(left), Some(Delivery::Held(Hold::Dismissed)));
    assert!(
        tablet.view.row(taken).is_some() && tablet.view.row(left).is_none(),
        "what is left out counts nowhere"
    );
    assert_eq!(tablet.acknowledged(), [taken].into());

    let (rows, _) = pull_all(&mut witness).await;
    let row: shared::domain::row::Row = serde_json::from_value(rows[0].clone()).unwrap();
    let born = row.born.unwrap();
    assert_eq!((row.id, born.1), (taken, tablet.replica), "under the replica that made it");
    assert!(born.0.ms() <= arrived, "no later than it arrived");
    assert_eq!(recounted(&server).await, 1);
}
