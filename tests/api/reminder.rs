//! Reminders and thanks: in their time, at most once, over restarts and nodes.

use backend::db;
use backend::jobs::registration::turn;
use serde_json::json;
use shared::domain::registration::{Mode, Registration, State};
use shared::time::{DAY, Date, HOUR, MINUTE, Millis, helsinki_instant};
use tests::database::is_postgres;

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
