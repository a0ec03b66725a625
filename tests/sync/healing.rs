//! A server restored from an older copy gets back what the tablets still hold.

use std::path::Path;
use std::sync::Arc;

use backend::app::App;
use backend::config::Config;
use backend::random::SeededRandom;
use backend::restore::{Restored, restore};
use serde_json::json;
use shared::domain::op::Registers;
use shared::routes;
use shared::time::{DAY, MINUTE};
use tests::database::{Place, is_postgres};
use tests::device::Device;
use tests::server::TestServer;

use crate::support::recounted;

#[tokio::test]
async fn tablets_heal_a_server_that_was_restored_from_an_older_copy() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut first =
        Device::new(server.device(&mut chair, "turku").await.unwrap(), "turku", 1, server.clock.clone());
    let mut second =
        Device::new(server.device(&mut chair, "turku").await.unwrap(), "turku", 2, server.clock.clone());
    let help = first.blank_help();
    let old = first.log(&help);
    first.settle().await.unwrap();

    let copy = server.copy().await.unwrap();

    for _ in 0..30 {
        first.log(&help);
    }
    first.patch(old, Registers::from([("count".to_owned(), 5.into())]));
    first.settle().await.unwrap();
    second.log(&help);
    second.settle().await.unwrap();
    assert_eq!(second.store.base.len(), 32);
    let epoch = first.store.sent[0].epoch;

    let server = server.come_back(&copy).await.unwrap();
    assert_eq!(recounted(&server).await, 1);

    // Something new is logged before anybody notices; the first contact tells that the history is another one.
    first.move_to(server.address);
    second.move_to(server.address);
    let late = second.log(&help);
    for _ in 0..2 {
        second.settle().await.unwrap();
        first.settle().await.unwrap();
    }
    second.settle().await.unwrap();
    assert_eq!(recounted(&server).await, 33);
    assert_eq!(first.store.base, second.store.base);
    assert_eq!(first.store.base[&old].set["count"], 5);
    assert!(first.store.base.contains_key(&late));
    for device in [&first, &second] {
        assert!(device.store.sent.iter().all(|batch| batch.epoch != epoch), "all belongs to the new history");
        assert!(device.store.outbox.is_empty() && device.store.quarantine.is_empty());
    }
}

#[tokio::test]
async fn a_browser_that_was_enrolled_again_delivers_what_it_made_before() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut actor = server.device(&mut chair, "turku").await.unwrap();
    let cookies = actor.cookies.clone();
    let mut device = Device::new(actor.twin(), "turku", 1, server.clock.clone());
    let help = device.blank_help();
    device.log(&help);
    server.clock.advance(60_000);
    // The same browser becomes a tablet of Pori, with Turku's entry still waiting.
    let code = server.code(&mut chair, "pori").await.unwrap();
    actor.post(shared::routes::DEVICE_ENROL, &serde_json::json!({"code": code})).await.unwrap().expect(200);
    assert_ne!(actor.cookies, cookies);
    device.actor().cookies = actor.cookies.clone();
    device.settle().await.unwrap();
    assert_eq!(device.acknowledged().len(), 1, "judged by the scope at the time of entry");
    // What is made now for Turku is outside.
    server.clock.advance(3_600_000);
    device.log(&help);
    device.settle().await.unwrap();
    assert_eq!(device.acknowledged().len(), 1);
    assert_eq!(recounted(&server).await, 1);
}

/// Restores into a folder, at the clock of a server.
async fn restored(server: &TestServer, folder: &Path, copy: &Path, force: bool) -> anyhow::Result<Restored> {
    let clock = server.clock.clone();
    restore(Config::for_tests(folder), copy, force, move |db, config| {
        App::with(db, config, clock, Arc::new(SeededRandom::new(9)))
    })
    .await
}

#[tokio::test]
async fn i7_the_restore_command_begins_a_history_that_tablets_heal_and_the_chair_sees_it() {
    // The command is the file's; PostgreSQL has its own, as the test above uses them.
    if is_postgres() {
        return;
    }
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut first =
        Device::new(server.device(&mut chair, "turku").await.unwrap(), "turku", 1, server.clock.clone());
    let mut second =
        Device::new(server.device(&mut chair, "turku").await.unwrap(), "turku", 2, server.clock.clone());
    let help = first.blank_help();
    first.log(&help);
    first.settle().await.unwrap();
    let copies = tempfile::tempdir().unwrap();
    let copy = copies.path().join("copy.sqlite");
    server.app.db.backup(&copy).await.unwrap();
    for _ in 0..5 {
        first.log(&help);
    }
    first.settle().await.unwrap();
    second.log(&help);
    second.settle().await.unwrap();
    server.clock.advance(MINUTE);

    let refused = restored(&server, server.place.folder.path(), &copy, true).await.unwrap_err();
    assert!(refused.to_string().contains("in use"), "{refused}");
    let odd = copies.path().join("odd.sqlite");
    std::fs::write(&odd, "not a database").unwrap();
    let elsewhere = copies.path().join("elsewhere");
    std::fs::create_dir(&elsewhere).unwrap();
    restored(&server, &elsewhere, &odd, false).await.unwrap_err();
    assert_eq!(std::fs::read_dir(&elsewhere).unwrap().count(), 0, "nothing is left of a copy that is none");
    let done = restored(&server, &elsewhere, &copy, false).await.unwrap();
    assert!(done.aside.is_none());
    assert_eq!((done.networks[0].tablets, std::fs::read_dir(&elsewhere).unwrap().count()), (2, 1));
    let refused = restored(&server, &elsewhere, &copy, false).await.unwrap_err();
    assert!(refused.to_string().contains("--force"), "{refused}");
    let before = std::fs::read(elsewhere.join("digiverkosto.sqlite")).unwrap();
    let aside = restored(&server, &elsewhere, &copy, true).await.unwrap().aside.unwrap();
    assert_eq!(std::fs::read(aside).unwrap(), before, "the earlier one is moved, not changed");

    server.stop().await.unwrap();
    let place = Place { folder: Arc::new(tempfile::tempdir().unwrap()), url: None };
    std::fs::copy(elsewhere.join("digiverkosto.sqlite"), place.file()).unwrap();
    let server = TestServer::over(place).await.unwrap();
    server.clock.advance(2 * MINUTE);
    let mut person = server.anonymous();
    person.cookies = chair.cookies;
    person.get(routes::SESSION).await.unwrap().expect_problem(401, "not_signed_in");
    let form = json!({"email": tests::server::CHAIR, "password": tests::server::PASSWORD});
    person.cookies.clear();
    person.post(routes::SESSION, &form).await.unwrap().expect(200);

    let healing = |overview: &tests::actor::Answer| {
        let healing = &overview.json["healing"];
        [&healing["reported"], &healing["tablets"], &healing["entries"]].map(|n| n.as_i64())
    };
    let overview = person.get(routes::OVERVIEW).await.unwrap().expect(200);
    assert_eq!(healing(&overview), [Some(0), Some(2), Some(0)]);
    first.move_to(server.address);
    first.settle().await.unwrap();
    let overview = person.get(routes::OVERVIEW).await.unwrap().expect(200);
    assert_eq!(healing(&overview), [Some(1), Some(2), Some(5)], "what the copy had is not counted");
    let log = person.get(routes::AUDIT).await.unwrap().expect(200);
    assert!(log.text.contains("\"restored\""));

    second.move_to(server.address);
    second.settle().await.unwrap();
    first.settle().await.unwrap();
    assert_eq!(recounted(&server).await, 7);
    assert_eq!(first.store.base, second.store.base);
    let overview = person.get(routes::OVERVIEW).await.unwrap().expect(200);
    assert_eq!(overview.json.get("healing"), None, "all have reported");
}

#[tokio::test]
async fn what_a_restore_brings_back_is_told_for_thirty_days() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    server.device(&mut chair, "turku").await.unwrap();
    server.clock.advance(MINUTE);
    let network = crate::support::network(&server).await;
    let mut tx = server.app.db.write().await.unwrap();
    backend::db::sync_state::restored(&mut tx, network, server.app.new_id(), server.app.now()).await.unwrap();
    tx.commit().await.unwrap();
    // Looked at in between, so that the session lives on.
    for _ in 0..2 {
        server.clock.advance(10 * DAY);
        chair.get(routes::SESSION).await.unwrap().expect(200);
    }
    server.clock.advance(10 * DAY - 1);
    let overview = chair.get(routes::OVERVIEW).await.unwrap().expect(200);
    assert_eq!(overview.json["healing"]["tablets"], 1);
    server.clock.advance(1);
    let overview = chair.get(routes::OVERVIEW).await.unwrap().expect(200);
    assert_eq!(overview.json.get("healing"), None);
}
