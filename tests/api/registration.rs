//! Registering for the activity day by the public form: races, the same form again, bad input, limits.

use std::collections::BTreeMap;

use reqwest::header::LOCATION;
use serde_json::Value;
use shared::time::{DAY, HOUR};
use tests::actor::{Actor, Answer};
use tests::day::{FORM, day, save, small};
use tests::proxy::{Proxy, Trouble};
use tests::server::TestServer;
use tests::visitor::{Form, Visitor};

/// A server on which one can register for a day.
pub async fn opened(day: &Value) -> (TestServer, Actor) {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    save(&mut chair, day).await.unwrap().expect(200);
    (server, chair)
}

/// A blank form, given out long enough ago to be sent.
pub async fn blank(server: &TestServer) -> Form {
    let form = Visitor::new(server.address).form(FORM).await.unwrap();
    server.clock.advance(4_000);
    form
}

/// Sends a form from a browser of its own.
pub async fn send(server: &TestServer, form: &Form) -> Answer {
    Visitor::new(server.address).send(form).await.unwrap()
}

/// Registers somebody.
pub async fn register(server: &TestServer, name: &str, mode: &str) {
    let form = blank(server).await.of(name, &address(name), mode);
    send(server, &form).await.expect(303);
}

/// The address of a name.
pub fn address(name: &str) -> String {
    format!("{}@example.org", name.to_lowercase().replace(' ', "."))
}

/// All registrations, in order of arrival.
pub async fn list(chair: &mut Actor) -> Vec<Value> {
    let answer = chair.get("/api/v1/days/2026/registrations").await.unwrap().expect(200);
    answer.json["registrations"].as_array().unwrap().clone()
}

/// Name and state of all, in order of arrival.
pub async fn states(chair: &mut Actor) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let all = list(chair).await;
    all.iter().map(|one| (text(&one["registration"]["name"]), text(&one["state"]))).collect()
}

/// Where somebody stands.
pub async fn state(chair: &mut Actor, name: &str) -> String {
    let all = states(chair).await;
    all.into_iter().find(|(one, _)| one == name).map(|(_, state)| state).unwrap_or_default()
}

fn leads_to(answer: &Answer) -> BTreeMap<String, String> {
    let to = answer.headers[LOCATION].to_str().unwrap();
    serde_urlencoded::from_str(to.split_once('?').unwrap().1).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_place_asked_for_by_fifty_at_once_goes_to_one_and_the_rest_wait_in_order() {
    let (server, mut chair) = opened(&small(1, 0)).await;
    let mut forms = Vec::new();
    for n in 0..50 {
        let form = Visitor::new(server.address).form(FORM).await.unwrap();
        forms.push(form.of(&format!("Osallistuja {n}"), &format!("o{n}@example.org"), "onsite"));
    }
    server.clock.advance(4_000);
    let sent: Vec<_> = forms
        .into_iter()
        .map(|form| {
            let mut visitor = Visitor::new(server.address);
            tokio::spawn(async move { (form.value("email").to_owned(), visitor.send(&form).await.unwrap()) })
        })
        .collect();
    let mut told = BTreeMap::new();
    for one in sent {
        let (email, answer) = one.await.unwrap();
        told.insert(email, leads_to(&answer.expect(303)));
    }
    let all = list(&mut chair).await;
    assert_eq!(all.len(), 50);
    let (held, waiting): (Vec<_>, Vec<_>) = all.iter().partition(|one| one["state"] == "reserved");
    assert_eq!((held.len(), waiting.len()), (1, 49));
    assert_eq!(told[held[0]["registration"]["email"].as_str().unwrap()]["tila"], "reserved");
    // Each was told its true number, and the order of the list is the order of arrival.
    for (before, one) in waiting.iter().enumerate() {
        assert_eq!(one["state"], "waiting");
        let told = &told[one["registration"]["email"].as_str().unwrap()];
        assert_eq!((told["tila"].as_str(), told["numero"].clone()), ("waiting", (before + 1).to_string()));
    }
    let arrivals: Vec<_> = all.iter().map(|one| one["arrival"].as_i64().unwrap()).collect();
    assert!(arrivals.windows(2).all(|pair| pair[0] < pair[1]), "{arrivals:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_form_sent_five_times_at_once_is_one_registration_and_the_person_is_told() {
    let (server, mut chair) = opened(&day()).await;
    let form = blank(&server).await.of("Aino Ahkera", "aino@example.org", "onsite");
    let sent: Vec<_> = (0..5)
        .map(|_| {
            let (form, mut visitor) = (form.clone(), Visitor::new(server.address));
            tokio::spawn(async move { visitor.send(&form).await.unwrap().expect(303) })
        })
        .collect();
    let mut stored = 0;
    for one in sent {
        stored += usize::from(leads_to(&one.await.unwrap()).contains_key("tila"));
    }
    assert_eq!(stored, 1, "the others are told that it was there");
    assert_eq!(states(&mut chair).await, [("Aino Ahkera".to_owned(), "reserved".to_owned())]);
    let mut visitor = Visitor::new(server.address);
    let again = visitor.send(&form).await.unwrap();
    let page = visitor.follow(again).await.unwrap().expect(200);
    assert!(page.text.contains("Olet jo ilmoittautunut"), "{}", page.text);
    // Also from another form, with the name written otherwise.
    let other = blank(&server).await.of(" aino AHKERA ", "Aino@Example.org", "remote");
    assert!(!leads_to(&send(&server, &other).await.expect(303)).contains_key("tila"));
    assert_eq!(list(&mut chair).await.len(), 1);
}

#[tokio::test]
async fn an_answer_lost_at_submit_is_stored_once_and_whoever_tries_again_is_told() {
    let (server, mut chair) = opened(&day()).await;
    for (count, trouble) in
        [Trouble::DropAnswer, Trouble::CutAnswer, Trouble::Duplicate].into_iter().enumerate()
    {
        let name = format!("{trouble:?}");
        let form = blank(&server).await.of(&name, &address(&name), "onsite");
        let proxy = Proxy::start(vec![server.address]).await.unwrap();
        proxy.next(trouble);
        // Lost, cut, or doubled on the way.
        let _ = Visitor::new(proxy.address).send(&form).await;
        let again = Visitor::new(proxy.address).send(&form).await.unwrap().expect(303);
        assert!(!leads_to(&again).contains_key("tila"), "{trouble:?}");
        assert_eq!(list(&mut chair).await.len(), count + 1);
        assert_eq!(state(&mut chair, &name).await, "reserved");
    }
}

#[tokio::test]
async fn a_colleague_who_writes_over_a_form_that_was_sent_is_registered_too() {
    let (server, mut chair) = opened(&day()).await;
    let first = blank(&server).await.of("Aino Ahkera", "aino@example.org", "onsite");
    send(&server, &first).await.expect(303);
    for (name, email) in [("Bo Berg", "bo@example.org"), ("Cecilia Ceder", "aino@example.org")] {
        let over = first.clone().with("name", name).with("email", email);
        assert_eq!(leads_to(&send(&server, &over).await.expect(303))["tila"], "reserved", "{name}");
        // And theirs is theirs, sent as often as may be.
        assert!(!leads_to(&send(&server, &over).await.expect(303)).contains_key("tila"), "{name}");
    }
    let names: Vec<_> = states(&mut chair).await.into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["Aino Ahkera", "Bo Berg", "Cecilia Ceder"]);
}

#[tokio::test]
async fn two_thousand_registrations_from_one_address_are_slowed_down_and_none_is_lost_silently() {
    let (server, mut chair) =
        crate::mail::with(&day(), |config| config.trusted_proxy = vec!["127.0.0.1".parse().unwrap()]).await;
    let form = blank(&server).await;
    let mut visitor = Visitor::new(server.address);
    visitor.address = Some("192.0.2.7".to_owned());
    let (mut taken, mut refused) = (0, 0);
    for n in 0..2_000 {
        let name = format!("Osallistuja {n}");
        let answer =
            visitor.send(&form.clone().of(&name, &format!("o{n}@example.org"), "remote")).await.unwrap();
        match answer.status {
            303 => {
                assert_eq!(refused, 0, "all at one moment");
                taken += 1;
            }
            429 => {
                refused += 1;
                let wait: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
                assert!((1..=10).contains(&wait), "{wait}");
                assert!(answer.text.contains(&format!("Odota {wait} sekuntia")), "{}", answer.text);
                assert!(answer.text.contains(&format!("value=\"{name}\"")), "what was typed is there");
            }
            other => panic!("{other}: {}", answer.text),
        }
    }
    assert!(taken >= 60, "{taken}");
    assert_eq!((taken + refused, list(&mut chair).await.len()), (2_000, taken));
    // From elsewhere it goes on, and here after the time that was told.
    let mut other = Visitor::new(server.address);
    other.address = Some("198.51.100.7".to_owned());
    other.send(&form.clone().of("Toinen Paikka", "t@example.org", "remote")).await.unwrap().expect(303);
    server.clock.advance(10_000);
    visitor.send(&form.of("Myöhempi Hetki", "m@example.org", "remote")).await.unwrap().expect(303);
}

#[tokio::test]
async fn whoever_comes_before_or_after_is_told_when() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut early = day();
    early["opens"]["on"] = "2026-04-15".into();
    save(&mut chair, &early).await.unwrap().expect(200);
    let mut visitor = Visitor::new(server.address);
    let page = visitor.open(FORM).await.unwrap().expect(200);
    assert!(page.text.contains("Ilmoittautuminen alkaa") && !page.text.contains("<form"), "{}", page.text);
    server.clock.advance(DAY);
    let form = blank(&server).await.of("Aino Ahkera", "aino@example.org", "onsite");
    server.clock.advance(60 * DAY);
    server.sign_in(&mut chair).await.unwrap();
    let page = send(&server, &form).await.expect(200);
    assert!(page.text.contains("Ilmoittautuminen on päättynyt"), "{}", page.text);
    assert!(list(&mut chair).await.is_empty());
    // A draft is nobody's.
    early["status"] = "draft".into();
    save(&mut chair, &early).await.unwrap().expect(200);
    visitor.open(FORM).await.unwrap().expect(404);
}

#[tokio::test]
async fn a_program_that_fills_in_forms_is_stopped_and_a_person_is_not() {
    let (server, mut chair) = opened(&day()).await;
    let form = Visitor::new(server.address).form(FORM).await.unwrap();
    let filled = form.of("Aino Ahkera", "aino@example.org", "onsite");
    // At once: no person is so fast. A moment later the very same form is taken.
    let answer = send(&server, &filled).await.expect(422);
    assert!(answer.text.contains("liian nopeasti") && answer.text.contains("value=\"Aino Ahkera\""));
    assert_eq!(Form::read(&answer.text, FORM).unwrap().value("stamp"), filled.value("stamp"));
    server.clock.advance(4_000);
    // The field that people do not see: whoever is caught sees it, and can empty it.
    let answer = send(&server, &filled.clone().with("website", "https://spam.example")).await.expect(422);
    assert!(answer.text.contains("register__trap--shown"), "{}", answer.text);
    assert!(list(&mut chair).await.is_empty());
    // A stamp of somebody's own making is exchanged for one of ours, with all that was typed.
    let answer = send(&server, &filled.clone().with("stamp", "018f.1.x")).await.expect(422);
    let renewed = Form::read(&answer.text, FORM).unwrap();
    assert_eq!(renewed.value("email"), "aino@example.org");
    server.clock.advance(4_000);
    send(&server, &renewed).await.expect(303);
    assert_eq!(list(&mut chair).await.len(), 1);
    // A form that has lain open for a month is a form.
    let old = blank(&server).await.of("Bo Berg", "bo@example.org", "remote");
    server.clock.advance(30 * DAY + HOUR);
    send(&server, &old).await.expect(303);
}
