//! Places: held, taken back, offered in order, given by the chair.

use backend::jobs::registration::turn;
use serde_json::json;
use shared::time::{DAY, HOUR, MINUTE, Millis};
use tests::actor::Actor;
use tests::day::{day, path, save, small};
use tests::server::TestServer;
use tests::smtp::Smtp;
use tests::visitor::{Form, Visitor};

use crate::mail::{sending, settle};
use crate::manage::{confirmed, link, press};
use crate::registration::{address, list, opened, register, state, states};

/// One place, held by the first; the others wait.
async fn full(names: &[&str]) -> (TestServer, Actor) {
    let (server, mut chair) = opened(&small(1, 40)).await;
    for name in names {
        register(&server, name, "onsite").await;
    }
    press(&server, &mut chair, names[0], "confirm").await.expect(200);
    (server, chair)
}

async fn pass(server: &TestServer, time: Millis) {
    server.clock.advance(time);
    turn(&server.app).await.unwrap();
}

/// Until when somebody's place is held.
async fn until(chair: &mut Actor, name: &str) -> Millis {
    let all = list(chair).await;
    all.iter().find(|one| one["registration"]["name"] == name).unwrap()["until"].as_i64().unwrap()
}

fn told(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, state)| ((*name).to_owned(), (*state).to_owned())).collect()
}

#[tokio::test]
async fn a_reserved_place_is_taken_back_after_48_hours_and_offered_to_whoever_waits() {
    let (server, mut chair) = opened(&small(1, 0)).await;
    for name in ["Aino", "Bo", "Cecilia"] {
        register(&server, name, "onsite").await;
    }
    let reserved_until = until(&mut chair, "Aino").await;
    server.clock.set(reserved_until - 1);
    turn(&server.app).await.unwrap();
    assert_eq!(
        states(&mut chair).await,
        told(&[("Aino", "reserved"), ("Bo", "waiting"), ("Cecilia", "waiting")])
    );
    pass(&server, 1).await;
    assert_eq!(
        states(&mut chair).await,
        told(&[("Aino", "lapsed"), ("Bo", "offered"), ("Cecilia", "waiting")])
    );
    assert_eq!(until(&mut chair, "Bo").await, reserved_until + 48 * HOUR);
    // Too late is too late, also where nobody has looked since.
    let page = press(&server, &mut chair, "Aino", "confirm").await.expect(409);
    assert!(page.text.contains("Tätä ei voi enää tehdä"), "{}", page.text);
    // Declined: the next one. Not answered: the next one.
    press(&server, &mut chair, "Bo", "decline").await.expect(200);
    assert_eq!(
        states(&mut chair).await,
        told(&[("Aino", "lapsed"), ("Bo", "cancelled"), ("Cecilia", "offered")])
    );
    register(&server, "Doris", "onsite").await;
    pass(&server, 48 * HOUR).await;
    assert_eq!(
        (state(&mut chair, "Cecilia").await, state(&mut chair, "Doris").await),
        ("lapsed".into(), "offered".into())
    );
    press(&server, &mut chair, "Doris", "accept").await.expect(200);
    assert_eq!(state(&mut chair, "Doris").await, "confirmed");
}

#[tokio::test]
async fn nobody_loses_a_place_while_the_mail_server_is_away_and_has_48_hours_once_the_mail_is_sent() {
    let (server, mut chair, smtp) = sending(&day()).await;
    let port = smtp.address.port();
    smtp.stop().await.unwrap();
    for name in ["Aino", "Bo"] {
        register(&server, name, "onsite").await;
    }
    // Longer than a place is held, with nothing tried meanwhile.
    for _ in 0..2 {
        server.clock.advance(49 * HOUR);
        settle(&server, &mut chair).await;
    }
    assert_eq!(
        (state(&mut chair, "Aino").await, state(&mut chair, "Bo").await),
        ("reserved".into(), "reserved".into())
    );
    let smtp = Smtp::start_at(port).await.unwrap();
    server.clock.advance(HOUR);
    settle(&server, &mut chair).await;
    settle(&server, &mut chair).await;
    for name in ["Aino", "Bo"] {
        assert_eq!(smtp.to(&address(name)).len(), 1, "{name}");
    }
    press(&server, &mut chair, "Aino", "confirm").await.expect(200);
    server.clock.advance(48 * HOUR - 1);
    settle(&server, &mut chair).await;
    assert_eq!(state(&mut chair, "Bo").await, "reserved");
    server.clock.advance(1);
    settle(&server, &mut chair).await;
    assert_eq!(
        (state(&mut chair, "Aino").await, state(&mut chair, "Bo").await),
        ("confirmed".into(), "lapsed".into())
    );
}

#[tokio::test]
async fn a_reserved_place_is_taken_back_when_registration_closes() {
    let (server, mut chair) = opened(&day()).await;
    // 1 June, 16.00 in Finland.
    let closes = tests::server::noon() + 48 * DAY + 4 * HOUR;
    server.clock.set(closes - HOUR);
    server.sign_in(&mut chair).await.unwrap();
    register(&server, "Aino", "onsite").await;
    register(&server, "Bo", "remote").await;
    press(&server, &mut chair, "Bo", "confirm").await.expect(200);
    assert_eq!(until(&mut chair, "Aino").await, closes);
    server.clock.set(closes);
    turn(&server.app).await.unwrap();
    assert_eq!(states(&mut chair).await, told(&[("Aino", "lapsed"), ("Bo", "confirmed")]));
    // After closing one can cancel, not change.
    let form =
        Visitor::new(server.address).open(&link(&server, &mut chair, "Bo").await).await.unwrap().expect(200);
    assert!(!form.text.contains("<form class=\"register\""), "{}", form.text);
    press(&server, &mut chair, "Bo", "change").await.expect(409);
    press(&server, &mut chair, "Bo", "cancel").await.expect(200);
    assert_eq!(state(&mut chair, "Bo").await, "cancelled");
}

#[tokio::test]
async fn nothing_is_offered_in_the_last_48_hours_and_the_chair_gives_the_place() {
    let mut day = small(1, 0);
    day["closes"] = json!({"on": "2026-06-10", "at": "08:00"});
    let (server, mut chair) = opened(&day).await;
    confirmed(&server, &mut chair, "Aino", "onsite").await;
    register(&server, "Bo", "onsite").await;
    // 8 June, 9.31 in Finland: 48 hours less a minute before it begins.
    server.clock.set(tests::server::noon() + 55 * DAY - 2 * HOUR - 29 * MINUTE);
    server.sign_in(&mut chair).await.unwrap();
    press(&server, &mut chair, "Aino", "cancel").await.expect(200);
    turn(&server.app).await.unwrap();
    assert_eq!(states(&mut chair).await, told(&[("Aino", "cancelled"), ("Bo", "waiting")]));
    // Whoever comes now does not overtake whoever waits.
    register(&server, "Cecilia", "onsite").await;
    assert_eq!(state(&mut chair, "Cecilia").await, "waiting");
    let id = list(&mut chair).await[1]["id"].as_str().unwrap().to_owned();
    let give = format!("{}/registrations/{id}", path(2026));
    let given = chair.post(&give, &json!({"act": "give"})).await.unwrap().expect(200);
    assert_eq!(given.json["state"], "confirmed");
    // Again it is done already; a cancelled one cannot be given a place.
    chair.post(&give, &json!({"act": "give"})).await.unwrap().expect_problem(409, "overtaken");
    assert_eq!(state(&mut chair, "Bo").await, "confirmed");
}

#[tokio::test]
async fn more_places_are_offered_at_once_and_fewer_than_are_held_are_refused_with_the_number() {
    let (server, mut chair) = full(&["Aino", "Bo", "Cecilia", "Doris"]).await;
    save(&mut chair, &small(3, 40)).await.unwrap().expect(200);
    let now = [("Aino", "confirmed"), ("Bo", "offered"), ("Cecilia", "offered"), ("Doris", "waiting")];
    assert_eq!(states(&mut chair).await, told(&now));
    let refused = save(&mut chair, &small(2, 40)).await.unwrap().expect_problem(422, "invalid");
    assert_eq!((refused.text_at("/field"), refused.text_at("/detail")), ("on_site", "3 places are held"));
    press(&server, &mut chair, "Bo", "decline").await.expect(200);
    // Doris has got the offer: three are held again.
    assert_eq!(state(&mut chair, "Doris").await, "offered");
    save(&mut chair, &small(2, 40)).await.unwrap().expect_problem(422, "invalid");
    save(&mut chair, &small(3, 0)).await.unwrap().expect(200);
}

#[tokio::test]
async fn whoever_changes_the_way_of_taking_part_keeps_the_place_until_there_is_another() {
    let (server, mut chair) = opened(&small(2, 1)).await;
    confirmed(&server, &mut chair, "Aino", "onsite").await;
    confirmed(&server, &mut chair, "Bo", "onsite").await;
    confirmed(&server, &mut chair, "Etä", "remote").await;
    register(&server, "Jono", "onsite").await;
    let change = async |chair: &mut Actor, name: &str, mode: &str| {
        let mut visitor = Visitor::new(server.address);
        let link = link(&server, chair, name).await;
        let form = visitor.form(&link).await.unwrap().with("mode", mode).with("lunch", "no");
        let answer = visitor.send(&form).await.unwrap();
        visitor.follow(answer).await.unwrap()
    };
    // Remote is full: the place on site stays, and what was typed is there.
    let page = change(&mut chair, "Aino", "remote").await.expect(409);
    assert!(page.text.contains("Siellä on täynnä"), "{}", page.text);
    assert_eq!(Form::read(&page.text, "").unwrap().value("mode"), "remote");
    assert_eq!(state(&mut chair, "Aino").await, "confirmed");
    // Who cannot come any more frees a place, which is offered.
    change(&mut chair, "Bo", "declined").await.expect(200);
    assert_eq!(
        (state(&mut chair, "Bo").await, state(&mut chair, "Jono").await),
        ("confirmed".into(), "offered".into())
    );
    // Who could not come and now can holds nothing that could be kept: the list.
    change(&mut chair, "Bo", "onsite").await.expect(200);
    assert_eq!(state(&mut chair, "Bo").await, "waiting");
    // There is a place remotely again.
    press(&server, &mut chair, "Etä", "cancel").await.expect(200);
    change(&mut chair, "Aino", "remote").await.expect(200);
    let all = [("Aino", "confirmed"), ("Etä", "cancelled"), ("Jono", "offered"), ("Bo", "offered")];
    let mut now = states(&mut chair).await;
    let mut all = told(&all);
    now.sort();
    all.sort();
    assert_eq!(now, all);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_that_ends_while_it_is_accepted_is_accepted_or_offered_on_never_both() {
    const ROUNDS: usize = 12;
    let names: Vec<_> = (0..=ROUNDS).map(|n| format!("Osallistuja {n}")).collect();
    let (server, mut chair) = opened(&small(1, 0)).await;
    for name in &names {
        register(&server, name, "onsite").await;
    }
    press(&server, &mut chair, &names[0], "cancel").await.expect(200);
    let (mut accepted, mut lapsed) = (0, 0);
    for name in &names[1..] {
        assert_eq!(state(&mut chair, name).await, "offered", "{name}");
        let link = link(&server, &mut chair, name).await;
        server.clock.set(until(&mut chair, name).await - 1);
        let (app, clock, address) = (server.app.clone(), server.clock.clone(), server.address);
        let click = tokio::spawn(async move { Visitor::new(address).press(&link, "accept").await.unwrap() });
        let time = tokio::spawn(async move {
            clock.advance(1);
            turn(&app).await.unwrap();
        });
        let answer = click.await.unwrap();
        time.await.unwrap();
        turn(&server.app).await.unwrap();
        let all = states(&mut chair).await;
        let held: Vec<_> = all
            .iter()
            .filter(|(_, state)| state != "waiting" && state != "lapsed" && state != "cancelled")
            .collect();
        assert!(held.len() <= 1, "{held:?}");
        match state(&mut chair, name).await.as_str() {
            "confirmed" => {
                accepted += 1;
                assert_eq!(answer.status, 200, "who was told no has a place");
                press(&server, &mut chair, name, "cancel").await.expect(200);
            }
            "lapsed" => {
                lapsed += 1;
                assert_eq!(answer.status, 409, "who was told yes has none");
            }
            other => panic!("{name}: {other}"),
        }
    }
    println!("accepted {accepted}, lapsed {lapsed}");
    assert_eq!(accepted + lapsed, ROUNDS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_button_pressed_five_times_at_once_does_its_work_once() {
    let (server, mut chair) = full(&["Aino", "Bo", "Cecilia"]).await;
    for (name, what, state_then, letter) in [
        ("Aino", "cancel", "cancelled", "cancelled"),
        ("Bo", "accept", "confirmed", "confirmed"),
        ("Bo", "cancel", "cancelled", "cancelled"),
        ("Cecilia", "decline", "cancelled", "cancelled"),
    ] {
        let link = link(&server, &mut chair, name).await;
        let clicks: Vec<_> = (0..5)
            .map(|_| {
                let (address, link) = (server.address, link.clone());
                tokio::spawn(
                    async move { Visitor::new(address).press(&link, what).await.unwrap().expect(200) },
                )
            })
            .collect();
        for click in clicks {
            click.await.unwrap();
        }
        assert_eq!(state(&mut chair, name).await, state_then);
        let id = list(&mut chair).await.into_iter().find(|one| one["registration"]["name"] == name).unwrap()
            ["id"]
            .clone();
        let mails = chair.get(&format!("{}/mails", path(2026))).await.unwrap().expect(200);
        let mails = mails.json["mails"].as_array().unwrap().clone();
        let told = mails.iter().filter(|mail| mail["registration"] == id && mail["kind"] == letter).count();
        assert_eq!(told, 1, "{name}, {what}");
    }
    assert_eq!(state(&mut chair, "Cecilia").await, "cancelled");
}
