//! Costs of an activity day against its budget.

use serde_json::{Value, json};
use shared::id::Id;
use shared::routes;
use tests::actor::Actor;

use crate::day_after::{path, set_up};

fn line(cents: i64) -> Value {
    json!({"kind": "caterer", "what": "Lounas 42 hengelle", "payer": "Porin kaupunki", "receipt": "A-12",
        "cents": cents, "on": "2026-04-16"})
}

fn of(n: u8) -> String {
    path(&format!("/costs/{}", Id::v7(1, [n; 10])))
}

async fn put(chair: &mut Actor, n: u8, version: Option<i64>, line: &Value) -> Value {
    let mut form = line.clone();
    form["version"] = json!(version);
    chair.put(&of(n), &form).await.unwrap().expect(200).json
}

#[tokio::test]
async fn lines_add_up_and_an_overrun_is_told() {
    let (_server, mut chair) = set_up().await;
    let empty = chair.get(&path("/costs")).await.unwrap().expect(200).json;
    assert_eq!(
        empty,
        json!({"date": "2026-04-16", "budget": 250_000, "lines": [], "sums": [], "total": 0, "remaining": 250_000})
    );
    put(&mut chair, 1, None, &line(123_450)).await;
    let mut room = line(50_000);
    room["kind"] = "room".into();
    put(&mut chair, 2, None, &room).await;
    let page = put(&mut chair, 3, None, &line(-3_450)).await;
    assert_eq!(
        page["sums"],
        json!([{"kind": "caterer", "cents": 120_000}, {"kind": "room", "cents": 50_000}])
    );
    assert_eq!((&page["total"], &page["remaining"]), (&json!(170_000), &json!(80_000)));

    let page = put(&mut chair, 2, Some(1), &line(150_000)).await;
    assert_eq!((&page["total"], &page["remaining"]), (&json!(270_000), &json!(-20_000)));
    chair.delete(&format!("{}?version=2", of(2))).await.unwrap().expect(204);
    let page = chair.get(&path("/costs")).await.unwrap().expect(200).json;
    assert_eq!((page["lines"].as_array().unwrap().len(), &page["total"]), (2, &json!(120_000)));

    let log = chair.get(routes::AUDIT).await.unwrap().expect(200).text;
    assert!(log.matches("cost_changed").count() == 4 && log.contains("cost_removed"));
    assert!(!log.contains("Lounas") && !log.contains("Porin"), "what was bought is not logged");
}

#[tokio::test]
async fn nobody_overwrites_what_somebody_else_has_saved() {
    let (_server, mut chair) = set_up().await;
    // The answer may have been lost: the same again is the same line.
    for _ in 0..2 {
        let page = put(&mut chair, 1, None, &line(100)).await;
        assert_eq!((page["lines"].as_array().unwrap().len(), &page["lines"][0]["version"]), (1, &json!(1)));
    }
    for _ in 0..2 {
        assert_eq!(put(&mut chair, 1, Some(1), &line(200)).await["total"], 200);
    }
    let mut late = line(300);
    late["version"] = json!(1);
    chair.put(&of(1), &late).await.unwrap().expect_problem(409, "overtaken");
    late["version"] = Value::Null;
    chair.put(&of(1), &late).await.unwrap().expect_problem(409, "overtaken");
    chair.delete(&format!("{}?version=1", of(1))).await.unwrap().expect_problem(409, "overtaken");
    assert_eq!(chair.get(&path("/costs")).await.unwrap().json["total"], 200);
    chair.delete(&format!("{}?version=2", of(1))).await.unwrap().expect(204);
    chair.delete(&format!("{}?version=2", of(1))).await.unwrap().expect_problem(404, "not_found");
    late["version"] = json!(2);
    chair.put(&of(1), &late).await.unwrap().expect_problem(404, "not_found");
}

#[tokio::test]
async fn what_is_wrong_with_a_line_is_told_by_its_field() {
    let (server, mut chair) = set_up().await;
    for (field, value) in [
        ("what", json!(" ")),
        ("what", json!("x".repeat(10_000))),
        ("payer", json!("a\u{0}b")),
        ("receipt", json!("a\nb")),
        ("cents", json!(0)),
        ("cents", json!(i64::MIN)),
        ("cents", json!(100_000_001)),
        ("on", json!("2024-12-31")),
    ] {
        let mut wrong = line(100);
        wrong[field] = value;
        let refused = chair.put(&of(1), &wrong).await.unwrap().expect_problem(422, "invalid");
        assert_eq!(refused.text_at("/field"), field);
    }
    for (field, value) in [("cents", json!(1.5)), ("kind", json!("bribe")), ("on", json!("2026-02-30"))] {
        let mut wrong = line(100);
        wrong[field] = value;
        chair.put(&of(1), &wrong).await.unwrap().expect_problem(400, "bad_json");
    }
    assert_eq!(chair.get(&path("/costs")).await.unwrap().json["lines"], json!([]));
    let missing = format!("{}/2031/costs", routes::DAYS);
    chair.get(&missing).await.unwrap().expect_problem(404, "not_found");
    chair.delete(&of(1)).await.unwrap().expect_problem(400, "bad_request");

    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    contact.get(&path("/costs")).await.unwrap().expect_problem(403, "forbidden");
    contact.put(&of(1), &line(1)).await.unwrap().expect_problem(403, "forbidden");
    server.anonymous().get(&path("/costs")).await.unwrap().expect_problem(401, "not_signed_in");
}
