//! I8: a contact reaches the own library only, and networks never meet.

use serde_json::json;
use shared::routes;
use shared::wire::v1::statement::Contacts;
use tests::actor::Actor;
use tests::server::TestServer;

#[tokio::test]
async fn i8_another_library_does_not_exist_for_a_contact() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    let mut pori = server.device(&mut chair, "pori").await.unwrap();
    let device = pori.get(routes::DEVICE).await.unwrap().text_at("/device/id").to_owned();
    let id = server.app.new_id();
    let member = json!({"id": id, "name": "Pori Ihminen", "library": "pori", "role": "member"});
    chair.post(routes::MEMBERS, &member).await.unwrap().expect(200);

    for (path, list) in [
        (routes::LIBRARIES, "libraries"),
        (routes::POINTS, "points"),
        (routes::MEMBERS, "members"),
        (routes::DEVICES, "devices"),
        (routes::ENROLMENTS, "enrolments"),
    ] {
        let answer = contact.get(path).await.unwrap().expect(200);
        assert!(!answer.text.contains("pori"), "{list}: {}", answer.text);
    }
    let enrolment = json!({"library": "pori", "point": "main"});
    contact.post(routes::ENROLMENTS, &enrolment).await.unwrap().expect_problem(404, "not_found");
    let point = json!({"library": "pori", "code": "x", "name_fi": "X"});
    contact.post(routes::POINTS, &point).await.unwrap().expect_problem(404, "not_found");
    for (path, body) in [
        (format!("{}/{device}", routes::DEVICES), json!({"name": "mine"})),
        (format!("{}/{id}", routes::MEMBERS), json!({"chip": "mine"})),
        (format!("{}/pori/main", routes::POINTS), json!({"name_fi": "mine"})),
    ] {
        contact.patch(&path, &body).await.unwrap().expect_problem(404, "not_found");
    }
    contact.delete(&format!("{}/{device}", routes::DEVICES)).await.unwrap().expect_problem(404, "not_found");
    for path in [routes::AUDIT, routes::FEEDBACK] {
        contact.get(path).await.unwrap().expect_problem(403, "forbidden");
    }
    let patch =
        contact.patch(&format!("{}/turku", routes::LIBRARIES), &json!({"name_fi": "Åbo"})).await.unwrap();
    patch.expect_problem(403, "forbidden");
    pori.get(routes::DEVICE).await.unwrap().expect(200);
}

#[tokio::test]
async fn i8_another_network_does_not_exist() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut stranger = other_network(&server).await;
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    let device = tablet.get(routes::DEVICE).await.unwrap().text_at("/device/id").to_owned();
    let own = chair.get(routes::SESSION).await.unwrap().text_at("/member").to_owned();

    assert_eq!(stranger.get(routes::DEVICES).await.unwrap().expect(200).json["devices"], json!([]));
    let empty = json!({"plan": {
        "year": 2026, "status": "draft", "presentation": "", "members": "", "resources": "", "goals": [],
    }});
    let plan = format!("{}/2026", routes::PLANS);
    chair.put(&plan, &empty).await.unwrap().expect(200);
    assert_eq!(stranger.get(routes::PLANS).await.unwrap().expect(200).json["plans"], json!([]));
    stranger.get(&plan).await.unwrap().expect_problem(404, "not_found");
    stranger
        .post(&format!("{}/2027", routes::PLANS), &json!({"from": 2026}))
        .await
        .unwrap()
        .expect_problem(404, "not_found");
    stranger.delete(&format!("{}/{device}", routes::DEVICES)).await.unwrap().expect_problem(404, "not_found");
    stranger
        .patch(&format!("{}/{own}", routes::MEMBERS), &json!({"name": "x"}))
        .await
        .unwrap()
        .expect_problem(404, "not_found");
    stranger
        .post(&format!("{}/{own}/link", routes::MEMBERS), &json!({}))
        .await
        .unwrap()
        .expect_problem(404, "not_found");
    assert!(!stranger.get(routes::AUDIT).await.unwrap().text.contains("Päivi"));
    // A token that names the other network is nobody's there.
    let token = chair.cookies["__Host-dv_session"].clone();
    let (_, secret) = token.split_once('.').unwrap();
    let (network, _) = stranger.cookies["__Host-dv_session"].split_once('.').unwrap();
    let mut forger = server.anonymous();
    forger.cookies.insert("__Host-dv_session".to_owned(), format!("{network}.{secret}"));
    forger.get(routes::SESSION).await.unwrap().expect_problem(401, "not_signed_in");
    tablet.get(routes::DEVICE).await.unwrap().expect(200);
}

#[tokio::test]
async fn each_cookie_opens_its_own_door_only() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    tablet.get(routes::MEMBERS).await.unwrap().expect_problem(401, "not_signed_in");
    chair.get(routes::DEVICE).await.unwrap().expect_problem(401, "device_unknown");
    let token = tablet.cookies["__Host-dv_device"].clone();
    let mut swapped = server.anonymous();
    swapped.cookies.insert("__Host-dv_session".to_owned(), token);
    swapped.get(routes::MEMBERS).await.unwrap().expect_problem(401, "not_signed_in");
}

/// A second network on the same server, with a chair of its own signed in.
async fn other_network(server: &TestServer) -> Actor {
    use backend::usecase::{link, session, setup};
    let app = &server.app;
    let spec = setup::NetworkSpec {
        slug: "pohjoinen".to_owned(),
        name: "Pohjoinen".to_owned(),
        contacts: Contacts::default(),
        demo: false,
    };
    let mut tx = app.db.write().await.unwrap();
    let network = setup::create_network(app, &mut tx, &spec).await.unwrap();
    let chair = shared::wire::v1::member::Member {
        id: app.new_id(),
        name: "Outi Outo".to_owned(),
        chip: "Outi".to_owned(),
        library: None,
        role: shared::wire::v1::member::Role::Chair,
        email: Some("outi@example.org".to_owned()),
        language: "fi".to_owned(),
        created_at: app.now(),
        removed_at: None,
        has_password: false,
        organiser: false,
    };
    backend::db::member::insert(&mut tx, network, &chair, None).await.unwrap();
    let (_, token) = session::begin(app, &mut tx, network, &chair).await.unwrap();
    tx.commit().await.unwrap();
    assert!(link::issue_setup(app).await.unwrap().is_none());
    let mut actor = server.anonymous();
    actor.cookies.insert("__Host-dv_session".to_owned(), token.reveal());
    actor.get(routes::SESSION).await.unwrap().expect(200);
    actor
}
