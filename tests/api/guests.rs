//! People who have registered for the activity day, as the tests of what organisers do with them need them.
//!
//! Owns: putting them into the database without their form and their mails, and reading the mails that a demo server writes
//! into a folder. Must not: hold tests.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::domain::lang::Lang;
use shared::domain::registration::{Care, Contribution, Mode, Registration, Ride, RideKind, State};
use shared::id::Id;
use shared::routes;
use shared::wire::v1::registration::{Verdict, Via};
use tests::actor::Actor;
use tests::server::{CHAIR, PASSWORD, TestServer};

/// The path of the day.
pub const DAY: &str = "/api/v1/days/2026";
/// The day's question.
pub const QUESTION: &str = "018f0000000070008000000000000009";

/// A published day on 10 June 2026, 60 places on site and 40 remote.
pub fn day() -> Value {
    json!({
        "status": "published", "date": "2026-06-10", "begins": "09:30", "ends": "15:30",
        "title": {"fi": "Toimintapäivä", "sv": "Verksamhetsdagen", "en": "Activity day"},
        "intro": {"fi": "Tervetuloa."}, "place": "Pääkirjasto", "address": "Linnankatu 2, Turku",
        "directions": {"fi": "Sisään pihalta."}, "remote_link": "https://meet.example.org/paiva",
        "on_site": 60, "remote": 40,
        "opens": {"on": "2026-04-01", "at": "08:00"}, "closes": {"on": "2026-06-01", "at": "16:00"},
        "lunch": true, "programme": [],
        "questions": [{"id": QUESTION, "label": {"fi": "Mitä toivot päivältä?"}, "answer": "text"}]
    })
}

/// A server that writes its mails into a folder, its chair, and the day.
pub async fn set_up() -> (TestServer, Actor) {
    let server = TestServer::with(|config| config.demo = true).await.unwrap();
    let mut chair = server.chair().await.unwrap();
    chair.put(DAY, &json!({"day": day()})).await.unwrap().expect(200);
    (server, chair)
}

/// The chair gives herself the right of an organiser.
pub async fn make_organiser(chair: &mut Actor) {
    let id = chair.get(routes::SESSION).await.unwrap().text_at("/member").to_owned();
    let right = json!({"organiser": true});
    chair.patch(&format!("{}/{id}", routes::MEMBERS), &right).await.unwrap().expect(200);
}

/// The chair signs in again: the clock has moved past the end of her session.
pub async fn sign_in(chair: &mut Actor) {
    let form = json!({"email": CHAIR, "password": PASSWORD});
    chair.post(routes::SESSION, &form).await.unwrap().expect(200);
}

/// Somebody on site with lunch and nothing else.
pub fn guest(name: &str) -> Registration {
    Registration {
        name: name.to_owned(),
        email: format!("{}@example.org", name.to_lowercase().replace(' ', ".")),
        library: Some("turku".to_owned()),
        other_library: None,
        mode: Mode::Onsite,
        lunch: Some(true),
        care: None,
        ride: None,
        contribution: None,
        photo: false,
        lang: Lang::Fi,
        answers: BTreeMap::new(),
    }
}

/// The same with a diet in the list, one in words and access needs.
pub fn with_care(mut guest: Registration, diets: &[&str], other: &str, access: &str) -> Registration {
    let diets = diets.iter().map(|code| (*code).to_owned()).collect();
    guest.care = Some(Care { diets, diet_other: other.to_owned(), access: access.to_owned() });
    guest
}

/// The same with seats to give, or, where there are none, in need of one.
pub fn with_ride(mut guest: Registration, seats: u32, municipality: &str, share: bool) -> Registration {
    let kind = if seats > 0 { RideKind::Offer } else { RideKind::Need };
    guest.ride = Some(Ride { kind, seats: seats.max(1), municipality: municipality.to_owned(), share });
    guest
}

/// The same with a contribution.
pub fn with_contribution(mut guest: Registration, title: &str) -> Registration {
    let (kind, equipment) = ("talk".to_owned(), "videotykki".to_owned());
    guest.contribution = Some(Contribution { kind, title: title.to_owned(), minutes: Some(20), equipment });
    guest
}

/// Stores somebody as registered now.
pub async fn add(server: &TestServer, state: State, registration: Registration) -> Id {
    let app = &server.app;
    let network = network(server).await;
    let id = app.new_id();
    let mut tx = app.db.write().await.unwrap();
    let arrival = backend::db::day::arrive(&mut tx, network, 2026).await.unwrap().unwrap();
    let now = app.now();
    let stored = backend::db::registration::Stored {
        id,
        year: 2026,
        arrival,
        state,
        until: None,
        verdict: registration.contribution.is_some().then_some(Verdict::Proposed),
        registration,
        via: Via::Public,
        secret_hash: app.keys.manage(&*app.random, network, id).unwrap().hash().to_vec(),
        sequence: 0,
        created_at: now,
        confirmed_at: (state == State::Confirmed).then_some(now),
        changed_at: now,
        anonymised_at: None,
    };
    backend::db::registration::insert(&mut tx, network, &stored).await.unwrap();
    tx.commit().await.unwrap();
    id
}

/// Changes somebody as the manage link would.
pub async fn change(
    server: &TestServer,
    id: Id,
    change: impl FnOnce(&mut backend::db::registration::Stored),
) {
    let network = network(server).await;
    let mut tx = server.app.db.write().await.unwrap();
    let mut stored = backend::db::registration::get(&mut tx, network, id).await.unwrap().unwrap();
    stored.registration.care = backend::db::registration::care(&mut tx, network, id).await.unwrap();
    change(&mut stored);
    backend::db::registration::update(&mut tx, network, &stored).await.unwrap();
    tx.commit().await.unwrap();
}

/// The only network.
pub async fn network(server: &TestServer) -> Id {
    let mut tx = server.app.db.read().await.unwrap();
    backend::db::network::all(&mut tx).await.unwrap()[0].id
}

/// Sends what is due, and gives all mails that were ever sent to an address.
pub async fn mails_to(server: &TestServer, address: &str) -> Vec<String> {
    let network = network(server).await;
    // The server's own job may have some in its hand: it is waited for.
    loop {
        backend::jobs::registration::turn(&server.app).await.unwrap();
        let mut tx = server.app.db.read().await.unwrap();
        let mails = backend::db::mail::list(&mut tx, network, 2026).await.unwrap();
        if !mails.iter().any(|mail| ["queued", "sending"].contains(&mail.state.as_str())) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let folder = server.place.folder.path().join("mail");
    let mut mails = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let text = plain(&std::fs::read(entry.unwrap().path()).unwrap());
        if text.lines().any(|line| line.starts_with("To:") && line.contains(address)) {
            mails.push(text);
        }
    }
    mails
}

/// A mail with its quoted-printable (RFC 2045, 6.7) read.
fn plain(raw: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first != b'=' {
            bytes.push(*first);
        } else if let Some(after) = rest.strip_prefix(b"\r\n") {
            rest = after;
        } else {
            let code = rest.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
            match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                Some(byte) => {
                    bytes.push(byte);
                    rest = &rest[2..];
                }
                None => bytes.push(b'='),
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What the log says of an action: who and what, without instants.
pub async fn logged(chair: &mut Actor, action: &str) -> Vec<Value> {
    let page = chair.get(routes::AUDIT).await.unwrap().expect(200);
    let entries = page.json["entries"].as_array().unwrap();
    entries.iter().filter(|entry| entry["action"] == action).cloned().collect()
}
