//! The retention job against a real database.

use std::process::Command;

use backend::jobs::retention;
use serde_json::json;
use shared::domain::hlc::Hlc;
use shared::domain::registration::{Registration, State};
use shared::id::Id;
use shared::routes;
use shared::time::{DAY, Date, helsinki_midnight};
use tests::database::is_postgres;
use tests::postgres::Cluster;
use tests::server::TestServer;

use crate::guests::{
    DAY as PATH, QUESTION, add, guest, make_organiser, set_up, sign_in, with_care, with_contribution,
    with_ride,
};
use crate::held::push;

#[tokio::test]
async fn after_thirteen_months_nobody_knows_whose_entry_it_was() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let member = json!({"id": server.app.new_id(), "name": "Aino", "library": "turku", "role": "member"});
    chair.post(routes::MEMBERS, &member).await.unwrap().expect(200);
    server.device(&mut chair, "turku").await.unwrap();
    // Keys of April to July 2026 exist.
    let keys = async |from: &str| {
        let network = network(&server).await;
        let mut tx = server.app.db.read().await.unwrap();
        backend::db::author_key::of_library(&mut tx, network, "turku", from, "2099-12").await.unwrap().len()
    };
    assert_eq!(keys("2026-01").await, 4);
    server.clock.set(helsinki_midnight(Date::new(2027, 5, 1).unwrap()) - 1);
    retention::run(&server.app).await.unwrap();
    assert_eq!(keys("2026-01").await, 4);
    server.clock.set(helsinki_midnight(Date::new(2027, 5, 1).unwrap()));
    assert!(retention::run(&server.app).await.unwrap() > 0);
    assert_eq!(keys("2026-01").await, 3);
    let mut tx = server.app.db.read().await.unwrap();
    assert_eq!(backend::db::retention::last_run(&mut tx).await.unwrap(), Some(server.app.now()));
}

#[tokio::test]
async fn a_removed_member_is_forgotten_and_the_rest_stays() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    let id = contact.get(routes::SESSION).await.unwrap().text_at("/member").to_owned();
    server.device(&mut contact, "turku").await.unwrap();
    // A file can be searched; of a PostgreSQL server's files nothing is promised.
    let searched = !is_postgres();
    assert_eq!(
        is_on_disk(&server, b"Yhteys turku"),
        searched,
        "else the last check below would prove nothing"
    );
    chair.delete(&format!("{}/{id}", routes::MEMBERS)).await.unwrap().expect(204);
    server.clock.advance(400 * DAY);
    retention::run(&server.app).await.unwrap();
    let network = network(&server).await;
    let mut tx = server.app.db.read().await.unwrap();
    assert_eq!(backend::db::member::list(&mut tx, network, None).await.unwrap().len(), 1);
    let devices = backend::db::device::list(&mut tx, network, None).await.unwrap();
    assert_eq!((devices.len(), devices[0].enrolled_by.as_str()), (1, ""));
    drop(tx);
    assert!(server.app.db.integrity().await.unwrap().is_empty());
    // What was deleted is not left in the file or the write-ahead log; the audit log keeps its copy for 24 months.
    server.clock.advance(365 * DAY);
    retention::run(&server.app).await.unwrap();
    assert!(!is_on_disk(&server, b"Yhteys turku"));
}

/// What nobody may find after it has gone: a word for each field that is a person's.
const HEALTH: [&str; 2] = ["ei maapähkinää kiitos", "induktiosilmukka eteen"];
const PERSON: [&str; 7] = [
    "Kirsikka Katoava",
    "kirsikka.katoava@example.org",
    "Kotikirjasto Katoavainen",
    "Katoavaisten kylä",
    "Katoava esitys laitteista",
    "katoava toive päivältä",
    "Katoavaa viestiä sinulle",
];

fn katoava() -> Registration {
    let told = with_care(guest("Kirsikka Katoava"), &["vegan", "other"], HEALTH[0], HEALTH[1]);
    let told = with_ride(told, 2, PERSON[3], true);
    let mut told = with_contribution(told, PERSON[4]);
    (told.library, told.other_library) = (None, Some(PERSON[2].to_owned()));
    told.answers.insert(QUESTION.parse().unwrap(), PERSON[5].to_owned());
    told.photo = true;
    told
}

/// A server with many others around the person, so that pages of the file are split, moved and shared.
async fn full_server() -> (TestServer, tests::actor::Actor, Id) {
    let (server, mut chair) = set_up().await;
    for n in 0..60 {
        let told = with_care(guest(&format!("Vieras Numero{n}")), &["vegan"], &format!("tarve {n}"), "");
        add(&server, State::Confirmed, with_ride(told, n % 3, "Turku", n % 2 == 0)).await;
    }
    let id = add(&server, State::Confirmed, katoava()).await;
    for n in 60..120 {
        let told = with_contribution(guest(&format!("Vieras Numero{n}")), &format!("Osuus {n}"));
        add(&server, State::Reserved, told).await;
    }
    make_organiser(&mut chair).await;
    let page = chair.get(&format!("{PATH}/care")).await.unwrap().expect(200);
    chair.post(&format!("{PATH}/care"), &json!({"mark": page.json["mark"]})).await.unwrap().expect(200);
    chair
        .post(&format!("{PATH}/rides"), &json!({"act": "match", "anywhere": true}))
        .await
        .unwrap()
        .expect(200);
    chair.post(&format!("{PATH}/rides"), &json!({"act": "send"})).await.unwrap().expect(200);
    let draft = json!({"audience": "confirmed", "subject": {"fi": "Hei"}, "text": {"fi": PERSON[6]}});
    let form = json!({"id": server.app.new_id(), "draft": draft, "recipients": 61});
    chair.post(&format!("{PATH}/messages"), &form).await.unwrap().expect(200);
    backend::jobs::registration::turn(&server.app).await.unwrap();
    (server, chair, id)
}

/// Everything that the database's files hold, and a new backup. Of a PostgreSQL server's files nothing is promised: there it
/// is what `pg_dump` writes.
async fn everything(server: &TestServer) -> Vec<u8> {
    if let Some(url) = &server.place.url {
        return Command::new(Cluster::program("pg_dump").unwrap()).arg(url).output().unwrap().stdout;
    }
    let mut bytes = Vec::new();
    for end in ["", "-wal"] {
        let mut file = server.place.file().into_os_string();
        file.push(end);
        bytes.extend(std::fs::read(file).unwrap_or_default());
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.sqlite");
    server.app.db.backup(&file).await.unwrap();
    bytes.extend(std::fs::read(file).unwrap());
    bytes
}

fn found<'a>(bytes: &[u8], words: &[&'a str]) -> Vec<&'a str> {
    let is_in = |word: &&str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
    words.iter().copied().filter(is_in).collect()
}

#[tokio::test]
async fn two_weeks_after_the_day_nothing_of_health_is_left_and_a_year_after_it_nothing_of_a_person() {
    let (server, mut chair, id) = full_server().await;
    let (health, person) = (&HEALTH[..], &PERSON[..]);
    let before = everything(&server).await;
    assert_eq!((found(&before, health), found(&before, person)), (health.to_vec(), person.to_vec()));
    let held_on = Date::new(2026, 6, 10).unwrap();
    let gone = async |chair: &mut tests::actor::Actor| {
        sign_in(chair).await;
        let page = chair.get(&format!("{PATH}/retention")).await.unwrap().expect(200).json;
        let lines = page["lines"].as_array().unwrap().clone();
        let left: Vec<_> = lines.iter().map(|line| line["left"].as_u64().unwrap()).collect();
        let done = lines.iter().filter(|line| line.get("done_at").is_some()).count();
        (left, done, page["anonymised"].as_u64().unwrap())
    };

    // On the last day that it is kept nothing goes.
    server.clock.set(helsinki_midnight(held_on.plus_days(14)) - 1);
    retention::run(&server.app).await.unwrap();
    assert_eq!(found(&everything(&server).await, health), health);
    let (left, done, _) = gone(&mut chair).await;
    assert_eq!((left[0], left[1], left[2], done), (61, 1, 121, 0));

    server.clock.set(helsinki_midnight(held_on.plus_days(14)));
    retention::run(&server.app).await.unwrap();
    let bytes = everything(&server).await;
    assert_eq!((found(&bytes, health), found(&bytes, person)), (vec![], person.to_vec()));
    let (left, done, anonymised) = gone(&mut chair).await;
    assert_eq!((left[0], left[1], left[2], done, anonymised), (0, 0, 121, 2, 0));

    server.clock.set(helsinki_midnight(Date::new(2027, 6, 10).unwrap()) - 1);
    retention::run(&server.app).await.unwrap();
    assert_eq!(found(&everything(&server).await, person), person);
    server.clock.set(helsinki_midnight(Date::new(2027, 6, 10).unwrap()));
    assert!(retention::run(&server.app).await.unwrap() > 0);
    let bytes = everything(&server).await;
    assert_eq!((found(&bytes, health), found(&bytes, person)), (vec![], vec![]));
    let (left, done, anonymised) = gone(&mut chair).await;
    assert_eq!((left.iter().sum::<u64>(), done, anonymised), (0, 12, 121));

    // The figures stay, and nothing leads to the person any more.
    let places = chair.get(PATH).await.unwrap().expect(200).json["places"].clone();
    assert_eq!((&places["onsite"]["confirmed"], &places["onsite"]["reserved"]), (&json!(61), &json!(60)));
    let network = network(&server).await;
    let mut tx = server.app.db.read().await.unwrap();
    let stored = backend::db::registration::get(&mut tx, network, id).await.unwrap().unwrap();
    let told = &stored.registration;
    assert_eq!((told.name.as_str(), told.lunch, told.photo), ("", Some(true), false));
    assert_eq!(told.contribution.as_ref().map(|own| own.kind.as_str()), Some("talk"));
    assert!(stored.anonymised_at.is_some() && told.ride.is_none());
    drop(tx);
    let secret = server.app.keys.manage(&*server.app.random, network, id).unwrap();
    let link = format!("/lounais-suomen-digiverkosto/ilmoittautuminen/{}", secret.reveal());
    server.anonymous().get(&link).await.unwrap().expect(404);
    assert!(server.app.db.integrity().await.unwrap().is_empty());
    // Again: there is nothing left to do.
    assert_eq!(retention::run(&server.app).await.unwrap(), 0);
}

#[tokio::test]
async fn one_person_is_deleted_at_once_by_the_chair_or_by_the_own_link() {
    let all: Vec<&str> = HEALTH.iter().chain(&PERSON[..6]).copied().collect();
    for own in [false, true] {
        let (server, mut chair, id) = full_server().await;
        assert_eq!(found(&everything(&server).await, &all), all);
        if own {
            let network = network(&server).await;
            let secret = server.app.keys.manage(&*server.app.random, network, id).unwrap();
            let link = format!("/lounais-suomen-digiverkosto/ilmoittautuminen/{}", secret.reveal());
            let press = |request: reqwest::RequestBuilder| {
                request.header("content-type", "application/x-www-form-urlencoded").body("do=delete")
            };
            let answer = server.anonymous().send(reqwest::Method::POST, &link, press).await.unwrap();
            assert!(answer.status < 400, "{}", answer.text);
        } else {
            chair.delete(&format!("{PATH}/registrations/{id}")).await.unwrap().expect(204);
        }
        assert_eq!(found(&everything(&server).await, &all), Vec::<&str>::new(), "own={own}");
        let list = chair.get(&format!("{PATH}/mails")).await.unwrap().expect(200);
        assert!(!list.text.contains(&id.to_string()));
        assert!(server.app.db.integrity().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_walk_in_that_nobody_reviewed_is_forgotten_with_the_people_of_the_day() {
    const NAME: &str = "Wilma Kutsumaton";
    let (server, mut chair) = set_up().await;
    let mut tablet = server.device(&mut chair, "turku").await.unwrap();
    // The tablet does not stand at the door: both are held.
    let id = |n: u8| Id::v7(server.app.now(), [n; 10]);
    let check_in = |n: u8, who: serde_json::Value| {
        json!({
            "id": id(n), "at": Hlc::new(server.app.now(), 0), "act": "create", "of": "check_in", "library": "turku",
            "lists": 1, "set": {"year": 2026, "who": who, "passage": "arrived"},
        })
    };
    let ops = [
        check_in(1, json!({"walk_in": {"id": id(3), "name": NAME}})),
        check_in(2, json!({"registration": id(4)})),
    ];
    assert_eq!(push(&mut tablet, &ops).await, ["held", "held"]);
    let held = async |chair: &mut tests::actor::Actor| {
        sign_in(chair).await;
        chair.get(routes::HELD).await.unwrap().expect(200).json["held"].as_array().unwrap().len()
    };
    // What is pushed is kept as bytes, which `pg_dump` writes as digits.
    let digits: String = NAME.bytes().map(|byte| format!("{byte:02x}")).collect();
    let is_told = |bytes: &[u8]| !found(bytes, &[NAME, &digits]).is_empty();
    // It counts from the day, not from when it came.
    server.clock.set(helsinki_midnight(Date::new(2027, 6, 10).unwrap()) - 1);
    retention::run(&server.app).await.unwrap();
    assert_eq!(held(&mut chair).await, 2);
    assert!(is_told(&everything(&server).await));
    server.clock.set(helsinki_midnight(Date::new(2027, 6, 10).unwrap()));
    retention::run(&server.app).await.unwrap();
    assert!(!is_told(&everything(&server).await));
    assert_eq!(held(&mut chair).await, 1, "one that names nobody stays for review");
}

fn is_on_disk(server: &TestServer, needle: &[u8]) -> bool {
    ["digiverkosto.sqlite", "digiverkosto.sqlite-wal"].iter().any(|file| {
        let bytes = std::fs::read(server.place.folder.path().join(file)).unwrap_or_default();
        bytes.windows(needle.len()).any(|window| window == needle)
    })
}

async fn network(server: &TestServer) -> shared::id::Id {
    let mut tx = server.app.db.read().await.unwrap();
    backend::db::network::all(&mut tx).await.unwrap()[0].id
}
