//! Ops that are held, and their review.

use serde_json::{Value, json};
use shared::domain::hlc::Hlc;
use shared::id::Id;
use shared::routes;
use shared::time::DAY;
use tests::actor::Actor;
use tests::server::{TestServer, noon};

fn id(n: u8) -> Id {
    Id::v7(noon(), [n; 10])
}

/// A help that says it is a library's.
pub fn help(n: u8, library: &str) -> Value {
    json!({
        "id": id(n), "at": Hlc::new(noon(), 0), "act": "create", "of": "help", "library": library, "lists": 1,
        "set": {"kind": "customer", "when": {"now": true}, "mode": "live", "count": 2, "topics": ["gov"]},
    })
}

/// Pushes ops; answers the status of each.
pub async fn push(tablet: &mut Actor, ops: &[Value]) -> Vec<String> {
    let batch = json!({"v": 1, "nonce": "n", "replica": id(99), "pending": ops.len(), "ops": ops});
    let answer = tablet.post(routes::SYNC_PUSH, &batch).await.unwrap().expect(200);
    let receipts = answer.json["receipts"].as_array().unwrap();
    receipts.iter().map(|receipt| receipt["status"].as_str().unwrap().to_owned()).collect()
}

fn path(n: u8) -> String {
    format!("{}/{}", routes::HELD, id(n))
}

async fn revoke_all(chair: &mut Actor) {
    let devices = chair.get(routes::DEVICES).await.unwrap().expect(200);
    for device in devices.json["devices"].as_array().unwrap() {
        let path = format!("{}/{}", routes::DEVICES, device["id"].as_str().unwrap());
        chair.delete(&path).await.unwrap().expect(204);
    }
}

async fn helps(chair: &mut Actor) -> (Value, Value) {
    let overview = chair.get(routes::OVERVIEW).await.unwrap().expect(200);
    (overview.json["this_year"]["tally"]["customer"].clone(), overview.json["held"].clone())
}

#[tokio::test]
async fn what_is_accepted_counts_once_and_its_tablets_copy_is_a_duplicate() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    revoke_all(&mut chair).await;
    assert_eq!(push(&mut tablet, &[help(1, "turku")]).await, ["held"]);
    assert_eq!(helps(&mut chair).await, (json!(0), json!(1)));

    server.clock.advance(3 * DAY);
    let list = chair.get(routes::HELD).await.unwrap().expect(200);
    assert_eq!(list.text_at("/held/0/reason"), "device_revoked");
    assert_eq!(list.text_at("/held/0/after/set/when/on"), "2026-04-14", "the date is that of the entry");
    assert_eq!(list.json["held"][0]["received_at"], noon());
    for _ in 0..2 {
        let answer = chair.post(&path(1), &json!({"accept": true})).await.unwrap().expect(200);
        assert_eq!(answer.text_at("/status"), "accepted");
    }
    assert_eq!(helps(&mut chair).await, (json!(1), json!(0)));
    assert_eq!(push(&mut tablet, &[help(1, "turku")]).await, ["duplicate"]);
    assert_eq!(helps(&mut chair).await, (json!(1), json!(0)));
    chair.post(&path(1), &json!({"accept": false})).await.unwrap().expect_problem(409, "already_reviewed");
    let log = chair.get(routes::AUDIT).await.unwrap().expect(200);
    assert_eq!(log.text.matches("held_accepted").count(), 1);
    assert_eq!(chair.get(routes::HELD).await.unwrap().json["held"], json!([]));
}

#[tokio::test]
async fn what_is_dismissed_stays_out_of_the_figures_and_its_tablet_learns_of_it() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    revoke_all(&mut chair).await;
    push(&mut tablet, &[help(1, "turku"), help(2, "turku")]).await;
    let ask = json!({"ids": [id(1), id(2), id(3)]});
    let status = |answer: &tests::actor::Answer, n: u8| {
        let outcomes = answer.json["outcomes"].as_array().unwrap().clone();
        outcomes.iter().find(|o| o["id"] == json!(id(n))).map(|o| o["status"].clone())
    };
    let answer = tablet.post(routes::SYNC_HELD, &ask).await.unwrap().expect(200);
    assert_eq!((status(&answer, 1), status(&answer, 3)), (Some(json!("waiting")), None));
    for _ in 0..2 {
        chair.post(&path(1), &json!({"accept": false})).await.unwrap().expect(200);
    }
    chair.post(&path(2), &json!({"accept": true})).await.unwrap().expect(200);
    // Sent again it stays what it was.
    assert_eq!(push(&mut tablet, &[help(1, "turku")]).await, ["held"]);
    assert_eq!(helps(&mut chair).await, (json!(1), json!(0)));
    let answer = tablet.post(routes::SYNC_HELD, &ask).await.unwrap().expect(200);
    assert_eq!((status(&answer, 1), status(&answer, 2)), (Some(json!("dismissed")), Some(json!("accepted"))));
    let log = chair.get(routes::AUDIT).await.unwrap().expect(200);
    assert_eq!(log.text.matches("held_dismissed").count(), 1);
    // A change of mind.
    chair.post(&path(1), &json!({"accept": true})).await.unwrap().expect(200);
    assert_eq!(helps(&mut chair).await, (json!(2), json!(0)));
}

#[tokio::test]
async fn what_cannot_be_stored_as_it_is_stays_held_and_says_why() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    revoke_all(&mut chair).await;
    let mut bad = help(1, "turku");
    bad["set"]["topics"] = json!(["no_such_topic"]);
    assert_eq!(push(&mut tablet, &[bad]).await, ["held"]);
    let answer = chair.post(&path(1), &json!({"accept": true})).await.unwrap();
    let answer = answer.expect_problem(422, "entry_rejected");
    assert_eq!(answer.text_at("/detail"), "unknown_code");
    assert_eq!(helps(&mut chair).await, (json!(0), json!(1)));
    chair.post(&path(2), &json!({"accept": true})).await.unwrap().expect_problem(404, "not_found");
    chair.post(&path(1), &json!({})).await.unwrap().expect_problem(400, "bad_json");
    let odd = format!("{}/x", routes::HELD);
    chair.post(&odd, &json!({"accept": true})).await.unwrap().expect_problem(400, "bad_request");
}

#[tokio::test]
async fn i8_a_contact_reviews_what_concerns_the_own_library_only() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut turku = server.device(&mut chair, "turku").await.unwrap();
    let mut pori = server.device(&mut chair, "pori").await.unwrap();
    assert_eq!(push(&mut turku, &[help(1, "turku")]).await, ["applied"]);
    // Pori's tablet: an entry that says it is Turku's, and a change of Turku's that says it is Pori's.
    let disguised = json!({
        "id": id(3), "at": Hlc::new(noon() + 1, 0), "act": "patch", "of": "help", "entity": id(1),
        "library": "pori", "lists": 1, "set": {"count": 9},
    });
    assert_eq!(push(&mut pori, &[help(2, "turku"), disguised]).await, ["held", "held"]);
    let mut of_turku = server.contact(&mut chair, "turku").await.unwrap();
    let mut of_pori = server.contact(&mut chair, "pori").await.unwrap();
    assert_eq!(of_pori.get(routes::HELD).await.unwrap().expect(200).json["held"], json!([]));
    for n in [2, 3] {
        of_pori.post(&path(n), &json!({"accept": true})).await.unwrap().expect_problem(404, "not_found");
    }
    let seen = of_turku.get(routes::HELD).await.unwrap().expect(200);
    assert_eq!(seen.json["held"].as_array().unwrap().len(), 1);
    of_turku.post(&path(2), &json!({"accept": true})).await.unwrap().expect(200);
    of_turku.post(&path(3), &json!({"accept": true})).await.unwrap().expect_problem(404, "not_found");
    let left = chair.get(routes::HELD).await.unwrap().expect(200);
    assert_eq!(left.json["held"][0]["before"]["set"]["count"], 2);
    assert_eq!(left.json["held"][0]["after"]["set"]["count"], 9);
    for nobody in [&mut server.anonymous(), &mut turku] {
        nobody.get(routes::HELD).await.unwrap().expect_problem(401, "not_signed_in");
        nobody.post(&path(3), &json!({"accept": true})).await.unwrap().expect_problem(401, "not_signed_in");
    }
    let ask = json!({"ids": [id(3)]});
    server.anonymous().post(routes::SYNC_HELD, &ask).await.unwrap().expect_problem(401, "device_unknown");
}
