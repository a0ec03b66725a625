//! The door of the activity day: who may stand there, what is held there, and that what happened there is recorded once,
//! flagged and never refused.

use std::collections::BTreeSet;

use backend::db;
use backend::db::registration::Stored;
use reqwest::Method;
use serde_json::{Value, json};
use shared::domain::check_in::{CheckIn, Flag, Passage, WalkIn, Who};
use shared::domain::lang::Lang;
use shared::domain::op::{Act, Kind, Registers};
use shared::domain::registration::{Mode, Registration, State};
use shared::id::Id;
use shared::routes;
use shared::sync::view::Delivery;
use shared::time::{DAY, HOUR, MINUTE};
use shared::wire::v1::door::{DoorList, DoorPage};
use shared::wire::v1::push::Hold;
use shared::wire::v1::registration::Via;
use tests::actor::Actor;
use tests::device::Device;
use tests::faults::Faults;
use tests::server::{CHAIR, PASSWORD, TestServer};

/// Tests begin at noon on 14 April 2026; the day is the 15th.
fn day() -> Value {
    json!({
        "status": "published", "date": "2026-04-15", "begins": "09:00", "ends": "15:00",
        "title": {"fi": "Digiverkoston toimintapäivä"}, "intro": {"fi": ""},
        "place": "Porin pääkirjasto", "address": "", "directions": {"fi": ""},
        "remote_link": "https://meet.example.org/paiva", "on_site": 200, "remote": 100,
        "opens": {"on": "2026-03-01", "at": "08:00"}, "closes": {"on": "2026-04-10", "at": "16:00"},
        "lunch": true, "programme": [], "questions": [],
    })
}

fn doors(rest: &str) -> String {
    format!("{}/2026/doors{rest}", routes::DAYS)
}

fn list() -> String {
    format!("{}/2026", routes::DOOR)
}

struct Door {
    server: TestServer,
    chair: Actor,
    network: Id,
}

impl Door {
    async fn open() -> Self {
        let (server, mut chair) = TestServer::set_up().await.unwrap();
        let form = json!({"day": day()});
        chair.put(&format!("{}/2026", routes::DAYS), &form).await.unwrap().expect(200);
        let mut tx = server.app.db.read().await.unwrap();
        let network = db::network::all(&mut tx).await.unwrap().remove(0).id;
        drop(tx);
        Self { server, chair, network }
    }

    /// Somebody on the list.
    async fn guest(&self, name: &str, mode: Mode, state: State) -> Id {
        self.guests(&[name.to_owned()], mode, state).await[0]
    }

    async fn guests(&self, names: &[String], mode: Mode, state: State) -> Vec<Id> {
        let app = &self.server.app;
        let mut ids = Vec::new();
        let mut tx = app.db.write().await.unwrap();
        for name in names {
            let id = app.new_id();
            let stored = Stored {
                id,
                year: 2026,
                arrival: db::day::arrive(&mut tx, self.network, 2026).await.unwrap().unwrap(),
                state,
                until: None,
                registration: Registration {
                    name: name.clone(),
                    email: format!("{id}@example.org"),
                    library: Some("pori".to_owned()),
                    other_library: None,
                    mode,
                    lunch: None,
                    care: None,
                    ride: None,
                    contribution: None,
                    photo: false,
                    lang: Lang::Fi,
                    answers: Default::default(),
                },
                verdict: None,
                via: Via::Public,
                secret_hash: app.keys.manage(&*app.random, self.network, id).unwrap().hash().to_vec(),
                sequence: 0,
                created_at: app.now(),
                confirmed_at: None,
                changed_at: app.now(),
                anonymised_at: None,
            };
            db::registration::insert(&mut tx, self.network, &stored).await.unwrap();
            ids.push(id);
        }
        tx.commit().await.unwrap();
        ids
    }

    /// A tablet of a library, and its id.
    async fn tablet(&mut self, library: &str) -> (Actor, String) {
        let mut tablet = self.server.device(&mut self.chair, library).await.unwrap();
        let id = tablet.get(routes::DEVICE).await.unwrap().text_at("/device/id").to_owned();
        (tablet, id)
    }

    async fn grant(&mut self, device: &str) {
        self.chair.put(&doors(&format!("/{device}")), &json!(null)).await.unwrap().expect(200);
    }

    /// A tablet with the real engine, at the door.
    async fn device(&mut self, library: &str, seed: u64) -> Device {
        let (tablet, id) = self.tablet(library).await;
        self.grant(&id).await;
        Device::new(tablet, library, seed, self.server.clock.clone())
    }

    /// After days the chair has to sign in anew.
    async fn sign_in(&mut self) {
        let form = json!({"email": CHAIR, "password": PASSWORD});
        self.chair.post(routes::SESSION, &form).await.unwrap().expect(200);
    }

    async fn page(&mut self) -> DoorPage {
        let answer = self.chair.get(&doors("")).await.unwrap().expect(200);
        serde_json::from_str(&answer.text).unwrap()
    }

    async fn present(&mut self) -> (usize, Vec<Flag>) {
        let presence = self.page().await.list.presence();
        (presence.present(), presence.flags.into_values().collect())
    }
}

fn pass(device: &mut Device, who: Who, passage: Passage) -> Id {
    let set = CheckIn { year: 2026, who, passage }.registers();
    device.write(Act::Create, Kind::CheckIn, None, set)
}

fn arrive(device: &mut Device, guest: Id) -> Id {
    pass(device, Who::Registration(guest), Passage::Arrived)
}

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

/// The issue's promise: 150 people, two tablets without a network, ten seen by both.
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
async fn who_was_not_expected_is_flagged_and_the_organisers_decide() {
    let mut door = Door::open().await;
    let cancelled = door.guest("Peruva Pirkko", Mode::Onsite, State::Cancelled).await;
    let waiting = door.guest("Jonottava Jaana", Mode::Onsite, State::Waiting).await;
    let anna = door.guest("Anna", Mode::Onsite, State::Confirmed).await;
    let unknown = door.server.app.new_id();
    let mut device = door.device("turku", 9).await;
    for guest in [cancelled, waiting, unknown] {
        arrive(&mut device, guest);
        door.server.clock.advance(MINUTE);
    }
    let name = "Wille Walk-In".to_owned();
    let walk_in = WalkIn { id: door.server.app.new_id(), name, library: None, other_library: None };
    let walked = pass(&mut device, Who::WalkIn(walk_in), Passage::Arrived);
    device.settle().await.unwrap();
    let page = door.page().await;
    let presence = page.list.presence();
    let mut flags: Vec<_> = presence.flags.values().copied().collect();
    flags.sort();
    assert_eq!((presence.present(), flags), (4, vec![Flag::Cancelled, Flag::Waiting, Flag::Unknown]));

    // The walk-in was Anna; the unknown code was nobody; who had cancelled is welcome.
    let by_flag = |flag| *presence.flags.iter().find(|(_, one)| **one == flag).unwrap().0;
    let path = |id: Id| format!("{}/2026/check-ins/{id}", routes::DAYS);
    let merge = json!({"decision": {"as": "merged", "into": anna}});
    door.chair.post(&path(walked), &merge).await.unwrap().expect(200);
    let removal = json!({"decision": {"as": "removed"}});
    door.chair.post(&path(by_flag(Flag::Unknown)), &removal).await.unwrap().expect(200);
    let accept = json!({"decision": {"as": "accepted"}});
    door.chair.post(&path(by_flag(Flag::Cancelled)), &accept).await.unwrap().expect(200);
    let presence = door.page().await.list.presence();
    assert!(presence.is_present(anna) && !presence.is_present(unknown));
    assert_eq!(presence.present(), 3);
    // Now she comes once more: two at the door, one person.
    arrive(&mut device, anna);
    device.settle().await.unwrap();
    assert_eq!(door.present().await.0, 3);
    // A decision is taken back; a wrong one is refused with its field.
    door.chair.post(&path(by_flag(Flag::Unknown)), &json!({})).await.unwrap().expect(200);
    assert_eq!(door.present().await.0, 4);
    let bad = json!({"decision": {"as": "merged", "into": unknown}});
    let refused = door.chair.post(&path(walked), &bad).await.unwrap().expect_problem(422, "invalid");
    assert_eq!(refused.text_at("/field"), "into");
    door.chair.post(&path(anna), &accept).await.unwrap().expect_problem(404, "not_found");
}

#[tokio::test]
async fn of_a_walk_in_the_op_log_keeps_no_name_and_retention_empties_the_rest() {
    let mut door = Door::open().await;
    let mut device = door.device("turku", 4).await;
    let name = "Nimetön Nieminen".to_owned();
    let walk_in =
        WalkIn { id: door.server.app.new_id(), name, library: None, other_library: Some("Koulu".into()) };
    let op = pass(&mut device, Who::WalkIn(walk_in), Passage::Arrived);
    device.settle().await.unwrap();
    let mut tx = door.server.app.db.read().await.unwrap();
    let known = db::op::known(&mut tx, door.network, &[op]).await.unwrap();
    assert_eq!(known.len(), 1);
    drop(tx);
    let bytes = bytes_of_op(&door.server, op).await;
    assert!(bytes.is_empty(), "{bytes:?}");
    assert!(door.chair.get(&doors("")).await.unwrap().text.contains("Nieminen"));
    door.server.clock.advance(366 * DAY);
    backend::jobs::retention::run(&door.server.app).await.unwrap();
    door.sign_in().await;
    let page = door.page().await;
    assert_eq!(page.list.presence().present(), 1, "the figures stay");
    let text = serde_json::to_string(&page).unwrap();
    assert!(!text.contains("Nieminen") && !text.contains("Koulu"));
}

async fn bytes_of_op(server: &TestServer, op: Id) -> Vec<u8> {
    let sql = "SELECT bytes FROM op WHERE id = $1";
    let mut tx = server.app.db.read().await.unwrap();
    match &mut tx {
        db::Tx::Sqlite(tx) => sqlx::query_scalar(sql).bind(op.uuid()).fetch_one(&mut **tx).await.unwrap(),
        db::Tx::Postgres(tx) => sqlx::query_scalar(sql).bind(op.uuid()).fetch_one(&mut **tx).await.unwrap(),
    }
}

#[tokio::test]
async fn remote_people_check_in_by_their_link_from_an_hour_before_until_the_end() {
    let mut door = Door::open().await;
    let remote = door.guest("Etta Etä", Mode::Remote, State::Confirmed).await;
    let onsite = door.guest("Paavo Paikalla", Mode::Onsite, State::Confirmed).await;
    let app = door.server.app.clone();
    let slug = {
        let mut tx = app.db.read().await.unwrap();
        db::network::get(&mut tx, door.network).await.unwrap().unwrap().slug
    };
    let link = |id| {
        let secret = app.keys.manage(&*app.random, door.network, id).unwrap().reveal();
        format!("/{slug}/ilmoittautuminen/{secret}")
    };
    let (hers, his) = (link(remote), link(onsite));
    let mut nobody = door.server.anonymous();
    let press = async |nobody: &mut Actor, path: &str| {
        let form = |request: reqwest::RequestBuilder| {
            request.header("content-type", "application/x-www-form-urlencoded").body("do=join")
        };
        nobody.send(Method::POST, path, form).await.unwrap().status
    };
    // A day before there is no button, and pressing it all the same changes nothing.
    assert!(!nobody.get(&hers).await.unwrap().expect(200).text.contains("value=\"join\""));
    assert!((400..500).contains(&press(&mut nobody, &hers).await));
    door.server.clock.advance(20 * HOUR);
    // Looking at the page is not pressing the button.
    assert!(nobody.get(&hers).await.unwrap().expect(200).text.contains("value=\"join\""));
    assert!(!nobody.get(&his).await.unwrap().expect(200).text.contains("value=\"join\""));
    assert_eq!(door.present().await, (0, vec![]));
    assert_eq!(press(&mut nobody, &hers).await, 303);
    assert_eq!(press(&mut nobody, &hers).await, 303, "a second press is the same");
    assert!((400..500).contains(&press(&mut nobody, &his).await));
    assert_eq!(door.present().await, (1, vec![]));
    let page = door.page().await;
    assert_eq!((page.list.check_ins.len(), page.list.check_ins[0].device), (1, None));
    assert!(!nobody.get(&hers).await.unwrap().expect(200).text.contains("value=\"join\""));
    // A tablet at the door sees it.
    let mut device = door.device("turku", 2).await;
    let text = device.actor().get(&list()).await.unwrap().expect(200).text;
    let held: DoorList = serde_json::from_str(&text).unwrap();
    assert!(held.presence().is_present(remote));
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
