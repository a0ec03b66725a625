//! The activity day's pages that the server draws for the chair: the preview of a draft, and somebody's registration.

use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};
use shared::routes;
use shared::time::DAY;
use tests::actor::{Actor, Answer};
use tests::server::{CHAIR, PASSWORD, TestServer};

const FORM: &str = "/lounais-suomen-digiverkosto/ilmoittaudu/2026";
const PERSON: &str = "/lounais-suomen-digiverkosto/ilmoittautuminen/osallistuja";

/// A day on 10 June with one place on site, registration until 1 June.
fn day(status: &str) -> Value {
    let text = |text: &str| json!({"fi": text, "sv": "", "en": ""});
    json!({
        "status": status, "date": "2026-06-10", "begins": "09:30", "ends": "15:30", "title": text("Salainen päivä"),
        "intro": text(""), "place": "Koekirjasto", "address": "", "directions": text(""), "remote_link": "",
        "on_site": 1, "remote": 5, "opens": {"on": "2026-04-01", "at": "08:00"},
        "closes": {"on": "2026-06-01", "at": "16:00"}, "lunch": true, "programme": [], "questions": [],
    })
}

async fn save(chair: &mut Actor, version: Option<i64>, day: Value) -> Answer {
    chair.put(&format!("{}/2026", routes::DAYS), &json!({"version": version, "day": day})).await.unwrap()
}

async fn post(who: &mut Actor, path: &str, pairs: &[(&str, &str)]) -> Answer {
    let pair = |(name, value): &(&str, &str)| format!("{name}={}", escaped(value));
    let body = pairs.iter().map(pair).collect::<Vec<_>>().join("&");
    let form = "application/x-www-form-urlencoded";
    who.send(Method::POST, path, |request| request.header(CONTENT_TYPE, form).body(body)).await.unwrap()
}

fn escaped(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Fills in the public form as somebody on site with a diet.
async fn register(server: &TestServer, name: &str, email: &str) {
    let mut visitor = server.anonymous();
    let page = visitor.get(FORM).await.unwrap().expect(200).text;
    let stamp = page.split("name=\"stamp\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    server.clock.advance(5_000);
    let pairs = [
        ("stamp", stamp.as_str()),
        ("lang", "sv"),
        ("name", name),
        ("email", email),
        ("library", "turku"),
        ("mode", "onsite"),
        ("lunch", "yes"),
        ("diet", "vegan"),
        ("access", "Induktiosilmukka"),
        ("consent", "yes"),
    ];
    post(&mut visitor, FORM, &pairs).await.expect(303);
}

async fn registrations(chair: &mut Actor) -> Vec<Value> {
    let list = chair.get(&format!("{}/2026/registrations", routes::DAYS)).await.unwrap().expect(200);
    list.json["registrations"].as_array().unwrap().clone()
}

/// What the chair's form sends.
fn told<'a>(name: &'a str, email: &'a str, mode: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("lang", "fi"),
        ("name", name),
        ("email", email),
        ("library", "turku"),
        ("mode", mode),
        ("lunch", "no"),
    ]
}

#[tokio::test]
async fn a_draft_is_previewed_by_the_chair_and_by_nobody_else() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    save(&mut chair, None, day("draft")).await.expect(200);
    let preview = format!("{FORM}/esikatselu");
    let page = chair.get(&preview).await.unwrap().expect(200).text;
    assert!(page.contains("Salainen päivä") && page.contains("disabled"));
    assert!(!page.contains("name=\"stamp\""), "there is nothing to send");
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    for (who, status) in [(&mut server.anonymous(), 401), (&mut contact, 403)] {
        let refused = who.get(&preview).await.unwrap().expect(status);
        assert!(!refused.text.contains("Salainen päivä"));
        who.get(FORM).await.unwrap().expect(404);
    }
    chair.get("/toinen-verkosto/ilmoittaudu/2026/esikatselu").await.unwrap().expect(404);
    chair.get("/lounais-suomen-digiverkosto/ilmoittaudu/2031/esikatselu").await.unwrap().expect(404);
}

#[tokio::test]
async fn the_chair_changes_a_registration_after_the_deadline_and_never_sees_the_diet() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    save(&mut chair, None, day("published")).await.expect(200);
    register(&server, "Aino Esimerkki", "aino@example.org").await;
    let one = registrations(&mut chair).await.remove(0);
    let path = format!("{PERSON}/{}", one["id"].as_str().unwrap());
    assert_eq!(one["state"], "reserved");

    let page = chair.get(&path).await.unwrap().expect(200).text;
    assert!(page.contains("Aino Esimerkki"));
    for hidden in ["vegan", "Induktiosilmukka", "name=\"diet\"", "name=\"access\""] {
        assert!(!page.contains(hidden), "{hidden}");
    }
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    for (who, status) in [(&mut server.anonymous(), 401), (&mut contact, 403)] {
        let refused = who.get(&path).await.unwrap().expect(status);
        assert!(!refused.text.contains("Aino"));
        post(who, &path, &told("Toinen", "toinen@example.org", "onsite")).await.expect(status);
    }

    // What is wrong is said, and what was typed stays.
    let wrong = post(&mut chair, &path, &told("", "ei osoite", "onsite")).await.expect(422);
    assert!(wrong.text.contains("ei osoite") && wrong.text.contains("name-error"));
    assert_eq!(registrations(&mut chair).await[0]["registration"]["name"], "Aino Esimerkki");

    // A new address; the place still waits for the person's own click.
    post(&mut chair, &path, &told("Aino Esimerkki", "uusi@example.org", "onsite")).await.expect(303);
    let changed = registrations(&mut chair).await.remove(0);
    assert_eq!((&changed["state"], &changed["until"]), (&json!("reserved"), &one["until"]));
    assert_eq!(changed["registration"]["email"], "uusi@example.org");
    assert_eq!(changed["registration"]["lang"], "sv", "the mails stay in the person's language");
    let mails = chair.get(&format!("{}/2026/mails", routes::DAYS)).await.unwrap().expect(200);
    // Made in the same millisecond, so in any order.
    let mut states = [mails.text_at("/mails/0/state"), mails.text_at("/mails/1/state")];
    states.sort_unstable();
    assert_eq!(states, ["moot", "queued"], "the old address gets nothing any more");
    assert_eq!(mails.text_at("/mails/0/kind"), "confirm");

    // After the deadline the person cannot, the chair can; the diet stays as it was told.
    let act = format!("{}/2026/registrations/{}", routes::DAYS, one["id"].as_str().unwrap());
    chair.post(&act, &json!({"act": "give"})).await.unwrap().expect(200);
    server.clock.advance(50 * DAY);
    let mut chair = server.anonymous();
    let form = json!({"email": CHAIR, "password": PASSWORD});
    chair.post(routes::SESSION, &form).await.unwrap().expect(200);
    post(&mut chair, &path, &told("Aino Muuttunut", "uusi@example.org", "onsite")).await.expect(303);
    assert_eq!(registrations(&mut chair).await[0]["registration"]["name"], "Aino Muuttunut");
    assert_eq!(care(&server).await, 1);

    // Whoever does not come on site any more needs no diet.
    post(&mut chair, &path, &told("Aino Muuttunut", "uusi@example.org", "remote")).await.expect(303);
    assert_eq!(care(&server).await, 0);
    let log = chair.get(routes::AUDIT).await.unwrap().expect(200).text;
    assert_eq!(log.matches("registration_changed").count(), 3);
    assert!(!log.contains("Aino"), "no name in the log");
}

#[tokio::test]
async fn a_change_that_needs_a_place_where_there_is_none_changes_nothing() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    save(&mut chair, None, day("published")).await.expect(200);
    register(&server, "Ensimmäinen", "ensimmainen@example.org").await;
    register(&server, "Toinen", "toinen@example.org").await;
    let two = registrations(&mut chair).await.remove(1);
    assert_eq!(two["state"], "waiting");
    let path = format!("{PERSON}/{}", two["id"].as_str().unwrap());
    post(&mut chair, &path, &told("Toinen", "toinen@example.org", "remote")).await.expect(303);
    let two = registrations(&mut chair).await.remove(1);
    assert_eq!((&two["state"], &two["registration"]["mode"]), (&json!("confirmed"), &json!("remote")));
    // The one place on site is held by the other.
    let full = post(&mut chair, &path, &told("Toinen", "toinen@example.org", "onsite")).await.expect(409);
    assert!(full.text.contains("Toinen"));
    assert_eq!(registrations(&mut chair).await.remove(1)["registration"]["mode"], "remote");
    chair.get(&format!("{PERSON}/{}", server.app.new_id())).await.unwrap().expect(404);
}

#[tokio::test]
async fn needs_are_not_the_chairs_to_tell_whatever_is_sent() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    save(&mut chair, None, day("published")).await.expect(200);
    register(&server, "Aino", "aino@example.org").await;
    register(&server, "Bo", "bo@example.org").await;
    let all = registrations(&mut chair).await;
    // Bo's are gone with the day on site, and do not come back by somebody else's word.
    for (at, name, email, mode) in
        [(0, "Aino", "aino@example.org", "onsite"), (1, "Bo", "bo@example.org", "remote")]
    {
        let path = format!("{PERSON}/{}", all[at]["id"].as_str().unwrap());
        let mut told = told(name, email, mode);
        told.extend([("diet", "gluten_free"), ("access", "Pyörätuoli"), ("consent", "yes")]);
        post(&mut chair, &path, &told).await.expect(303);
    }
    assert_eq!(care(&server).await, 1);
    let rows = server.place.rows().await.unwrap().join("\n");
    assert!(rows.contains("Induktiosilmukka") && !rows.contains("Pyörätuoli"));
}

/// How many have told a diet or an access need.
async fn care(server: &TestServer) -> usize {
    let mut tx = server.app.db.read().await.unwrap();
    let network = backend::db::network::all(&mut tx).await.unwrap().remove(0).id;
    let mut told = 0;
    for one in backend::db::registration::list(&mut tx, network, 2026).await.unwrap() {
        let care = backend::db::registration::care(&mut tx, network, one.id).await.unwrap();
        told += usize::from(care.is_some());
    }
    told
}
