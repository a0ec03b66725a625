//! Who may stand at the door, and what is held there.

use reqwest::Method;
use serde_json::json;
use shared::domain::check_in::{Passage, WalkIn, Who};
use shared::domain::registration::{Mode, State};
use shared::routes;
use shared::sync::view::Delivery;
use shared::time::{DAY, HOUR, MINUTE};
use shared::wire::v1::door::DoorList;
use shared::wire::v1::push::Hold;
use tests::device::Device;

use super::{Door, arrive, day, doors, list, pass};

#[tokio::test]
async fn the_list_is_for_a_tablet_with_the_scope_and_only_around_the_day() {
    let mut door = Door::open().await;
    let anna = door.guest("Anna Åkerlund", Mode::Onsite, State::Confirmed).await;
    let (mut tablet, id) = door.tablet("turku").await;
    let (mut other, _) = door.tablet("pori").await;
    // Without the scope there is nothing to see, and nobody but a tablet asks.
    tablet.get(&list()).await.unwrap().expect_problem(404, "not_found");
    door.chair.get(&list()).await.unwrap().expect_problem(401, "device_unknown");
    door.grant(&id).await;
    let scope = tablet.get(routes::DEVICE).await.unwrap().expect(200).json["doors"][0].clone();
    assert_eq!(scope["year"], 2026);
    other.get(&list()).await.unwrap().expect_problem(404, "not_found");
    assert!(other.get(routes::DEVICE).await.unwrap().json.get("doors").is_none());

    let answer = tablet.get(&list()).await.unwrap().expect(200);
    let held: DoorList = serde_json::from_str(&answer.text).unwrap();
    assert_eq!((held.guests.len(), held.guests[0].id), (1, anna));
    assert!(!answer.text.contains("example.org"), "no address, no link: {}", answer.text);
    // The same list again is not sent again.
    let tag = answer.headers["etag"].to_str().unwrap().to_owned();
    let again = |tag: String| move |request: reqwest::RequestBuilder| request.header("if-none-match", tag);
    tablet.send(Method::GET, &list(), again(tag.clone())).await.unwrap().expect(304);
    door.guest("Bo Öman", Mode::Remote, State::Confirmed).await;
    let new = tablet.send(Method::GET, &list(), again(tag)).await.unwrap().expect(200);
    assert_eq!(new.json["guests"].as_array().unwrap().len(), 2);

    // Until a day after it has ended; before, from a day before it begins.
    door.server.clock.advance(27 * HOUR + DAY - MINUTE);
    tablet.get(&list()).await.unwrap().expect(200);
    door.server.clock.advance(MINUTE);
    tablet.get(&list()).await.unwrap().expect_problem(403, "door_closed");
    assert!(tablet.get(routes::DEVICE).await.unwrap().json.get("doors").is_none());
    door.sign_in().await;
    let mut later = day();
    later["date"] = json!("2026-04-20");
    let form = json!({"version": 1, "day": later});
    door.chair.put(&format!("{}/2026", routes::DAYS), &form).await.unwrap().expect(200);
    // The day has been moved: the list is not given out yet, the tablet knows when it will be.
    tablet.get(&list()).await.unwrap().expect_problem(403, "door_closed");
    let scope = tablet.get(routes::DEVICE).await.unwrap().json["doors"][0].clone();
    assert_eq!(scope["date"], "2026-04-20");
}

#[tokio::test]
async fn a_revoked_tablet_has_no_list_but_what_it_recorded_until_then_counts() {
    let mut door = Door::open().await;
    let guests: Vec<_> = ["Anna", "Bo", "Cecilia"].map(str::to_owned).to_vec();
    let guests = door.guests(&guests, Mode::Onsite, State::Confirmed).await;
    let mut device = door.device("turku", 1).await;
    let before = arrive(&mut device, guests[0]);
    let id = device.actor().get(routes::DEVICE).await.unwrap().text_at("/device/id").to_owned();
    let version = device.actor().get(routes::DEVICE).await.unwrap().json["config_version"].as_i64();
    door.server.clock.advance(MINUTE);
    door.chair.delete(&doors(&format!("/{id}"))).await.unwrap().expect(200);
    // Again is the same, and nothing new to tell.
    door.chair.delete(&doors(&format!("/{id}"))).await.unwrap().expect(200);
    let config = device.actor().get(routes::DEVICE).await.unwrap();
    assert_eq!(config.json["config_version"].as_i64(), version.map(|version| version + 1));
    device.actor().get(&list()).await.unwrap().expect_problem(404, "not_found");
    door.server.clock.advance(10 * MINUTE);
    let after = arrive(&mut device, guests[1]);
    device.settle().await.unwrap();
    assert!(matches!(device.view.delivery(before), Some(Delivery::Sent(_))));
    assert_eq!(
        device.view.delivery(after),
        Some(Delivery::Held(Hold::NoDoor)),
        "kept for review, never lost"
    );
    assert_eq!(door.present().await, (1, vec![]));
    // The chair takes it in: it counts as if it had been let in.
    let path = format!("{}/{after}", routes::HELD);
    door.chair.post(&path, &json!({"accept": true})).await.unwrap().expect(200);
    assert_eq!(door.present().await, (2, vec![]));
    let log = door.chair.get(routes::AUDIT).await.unwrap();
    for (action, times) in [("door_granted", 1), ("door_revoked", 1), ("held_accepted", 1)] {
        assert_eq!(log.text.matches(action).count(), times, "{action}");
    }
    assert!(!log.text.contains("Anna"), "no names in the log");
}

#[tokio::test]
async fn i8_without_a_grant_a_check_in_is_held_and_a_contact_never_sees_it() {
    let mut door = Door::open().await;
    let mut contact = door.server.contact(&mut door.chair, "turku").await.unwrap();
    let (tablet, _) = door.tablet("turku").await;
    let mut device = Device::new(tablet, "turku", 5, door.server.clock.clone());
    let walk_in = WalkIn {
        id: door.server.app.new_id(),
        name: "Sanna Salainen".to_owned(),
        library: None,
        other_library: None,
    };
    let op = pass(&mut device, Who::WalkIn(walk_in), Passage::Arrived);
    device.settle().await.unwrap();
    assert_eq!(device.view.delivery(op), Some(Delivery::Held(Hold::NoDoor)));
    assert!(!contact.get(routes::HELD).await.unwrap().expect(200).text.contains("Salainen"));
    contact.post(&format!("{}/{op}", routes::HELD), &json!({"accept": true})).await.unwrap().expect(404);
    assert!(door.chair.get(routes::HELD).await.unwrap().expect(200).text.contains("Salainen"));
    // What a contact pushes under the session is no way round it.
    let op = json!({
        "id": door.server.app.new_id(), "at": shared::domain::hlc::Hlc::new(door.server.app.now(), 0), "act": "create",
        "of": "check_in", "library": "turku", "lists": 1,
        "set": {"year": 2026, "who": {"registration": door.server.app.new_id()}, "passage": "arrived"},
    });
    let batch = json!({"v": 1, "nonce": "n", "replica": door.server.app.new_id(), "ops": [op]});
    let answer = contact.post(routes::OPS, &batch).await.unwrap().expect(200);
    assert_eq!(answer.text_at("/receipts/0/code"), "not_allowed");
    contact.get(&doors("")).await.unwrap().expect_problem(403, "forbidden");
    let grant = doors("/018f0000000070008000000000000001");
    contact.put(&grant, &json!(null)).await.unwrap().expect_problem(403, "forbidden");
    assert_eq!(door.present().await, (0, vec![]));
}
