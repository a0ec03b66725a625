//! A contact's and the chair's corrections, entries and figures.

use serde_json::{Value, json};
use shared::routes;
use shared::time::DAY;
use tests::actor::Actor;
use tests::server::noon;

use crate::support::*;

async fn correct(person: &mut Actor, ops: &[Value]) -> Vec<String> {
    verdicts(&receipts(person.post(routes::OPS, &batch(ops)).await.unwrap()))
}

#[tokio::test]
async fn corrections_stay_within_the_own_library_for_a_contact() {
    let (server, mut chair, mut tablet) = with_tablet().await;
    let mut pori = server.contact(&mut chair, "pori").await.unwrap();
    let mut turku = server.contact(&mut chair, "turku").await.unwrap();
    push(&mut tablet, &[help(1)]).await;
    let change = |n, count| patch(n, 1, noon() + i64::from(n), json!({"count": count}));
    assert_eq!(correct(&mut pori, &[change(2, 2)]).await, ["held(foreign_library)"]);
    assert_eq!(correct(&mut turku, &[change(3, 3)]).await, ["applied"]);
    assert_eq!(correct(&mut chair, &[change(4, 4)]).await, ["applied"]);
    tablet.post(routes::OPS, &batch(&[change(5, 5)])).await.unwrap().expect_problem(401, "not_signed_in");

    let path = |library: &str| format!("{}?library={library}&days=10", routes::ENTRIES);
    let entries = turku.get(&path("turku")).await.unwrap().expect(200);
    assert_eq!(entries.json["rows"][0]["set"]["count"], 4);
    assert_eq!(entries.json["from"], "2026-04-05");
    pori.get(&path("turku")).await.unwrap().expect_problem(404, "not_found");
    chair
        .get(&format!("{}?library=turku&days=0", routes::ENTRIES))
        .await
        .unwrap()
        .expect_problem(422, "invalid");
    assert_eq!(recounted(&server).await, 1);
}

#[tokio::test]
async fn sample_periods_are_for_contacts_and_the_chair() {
    let (server, mut chair, mut tablet) = with_tablet().await;
    let mut op = help(1);
    op["of"] = json!("sample_period");
    op["set"] = json!({"period": {"from": "2026-04-01", "to": "2026-04-30"}});
    assert_eq!(judged(&mut tablet, std::slice::from_ref(&op)).await, ["rejected(not_allowed)"]);
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    assert_eq!(correct(&mut contact, &[op]).await, ["applied"]);
    let overview = chair.get(routes::OVERVIEW).await.unwrap().expect(200);
    let of = |code: &str| {
        overview.json["libraries"].as_array().unwrap().iter().find(|l| l["code"] == code).unwrap().clone()
    };
    assert_eq!(of("turku")["silent"], false, "its period is still running");
    assert_eq!(of("pori")["silent"], true);
}

#[tokio::test]
async fn the_overview_counts_what_was_logged() {
    let (server, mut chair, mut tablet) = with_tablet().await;
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    // A contact's page is about the own library, whatever else there is.
    let mut elsewhere = server.contact(&mut chair, "pori").await.unwrap();
    let peer = help_with(2, "kind", json!("staff_peer"));
    let yesterday = help_with(3, "when", json!({"on": "2026-04-13"}));
    let three = help_with(4, "count", json!(3));
    let mut session = help(5);
    session["of"] = json!("group_session");
    session["set"] = json!({
        "kind": "customer", "topic": "safety", "participants": 12,
        "span": {"on": "2026-04-10", "from": 13, "to": 15},
    });
    let mut duty = help(6);
    duty["of"] = json!("duty");
    duty["set"] = json!({"nobody_came": true, "span": {"on": "2026-04-09", "from": 10, "to": 12}});
    push(&mut tablet, &[help(1), peer, yesterday, three, session, duty]).await;
    let overview = chair.get(routes::OVERVIEW).await.unwrap().expect(200).json;
    assert_eq!(
        overview["this_year"],
        json!({
            "from": "2026-01-01", "to": "2026-04-14", "libraries_reporting": 1,
            "tally": {"customer": 3, "customer_people": 5, "peer": 1, "peer_people": 1, "sessions": 1, "participants": 12},
        })
    );
    let own = contact.get(routes::OVERVIEW).await.unwrap().expect(200).json;
    assert_eq!((&own["this_year"], own["libraries"].as_array().unwrap().len()), (&overview["this_year"], 1));
    let other = elsewhere.get(routes::OVERVIEW).await.unwrap().expect(200).json;
    assert_eq!(other["this_year"]["tally"]["customer"], 0);
    assert_eq!((&other["libraries"][0]["code"], &other["devices"]), (&json!("pori"), &json!([])));
    assert_eq!(overview["today_tally"]["customer"], 2);
    assert_eq!(overview["last_year"]["from"], "2025-01-01");
    assert_eq!(overview["last_year"]["to"], "2025-04-14");
    let libraries = overview["libraries"].as_array().unwrap();
    assert_eq!(libraries.len(), 13);
    assert_eq!((&libraries[0]["code"], &libraries[0]["silent"]), (&json!("turku"), &json!(false)));
    assert_eq!(libraries[0]["last_entry_on"], "2026-04-14");

    assert_eq!(overview["devices"][0]["pending"], 0);

    server.clock.advance(400 * DAY);
    let later = chair_again(&server).await.get(routes::OVERVIEW).await.unwrap().expect(200).json;
    assert_eq!(later["last_year"]["tally"]["customer"], 3, "a year on, the same dates");
    assert_eq!(later["libraries"][0]["silent"], true);
}

async fn chair_again(server: &tests::server::TestServer) -> Actor {
    let mut chair = server.anonymous();
    let form = json!({"email": tests::server::CHAIR, "password": tests::server::PASSWORD});
    chair.post(routes::SESSION, &form).await.unwrap().expect(200);
    chair
}
