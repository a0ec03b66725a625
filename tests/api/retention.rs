//! The retention job against a real database.

use backend::jobs::retention;
use serde_json::json;
use shared::routes;
use shared::time::{DAY, Date, helsinki_midnight};
use tests::database::is_postgres;
use tests::server::TestServer;

#[tokio::test]
async fn after_thirteen_months_nobody_knows_whose_entry_it_was() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let member = json!({"id": server.app.new_id(), "name": "Aino", "library": "turku", "role": "member"});
    chair.post(routes::MEMBERS, &member).await.unwrap().expect(200);
    server.device(&mut chair, "turku").await.unwrap();
    // Keys of April to July 2026 exist.
    let keys = async |from: &str| {
        let network = network(&server).await;
        let mut tx = server.app.db.read().await.unwrap();
        backend::db::author_key::of_library(&mut tx, network, "turku", from, "2099-12").await.unwrap().len()
    };
    assert_eq!(keys("2026-01").await, 4);
    server.clock.set(helsinki_midnight(Date::new(2027, 5, 1).unwrap()) - 1);
    retention::run(&server.app).await.unwrap();
    assert_eq!(keys("2026-01").await, 4);
    server.clock.set(helsinki_midnight(Date::new(2027, 5, 1).unwrap()));
    assert!(retention::run(&server.app).await.unwrap() > 0);
    assert_eq!(keys("2026-01").await, 3);
    let mut tx = server.app.db.read().await.unwrap();
    assert_eq!(backend::db::retention::last_run(&mut tx).await.unwrap(), Some(server.app.now()));
}

#[tokio::test]
async fn a_removed_member_is_forgotten_and_the_rest_stays() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    let id = contact.get(routes::SESSION).await.unwrap().text_at("/member").to_owned();
    server.device(&mut contact, "turku").await.unwrap();
    // A file can be searched; of a PostgreSQL server's files nothing is promised.
    let searched = !is_postgres();
    assert_eq!(
        is_on_disk(&server, b"Yhteys turku"),
        searched,
        "else the last check below would prove nothing"
    );
    chair.delete(&format!("{}/{id}", routes::MEMBERS)).await.unwrap().expect(204);
    server.clock.advance(400 * DAY);
    retention::run(&server.app).await.unwrap();
    let network = network(&server).await;
    let mut tx = server.app.db.read().await.unwrap();
    assert_eq!(backend::db::member::list(&mut tx, network, None).await.unwrap().len(), 1);
    let devices = backend::db::device::list(&mut tx, network, None).await.unwrap();
    assert_eq!((devices.len(), devices[0].enrolled_by.as_str()), (1, ""));
    drop(tx);
    assert!(server.app.db.integrity().await.unwrap().is_empty());
    // What was deleted is not left in the file or the write-ahead log; the audit log keeps its copy for 24 months.
    server.clock.advance(365 * DAY);
    retention::run(&server.app).await.unwrap();
    assert!(!is_on_disk(&server, b"Yhteys turku"));
}

fn is_on_disk(server: &TestServer, needle: &[u8]) -> bool {
    ["digiverkosto.sqlite", "digiverkosto.sqlite-wal"].iter().any(|file| {
        let bytes = std::fs::read(server.place.folder.path().join(file)).unwrap_or_default();
        bytes.windows(needle.len()).any(|window| window == needle)
    })
}

async fn network(server: &TestServer) -> shared::id::Id {
    let mut tx = server.app.db.read().await.unwrap();
    backend::db::network::all(&mut tx).await.unwrap()[0].id
}
