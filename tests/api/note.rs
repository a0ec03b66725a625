//! Notes on dates.

use serde_json::{Value, json};
use shared::id::Id;
use shared::routes;
use tests::server::TestServer;

fn note(n: u8, library: Option<&str>) -> (String, Value) {
    let id = Id::v7(1, [n; 10]);
    let mut note = json!({"id": id, "from": "2026-02-02", "to": "2026-02-15", "body": "Palvelu uudistui"});
    if let Some(library) = library {
        note["library"] = library.into();
    }
    (format!("{}/{id}", routes::NOTES), note)
}

#[tokio::test]
async fn the_chair_writes_them_and_a_contact_sees_those_that_concern() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    for (n, library) in [(1, None), (2, Some("turku")), (3, Some("pori"))] {
        let (path, note) = note(n, library);
        contact.put(&path, &note).await.unwrap().expect_problem(403, "forbidden");
        // The answer may have been lost: the same again is the same note.
        for _ in 0..2 {
            assert_eq!(chair.put(&path, &note).await.unwrap().expect(200).json, note);
        }
    }
    let seen = |list: Value| list["notes"].as_array().unwrap().len();
    assert_eq!(seen(chair.get(routes::NOTES).await.unwrap().expect(200).json), 3);
    assert_eq!(seen(contact.get(routes::NOTES).await.unwrap().expect(200).json), 2);

    let (path, mut changed) = note(1, None);
    changed["body"] = json!("Palvelu uudistui kaikkialla");
    chair.put(&path, &changed).await.unwrap().expect(200);
    chair.delete(&path).await.unwrap().expect(204);
    chair.delete(&path).await.unwrap().expect_problem(404, "not_found");
    assert_eq!(seen(chair.get(routes::NOTES).await.unwrap().json), 2);
    let log = chair.get(routes::AUDIT).await.unwrap().expect(200).text;
    assert!(log.contains("note_written") && log.contains("note_removed"));
}

#[tokio::test]
async fn what_is_wrong_with_one_is_told_by_its_field() {
    let (_server, mut chair) = TestServer::set_up().await.unwrap();
    for (field, value) in [
        ("body", json!("x".repeat(10_000))),
        ("body", json!("  ")),
        ("to", json!("2026-01-01")),
        ("library", json!("atlantis")),
    ] {
        let (path, mut wrong) = note(1, None);
        wrong[field] = value;
        let refused = chair.put(&path, &wrong).await.unwrap().expect_problem(422, "invalid");
        assert_eq!(refused.text_at("/field"), field);
    }
    let (path, mut wrong) = note(1, None);
    wrong["from"] = json!("2026-02-30");
    chair.put(&path, &wrong).await.unwrap().expect_problem(400, "bad_json");
    assert_eq!(chair.get(routes::NOTES).await.unwrap().json["notes"], json!([]));
}
