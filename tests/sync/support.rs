//! Ops as JSON, and what a push of them answers.

use backend::db;
use backend::usecase::sync::recount::recount;
use serde_json::{Value, json};
use shared::domain::hlc::Hlc;
use shared::id::Id;
use shared::routes;
use shared::time::Millis;
use tests::actor::{Actor, Answer};
use tests::server::{TestServer, noon};

/// The id of the `n`th thing of a test.
pub fn id(n: u32) -> Id {
    let mut random = [7; 10];
    random[..4].copy_from_slice(&n.to_be_bytes());
    Id::v7(noon(), random)
}

/// A stamp at an instant.
pub fn stamp(ms: Millis) -> Value {
    json!(Hlc::new(ms, 0))
}

/// A plain help of Turku made at noon.
pub fn help(n: u32) -> Value {
    json!({
        "id": id(n), "at": stamp(noon()), "act": "create", "of": "help", "library": "turku", "lists": 1,
        "set": {"kind": "customer", "when": {"now": true}, "mode": "live", "count": 1, "topics": ["gov"]},
    })
}

/// The same with one register set otherwise.
pub fn help_with(n: u32, register: &str, value: Value) -> Value {
    let mut op = help(n);
    op["set"][register] = value;
    op
}

/// A change to an entity.
pub fn patch(n: u32, entity: u32, at: Millis, set: Value) -> Value {
    json!({
        "id": id(n), "at": stamp(at), "act": "patch", "of": "help", "entity": id(entity), "library": "turku", "lists": 1,
        "set": set,
    })
}

/// A batch.
pub fn batch(ops: &[Value]) -> Value {
    json!({"v": 1, "nonce": "n", "replica": id(900), "pending": ops.len(), "ops": ops})
}

/// Pushes ops and answers the receipts.
pub async fn push(device: &mut Actor, ops: &[Value]) -> Vec<Value> {
    receipts(push_batch(device, &batch(ops)).await)
}

/// Pushes a batch.
pub async fn push_batch(device: &mut Actor, batch: &Value) -> Answer {
    device.post(routes::SYNC_PUSH, batch).await.unwrap()
}

/// The receipts of an answer.
pub fn receipts(answer: Answer) -> Vec<Value> {
    let answer = answer.expect(200);
    assert_eq!(answer.text_at("/nonce"), "n");
    answer.json["receipts"].as_array().unwrap().clone()
}

/// The status of each receipt, with the code or reason where it has one.
pub fn verdicts(receipts: &[Value]) -> Vec<String> {
    let verdict = |receipt: &Value| {
        let detail = receipt["code"].as_str().or(receipt["reason"].as_str());
        let status = receipt["status"].as_str().unwrap_or_default();
        detail.map_or(status.to_owned(), |detail| format!("{status}({detail})"))
    };
    receipts.iter().map(verdict).collect()
}

/// The verdicts on ops.
pub async fn judged(device: &mut Actor, ops: &[Value]) -> Vec<String> {
    verdicts(&push(device, ops).await)
}

/// A server, its chair, and a tablet of Turku.
pub async fn with_tablet() -> (TestServer, Actor, Actor) {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let tablet = server.device(&mut chair, "turku").await.unwrap();
    (server, chair, tablet)
}

/// The server's only network.
pub async fn network(server: &TestServer) -> Id {
    let mut tx = server.app.db.read().await.unwrap();
    db::network::all(&mut tx).await.unwrap().remove(0).id
}

/// Fails unless the kept sums are what the entries say; answers how many entries there are.
pub async fn recounted(server: &TestServer) -> u64 {
    let found = recount(&server.app.db, network(server).await).await.unwrap();
    assert_eq!(found.differences, []);
    assert!(!found.facts_differ, "the facts are those of the entries");
    found.entities
}

/// All rows that a tablet pulls from scratch, and the last answer.
pub async fn pull_all(tablet: &mut Actor) -> (Vec<Value>, Answer) {
    let mut rows = Vec::new();
    let mut path = routes::SYNC_PULL.to_owned();
    loop {
        let answer = tablet.get(&path).await.unwrap().expect(200);
        rows.extend(answer.json["rows"].as_array().unwrap().iter().cloned());
        if answer.json["more"] != true {
            return (rows, answer);
        }
        path = after(&answer);
    }
}

/// The path of the pull that follows an answer.
pub fn after(answer: &Answer) -> String {
    format!("{}?cursor={}", routes::SYNC_PULL, answer.text_at("/cursor"))
}
