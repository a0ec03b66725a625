//! Reminders and thanks: in their time, at most once, over restarts and nodes.

use std::collections::BTreeMap;

use backend::db;
use backend::db::entity::Entity;
use backend::jobs::registration::turn;
use backend::usecase::door::remote;
use serde_json::json;
use shared::domain::check_in::{CheckIn, Passage, Who};
use shared::domain::hlc::{Hlc, Stamp};
use shared::domain::op::Kind;
use shared::domain::registration::{Mode, Registration, State};
use shared::domain::row::Row;
use shared::id::Id;
use shared::time::{DAY, Date, HOUR, MINUTE, Millis, helsinki_instant};
use tests::database::is_postgres;
use tests::server::TestServer;

use crate::guests::{DAY as PATH, add, change, guest, mails_to, network, set_up, sign_in};

/// Nine in the morning so many days from the day.
fn morning(days: i32) -> Millis {
    helsinki_instant(Date::new(2026, 6, 10).unwrap().plus_days(days), 9 * 60)
}

#[tokio::test]
async fn who_comes_is_reminded_twice_and_thanked_once() {
    let (server, mut chair) = set_up().await;
    add(&server, State::Confirmed, guest("Aino Paikalla")).await;
    add(&server, State::Confirmed, Registration { mode: Mode::Declined, ..guest("Ei Tule") }).await;
    add(&server, State::Waiting, guest("Jono Jonottaja")).await;
    let late = add(&server, State::Reserved, guest("Vasta Vahvistanut")).await;
    let aino = "aino.paikalla@example.org";
    server.clock.set(morning(-14) - 1);
    assert!(mails_to(&server, aino).await.is_empty());

    server.clock.set(morning(-14));
    // The same again and again, at the same time too.
    let (one, two) = tokio::join!(turn(&server.app), turn(&server.app));
    one.and(two).unwrap();
    let first = mails_to(&server, aino).await;
    assert_eq!(first.len(), 1);
    assert!(first[0].contains("Subject: Muistutus"));
    assert!(first[0].contains("Linnankatu 2, Turku") && first[0].contains("10.6.2026"), "{}", first[0]);
    assert!(first[0].contains("/ilmoittautuminen/") && !first[0].contains("meet.example.org"));
    // Who confirms after the date has just read all of it.
    server.clock.advance(DAY);
    change(&server, late, |stored| {
        stored.state = State::Confirmed;
        stored.confirmed_at = Some(server.app.now());
    })
    .await;
    assert!(mails_to(&server, "vasta.vahvistanut@example.org").await.is_empty());

    server.clock.set(morning(-2) + HOUR);
    assert_eq!(mails_to(&server, aino).await.len(), 2);
    assert_eq!(mails_to(&server, "vasta.vahvistanut@example.org").await.len(), 1);
    server.clock.set(morning(1));
    let all = mails_to(&server, aino).await;
    assert_eq!(all.len(), 3);
    let address = "/lounais-suomen-digiverkosto/palaute/2026";
    assert_eq!(all.iter().filter(|mail| mail.contains(address)).count(), 1);
    // Nothing more comes, and nobody else got anything.
    server.clock.advance(30 * DAY);
    assert_eq!(mails_to(&server, aino).await.len(), 3);
    for other in ["ei.tule@example.org", "jono.jonottaja@example.org"] {
        let mails = mails_to(&server, other).await;
        assert!(!mails.iter().any(|mail| mail.contains("Subject: Muistutus")), "{other}");
    }
    sign_in(&mut chair).await;
    let kinds = chair.get(&format!("{PATH}/mails")).await.unwrap().expect(200);
    let kinds =
        kinds.json["mails"].as_array().unwrap().iter().filter(|mail| mail["kind"] == "thanks").count();
    assert_eq!(kinds, 2);
}

#[tokio::test]
async fn a_remote_guest_gets_the_link_to_join() {
    let (server, _) = set_up().await;
    add(&server, State::Confirmed, Registration { mode: Mode::Remote, ..guest("Elli Etana") }).await;
    server.clock.set(morning(-2));
    let mails = mails_to(&server, "elli.etana@example.org").await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].contains("https://meet.example.org/paiva"), "{}", mails[0]);
}

#[tokio::test]
async fn a_reminder_is_made_once_by_several_nodes_and_after_a_restart() {
    let (server, _) = set_up().await;
    for n in 0..20 {
        add(&server, State::Confirmed, guest(&format!("Vieras {n}"))).await;
    }
    server.clock.set(morning(-14));
    if is_postgres() {
        let other = server.node(9).await.unwrap();
        other.clock.set(morning(-14));
        let turns = futures::future::join_all(
            (0..4).map(|at| turn(if at % 2 == 0 { &server.app } else { &other.app })),
        );
        for done in turns.await {
            done.unwrap();
        }
    } else {
        let turns = futures::future::join_all((0..4).map(|_| turn(&server.app)));
        for done in turns.await {
            done.unwrap();
        }
    }
    let id = network(&server).await;
    let place = server.stop().await.unwrap();
    let again = tests::server::TestServer::over(place).await.unwrap();
    again.clock.set(morning(-14) + MINUTE);
    turn(&again.app).await.unwrap();
    let mut tx = again.app.db.read().await.unwrap();
    let mails = db::mail::list(&mut tx, id, 2026).await.unwrap();
    let mut people: Vec<_> = mails.iter().map(|mail| mail.registration).collect();
    people.sort();
    people.dedup();
    assert_eq!((mails.len(), people.len()), (20, 20));
}

#[tokio::test]
async fn a_reminder_of_which_nobody_knows_is_shown_and_not_sent_again_by_itself() {
    let (server, mut chair) = set_up().await;
    let aino = add(&server, State::Confirmed, guest("Aino Paikalla")).await;
    // A node takes it into its hand and dies before it notes whether it has gone out. In one transaction with its making,
    // and before the clock tells this server's own job of it.
    let (id, now, new) = (network(&server).await, morning(-14), server.app.new_id());
    let mail = db::mail::Once { kind: "reminder_14", once: "reminder_14", message: None };
    let mut tx = server.app.db.write().await.unwrap();
    db::mail::enqueue_once(&mut tx, id, new, (2026, aino), mail, now).await.unwrap();
    let held = db::mail::claim(&mut tx, now, now + 10 * MINUTE).await.unwrap();
    assert_eq!(held.map(|held| held.id), Some(new));
    tx.commit().await.unwrap();
    server.clock.set(now + HOUR);
    assert!(mails_to(&server, "aino.paikalla@example.org").await.is_empty());
    sign_in(&mut chair).await;
    let list = chair.get(&format!("{PATH}/mails")).await.unwrap().expect(200);
    let mail = list.json["mails"][0].clone();
    assert_eq!((mail["kind"].as_str(), mail["state"].as_str()), (Some("reminder_14"), Some("uncertain")));
    // A person decides.
    let id = mail["id"].as_str().unwrap();
    chair.post(&format!("{PATH}/mails/{id}"), &json!({})).await.unwrap().expect(204);
    assert_eq!(mails_to(&server, "aino.paikalla@example.org").await.len(), 1);
}

#[tokio::test]
async fn what_was_due_while_the_server_was_down_for_long_is_not_sent_late() {
    let (server, _) = set_up().await;
    add(&server, State::Confirmed, guest("Aino Paikalla")).await;
    // Both reminders are over, the day has begun.
    server.clock.set(morning(0) + HOUR);
    assert!(mails_to(&server, "aino.paikalla@example.org").await.is_empty());
    server.clock.set(morning(15) + HOUR);
    assert!(mails_to(&server, "aino.paikalla@example.org").await.is_empty());
}

/// A tablet at the door has recorded that somebody came.
async fn check_in(server: &TestServer, registration: Id) {
    check_in_by(server, registration, None).await;
}

async fn check_in_by(server: &TestServer, registration: Id, device: Option<Id>) {
    let app = &server.app;
    let id = network(server).await;
    let who = Who::Registration(registration);
    let row = Row {
        id: app.new_id(),
        of: Kind::CheckIn,
        library: "turku".to_owned(),
        born: Some(Stamp(Hlc::new(app.now(), 0), registration)),
        set: CheckIn { year: 2026, who, passage: Passage::Arrived }.registers(),
        stamps: BTreeMap::new(),
    };
    let mut tx = app.db.write().await.unwrap();
    let position = db::sync_state::get(&mut tx, id).await.unwrap().position;
    db::check_in::upsert(&mut tx, id, &[&Entity { position, row }], device, app.now()).await.unwrap();
    tx.commit().await.unwrap();
}

/// How many thanks came to an address.
async fn thanks_to(server: &TestServer, address: &str) -> usize {
    let mails = mails_to(server, address).await;
    mails.iter().filter(|mail| mail.contains("/palaute/2026")).count()
}

#[tokio::test]
async fn where_anybody_was_checked_in_only_those_who_were_there_are_thanked() {
    let (server, _) = set_up().await;
    let aino = add(&server, State::Confirmed, guest("Aino Paikalla")).await;
    let elli =
        add(&server, State::Confirmed, Registration { mode: Mode::Remote, ..guest("Elli Etana") }).await;
    let bo = add(&server, State::Confirmed, guest("Bo Poissa")).await;
    let jono = add(&server, State::Waiting, guest("Jono Jonottaja")).await;
    add(&server, State::Reserved, guest("Veli Varannut")).await;
    server.clock.set(morning(0) + 2 * HOUR);
    // At the door, by the personal link, and at the door without a place.
    check_in(&server, aino).await;
    assert!(remote::join(&server.app, network(&server).await, elli).await.unwrap());
    check_in(&server, jono).await;

    server.clock.set(morning(1));
    for (name, thanks) in [("aino.paikalla", 1), ("elli.etana", 1), ("jono.jonottaja", 1), ("bo.poissa", 0)] {
        assert_eq!(thanks_to(&server, &format!("{name}@example.org")).await, thanks, "{name}");
    }
    // The tablet that saw Bo sends late.
    check_in(&server, bo).await;
    server.clock.advance(DAY);
    for name in ["aino.paikalla", "elli.etana", "jono.jonottaja", "bo.poissa"] {
        assert_eq!(thanks_to(&server, &format!("{name}@example.org")).await, 1, "{name}");
    }
    assert_eq!(thanks_to(&server, "veli.varannut@example.org").await, 0);
}

#[tokio::test]
async fn who_joined_remotely_says_nothing_of_those_on_site_and_the_other_way_round() {
    let remote = |name: &str| Registration { mode: Mode::Remote, ..guest(name) };
    for at_the_door in [false, true] {
        let (server, mut chair) = set_up().await;
        let aino = add(&server, State::Confirmed, guest("Aino Paikalla")).await;
        add(&server, State::Confirmed, guest("Bo Poissa")).await;
        let elli = add(&server, State::Confirmed, remote("Elli Etana")).await;
        add(&server, State::Confirmed, remote("Erkki Etana")).await;
        server.clock.set(morning(0) + 2 * HOUR);
        if at_the_door {
            check_in(&server, aino).await;
        } else {
            assert!(remote::join(&server.app, network(&server).await, elli).await.unwrap());
        }
        server.clock.set(morning(1));
        for (name, thanks) in [
            ("aino.paikalla", true),
            ("bo.poissa", !at_the_door),
            ("elli.etana", true),
            ("erkki.etana", at_the_door),
        ] {
            let address = format!("{name}@example.org");
            assert_eq!(thanks_to(&server, &address).await, usize::from(thanks), "{name} {at_the_door}");
        }
        sign_in(&mut chair).await;
        let figures = chair.get(&format!("{PATH}/figures")).await.unwrap().expect(200).json;
        let (onsite, remote, basis) =
            if at_the_door { (1, 2, "onsite_checked_in") } else { (2, 1, "remote_checked_in") };
        let counted = &figures["attendance"];
        assert_eq!((&counted["onsite"], &counted["remote"]), (&json!(onsite), &json!(remote)));
        assert_eq!(figures["basis"], basis);
    }
}

#[tokio::test]
async fn who_had_said_remote_and_came_was_there_on_site() {
    let (server, mut chair) = set_up().await;
    let remote = |name: &str| Registration { mode: Mode::Remote, ..guest(name) };
    let elli = add(&server, State::Confirmed, remote("Elli Etana")).await;
    add(&server, State::Confirmed, remote("Erkki Etana")).await;
    add(&server, State::Confirmed, guest("Bo Poissa")).await;
    server.clock.set(morning(0) + 2 * HOUR);
    check_in_by(&server, elli, Some(server.app.new_id())).await;
    server.clock.set(morning(1));
    sign_in(&mut chair).await;
    let figures = chair.get(&format!("{PATH}/figures")).await.unwrap().expect(200).json;
    let counted = &figures["attendance"];
    assert_eq!((&counted["onsite"], &counted["remote"]), (&json!(1), &json!(1)));
    assert_eq!(thanks_to(&server, "erkki.etana@example.org").await, 1);
}

async fn run(server: &TestServer, sql: &'static str) {
    let mut tx = server.app.db.write().await.unwrap();
    let changed = match &mut tx {
        db::Tx::Sqlite(tx) => sqlx::query(sql).execute(&mut **tx).await.unwrap().rows_affected(),
        db::Tx::Postgres(tx) => sqlx::query(sql).execute(&mut **tx).await.unwrap().rows_affected(),
    };
    assert_eq!(changed, 1);
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_day_or_a_person_that_cannot_be_read_stops_no_other() {
    let (server, _) = set_up().await;
    add(&server, State::Confirmed, guest("Rikki Rivi")).await;
    add(&server, State::Confirmed, guest("Aino Paikalla")).await;
    let late = add(&server, State::Reserved, guest("Veli Varannut")).await;
    change(&server, late, |stored| stored.until = Some(morning(-14) - HOUR)).await;
    // A day that is looked at before this one.
    run(
        &server,
        "INSERT INTO day (network_id, year, version, body, held_on, changed_at, changed_by) \
         SELECT network_id, 2025, 1, '{', held_on, changed_at, changed_by FROM day WHERE year = 2026",
    )
    .await;
    run(&server, "UPDATE registration SET answers = '{' WHERE name = 'Rikki Rivi'").await;
    server.clock.set(morning(-14));
    assert_eq!(mails_to(&server, "aino.paikalla@example.org").await.len(), 1);
    let id = network(&server).await;
    let mut tx = server.app.db.read().await.unwrap();
    let late = db::registration::get(&mut tx, id, late).await.unwrap().unwrap();
    assert_eq!(late.state, State::Lapsed);
}

#[tokio::test]
async fn thanks_that_were_not_sent_yet_are_not_for_who_turns_out_to_have_stayed_away() {
    // The mail server is away, and no tablet has sent yet.
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    chair.put(PATH, &json!({"day": crate::guests::day()})).await.unwrap().expect(200);
    let aino = add(&server, State::Confirmed, guest("Aino Paikalla")).await;
    add(&server, State::Confirmed, guest("Bo Poissa")).await;
    server.clock.set(morning(1));
    turn(&server.app).await.unwrap();
    check_in(&server, aino).await;
    let place = server.stop().await.unwrap();
    let next = TestServer::over_with(place, |config| config.demo = true).await.unwrap();
    next.clock.set(morning(1) + HOUR);
    assert_eq!(thanks_to(&next, "aino.paikalla@example.org").await, 1);
    assert_eq!(thanks_to(&next, "bo.poissa@example.org").await, 0);
    let mut tx = next.app.db.read().await.unwrap();
    let id = db::network::all(&mut tx).await.unwrap()[0].id;
    let mut states: Vec<_> = db::mail::list(&mut tx, id, 2026).await.unwrap();
    states.sort_by(|one, other| one.state.cmp(&other.state));
    assert_eq!(states.iter().map(|mail| mail.state.as_str()).collect::<Vec<_>>(), ["moot", "sent"]);
}
