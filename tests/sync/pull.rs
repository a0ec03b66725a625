//! What a tablet is given: its library's changes, a first window, and a fresh start where its cursor says too little.

use serde_json::json;
use shared::routes;
use shared::time::DAY;
use tests::server::noon;

use crate::support::*;

#[tokio::test]
async fn changes_follow_a_cursor_and_deleted_ones_are_told() {
    let (_server, _chair, mut tablet) = with_tablet().await;
    push(&mut tablet, &[help(1), help(2)]).await;
    let (rows, first) = pull_all(&mut tablet).await;
    assert_eq!((rows.len(), &first.json["reset"], &first.json["position"]), (2, &json!(true), &json!(2)));
    let nothing = tablet.get(&after(&first)).await.unwrap().expect(200);
    assert_eq!((nothing.json["rows"].as_array().unwrap().len(), nothing.json.get("reset")), (0, None));
    let mut delete = patch(3, 1, noon() + 1, json!({}));
    delete["act"] = json!("delete");
    push(&mut tablet, &[delete]).await;
    let next = tablet.get(&after(&nothing)).await.unwrap().expect(200);
    assert_eq!(next.json["rows"][0]["set"]["deleted"], true);
    let (rows, _) = pull_all(&mut tablet).await;
    assert_eq!(rows.len(), 1, "a fresh replica never had it");
}

#[tokio::test]
async fn a_first_pull_holds_sixty_days_and_other_libraries_nothing() {
    let (server, mut chair, mut tablet) = with_tablet().await;
    let old = help_with(1, "when", json!({"on": "2026-02-20"}));
    push(&mut tablet, &[old, help(2)]).await;
    server.clock.advance(10 * DAY);
    let (rows, _) = pull_all(&mut tablet).await;
    assert_eq!(rows.iter().map(|row| &row["id"]).collect::<Vec<_>>(), [&json!(id(2))]);
    let mut pori = server.device(&mut chair, "pori").await.unwrap();
    assert_eq!(pull_all(&mut pori).await.0.len(), 0);
}

#[tokio::test]
async fn many_rows_come_in_pages() {
    let (_server, _chair, mut tablet) = with_tablet().await;
    for chunk in 0..11 {
        let ops: Vec<_> = (0..500).map(|n| help(chunk * 500 + n)).collect();
        push(&mut tablet, &ops).await;
    }
    let first = tablet.get(routes::SYNC_PULL).await.unwrap().expect(200);
    assert_eq!((first.json["rows"].as_array().unwrap().len(), &first.json["more"]), (5_000, &json!(true)));
    // Deleted between two pages: the replica has it already and must be told.
    let mut delete = patch(9_001, 0, noon() + 1, json!({}));
    delete["act"] = json!("delete");
    push(&mut tablet, &[delete]).await;
    let second = tablet.get(&after(&first)).await.unwrap().expect(200);
    assert_eq!(second.json["rows"].as_array().unwrap().len(), 500);
    let third = tablet.get(&after(&second)).await.unwrap().expect(200);
    assert_eq!(third.json["rows"][0]["set"]["deleted"], true);
    assert_eq!((third.json.get("more"), &third.json["position"]), (None, &json!(5_501)));
}

#[tokio::test]
async fn a_forged_garbled_or_foreign_cursor() {
    let (server, mut chair, mut tablet) = with_tablet().await;
    push(&mut tablet, &[help(1)]).await;
    let (_, answer) = pull_all(&mut tablet).await;
    let cursor = answer.text_at("/cursor");
    let flipped = cursor.replacen(&cursor[10..11], if &cursor[10..11] == "A" { "B" } else { "A" }, 1);
    for bad in ["x", "a.b", &flipped, &cursor[..cursor.len() - 2], "%00"] {
        let path = format!("{}?cursor={bad}", routes::SYNC_PULL);
        tablet.get(&path).await.unwrap().expect_problem(400, "bad_cursor");
    }
    // Another library's cursor is genuine, but says nothing about this one.
    let mut pori = server.device(&mut chair, "pori").await.unwrap();
    let answer = pori.get(&after(&answer)).await.unwrap().expect(200);
    assert_eq!((&answer.json["reset"], answer.json["rows"].as_array().unwrap().len()), (&json!(true), 0));
}

#[tokio::test]
async fn a_cursor_older_than_the_marks_starts_afresh_in_the_same_history() {
    let (server, _chair, mut tablet) = with_tablet().await;
    push(&mut tablet, &[help(1)]).await;
    let (_, before) = pull_all(&mut tablet).await;
    push(&mut tablet, &[help(2)]).await;
    server.clock.advance(181 * DAY);
    push(&mut tablet, &[help(3)]).await;
    backend::jobs::retention::run(&server.app).await.unwrap();
    let answer = tablet.get(&after(&before)).await.unwrap().expect(200);
    assert_eq!(answer.json["reset"], true);
    assert_eq!(answer.json["epoch"], before.json["epoch"]);
    // The last mark stays, however old: a quiet network's cursor is good.
    let (_, last) = pull_all(&mut tablet).await;
    server.clock.advance(300 * DAY);
    backend::jobs::retention::run(&server.app).await.unwrap();
    let quiet = tablet.get(&after(&last)).await.unwrap().expect(200);
    assert_eq!(quiet.json.get("reset"), None);
}

#[tokio::test]
async fn an_offer_names_what_is_lacking() {
    let (_server, _chair, mut tablet) = with_tablet().await;
    let mut foreign = help(2);
    foreign["library"] = json!("pori");
    push(&mut tablet, &[help(1), foreign]).await;
    let offer = json!({"nonce": "o", "ids": [id(1), id(2), id(3), id(3)]});
    let answer = tablet.post(routes::SYNC_OFFER, &offer).await.unwrap().expect(200);
    assert_eq!(answer.json["unknown"], json!([id(3), id(3)]));
    let many: Vec<_> = (0..5_001).map(id).collect();
    let offer = json!({"nonce": "o", "ids": many});
    tablet.post(routes::SYNC_OFFER, &offer).await.unwrap().expect_problem(413, "too_large");
}
