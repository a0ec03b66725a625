//! Members, their roles and their accounts.

use serde_json::json;
use shared::routes;
use tests::server::TestServer;

#[tokio::test]
async fn the_same_form_twice_is_one_member() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let member =
        json!({"id": server.app.new_id(), "name": "Aino Aalto", "library": "turku", "role": "member"});
    let first = chair.post(routes::MEMBERS, &member).await.unwrap().expect(200);
    let second = chair.post(routes::MEMBERS, &member).await.unwrap().expect(200);
    assert_eq!(first.json, second.json);
    // Another Aino needs another chip: two equal chips on one tablet would be a guess.
    let other = json!({"id": server.app.new_id(), "name": "Aino Berg", "library": "turku", "role": "member"});
    let problem = chair.post(routes::MEMBERS, &other).await.unwrap().expect_problem(409, "already_exists");
    assert_eq!(problem.text_at("/field"), "chip");
    let elsewhere =
        json!({"id": server.app.new_id(), "name": "Aino Berg", "library": "pori", "role": "member"});
    chair.post(routes::MEMBERS, &elsewhere).await.unwrap().expect(200);
}

#[tokio::test]
async fn what_a_role_requires() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    for (member, field) in [
        (json!({"name": "A", "library": "turku", "role": "contact"}), "email"),
        (json!({"name": "A", "role": "contact", "email": "a@example.org"}), "library"),
        (json!({"name": "A", "library": "turku", "role": "member", "email": "a@example.org"}), "email"),
        (json!({"name": "A", "library": "atlantis", "role": "member"}), "library"),
        (json!({"name": "A", "library": "turku", "role": "emperor"}), "role"),
        (json!({"name": " ", "library": "turku", "role": "member"}), "name"),
        (json!({"name": "A", "library": "turku", "role": "contact", "email": "no address"}), "email"),
    ] {
        let mut form = member;
        form["id"] = json!(server.app.new_id());
        let problem = chair.post(routes::MEMBERS, &form).await.unwrap().expect_problem(422, "invalid");
        assert_eq!(problem.text_at("/field"), field, "{form}");
    }
}

#[tokio::test]
async fn a_removed_contact_is_out_at_once_and_the_last_chair_stays() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    let id = contact.get(routes::SESSION).await.unwrap().expect(200).text_at("/member").to_owned();
    chair.delete(&format!("{}/{id}", routes::MEMBERS)).await.unwrap().expect(204);
    contact.get(routes::SESSION).await.unwrap().expect_problem(401, "not_signed_in");

    let own = chair.get(routes::SESSION).await.unwrap().text_at("/member").to_owned();
    let path = format!("{}/{own}", routes::MEMBERS);
    chair.delete(&path).await.unwrap().expect_problem(409, "last_chair");
    let demote = json!({"role": "contact", "library": "turku"});
    chair.patch(&path, &demote).await.unwrap().expect_problem(409, "last_chair");
}

#[tokio::test]
async fn a_contact_manages_chips_of_the_own_library_and_no_accounts() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    let id = server.app.new_id();
    let own = json!({"id": id, "name": "Eero", "library": "turku", "role": "member"});
    contact.post(routes::MEMBERS, &own).await.unwrap().expect(200);
    contact.patch(&format!("{}/{id}", routes::MEMBERS), &json!({"chip": "E"})).await.unwrap().expect(200);
    let promote = json!({"role": "contact", "email": "eero@example.org"});
    contact
        .patch(&format!("{}/{id}", routes::MEMBERS), &promote)
        .await
        .unwrap()
        .expect_problem(403, "forbidden");
    let account = json!({"id": server.app.new_id(), "name": "X", "library": "turku", "role": "contact", "email": "x@example.org"});
    contact.post(routes::MEMBERS, &account).await.unwrap().expect_problem(403, "forbidden");
    contact
        .post(&format!("{}/{id}/link", routes::MEMBERS), &json!({}))
        .await
        .unwrap()
        .expect_problem(403, "forbidden");
}
