//! The day is moved: who is told, when, and by what.

use serde_json::{Value, json};
use shared::time::{DAY, MINUTE};
use tests::actor::Actor;
use tests::day::{FORM, day, path, save, small};
use tests::server::TestServer;
use tests::smtp::{Letter, Smtp};
use tests::visitor::{Form, Visitor};

use crate::mail::{mails, sending, sends, settle, with};
use crate::manage::{confirmed, press};
use crate::registration::{address, blank, register, send};

/// Saves the day with some fields changed; answers how many are told.
async fn change(chair: &mut Actor, fields: &[(&str, Value)]) -> u64 {
    let mut day = chair.get(&path(2026)).await.unwrap().expect(200).json["day"].clone();
    for (name, value) in fields {
        day[*name] = value.clone();
    }
    save(chair, &day).await.unwrap().expect(200).json["told"].as_u64().unwrap()
}

/// What has come for somebody, after all that is due was sent.
async fn letters(server: &TestServer, chair: &mut Actor, smtp: &Smtp, name: &str) -> Vec<Letter> {
    settle(server, chair).await;
    smtp.to(&address(name))
}

/// How many mails of a kind there are.
async fn count(chair: &mut Actor, kind: &str) -> usize {
    mails(chair).await.iter().filter(|mail| mail["kind"] == kind).count()
}

#[tokio::test]
async fn whoever_holds_a_place_or_waits_is_told_that_the_day_is_moved() {
    let (server, mut chair, smtp) = sending(&small(2, 40)).await;
    confirmed(&server, &mut chair, "Aino", "onsite").await;
    confirmed(&server, &mut chair, "Elli", "remote").await;
    for (name, mode) in [
        ("Cecilia", "onsite"),
        ("Bo", "onsite"),
        ("Eero", "remote"),
        ("Doris", "declined"),
        ("Poissa", "remote"),
    ] {
        register(&server, name, mode).await;
    }
    press(&server, &mut chair, "Poissa", "cancel").await.expect(200);
    let mut before = Vec::new();
    for name in ["Aino", "Elli", "Cecilia", "Bo", "Eero", "Doris", "Poissa"] {
        before.push((name, letters(&server, &mut chair, &smtp, name).await));
    }

    let told = change(&mut chair, &[("date", json!("2026-06-11")), ("begins", json!("10:00"))]).await;
    assert_eq!(told, 5);
    for (name, before) in &before {
        let after = letters(&server, &mut chair, &smtp, name).await;
        if ["Doris", "Poissa"].contains(name) {
            assert_eq!(after.len(), before.len(), "{name}");
            continue;
        }
        assert_eq!(after.len(), before.len() + 1, "{name}");
        let (last, moved) = (before.last().unwrap(), after.last().unwrap());
        assert!(
            moved.subject.starts_with("Toimintapäivän tiedot muuttuivat: Digiverkoston"),
            "{}",
            moved.subject
        );
        assert!(moved.text.contains("11.6.2026 klo 10.00–15.30"), "{}", moved.text);
        // It says how things stand, too: it may have taken the place of the letter that did.
        let standing = match *name {
            "Aino" | "Elli" => "Paikkasi on vahvistettu",
            "Bo" => "Olet jonossa numero 1",
            _ => "Vahvista se viimeistään",
        };
        assert!(moved.text.contains(standing), "{name}: {}", moved.text);
        assert_eq!(moved.link(), last.link());
        assert_ne!(moved.id, last.id);
        let (Some(old), Some(new)) = (&last.calendar, &moved.calendar) else {
            assert!(*name == "Bo" && moved.calendar.is_none(), "{name} has an appointment");
            continue;
        };
        assert_eq!(new.uid, old.uid);
        assert!(new.sequence > old.sequence, "{} after {}", new.sequence, old.sequence);
        assert_eq!((new.method.as_str(), new.start.as_str()), ("PUBLISH", "2026-06-11T07:00:00+00:00"));
    }
}

#[tokio::test]
async fn a_change_that_moves_nothing_tells_nobody_and_others_whom_they_concern() {
    let (server, mut chair, smtp) = sending(&day()).await;
    confirmed(&server, &mut chair, "Aino", "onsite").await;
    confirmed(&server, &mut chair, "Elli", "remote").await;
    register(&server, "Eero", "remote").await;
    let other: [&[(&str, Value)]; 4] = [
        &[],
        &[("on_site", json!(50)), ("budget", json!(100_000)), ("lunch", json!(false))],
        &[("intro", json!({"fi": "Uusi teksti."})), ("directions", json!({"fi": "Ovesta."}))],
        &[("closes", json!({"on": "2026-06-02", "at": "16:00"})), ("place", json!(" Porin pääkirjasto"))],
    ];
    for fields in other {
        assert_eq!(change(&mut chair, fields).await, 0, "{fields:?}");
    }
    assert_eq!(count(&mut chair, "moved").await, 0);

    assert_eq!(change(&mut chair, &[("address", json!("Itsenäisyydenkatu 1, Pori"))]).await, 1);
    let aino = letters(&server, &mut chair, &smtp, "Aino").await;
    assert!(aino.last().unwrap().text.contains("Itsenäisyydenkatu 1"), "{}", aino.last().unwrap().text);
    // The link is given to who has a place; nobody else has an old one.
    assert_eq!(change(&mut chair, &[("remote_link", json!("https://meet.example.org/uusi"))]).await, 1);
    let elli = letters(&server, &mut chair, &smtp, "Elli").await;
    let calendar = elli.last().unwrap().calendar.as_ref().unwrap();
    assert_eq!(calendar.location.as_deref(), Some("https://meet.example.org/uusi"));
    // Each save that moves the day tells it once.
    assert_eq!(change(&mut chair, &[("ends", json!("16:00"))]).await, 3);
    assert_eq!(change(&mut chair, &[("ends", json!("16:00"))]).await, 0);
    assert_eq!(count(&mut chair, "moved").await, 5);
    assert_eq!(letters(&server, &mut chair, &smtp, "Eero").await.len(), 2);
}

#[tokio::test]
async fn it_is_told_in_the_language_of_the_person() {
    let (server, mut chair, smtp) = sending(&day()).await;
    for lang in ["sv", "en"] {
        let form = blank(&server).await.of(lang, &address(lang), "onsite").with("lang", lang);
        let action = format!("{FORM}?kieli={lang}");
        Visitor::new(server.address).send(&Form { action, ..form }).await.unwrap().expect(303);
    }
    settle(&server, &mut chair).await;
    assert_eq!(change(&mut chair, &[("begins", json!("08:30"))]).await, 2);
    for (lang, subject, text) in [
        ("sv", "Verksamhetsdagens uppgifter har ändrats: ", "kl. 8.30–15.30"),
        ("en", "The activity day has changed: ", "8:30–15:30"),
    ] {
        let letters = letters(&server, &mut chair, &smtp, lang).await;
        let moved = letters.last().unwrap();
        assert!(moved.subject.starts_with(subject), "{}", moved.subject);
        assert!(moved.text.contains(text), "{}", moved.text);
    }
}

#[tokio::test]
async fn nobody_is_told_of_a_day_that_is_over() {
    let (server, mut chair, smtp) = sending(&day()).await;
    confirmed(&server, &mut chair, "Aino", "onsite").await;
    settle(&server, &mut chair).await;
    // 14 April is noon of the first day; the day ends on 10 June.
    server.clock.advance(58 * DAY);
    server.sign_in(&mut chair).await.unwrap();
    settle(&server, &mut chair).await;
    let before = smtp.to(&address("Aino")).len();
    for fields in [("place", json!("Rauman pääkirjasto")), ("date", json!("2026-06-09"))] {
        assert_eq!(change(&mut chair, &[fields]).await, 0);
    }
    assert_eq!(letters(&server, &mut chair, &smtp, "Aino").await.len(), before);
    assert_eq!(count(&mut chair, "moved").await, 0);
}

#[tokio::test]
async fn what_is_moved_while_the_day_is_withdrawn_is_told_when_it_is_published_again() {
    let (server, mut chair, smtp) = sending(&day()).await;
    confirmed(&server, &mut chair, "Aino", "onsite").await;
    confirmed(&server, &mut chair, "Elli", "remote").await;
    let before = letters(&server, &mut chair, &smtp, "Aino").await.len();
    assert_eq!(change(&mut chair, &[("status", json!("draft"))]).await, 0);
    assert_eq!(change(&mut chair, &[("place", json!("Rauman pääkirjasto"))]).await, 0);
    assert_eq!(change(&mut chair, &[("budget", json!(100_000))]).await, 0);
    assert_eq!(letters(&server, &mut chair, &smtp, "Aino").await.len(), before);
    assert_eq!(change(&mut chair, &[("status", json!("published"))]).await, 1);
    let aino = letters(&server, &mut chair, &smtp, "Aino").await;
    assert_eq!(aino.len(), before + 1);
    assert!(aino.last().unwrap().text.contains("Rauman pääkirjasto"));
    // Only once.
    assert_eq!(change(&mut chair, &[("status", json!("draft"))]).await, 0);
    assert_eq!(change(&mut chair, &[("status", json!("published"))]).await, 0);
}

#[tokio::test]
async fn it_is_sent_until_it_is_taken_under_one_message_id() {
    // Nobody can send; the letter that tells of the move takes the place of the one that was never sent.
    let (server, mut chair) = with(&day(), |_| {}).await;
    send(&server, &blank(&server).await.of("Aino", "cut@example.org", "onsite")).await.expect(303);
    assert_eq!(change(&mut chair, &[("place", json!("Rauman pääkirjasto"))]).await, 1);
    let smtp = Smtp::start().await.unwrap();
    let now = server.app.now();
    let next = TestServer::over_with(server.place.clone(), sends(&smtp.url())).await.unwrap();
    next.clock.set(now);
    settle(&next, &mut chair).await;
    next.clock.advance(MINUTE);
    settle(&next, &mut chair).await;
    let both = smtp.wait_for("cut@example.org", 2).await.unwrap();
    assert_eq!((both.len(), &both[0].id), (2, &both[1].id));
    assert!(both[1].subject.starts_with("Toimintapäivän tiedot muuttuivat"));
    assert!(both[1].text.contains("Vahvista se viimeistään"), "{}", both[1].text);
}
