//! The network's settings.

use serde_json::{Value, json};
use shared::routes;
use tests::server::TestServer;

fn contacts() -> Value {
    json!({
        "controller": " Porin kaupunki ",
        "controller_contact": "kirjaamo@example.org",
        "dpo_contact": "tsv@example.org",
        "accessibility_contact": "esteetta@example.org",
        "accessibility_phone": "02 123 4567",
    })
}

#[tokio::test]
async fn what_the_chair_changes_is_in_the_statements_and_on_the_tablets() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    let before = tablet.get(routes::DEVICE).await.unwrap().expect(200);
    let settings = chair.get(routes::NETWORK).await.unwrap().expect(200);
    assert_eq!(settings.text_at("/name"), "Lounais-Suomen digiverkosto");
    assert_eq!(settings.json["effort_enabled"], false);

    let form = json!({"name": "Digiverkosto", "contacts": contacts(), "effort_enabled": true});
    let answer = chair.patch(routes::NETWORK, &form).await.unwrap().expect(200);
    assert_eq!(answer.text_at("/slug"), settings.text_at("/slug"), "addresses stay");
    assert_eq!(chair.get(routes::NETWORK).await.unwrap().json, answer.json);

    let statements = server.anonymous().get(routes::STATEMENTS).await.unwrap().expect(200);
    assert_eq!(statements.text_at("/network_name"), "Digiverkosto");
    assert_eq!(statements.text_at("/contacts/controller"), "Porin kaupunki");
    assert_eq!(statements.text_at("/contacts/accessibility_phone"), "02 123 4567");
    let after = tablet.get(routes::DEVICE).await.unwrap().expect(200);
    assert_eq!(after.json["network"]["contacts"], statements.json["contacts"]);
    assert_eq!(
        (&after.json["network"]["effort_enabled"], &after.json["network"]["strain_enabled"]),
        (&json!(true), &json!(false))
    );
    assert!(after.json["config_version"].as_i64() > before.json["config_version"].as_i64());
}

#[tokio::test]
async fn a_change_is_told_once_and_names_its_fields() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    // The log is in the order of time.
    server.clock.advance(1);
    let form = json!({"contacts": contacts(), "strain_enabled": true});
    for _ in 0..2 {
        chair.patch(routes::NETWORK, &form).await.unwrap().expect(200);
    }
    chair.patch(routes::NETWORK, &json!({})).await.unwrap().expect(200);
    let log = chair.get(routes::AUDIT).await.unwrap().expect(200);
    assert_eq!(log.text.matches("network_changed").count(), 1);
    let fields = "fields=controller,controller_contact,dpo_contact,accessibility_contact,accessibility_phone,strain_enabled";
    assert_eq!(log.text_at("/entries/0/detail"), fields);
    assert!(!log.text.contains("tsv@"), "the log names fields, not what is in them");
}

#[tokio::test]
async fn the_checks_are_those_of_the_set_up() {
    let (_server, mut chair) = TestServer::set_up().await.unwrap();
    let before = chair.get(routes::NETWORK).await.unwrap().expect(200);
    let with = |name: &str, value: Value| {
        let mut contacts = contacts();
        contacts[name] = value;
        json!({"name": "Uusi", "contacts": contacts})
    };
    for (form, field) in [
        (json!({"name": " "}), "name"),
        (json!({"name": "x".repeat(81)}), "name"),
        (with("controller", json!("")), "contacts.controller"),
        (with("dpo_contact", json!("a\nb")), "contacts.dpo_contact"),
        (with("accessibility_contact", json!("x".repeat(201))), "contacts.accessibility_contact"),
        (with("accessibility_phone", json!("1".repeat(41))), "contacts.accessibility_phone"),
    ] {
        let problem = chair.patch(routes::NETWORK, &form).await.unwrap().expect_problem(422, "invalid");
        assert_eq!(problem.text_at("/field"), field);
    }
    for form in [json!({"contacts": {"controller": "x"}}), json!({"name": 5}), json!(5)] {
        chair.patch(routes::NETWORK, &form).await.unwrap().expect_problem(400, "bad_json");
    }
    assert_eq!(chair.get(routes::NETWORK).await.unwrap().json, before.json, "nothing of it is stored");
}

#[tokio::test]
async fn only_the_chair_sees_and_changes_them() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    contact.get(routes::NETWORK).await.unwrap().expect_problem(403, "forbidden");
    let form = json!({"name": "Oma"});
    contact.patch(routes::NETWORK, &form).await.unwrap().expect_problem(403, "forbidden");
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    tablet.patch(routes::NETWORK, &form).await.unwrap().expect_problem(401, "not_signed_in");
}
