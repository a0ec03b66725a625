//! Registrations that were sealed on a tablet without a network.
//!
//! Owns: a day, its tablet and what that seals and pushes, for the tests beside it.

mod arrive;
mod held;
mod key;
mod trace;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::domain::hlc::Hlc;
use shared::domain::lang::Lang;
use shared::domain::registration::{Care, Mode, Registration};
use shared::domain::sealed::Envelope;
use shared::id::Id;
use shared::routes;
use shared::seal::{self, To};
use shared::time::Millis;
use shared::wire::v1::tablet_form::TabletForm;
use tests::actor::Actor;
use tests::server::{CHAIR, PASSWORD, TestServer, noon};

const NAME: &str = "Aino Esimerkki";
const DIET: &str = "ei selleriä lainkaan";
/// Where the day stands below `/days`.
const DAY_PATH: &str = "/2026";

fn texts(fi: &str) -> Value {
    json!({"fi": fi, "sv": "", "en": ""})
}

/// A day in September; registration is open from 1 April to 1 May.
fn day(on_site: u32) -> Value {
    json!({
        "status": "published", "date": "2026-09-24", "begins": "09:30", "ends": "15:30",
        "title": texts("Toimintapäivä"), "intro": texts(""), "place": "Porin pääkirjasto", "address": "",
        "directions": texts(""), "remote_link": "https://kokous.example/salainen", "on_site": on_site, "remote": 10,
        "opens": {"on": "2026-04-01", "at": "08:00"}, "closes": {"on": "2026-05-01", "at": "16:00"}, "lunch": true, "programme": [], "questions": [],
        "budget": 250_000,
    })
}

async fn save(chair: &mut Actor, version: Option<i64>, day: &Value) {
    let body = json!({"version": version, "day": day});
    chair.put(&format!("{}{DAY_PATH}", routes::DAYS), &body).await.unwrap().expect(200);
}

/// A server whose day is open, its chair and a tablet.
async fn open(on_site: u32) -> (TestServer, Actor, Actor) {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    save(&mut chair, None, &day(on_site)).await;
    let tablet = server.device(&mut chair, "turku").await.unwrap();
    (server, chair, tablet)
}

async fn form(tablet: &mut Actor) -> TabletForm {
    let answer = tablet.get(routes::DEVICE_FORM).await.unwrap().expect(200);
    serde_json::from_value(answer.json).unwrap()
}

fn told(name: &str) -> Registration {
    Registration {
        name: name.to_owned(),
        email: format!("{}@kirjasto.example", name.to_lowercase().replace(' ', ".")),
        library: Some("turku".to_owned()),
        other_library: None,
        mode: Mode::Onsite,
        lunch: Some(true),
        care: Some(Care { diet_other: DIET.to_owned(), ..Care::default() }),
        ride: None,
        contribution: None,
        photo: false,
        lang: Lang::Sv,
        answers: BTreeMap::new(),
    }
}

fn id(n: u8) -> Id {
    Id::v7(noon(), [n; 10])
}

/// What a tablet queues: sealed to the key of its form, made at an instant.
fn op(form: &TabletForm, n: u8, told: &Registration, made: Millis) -> Value {
    let to = To::of(form.network, &form.key).unwrap();
    let envelope = seal::seal(told, id(n), &to, [n; 32]).unwrap();
    enveloped(n, &envelope, made)
}

fn enveloped(n: u8, envelope: &Envelope, made: Millis) -> Value {
    json!({
        "id": id(n), "at": Hlc::new(made, 0), "act": "create", "of": "registration", "library": "turku", "lists": 1,
        "set": envelope.registers(2026),
    })
}

/// Pushes ops; answers of each the status, and why where it was not stored.
async fn push(tablet: &mut Actor, ops: &[Value]) -> Vec<String> {
    let batch = json!({"v": 1, "nonce": "n", "replica": id(99), "pending": ops.len(), "ops": ops});
    let answer = tablet.post(routes::SYNC_PUSH, &batch).await.unwrap().expect(200);
    let receipts = answer.json["receipts"].as_array().unwrap();
    let text = |receipt: &Value, name: &str| receipt[name].as_str().unwrap_or_default().to_owned();
    let word = |receipt| [text(receipt, "status"), text(receipt, "reason"), text(receipt, "code")].concat();
    receipts.iter().map(word).collect()
}

/// Name, state and way of each registration, in order of arrival.
async fn registered(chair: &mut Actor) -> Vec<String> {
    let path = format!("{}{DAY_PATH}/registrations", routes::DAYS);
    let list = chair.get(&path).await.unwrap().expect(200);
    let all = list.json["registrations"].as_array().unwrap().clone();
    let word = |one: &Value, pointer: &str| one.pointer(pointer).and_then(Value::as_str).unwrap().to_owned();
    all.iter()
        .map(|one| ["/registration/name", "/state", "/via"].map(|pointer| word(one, pointer)).join(" "))
        .collect()
}

/// The kinds of the mails, by name.
async fn mails(chair: &mut Actor) -> Vec<String> {
    let list = chair.get(&format!("{}{DAY_PATH}/mails", routes::DAYS)).await.unwrap().expect(200);
    let all = list.json["mails"].as_array().unwrap();
    let mut kinds: Vec<_> = all.iter().map(|mail| mail["kind"].as_str().unwrap().to_owned()).collect();
    kinds.sort();
    kinds
}

/// The chair again, whose session has ended meanwhile.
async fn sign_in(chair: &mut Actor) {
    let body = json!({"email": CHAIR, "password": PASSWORD});
    chair.post(routes::SESSION, &body).await.unwrap().expect(200);
}
