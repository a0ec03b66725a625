//! The activity day's set-up by the chair.

use serde_json::json;
use shared::routes;
use tests::day::{day, path, save};
use tests::server::TestServer;

#[tokio::test]
async fn the_chair_sets_up_a_day_and_nobody_overwrites_what_somebody_else_has_saved() {
    let (_server, mut chair) = TestServer::set_up().await.unwrap();
    chair.get(&path(2026)).await.unwrap().expect_problem(404, "not_found");
    let page = save(&mut chair, &day()).await.unwrap().expect(200);
    assert_eq!((&page.json["day"], page.json["version"].as_i64()), (&day(), Some(1)));
    assert!(page.text_at("/address").ends_with("/lounais-suomen-digiverkosto/ilmoittaudu/2026"));
    assert_eq!(page.json["sends_mail"], false);
    chair.put(&path(2026), &json!({"day": day()})).await.unwrap().expect_problem(409, "overtaken");
    let late = json!({"version": 0, "day": day()});
    chair.put(&path(2026), &late).await.unwrap().expect_problem(409, "overtaken");
    save(&mut chair, &day()).await.unwrap().expect(200);
    let days = chair.get(routes::DAYS).await.unwrap().expect(200);
    assert_eq!((days.text_at("/days/0/date"), days.text_at("/today")), ("2026-06-10", "2026-04-14"));
    let log = chair.get(routes::AUDIT).await.unwrap().expect(200);
    assert_eq!(log.text.matches("day_changed").count(), 2);
}

#[tokio::test]
async fn what_is_wrong_with_a_day_is_refused_and_nothing_is_stored() {
    let (_server, mut chair) = TestServer::set_up().await.unwrap();
    let long = "x".repeat(10_000);
    for (pointer, value, field) in [
        ("/closes", json!({"on": "2026-03-31", "at": "08:00"}), "closes"),
        ("/closes", json!({"on": "2026-04-01", "at": "08:00"}), "closes"),
        ("/closes", json!({"on": "2026-06-10", "at": "10:00"}), "closes"),
        ("/ends", json!("09:30"), "ends"),
        ("/title/fi", json!(" "), "title"),
        ("/title/sv", json!(long), "title"),
        ("/place", json!(""), "place"),
        ("/on_site", json!(2001), "on_site"),
        ("/remote", json!(2001), "remote"),
        ("/remote_link", json!("javascript:alert(1)"), "remote_link"),
        ("/remote_link", json!("https://a b"), "remote_link"),
        ("/programme/0/ends", json!("09:00"), "programme"),
        ("/budget", json!(-1), "budget"),
    ] {
        let mut wrong = day();
        wrong["budget"] = json!(0);
        *wrong.pointer_mut(pointer).unwrap() = value.clone();
        let refused = save(&mut chair, &wrong).await.unwrap().expect_problem(422, "invalid");
        assert_eq!(refused.text_at("/field"), field, "{pointer} {value}");
    }
    for (pointer, value) in
        [("/date", json!("2026-02-30")), ("/begins", json!("25:00")), ("/status", json!("open"))]
    {
        let mut wrong = day();
        *wrong.pointer_mut(pointer).unwrap() = value;
        chair.put(&path(2026), &json!({"day": wrong})).await.unwrap().expect_problem(400, "bad_json");
    }
    chair.put(&path(2027), &json!({"day": day()})).await.unwrap().expect_problem(422, "invalid");
    chair.get(&path(2026)).await.unwrap().expect_problem(404, "not_found");
    let days = chair.get(routes::DAYS).await.unwrap().expect(200);
    assert_eq!(days.json["days"], json!([]));
}

#[tokio::test]
async fn nobody_but_the_chair_reads_or_changes_a_day() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    save(&mut chair, &day()).await.unwrap().expect(200);
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    for (who, status) in [(&mut contact, 403), (&mut tablet, 401), (&mut server.anonymous(), 401)] {
        for part in ["", "/registrations", "/mails"] {
            who.get(&format!("{}{part}", path(2026))).await.unwrap().expect(status);
        }
        who.put(&path(2026), &json!({"version": 1, "day": day()})).await.unwrap().expect(status);
    }
}
