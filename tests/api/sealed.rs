//! Registrations that were sealed on a tablet without a network.

use std::collections::BTreeMap;

use backend::jobs::registration as clockwork;
use backend::usecase::registration::form as public;
use backend::usecase::seal_key;
use serde_json::{Value, json};
use shared::domain::hlc::Hlc;
use shared::domain::lang::Lang;
use shared::domain::registration::{Care, Mode, Registration};
use shared::domain::sealed::Envelope;
use shared::id::Id;
use shared::routes;
use shared::seal::{self, To};
use shared::time::{DAY, HOUR, MINUTE, Millis};
use shared::wire::v1::device::DeviceConfig;
use shared::wire::v1::tablet_form::TabletForm;
use tests::actor::Actor;
use tests::database::is_postgres;
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

#[tokio::test]
async fn it_arrives_once_gets_its_place_and_a_mail() {
    let (_server, mut chair, mut tablet) = open(5).await;
    let form = form(&mut tablet).await;
    let one = op(&form, 1, &told(NAME), noon());
    assert_eq!(push(&mut tablet, std::slice::from_ref(&one)).await, ["applied"]);
    assert_eq!(push(&mut tablet, &[one]).await, ["duplicate"]);
    assert_eq!(registered(&mut chair).await, ["Aino Esimerkki reserved tablet"]);
    assert_eq!(mails(&mut chair).await, ["confirm"]);
    // The id that its envelope names is the registration's, whatever the op is called.
    let list = chair.get(&format!("{}{DAY_PATH}/registrations", routes::DAYS)).await.unwrap().expect(200);
    assert_eq!(list.text_at("/registrations/0/id"), id(1).to_string());
    // It is no entry of the log, and no tablet pulls it.
    let overview = chair.get(routes::OVERVIEW).await.unwrap().expect(200);
    assert_eq!(overview.json["this_year"]["tally"]["customer"], 0);
    let pulled = tablet.get(routes::SYNC_PULL).await.unwrap().expect(200);
    assert_eq!(pulled.json["rows"], json!([]));
}

#[tokio::test]
async fn places_are_given_in_order_of_arrival() {
    let (server, mut chair, mut tablet) = open(2).await;
    let mut other = server.device(&mut chair, "turku").await.unwrap();
    let form = form(&mut tablet).await;
    let made = |n: u8, name: &str, at: Millis| op(&form, n, &told(name), at);
    // Made first, arrived last: what counts is when it arrives.
    let early = made(1, "Eka", noon() - HOUR);
    assert_eq!(
        push(&mut other, &[made(2, "Toka", noon()), made(3, "Kolmas", noon())]).await,
        ["applied", "applied"]
    );
    assert_eq!(push(&mut tablet, &[early, made(4, "Neljäs", noon())]).await, ["applied", "applied"]);
    assert_eq!(
        registered(&mut chair).await,
        ["Toka reserved tablet", "Kolmas reserved tablet", "Eka waiting tablet", "Neljäs waiting tablet"]
    );
    assert_eq!(mails(&mut chair).await, ["confirm", "confirm", "waiting", "waiting"]);
}

#[tokio::test]
async fn who_is_registered_already_is_reminded_and_not_registered_twice() {
    let (server, mut chair, mut tablet) = open(5).await;
    let form = form(&mut tablet).await;
    let stamp = public::stamp(&server.app, form.network).unwrap();
    server.clock.advance(MINUTE);
    let pairs = [
        ("stamp", stamp.as_str()),
        ("mode", "onsite"),
        ("name", "aino esimerkki"),
        ("email", "AINO.ESIMERKKI@kirjasto.example"),
        ("library", "turku"),
    ];
    let body: Vec<_> =
        pairs.iter().map(|(name, value)| format!("{name}={}", value.replace('@', "%40"))).collect();
    let slug = chair.get(routes::NETWORK).await.unwrap().text_at("/slug").to_owned();
    let path = format!("/{slug}/ilmoittaudu/2026");
    let send = |request: reqwest::RequestBuilder| {
        request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.join("&").replace(' ', "+"))
    };
    server.anonymous().send(reqwest::Method::POST, &path, send).await.unwrap().expect(303);
    assert_eq!(registered(&mut chair).await, ["aino esimerkki reserved public"]);
    server.clock.advance(HOUR);
    assert_eq!(push(&mut tablet, &[op(&form, 1, &told(NAME), noon())]).await, ["applied"]);
    assert_eq!(registered(&mut chair).await, ["aino esimerkki reserved public"]);
    assert_eq!(mails(&mut chair).await, ["again", "confirm"]);
    // A colleague under another name is somebody else.
    let colleague = Registration { name: "Eino Esimerkki".to_owned(), ..told(NAME) };
    assert_eq!(push(&mut tablet, &[op(&form, 2, &colleague, noon())]).await, ["applied"]);
    assert_eq!(registered(&mut chair).await.len(), 2);
}

#[tokio::test]
async fn a_registration_sealed_to_an_old_key_gets_through() {
    let (server, mut chair, mut tablet) = open(5).await;
    let old = form(&mut tablet).await;
    let before: DeviceConfig =
        serde_json::from_value(tablet.get(routes::DEVICE).await.unwrap().json).unwrap();
    server.clock.advance(HOUR);
    assert_eq!(seal_key::rotate(&server.app).await.unwrap(), 1);
    let after: DeviceConfig = serde_json::from_value(tablet.get(routes::DEVICE).await.unwrap().json).unwrap();
    assert!(after.config_version > before.config_version, "tablets learn of it");
    assert_ne!(after.form.unwrap().tag, before.form.unwrap().tag);
    let file = |form: &TabletForm| server.place.folder.path().join(format!("keys/seal-{}.key", form.key.id));
    // Nothing goes while a tablet may hold something under it.
    seal_key::tend(&server.app).await.unwrap();
    assert!(file(&old).is_file());
    let new = form(&mut tablet).await;
    assert!(new.key != old.key);
    seal_key::tend(&server.app).await.unwrap();
    assert!(file(&old).is_file(), "it has taken the new key, but not said that nothing waits");
    assert_eq!(push(&mut tablet, &[op(&old, 1, &told(NAME), noon())]).await, ["applied"]);
    assert_eq!(registered(&mut chair).await, ["Aino Esimerkki reserved tablet"]);
    // Its queue is empty now: the old key is of no more use, and is gone for good.
    seal_key::tend(&server.app).await.unwrap();
    assert!(!file(&old).exists() && file(&new).is_file());
    assert_eq!(push(&mut tablet, &[op(&old, 2, &told("Toinen"), noon())]).await, ["heldunknown_key"]);
    assert_eq!(push(&mut tablet, &[op(&new, 3, &told("Kolmas"), noon())]).await, ["applied"]);
    // A year later there is another one by itself.
    server.clock.advance(365 * DAY);
    seal_key::tend(&server.app).await.unwrap();
    assert!(file(&new).is_file());
    assert_eq!(seal_key::missing(&server.app).await.unwrap(), (2, Vec::new()));
}

#[tokio::test]
async fn an_old_key_is_kept_for_what_waits_for_review() {
    let (server, mut chair, mut tablet) = open(5).await;
    let old = form(&mut tablet).await;
    let late = op(&old, 1, &told(NAME), noon() + 40 * DAY);
    server.clock.advance(40 * DAY);
    assert_eq!(push(&mut tablet, &[late]).await, ["heldnot_open"]);
    seal_key::rotate(&server.app).await.unwrap();
    sign_in(&mut chair).await;
    // With the day closed there is no form that would give the new key: the tablet is taken out of use, its record goes.
    let devices = chair.get(routes::DEVICES).await.unwrap().expect(200);
    let path = format!("{}/{}", routes::DEVICES, devices.text_at("/devices/0/id"));
    chair.delete(&path).await.unwrap().expect(204);
    server.clock.advance(400 * DAY);
    backend::jobs::retention::run(&server.app).await.unwrap();
    seal_key::tend(&server.app).await.unwrap();
    let file = server.place.folder.path().join(format!("keys/seal-{}.key", old.key.id));
    assert!(file.is_file());
    sign_in(&mut chair).await;
    let answer = chair.post(&format!("{}/{}", routes::HELD, id(1)), &json!({"accept": false})).await.unwrap();
    answer.expect(200);
    seal_key::tend(&server.app).await.unwrap();
    assert!(!file.exists());
}

#[tokio::test]
async fn what_cannot_be_opened_or_read_is_held_and_what_is_no_envelope_is_rejected() {
    let (_server, mut chair, mut tablet) = open(5).await;
    let form = form(&mut tablet).await;
    let to = To::of(form.network, &form.key).unwrap();
    let good = seal::seal(&told(NAME), id(1), &to, [1; 32]).unwrap();
    let mut flipped = good.clone();
    flipped.ciphertext.replace_range(..1, if good.ciphertext.starts_with('A') { "B" } else { "A" });
    let elsewhere = To { network: id(7), ..to };
    let nobody = Registration { name: " ".repeat(3), ..told(NAME) };
    let sealed = |n: u8, told: &Registration, to: &To| seal::seal(told, id(n), to, [n; 32]).unwrap();
    let ops = [
        enveloped(1, &flipped, noon()),
        enveloped(2, &Envelope { key: id(8), ..sealed(2, &told(NAME), &to) }, noon()),
        enveloped(3, &sealed(3, &told(NAME), &elsewhere), noon()),
        enveloped(4, &Envelope { v: 2, ..sealed(4, &told(NAME), &to) }, noon()),
        enveloped(5, &sealed(5, &nobody, &to), noon()),
        enveloped(6, &Envelope { id: id(60), ..sealed(6, &told(NAME), &to) }, noon()),
    ];
    assert_eq!(
        push(&mut tablet, &ops).await,
        [
            "heldunreadable",
            "heldunknown_key",
            "heldunreadable",
            "heldunreadable",
            "heldunreadable",
            "heldunreadable"
        ]
    );
    let spoilt = |n: u8, change: fn(&mut Value)| {
        let mut op = enveloped(n, &good, noon());
        change(&mut op);
        op
    };
    let ops = [
        spoilt(11, |op| op["set"]["envelope"] = json!("Aino")),
        spoilt(12, |op| op["set"]["envelope"]["ciphertext"] = json!("å".repeat(100))),
        spoilt(13, |op| op["set"]["year"] = json!(99_999_999)),
        spoilt(14, |op| op["set"] = json!({})),
        spoilt(15, |op| {
            op["act"] = json!("patch");
            op["entity"] = json!(id(1));
        }),
        spoilt(16, |op| {
            op["act"] = json!("delete");
            op["entity"] = json!(id(1));
            op["set"] = json!({});
        }),
    ];
    assert_eq!(
        push(&mut tablet, &ops).await,
        [
            "rejectedmalformed",
            "rejectedmalformed",
            "rejectedmalformed",
            "rejectedmalformed",
            "rejectedimmutable",
            "rejectedimmutable"
        ]
    );
    assert!(registered(&mut chair).await.is_empty());
    // The chair sees that they are there, and nothing of what is sealed; to accept them is refused with the reason.
    let list = chair.get(routes::HELD).await.unwrap().expect(200);
    assert_eq!(list.json["held"].as_array().unwrap().len(), 6);
    assert_eq!(list.text_at("/held/0/after/set/envelope/id"), id(1).to_string());
    assert!(!list.text.contains("ciphertext"));
    let path = |n: u8| format!("{}/{}", routes::HELD, id(n));
    let refused = chair.post(&path(2), &json!({"accept": true})).await.unwrap();
    assert_eq!(refused.expect_problem(422, "entry_rejected").text_at("/detail"), "unknown_key");
    chair.post(&path(1), &json!({"accept": false})).await.unwrap().expect(200);
    let asked = tablet.post(routes::SYNC_HELD, &json!({"ids": [id(1), id(2)]})).await.unwrap().expect(200);
    let outcomes = asked.text;
    assert!(outcomes.contains("dismissed") && outcomes.contains("waiting"), "{outcomes}");
}

#[tokio::test]
async fn what_was_made_in_time_and_arrives_after_closing_joins_the_waiting_list() {
    let (server, mut chair, mut tablet) = open(5).await;
    let form = form(&mut tablet).await;
    let in_time = op(&form, 1, &told(NAME), noon());
    let declined = Registration { mode: Mode::Declined, care: None, lunch: None, ..told("Tuomas Toinen") };
    let absent = op(&form, 2, &declined, noon());
    server.clock.advance(30 * DAY);
    let late = op(&form, 3, &told("Liian Myöhään"), server.app.now());
    // A clock that runs ahead gains nothing, one that was set back is the tablet's word.
    let ahead = op(&form, 4, &told("Edellä Aikaansa"), server.app.now() + 40 * DAY);
    assert_eq!(
        push(&mut tablet, &[in_time, absent, late, ahead]).await,
        ["applied", "applied", "heldnot_open", "heldnot_open"]
    );
    sign_in(&mut chair).await;
    // There is room: the clockwork offers it, as to anybody who waits.
    clockwork::turn(&server.app).await.unwrap();
    let on_the_list = ["Aino Esimerkki offered tablet", "Tuomas Toinen confirmed tablet"];
    assert_eq!(registered(&mut chair).await, on_the_list);
    assert_eq!(mails(&mut chair).await, ["confirmed", "offer", "waiting"]);
    // The chair decides about the one who came too late.
    let path = format!("{}/{}", routes::HELD, id(3));
    for _ in 0..2 {
        let answer = chair.post(&path, &json!({"accept": true})).await.unwrap().expect(200);
        assert_eq!(answer.text_at("/status"), "accepted");
    }
    clockwork::turn(&server.app).await.unwrap();
    assert_eq!(registered(&mut chair).await[2], "Liian Myöhään offered tablet");
    assert_eq!(mails(&mut chair).await, ["confirmed", "offer", "offer", "waiting", "waiting"]);
}

#[tokio::test]
async fn what_the_chair_has_changed_since_costs_nobody_a_place() {
    let (server, mut chair, mut tablet) = open(5).await;
    let form = form(&mut tablet).await;
    let remote = Registration { mode: Mode::Remote, care: None, lunch: None, ..told("Reetta Etänä") };
    let ops = [op(&form, 1, &told(NAME), noon()), op(&form, 2, &remote, noon())];
    let mut changed = day(5);
    changed["remote"] = json!(0);
    changed["lunch"] = json!(false);
    changed["questions"] = json!([{
        "id": server.app.new_id(), "label": texts("Kengännumero?"), "answer": "number", "required": true,
    }]);
    save(&mut chair, Some(1), &changed).await;
    let library = json!({"ended": true});
    chair.patch(&format!("{}/turku", routes::LIBRARIES), &library).await.unwrap().expect(200);
    assert_eq!(push(&mut tablet, &ops).await, ["applied", "applied"]);
    assert_eq!(
        registered(&mut chair).await,
        ["Aino Esimerkki reserved tablet", "Reetta Etänä waiting tablet"]
    );
}

#[tokio::test]
async fn a_revoked_tablets_registration_waits_for_review_and_people_cannot_push_one() {
    let (_server, mut chair, mut tablet) = open(5).await;
    let form = form(&mut tablet).await;
    let batch = |ops: &[Value]| json!({"v": 1, "nonce": "n", "replica": id(98), "ops": ops});
    let own = op(&form, 1, &told(NAME), noon());
    let answer = chair.post(routes::OPS, &batch(std::slice::from_ref(&own))).await.unwrap().expect(200);
    assert_eq!(answer.text_at("/receipts/0/code"), "not_allowed");
    let devices = chair.get(routes::DEVICES).await.unwrap().expect(200);
    let path = format!("{}/{}", routes::DEVICES, devices.text_at("/devices/0/id"));
    chair.delete(&path).await.unwrap().expect(204);
    assert_eq!(push(&mut tablet, &[own]).await, ["helddevice_revoked"]);
    tablet.get(routes::DEVICE_FORM).await.unwrap().expect_problem(403, "device_revoked");
    let path = format!("{}/{}", routes::HELD, id(1));
    chair.post(&path, &json!({"accept": true})).await.unwrap().expect(200);
    assert_eq!(registered(&mut chair).await, ["Aino Esimerkki reserved tablet"]);
}

#[tokio::test]
async fn a_tablet_is_given_what_everybody_may_know_and_hears_of_changes() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    let config = async |tablet: &mut Actor| tablet.get(routes::DEVICE).await.unwrap().expect(200).json;
    assert_eq!(config(&mut tablet).await.get("form"), None);
    tablet.get(routes::DEVICE_FORM).await.unwrap().expect_problem(404, "not_found");
    server.anonymous().get(routes::DEVICE_FORM).await.unwrap().expect_problem(401, "device_unknown");
    save(&mut chair, None, &day(5)).await;
    let first = config(&mut tablet).await;
    let answer = tablet.get(routes::DEVICE_FORM).await.unwrap().expect(200);
    assert_eq!(answer.text_at("/tag"), first["form"]["tag"].as_str().unwrap());
    assert!(!answer.text.contains("salainen") && !answer.text.contains("250000"));
    assert_eq!(config(&mut tablet).await["form"], first["form"], "the same until something changes");
    let mut changed = day(6);
    changed["title"] = texts("Toinen nimi");
    save(&mut chair, Some(1), &changed).await;
    let second = config(&mut tablet).await;
    assert!(second["config_version"].as_i64() > first["config_version"].as_i64());
    assert_ne!(second["form"]["tag"], first["form"]["tag"]);
    server.clock.advance(30 * DAY);
    assert_eq!(config(&mut tablet).await.get("form"), None, "closed");
}

#[tokio::test]
async fn nothing_of_it_is_kept_but_the_registration() {
    let (server, mut chair, mut tablet) = open(5).await;
    let form = form(&mut tablet).await;
    let sealed = op(&form, 1, &told(NAME), noon());
    let ciphertext = sealed["set"]["envelope"]["ciphertext"].as_str().unwrap()[..64].to_owned();
    assert_eq!(push(&mut tablet, &[sealed]).await, ["applied"]);
    // The log of ops knows that it came, not what.
    let network = form.network;
    let mut tx = server.app.db.read().await.unwrap();
    assert_eq!(backend::db::op::known(&mut tx, network, &[id(1)]).await.unwrap().len(), 1);
    assert!(backend::db::held::bytes(&mut tx, network, &[id(1)]).await.unwrap().is_empty());
    assert!(backend::db::entity::get(&mut tx, network, &[id(1)]).await.unwrap().is_empty());
    drop(tx);
    let path = format!("{}{DAY_PATH}/registrations/{}", routes::DAYS, id(1));
    // A file can be searched; of a PostgreSQL server's files nothing is promised.
    assert_eq!(is_on_disk(&server, NAME), !is_postgres(), "else the checks below would prove nothing");
    assert!(!is_on_disk(&server, &ciphertext));
    let status = chair.delete(&path).await.unwrap().status;
    assert!((200..300).contains(&status));
    backend::jobs::retention::run(&server.app).await.unwrap();
    for text in [NAME, DIET, "aino.esimerkki@kirjasto.example", &ciphertext] {
        assert!(!is_on_disk(&server, text), "{text}");
    }
    // Sent again it stays deleted.
    let again = op(&form, 1, &told(NAME), noon());
    assert_eq!(push(&mut tablet, &[again]).await, ["duplicate"]);
    assert!(registered(&mut chair).await.is_empty());
}

fn is_on_disk(server: &TestServer, text: &str) -> bool {
    ["digiverkosto.sqlite", "digiverkosto.sqlite-wal"].iter().any(|file| {
        let bytes = std::fs::read(server.place.folder.path().join(file)).unwrap_or_default();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}
