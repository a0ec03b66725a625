//! An activity day with people in it, for the tests of what comes after.

use backend::db;
use backend::db::registration::Stored;
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};
use shared::domain::lang::Lang;
use shared::domain::registration::{Contribution, Mode, Registration, State};
use shared::id::Id;
use shared::routes;
use shared::time::{DAY, HOUR};
use shared::wire::v1::registration::{Verdict, Via};
use tests::actor::{Actor, Answer};
use tests::server::{CHAIR, PASSWORD, TestServer};

/// The slug of the network of every test.
pub const SLUG: &str = "lounais-suomen-digiverkosto";

/// A path below the day of 2026.
pub fn path(rest: &str) -> String {
    format!("{}/2026{rest}", routes::DAYS)
}

/// The day as the chair saves it: 16 April 2026, two days after every test begins.
pub fn day() -> Value {
    let session = |n: u8, begins: &str, ends: &str, fi: &str, remote: bool| {
        json!({"id": Id::v7(1, [n; 10]), "begins": begins, "ends": ends, "title": {"fi": fi, "sv": "", "en": ""},
            "remote": remote})
    };
    json!({
        "status": "published", "date": "2026-04-16", "begins": "09:00", "ends": "15:30",
        "title": {"fi": "Digiverkoston toimintapäivä", "sv": "Digiverkostos verksamhetsdag", "en": "Activity day"},
        "intro": {"fi": ""}, "place": "Porin pääkirjasto", "address": "Gallen-Kallelankatu 12, Pori",
        "directions": {"fi": ""}, "remote_link": "https://teams.example.org/x", "on_site": 60, "remote": 100,
        "opens": {"on": "2026-04-01", "at": "08:00"}, "closes": {"on": "2026-04-15", "at": "20:00"}, "lunch": true,
        "programme": [
            session(1, "09:30", "10:30", "Tekoäly asiakaspalvelussa", true),
            session(2, "10:45", "12:00", "Laitepaja", false),
        ],
        "questions": [], "budget": 250_000,
    })
}

/// A server whose network has that day.
pub async fn set_up() -> (TestServer, Actor) {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    chair.put(&path(""), &json!({"day": day()})).await.unwrap().expect(200);
    (server, chair)
}

/// Lets days pass, and signs the chair in again.
pub async fn pass(server: &TestServer, chair: &mut Actor, days: i64) {
    server.clock.advance(days * DAY);
    chair.post(routes::SESSION, &json!({"email": CHAIR, "password": PASSWORD})).await.unwrap().expect(200);
}

/// What somebody told, from a library of the network.
pub fn told(name: &str, library: &str, mode: Mode) -> Registration {
    Registration {
        name: name.to_owned(),
        email: format!(
            "{}@example.org",
            name.to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "")
        ),
        library: Some(library.to_owned()),
        other_library: None,
        mode,
        lunch: None,
        care: None,
        ride: None,
        contribution: None,
        photo: false,
        lang: Lang::Fi,
        answers: [].into(),
    }
}

/// Somebody who shows something.
pub fn showing(name: &str, library: &str) -> Registration {
    let own = Contribution {
        kind: "demo".to_owned(),
        title: "Puhelimen asetukset".to_owned(),
        minutes: Some(20),
        equipment: String::new(),
    };
    Registration { contribution: Some(own), ..told(name, library, Mode::Onsite) }
}

/// Registers somebody, confirmed; answers the id.
pub async fn register(server: &TestServer, registration: Registration) -> Id {
    stand(server, registration, State::Confirmed, Some(Verdict::Accepted)).await
}

/// Registers somebody in a state.
pub async fn stand(
    server: &TestServer,
    registration: Registration,
    state: State,
    verdict: Option<Verdict>,
) -> Id {
    let app = &server.app;
    let id = app.new_id();
    let now = app.now();
    let mut tx = app.db.write().await.unwrap();
    let network = db::network::all(&mut tx).await.unwrap()[0].id;
    let arrival = db::day::arrive(&mut tx, network, 2026).await.unwrap().unwrap();
    let secret = app.keys.manage(&*app.random, network, id).unwrap();
    let new = Stored {
        id,
        year: 2026,
        arrival,
        state,
        until: None,
        verdict: verdict.filter(|_| registration.contribution.is_some()),
        registration,
        via: Via::Public,
        secret_hash: secret.hash().to_vec(),
        sequence: 0,
        created_at: now,
        confirmed_at: Some(now),
        changed_at: now,
        anonymised_at: None,
    };
    db::registration::insert(&mut tx, network, &new).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// The address of somebody's own page.
pub async fn own_page(server: &TestServer, id: Id) -> String {
    let app = &server.app;
    let mut tx = app.db.read().await.unwrap();
    let network = db::network::all(&mut tx).await.unwrap()[0].clone();
    let secret = app.keys.manage(&*app.random, network.id, id).unwrap();
    format!("/{}/ilmoittautuminen/{}", network.slug, secret.reveal())
}

/// The path of the public feedback form.
pub fn form_path() -> String {
    format!("/{SLUG}/palaute/2026")
}

/// The stamp of a form that was just opened.
pub async fn stamp(somebody: &mut Actor) -> String {
    let page = somebody.get(&form_path()).await.unwrap().expect(200).text;
    let from = page.split("name=\"stamp\" value=\"").nth(1).unwrap();
    from.split('"').next().unwrap().to_owned()
}

/// Sends a form as a browser does.
pub async fn send(somebody: &mut Actor, pairs: &[(&str, &str)]) -> Answer {
    let body = serde_urlencoded(pairs);
    let finish = |request: reqwest::RequestBuilder| {
        request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body)
    };
    somebody.exchange(Method::POST, &form_path(), finish).await.unwrap()
}

fn serde_urlencoded(pairs: &[(&str, &str)]) -> String {
    let encode = |text: &str| -> String {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'_' | b'-' => char::from(byte).to_string(),
                byte => format!("%{byte:02X}"),
            })
            .collect()
    };
    pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect::<Vec<_>>()
        .join("&")
}

/// The day has begun and a person has filled in a form: answers its stamp, old enough to be taken.
pub async fn filled(server: &TestServer, somebody: &mut Actor) -> String {
    let stamp = stamp(somebody).await;
    server.clock.advance(4_000);
    stamp
}

/// So many answers that agree by so much.
pub async fn answers(server: &TestServer, many: usize, score: &str) {
    for _ in 0..many {
        let mut somebody = server.anonymous();
        let stamp = filled(server, &mut somebody).await;
        let pairs = [
            ("stamp", stamp.as_str()),
            ("knowledge", score),
            ("devices_before", "2"),
            ("devices_after", score),
        ];
        send(&mut somebody, &pairs).await.expect(303);
    }
}

/// From noon two days before to noon of the day itself.
pub fn to_the_day(server: &TestServer) {
    server.clock.advance(2 * DAY);
}

/// From noon of the day to its evening.
pub fn to_the_evening(server: &TestServer) {
    server.clock.advance(6 * HOUR);
}
