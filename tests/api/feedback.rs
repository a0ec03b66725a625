//! The feedback channel.

use serde_json::json;
use shared::routes;
use tests::server::TestServer;

#[tokio::test]
async fn anybody_gives_feedback_and_the_chair_answers_within_fourteen_days() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut nobody = server.anonymous();
    let form = json!({"id": server.app.new_id(), "body": "Painike on\nliian pieni.", "reply_to": "eva@example.org",
        "page": "/kirjaukset?x=1#y", "language": "fi"});
    let received = nobody.post(routes::FEEDBACK, &form).await.unwrap().expect(200);
    assert_eq!(received.text_at("/due_on"), "2026-04-28");
    nobody.post(routes::FEEDBACK, &form).await.unwrap().expect(200);

    let list = chair.get(routes::FEEDBACK).await.unwrap().expect(200);
    assert_eq!(list.json["feedback"].as_array().unwrap().len(), 1);
    assert_eq!(list.text_at("/feedback/0/page"), "/kirjaukset");
    let path = format!("{}/{}", routes::FEEDBACK, list.text_at("/feedback/0/id"));
    let answered =
        chair.patch(&path, &json!({"answered": true, "note": "Korjattu."})).await.unwrap().expect(200);
    assert_eq!(answered.text_at("/answered_by"), "Päivi Puheenjohtaja");
    let reopened = chair.patch(&path, &json!({"answered": false})).await.unwrap().expect(200);
    assert!(reopened.json.get("answered_at").is_none());
}

#[tokio::test]
async fn feedback_is_limited_and_checked() {
    let (server, _) = TestServer::set_up().await.unwrap();
    let mut nobody = server.anonymous();
    let form = |body: &str| json!({"id": server.app.new_id(), "body": body});
    nobody.post(routes::FEEDBACK, &form(" ")).await.unwrap().expect_problem(422, "invalid");
    nobody.post(routes::FEEDBACK, &form(&"x".repeat(4_001))).await.unwrap().expect_problem(422, "invalid");
    for _ in 0..3 {
        nobody.post(routes::FEEDBACK, &form("Hei")).await.unwrap().expect(200);
    }
    nobody.post(routes::FEEDBACK, &form("Hei")).await.unwrap().expect_problem(429, "too_many_tries");
}
