//! A server restored from an older copy gets back what the tablets still hold.

use shared::domain::op::Registers;
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
