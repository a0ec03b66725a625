//! The demo's links and what keeps them on this machine.

use std::collections::BTreeMap;

use backend::db;
use reqwest::Method;
use shared::domain::row::Row;
use shared::id::Id;
use shared::routes;
use shared::time::{DAY, HOUR};
use tests::server::TestServer;

async fn demo() -> (TestServer, String, String) {
    let server = TestServer::with(|config| config.demo = true).await.unwrap();
    backend::demo::fill(&server.app).await.unwrap();
    let network = backend::usecase::demo::find(&server.app).await.unwrap().unwrap().unwrap();
    let links = backend::usecase::demo::open(&server.app, network.id);
    let (tablet, chair) = (links.tablet_url(""), links.chair_url(""));
    (server, tablet, chair)
}

#[tokio::test]
async fn one_browser_can_be_both_tablet_and_chair() {
    let (server, tablet, chair) = demo().await;
    let mut browser = server.anonymous();
    let answer = browser.get(&tablet).await.unwrap().expect(303);
    assert_eq!(answer.headers["location"], "/");
    assert_eq!(browser.get(&chair).await.unwrap().expect(303).headers["location"], "/tilanne");
    let config = browser.get(routes::DEVICE).await.unwrap().expect(200);
    assert_eq!((config.text_at("/library/code"), &config.json["network"]["demo"]), ("turku", &true.into()));
    assert_eq!(browser.get(routes::SESSION).await.unwrap().expect(200).text_at("/role"), "chair");
    // Opened again it is the same tablet, with its queue.
    browser.get(&tablet).await.unwrap().expect(303);
    assert_eq!(browser.get(routes::DEVICE).await.unwrap().json["device"], config.json["device"]);
    browser.get("/demo/chair/wrong").await.unwrap().expect_problem(404, "not_found");
}

#[tokio::test]
async fn the_demo_answers_on_this_machine_only() {
    let (server, _, chair) = demo().await;
    for (header, value) in [
        ("host", "digi.example.org"),
        ("x-forwarded-for", "192.0.2.1"),
        ("x-forwarded-proto", "https"),
        ("forwarded", "for=192.0.2.1"),
        ("via", "1.1 proxy"),
    ] {
        for path in [chair.as_str(), "/", routes::STATEMENTS] {
            let answer =
                server.anonymous().send(Method::GET, path, |r| r.header(header, value)).await.unwrap();
            answer.expect_problem(403, "demo_local_only");
        }
    }
}

#[tokio::test]
async fn a_real_network_is_found_out() {
    let (server, _) = TestServer::set_up().await.unwrap();
    let found = backend::usecase::demo::find(&server.app).await.unwrap();
    assert_eq!(found.unwrap_err(), "Lounais-Suomen digiverkosto");
}

#[tokio::test]
async fn a_later_start_adds_what_has_been_logged_since_and_nothing_twice() {
    let (one, ..) = demo().await;
    let network = network(&one).await;
    assert_eq!(backend::demo::top_up(&one.app, network).await.unwrap(), 0, "just filled");
    let before = rows(&one, network).await;
    // Later the same day, the next day, and after a long pause: each start adds what is new, a second one nothing.
    for pause in [3 * HOUR, 21 * HOUR, 60 * DAY] {
        one.clock.advance(pause);
        assert!(backend::demo::top_up(&one.app, network).await.unwrap() > 0);
        assert_eq!(backend::demo::top_up(&one.app, network).await.unwrap(), 0);
    }
    let after = rows(&one, network).await;
    assert!(before.keys().all(|id| after.contains_key(id)), "what was there stays");

    // In one step it comes to the same entries.
    let (other, ..) = demo().await;
    let twin = self::network(&other).await;
    other.clock.advance(3 * HOUR + 21 * HOUR + 60 * DAY);
    backend::demo::top_up(&other.app, twin).await.unwrap();
    let ids = |rows: &BTreeMap<Id, Row>| rows.keys().copied().collect::<Vec<_>>();
    assert_eq!(ids(&rows(&other, twin).await), ids(&after));

    let found = backend::usecase::sync::recount::recount(&one.app.db, network).await.unwrap();
    assert_eq!(found.differences, [], "the sums are those of the entries");
    assert_eq!(found.entities, after.len() as u64);
}

#[tokio::test]
async fn today_has_figures_after_a_later_start() {
    let (server, _, chair_link) = demo().await;
    server.clock.advance(DAY + 4 * HOUR);
    let mut chair = server.anonymous();
    let links = backend::usecase::demo::find(&server.app).await.unwrap().unwrap().unwrap();
    chair.get(&chair_link).await.unwrap().expect(303);
    let today = async |chair: &mut tests::actor::Actor| {
        let overview = chair.get(routes::OVERVIEW).await.unwrap().expect(200);
        overview.json["today_tally"].clone()
    };
    let empty = today(&mut chair).await;
    backend::demo::top_up(&server.app, links.id).await.unwrap();
    assert_ne!(today(&mut chair).await, empty);
    // The tablets have been heard of again, but for the two that are never heard of.
    let devices = chair.get(routes::DEVICES).await.unwrap().expect(200);
    let now = server.app.now();
    let late = |device: &&serde_json::Value| now - device["last_contact"].as_i64().unwrap() > 3 * HOUR;
    let silent: Vec<_> = devices.json["devices"].as_array().unwrap().iter().filter(late).collect();
    assert_eq!(silent.len(), 2, "{silent:?}");
}

async fn network(server: &TestServer) -> Id {
    backend::usecase::demo::find(&server.app).await.unwrap().unwrap().unwrap().id
}

/// All entries of a network.
async fn rows(server: &TestServer, network: Id) -> BTreeMap<Id, Row> {
    let mut tx = server.app.db.read().await.unwrap();
    let all = db::entity::page(&mut tx, network, Id::from_bytes([0; 16]), 1_000_000).await.unwrap();
    all.into_iter().map(|entity| (entity.row.id, entity.row)).collect()
}
