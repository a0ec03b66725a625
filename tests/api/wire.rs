//! Snapshots of the interface beside sync: what pages ask and get. A change of these is a change of the wire.
//!
//! Random values are replaced by their kind; long lists are cut to their first entry, which tells the shape.

use serde_json::{Value, json};
use shared::routes;
use tests::actor::Actor;
use tests::server::TestServer;

/// Fields whose value is random, or a picture.
const RANDOM: [&str; 4] = ["qr_svg", "token", "url", "cursor"];

/// The value with random ids and secrets replaced, and lists cut.
fn shape(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().take(1).map(shape).collect(),
        Value::Object(fields) => {
            // Where the keys are data too (lists, months), the first stands for all.
            let data = fields.len() > 2 && (fields.contains_key("topic") || fields.contains_key("2026-04"));
            let shown = fields.iter().take(if data { 1 } else { fields.len() });
            let shown = shown.map(|(name, value)| {
                let random = RANDOM.contains(&name.as_str()) && value.is_string()
                    || name == "code" && value.as_str().is_some_and(is_enrolment_code);
                (name.clone(), if random { json!(format!("[{name}]")) } else { shape(value) })
            });
            Value::Object(shown.collect())
        }
        Value::String(text) if is_id(text) => json!("[id]"),
        other => other.clone(),
    }
}

fn is_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        || text.len() == 36 && text.split('-').map(str::len).eq([8, 4, 4, 4, 12])
}

/// Unlike the codes of lists and libraries, these are of capitals.
fn is_enrolment_code(text: &str) -> bool {
    text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

async fn get(actor: &mut Actor, path: &str) -> Value {
    shape(&actor.get(path).await.unwrap().expect(200).json)
}

async fn post(actor: &mut Actor, path: &str, body: Value) -> Value {
    let answer = actor.post(path, &body).await.unwrap().expect(200).json;
    json!({"asked": shape(&body), "answered": shape(&answer)})
}

#[tokio::test]
async fn what_tablets_ask_and_get() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let member =
        json!({"id": server.app.new_id(), "name": "Aino Avustaja", "library": "turku", "role": "member"});
    insta::assert_json_snapshot!("member_create", post(&mut chair, routes::MEMBERS, member).await);
    let place = json!({"library": "turku", "point": "main"});
    let issued = chair.post(routes::ENROLMENTS, &place).await.unwrap().expect(200).json;
    insta::assert_json_snapshot!("enrolment_issue", json!({"asked": place, "answered": shape(&issued)}));
    insta::assert_json_snapshot!("enrolments", get(&mut chair, routes::ENROLMENTS).await);
    let mut tablet = server.anonymous();
    let enrol = json!({"code": issued["code"], "name": "Sali", "replica": server.app.new_id(), "persisted": "yes",
        "app_version": "0.1.0"});
    insta::assert_json_snapshot!("device_enrol", post(&mut tablet, routes::DEVICE_ENROL, enrol).await);
    let report = json!({"persisted": "no", "app_version": "0.1.0", "replica": server.app.new_id(),
        "storage_lost": {"mirrored_count": 3}});
    tablet.post(routes::DEVICE_REPORT, &report).await.unwrap().expect(204);
    insta::assert_json_snapshot!("device_report", shape(&report));
    insta::assert_json_snapshot!("devices", get(&mut chair, routes::DEVICES).await);
}

#[tokio::test]
async fn what_people_ask_and_get() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    for (name, path) in [
        ("session", routes::SESSION),
        ("libraries", routes::LIBRARIES),
        ("points", routes::POINTS),
        ("members", routes::MEMBERS),
        ("network", routes::NETWORK),
        ("statements", routes::STATEMENTS),
    ] {
        insta::assert_json_snapshot!(name, get(&mut chair, path).await);
    }
    let library = json!({"code": "uusi", "name_fi": "Uusi kirjasto", "name_sv": "Nya biblioteket",
        "province": "VS", "languages": ["fi", "sv"]});
    insta::assert_json_snapshot!("library_create", post(&mut chair, routes::LIBRARIES, library).await);
    let point = json!({"library": "uusi", "code": "bus", "name_fi": "Kirjastoauto"});
    insta::assert_json_snapshot!("point_create", post(&mut chair, routes::POINTS, point).await);

    let contact = json!({"id": server.app.new_id(), "name": "Kaisa Kontakti", "library": "turku",
        "role": "contact", "email": "kaisa@kirjasto.example"});
    let made = chair.post(routes::MEMBERS, &contact).await.unwrap().expect(200);
    // The log shows the latest first; entries of one instant have no order.
    server.clock.advance(1_000);
    let path = format!("{}/{}/link", routes::MEMBERS, made.text_at("/id"));
    let issued = chair.post(&path, &json!({})).await.unwrap().expect(200);
    insta::assert_json_snapshot!("link_issue", shape(&issued.json));
    let token = issued.text_at("/url").split_once('#').unwrap().1.to_owned();
    let path = format!("{}/{token}", routes::LINKS);
    insta::assert_json_snapshot!("link", get(&mut server.anonymous(), &path).await);

    let feedback = json!({"id": server.app.new_id(), "body": "Painike on pieni.", "reply_to": "eva@example.org",
        "page": "/", "language": "fi"});
    insta::assert_json_snapshot!(
        "feedback_give",
        post(&mut server.anonymous(), routes::FEEDBACK, feedback).await
    );
    insta::assert_json_snapshot!("feedback_list", get(&mut chair, routes::FEEDBACK).await);
    insta::assert_json_snapshot!("audit", get(&mut chair, routes::AUDIT).await);
}

#[tokio::test]
async fn what_is_held_and_reviewed() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablet = server.device(&mut chair, "pori").await.unwrap();
    let op = crate::held::help(1, "turku");
    assert_eq!(crate::held::push(&mut tablet, std::slice::from_ref(&op)).await, ["held"]);
    insta::assert_json_snapshot!("held", get(&mut chair, routes::HELD).await);
    let path = format!("{}/{}", routes::HELD, op["id"].as_str().unwrap());
    insta::assert_json_snapshot!("held_review", post(&mut chair, &path, json!({"accept": true})).await);
    let ask = json!({"ids": [op["id"]]});
    insta::assert_json_snapshot!("held_outcomes", post(&mut tablet, routes::SYNC_HELD, ask).await);
}
