//! Mails through a real mail server: what is promised of them, and what they say.

use std::collections::BTreeSet;

use backend::config::Config;
use backend::jobs::registration::turn;
use serde_json::{Value, json};
use shared::time::{DAY, HOUR, MINUTE};
use tests::actor::Actor;
use tests::day::{FORM, day, path, save, small};
use tests::server::TestServer;
use tests::smtp::{Letter, Smtp};
use tests::visitor::Visitor;

use crate::manage::press;
use crate::registration::{address, blank, list, register, send, state};

/// A server with a changed configuration on which one can register for a day.
pub async fn with(day: &Value, change: impl FnOnce(&mut Config)) -> (TestServer, Actor) {
    let server = TestServer::with(change).await.unwrap();
    let mut chair = server.chair().await.unwrap();
    save(&mut chair, day).await.unwrap().expect(200);
    (server, chair)
}

/// Who sends, in every test.
const FROM: &str = "Digiverkosto <digi@verkosto.example>";

/// Sends through a mail server.
pub fn sends(smtp: &str) -> impl FnOnce(&mut Config) {
    let url = smtp.to_owned();
    move |config| {
        config.smtp_url = Some(url);
        config.mail_from = Some(FROM.to_owned());
    }
}

/// A server that sends through a mail server.
pub async fn sending(day: &Value) -> (TestServer, Actor, Smtp) {
    let smtp = Smtp::start().await.unwrap();
    let (server, chair) = with(day, sends(&smtp.url())).await;
    (server, chair, smtp)
}

/// All mails of the day, newest first.
pub async fn mails(chair: &mut Actor) -> Vec<Value> {
    let answer = chair.get(&format!("{}/mails", path(2026))).await.unwrap().expect(200);
    answer.json["mails"].as_array().unwrap().clone()
}

/// Sends until nothing is in anybody's hand or due.
pub async fn settle(server: &TestServer, chair: &mut Actor) {
    loop {
        turn(&server.app).await.unwrap();
        if mails(chair).await.iter().all(|mail| mail["state"] != "sending") {
            return;
        }
        tokio::task::yield_now().await;
    }
}

async fn kind_and_state(chair: &mut Actor) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    mails(chair).await.iter().map(|mail| (text(&mail["kind"]), text(&mail["state"]))).collect()
}

#[tokio::test]
async fn a_mail_waits_while_the_mail_server_is_away_and_goes_out_once() {
    let (server, mut chair, smtp) = sending(&day()).await;
    let port = smtp.address.port();
    smtp.stop().await.unwrap();
    for name in ["Aino", "Bo", "Cecilia"] {
        register(&server, name, "onsite").await;
    }
    for _ in 0..4 {
        settle(&server, &mut chair).await;
        server.clock.advance(30_000);
    }
    let waiting = mails(&mut chair).await;
    assert!(waiting.iter().all(|mail| mail["state"] == "queued"), "{waiting:?}");
    assert!(waiting.iter().any(|mail| mail["trouble"] == "no answer"), "somebody is told: {waiting:?}");
    let smtp = Smtp::start_at(port).await.unwrap();
    server.clock.advance(HOUR);
    settle(&server, &mut chair).await;
    settle(&server, &mut chair).await;
    for name in ["Aino", "Bo", "Cecilia"] {
        assert_eq!(smtp.to(&address(name)).len(), 1, "{name}");
    }
    let sent = mails(&mut chair).await;
    assert!(sent.iter().all(|mail| mail["state"] == "sent" && mail["trouble"].is_null()), "{sent:?}");
}

#[tokio::test]
async fn an_address_that_is_refused_for_good_is_shown_and_holds_up_nobody() {
    let (server, mut chair, smtp) = sending(&day()).await;
    for email in ["refuse@example.org", "later@example.org", "eva@example.org"] {
        let form = blank(&server).await.of(email.split('@').next().unwrap(), email, "onsite");
        send(&server, &form).await.expect(303);
    }
    settle(&server, &mut chair).await;
    assert_eq!(smtp.wait_for("eva@example.org", 1).await.unwrap().len(), 1);
    let all = mails(&mut chair).await;
    let of = |n: usize| (all[n]["state"].as_str().unwrap(), all[n]["trouble"].as_str().unwrap_or_default());
    assert_eq!([of(0), of(1), of(2)], [("sent", ""), ("queued", "451"), ("failed", "550")]);
    server.clock.advance(MINUTE);
    settle(&server, &mut chair).await;
    assert_eq!(smtp.to("later@example.org").len(), 1);
    // Once more by hand; who was sent one is not sent another.
    let again = |mail: &Value| format!("{}/mails/{}", path(2026), mail["id"].as_str().unwrap());
    chair.post(&again(&all[2]), &json!({})).await.unwrap().expect(204);
    settle(&server, &mut chair).await;
    assert_eq!(mails(&mut chair).await[2]["state"], "failed");
    chair.post(&again(&all[0]), &json!({})).await.unwrap().expect_problem(409, "overtaken");
    assert_eq!(smtp.to("eva@example.org").len(), 1);
}

#[tokio::test]
async fn a_line_cut_after_the_mail_was_handed_over_sends_it_again_under_the_same_message_id() {
    let (server, mut chair, smtp) = sending(&day()).await;
    send(&server, &blank(&server).await.of("Aino", "cut@example.org", "onsite")).await.expect(303);
    smtp.wait_for("cut@example.org", 1).await.unwrap();
    settle(&server, &mut chair).await;
    let unknown = mails(&mut chair).await;
    assert_eq!((&unknown[0]["state"], &unknown[0]["trouble"]), (&json!("queued"), &json!("no answer")));
    server.clock.advance(MINUTE);
    settle(&server, &mut chair).await;
    let both = smtp.to("cut@example.org");
    assert_eq!(both.len(), 2);
    assert_eq!(both[0].id, both[1].id, "to a reader it is one mail");
    assert_eq!(kind_and_state(&mut chair).await, [("confirm".to_owned(), "sent".to_owned())]);
}

#[tokio::test]
async fn a_node_that_dies_between_sending_and_noting_leaves_the_mail_to_the_next_one() {
    let (server, mut chair, smtp) = sending(&day()).await;
    send(&server, &blank(&server).await.of("Aino", "hold@example.org", "onsite")).await.expect(303);
    // The mail server has it and does not answer; the node is gone before it does.
    smtp.wait_for("hold@example.org", 1).await.unwrap();
    assert_eq!(kind_and_state(&mut chair).await, [("confirm".to_owned(), "sending".to_owned())]);
    let died = server.app.now();
    let place = server.stop().await.unwrap();
    let next = TestServer::over_with(place, sends(&smtp.url())).await.unwrap();
    chair = chair.twin_at(next.address);
    next.clock.set(died + 9 * MINUTE);
    turn(&next.app).await.unwrap();
    assert_eq!(kind_and_state(&mut chair).await, [("confirm".to_owned(), "sending".to_owned())]);
    next.clock.advance(MINUTE);
    settle(&next, &mut chair).await;
    let both = smtp.wait_for("hold@example.org", 2).await.unwrap();
    assert_eq!(both[0].id, both[1].id);
    assert_eq!(kind_and_state(&mut chair).await, [("confirm".to_owned(), "sent".to_owned())]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_side_by_side_send_each_mail_once() {
    // Queued while neither could send.
    let (first, mut chair) = with(&day(), |_| {}).await;
    for n in 0..24 {
        register(&first, &format!("Osallistuja {n}"), "remote").await;
    }
    let (place, now) = (first.place.clone(), first.app.now());
    let smtp = Smtp::start().await.unwrap();
    let nodes = [
        TestServer::over_with(place.clone(), sends(&smtp.url())).await.unwrap(),
        TestServer::over_with(place, sends(&smtp.url())).await.unwrap(),
    ];
    for node in &nodes {
        node.clock.set(now);
    }
    let work = nodes.each_ref().map(|node| {
        let app = node.app.clone();
        tokio::spawn(async move { turn(&app).await.unwrap() })
    });
    for one in work {
        one.await.unwrap();
    }
    settle(&nodes[0], &mut chair).await;
    let letters = smtp.letters();
    let people: BTreeSet<_> = letters.iter().flat_map(|letter| letter.recipients.clone()).collect();
    let ids: BTreeSet<_> = letters.iter().map(|letter| letter.id.clone()).collect();
    assert_eq!((letters.len(), people.len(), ids.len()), (24, 24, 24));
    assert!(kind_and_state(&mut chair).await.iter().all(|(_, state)| state == "sent"));
}

/// Everything that can befall somebody, in a language: the letters in their order.
async fn story(server: &TestServer, chair: &mut Actor, smtp: &Smtp, lang: &str) -> Vec<Letter> {
    let names = ["Paikka", "Jono", "Este"].map(|name| format!("{name} {lang}"));
    for (name, mode) in names.iter().zip(["onsite", "onsite", "declined"]) {
        let form = blank(server).await.of(name, &address(name), mode).with("lang", lang);
        let form = form.with("diet", "vegan").with("diet_other", "ei selleriä 4711").with("consent", "yes");
        let form = form.with("access", "Induktiosilmukka 4711");
        let mut visitor = Visitor::new(server.address);
        let action = format!("{FORM}?kieli={lang}");
        visitor.send(&tests::visitor::Form { action, ..form.clone() }).await.unwrap().expect(303);
        settle(server, chair).await;
        // Sent again after a while, it is the same one.
        server.clock.advance(15 * MINUTE);
        send(server, &form).await.expect(303);
        settle(server, chair).await;
    }
    press(server, chair, &names[0], "confirm").await.expect(200);
    settle(server, chair).await;
    let link = crate::manage::link(server, chair, &names[0]).await;
    let mut visitor = Visitor::new(server.address);
    let form = visitor.form(&link).await.unwrap().with("contribution", "talk").with("title", "Bcc: vegan");
    visitor.send(&form).await.unwrap().expect(303);
    settle(server, chair).await;
    press(server, chair, &names[0], "cancel").await.expect(200);
    settle(server, chair).await;
    server.clock.advance(48 * HOUR);
    settle(server, chair).await;
    let mut letters = Vec::new();
    for name in &names {
        letters.extend(smtp.to(&address(name)));
    }
    letters
}

#[tokio::test]
async fn the_letters_in_three_languages() {
    let (server, mut chair, smtp) = sending(&small(1, 40)).await;
    for lang in ["fi", "sv", "en"] {
        let letters = story(&server, &mut chair, &smtp, lang).await;
        let mut whole = String::new();
        for letter in &letters {
            for secret in ["vegan", "Vegan", "Vega", "4711", "selleri", "Induktio"] {
                // A title may say it: it is the person's own word for the programme, and no letter repeats it.
                assert!(!letter.text.contains(secret), "{secret}: {}", letter.text);
                assert!(!letter.raw.contains(secret), "{secret}: {}", letter.raw);
            }
            let link = letter.link().unwrap();
            let text = letter.text.replace(link.rsplit('/').next().unwrap(), "<secret>");
            let text = text
                .replace(&format!("http://localhost:{}", server.address.port()), "https://digi.example.org");
            let calendar = match &letter.calendar {
                None => "no appointment".to_owned(),
                Some(one) => format!(
                    "{} {} #{} {} at {}",
                    one.method,
                    one.status.as_deref().unwrap_or_default(),
                    one.sequence,
                    one.summary.as_deref().unwrap_or_default(),
                    one.location.as_deref().unwrap_or_default()
                ),
            };
            whole += &format!(
                "To: {}\nSubject: {}\n\n{}\n[{calendar}]\n{}\n",
                letter.to,
                letter.subject,
                text.trim_end(),
                "=".repeat(72)
            );
        }
        insta::assert_snapshot!(format!("letters_{lang}"), whole);
        // The place of the next language.
        let waiting = format!("Jono {lang}");
        assert_eq!(state(&mut chair, &waiting).await, "lapsed");
    }
}

#[tokio::test]
async fn a_mails_head_is_as_it_must_be_whatever_people_write() {
    let mut day = day();
    day["title"] = json!({"fi": "Päivä\r\nBcc: kaikki@example.org\r\n\r\nSisältö", "sv": "", "en": ""});
    let (server, mut chair, smtp) = sending(&day).await;
    let name = "Åsa \"Bcc: toinen@example.org\" Ek, ruokavalio";
    send(&server, &blank(&server).await.of(name, "asa@example.org", "onsite")).await.expect(303);
    settle(&server, &mut chair).await;
    let letter = smtp.wait_for("asa@example.org", 1).await.unwrap().remove(0);
    assert_eq!(letter.recipients, ["asa@example.org"]);
    assert_eq!(letter.header("bcc"), None);
    assert!(
        letter.subject.starts_with("Vahvista paikkasi: Päivä") && letter.subject.ends_with("10.6.2026"),
        "{}",
        letter.subject
    );
    assert!(letter.raw_subject.contains("=?utf-8?"), "{}", letter.raw_subject);
    assert!(letter.raw_subject.is_ascii() && letter.raw_subject.lines().all(|line| line.len() <= 998));
    assert_eq!(letter.from, FROM);
    assert!(letter.to.contains("asa@example.org") && letter.to.contains("Åsa"), "{}", letter.to);
    assert_eq!(letter.header("auto-submitted"), Some("auto-generated"));
    assert!(letter.header("date").unwrap().contains("14 Apr 2026"), "{:?}", letter.header("date"));
    assert!(letter.id.ends_with("@verkosto.example>"), "{}", letter.id);
    assert!(letter.raw.lines().all(|line| line.len() <= 998), "RFC 5322, 2.1.1");
    let link = letter.link().unwrap();
    Visitor::new(server.address).open(&link).await.unwrap().expect(200);
    assert_eq!(state(&mut chair, name).await, "reserved");
}

#[tokio::test]
async fn calendars_keep_one_appointment_over_all_changes() {
    let (server, mut chair, smtp) = sending(&day()).await;
    let all = async |name: &str| -> Vec<tests::smtp::Calendar> {
        smtp.to(&address(name)).into_iter().filter_map(|letter| letter.calendar).collect()
    };
    for (name, mode) in [("Aino", "onsite"), ("Etä", "remote")] {
        register(&server, name, mode).await;
        settle(&server, &mut chair).await;
        press(&server, &mut chair, name, "confirm").await.expect(200);
        settle(&server, &mut chair).await;
    }
    let aino = all("Aino").await;
    assert_eq!((aino[0].method.as_str(), aino[0].status.as_deref()), ("PUBLISH", Some("TENTATIVE")));
    assert_eq!((aino[1].method.as_str(), aino[1].status.as_deref()), ("PUBLISH", Some("CONFIRMED")));
    assert!(
        aino[1].kind.contains("method=\"PUBLISH\"") || aino[1].kind.contains("method=PUBLISH"),
        "{}",
        aino[1].kind
    );
    // 9.30 in June is 6.30 UTC.
    assert_eq!(
        (aino[0].start.as_str(), aino[0].end.as_str()),
        ("2026-06-10T06:30:00+00:00", "2026-06-10T12:30:00+00:00")
    );
    assert_eq!(aino[0].location.as_deref(), Some("Porin pääkirjasto, Gallen-Kallelankatu 12, Pori"));
    assert!(aino[0].organizer.as_deref().unwrap().to_lowercase().ends_with("digi@verkosto.example"));
    // The link to join is for who has a place; the personal link is in no calendar.
    let remote = all("Etä").await;
    assert!(!remote[0].raw.contains("meet.example.org"), "{}", remote[0].raw);
    let joins = Some("https://meet.example.org/paiva");
    assert_eq!((remote[1].location.as_deref(), remote[1].url.as_deref()), (joins, joins));
    assert!(aino.iter().chain(&remote).all(|one| !one.raw.contains("ilmoittautuminen")));

    // The day moves into the winter, with a title that a calendar must escape.
    let mut moved = day();
    moved["date"] = "2026-11-11".into();
    moved["title"]["fi"] = "Päivä; osa 1, \\ja\nosa 2".into();
    save(&mut chair, &moved).await.unwrap().expect(200);
    settle(&server, &mut chair).await;
    server.clock.advance(DAY);
    for name in ["Aino", "Etä"] {
        let link = crate::manage::link(&server, &mut chair, name).await;
        let mut visitor = Visitor::new(server.address);
        let form = visitor.form(&link).await.unwrap().with("contribution", "demo").with("title", "Oma");
        visitor.send(&form).await.unwrap().expect(303);
        settle(&server, &mut chair).await;
        press(&server, &mut chair, name, "cancel").await.expect(200);
        settle(&server, &mut chair).await;
        let all = all(name).await;
        assert_eq!(all.len(), 5, "{name}");
        let uids: BTreeSet<_> = all.iter().map(|one| one.uid.clone()).collect();
        assert_eq!(uids.len(), 1, "{uids:?}");
        let sequences: Vec<_> = all.iter().map(|one| one.sequence).collect();
        assert!(sequences.windows(2).all(|pair| pair[0] < pair[1]), "{sequences:?}");
        // Winter time is another hour.
        assert_eq!(all[2].start, "2026-11-11T07:30:00+00:00");
        assert_eq!(all[2].summary.as_deref(), Some("Päivä; osa 1, \\ja\nosa 2"));
        assert_eq!((all[4].method.as_str(), all[4].status.as_deref()), ("CANCEL", Some("CANCELLED")));
    }
}

#[tokio::test]
async fn what_was_not_sent_yet_says_in_the_end_how_things_stand() {
    // Nobody can send; meanwhile much happens.
    let (server, mut chair) = with(&small(1, 0), |_| {}).await;
    register(&server, "Aino", "onsite").await;
    register(&server, "Bo", "onsite").await;
    press(&server, &mut chair, "Aino", "cancel").await.expect(200);
    let link = crate::manage::link(&server, &mut chair, "Bo").await;
    let mut visitor = Visitor::new(server.address);
    let form = visitor.form(&link).await.unwrap().with("contribution", "demo").with("title", "Oma");
    visitor.send(&form).await.unwrap().expect(303);
    assert_eq!(state(&mut chair, "Bo").await, "offered");
    let smtp = Smtp::start().await.unwrap();
    let now = server.app.now();
    let next = TestServer::over_with(server.place.clone(), sends(&smtp.url())).await.unwrap();
    next.clock.set(now);
    settle(&next, &mut chair).await;
    let bo = smtp.to("bo@example.org");
    // One mail, and it says until when the offer stands.
    assert_eq!(bo.len(), 1);
    assert!(
        bo[0].text.contains("Paikka vapautui") && bo[0].text.contains("Vastaa viimeistään"),
        "{}",
        bo[0].text
    );
    let aino = smtp.to("aino@example.org");
    assert_eq!((aino.len(), aino[0].subject.starts_with("Ilmoittautuminen on peruttu")), (1, true));
    assert_eq!(list(&mut chair).await.len(), 2);
}
