//! The manage link: what it opens, to whom, and that only a button changes anything.

use backend::db;
use backend::jobs::registration::turn;
use backend::usecase::mail::manage_address;
use reqwest::Method;
use serde_json::json;
use shared::id::Id;
use std::collections::BTreeSet;
use std::fs::File;
use std::net::SocketAddr;
use std::process::Stdio;
use tests::actor::{Actor, Answer};
use tests::database::is_postgres;
use tests::day::{FORM, day, small};
use tests::process::Process;
use tests::server::TestServer;
use tests::visitor::Visitor;

use crate::mail::{sending, settle};
use crate::registration::{address, blank, list, opened, register, send, state};

/// The path of somebody's manage link, as the mails have it.
pub async fn link(server: &TestServer, chair: &mut Actor, name: &str) -> String {
    let all = list(chair).await;
    let one = all.iter().find(|one| one["registration"]["name"] == name).unwrap();
    let id: Id = one["id"].as_str().unwrap().parse().unwrap();
    let mut tx = server.app.db.read().await.unwrap();
    let slug = "lounais-suomen-digiverkosto";
    let network = db::network::by_slug(&mut tx, slug).await.unwrap().unwrap();
    let whole = manage_address(&server.app, slug, network.id, id).unwrap();
    whole.split_once("://").unwrap().1.split_once('/').map(|(_, path)| format!("/{path}")).unwrap()
}

/// Presses a button on somebody's page.
pub async fn press(server: &TestServer, chair: &mut Actor, name: &str, what: &str) -> Answer {
    let link = link(server, chair, name).await;
    Visitor::new(server.address).press(&link, what).await.unwrap()
}

/// Registers somebody who confirms at once.
pub async fn confirmed(server: &TestServer, chair: &mut Actor, name: &str, mode: &str) {
    register(server, name, mode).await;
    press(server, chair, name, "confirm").await.expect(200);
    assert_eq!(state(chair, name).await, "confirmed");
}

/// Whatever a scanner would open in a page.
fn links(page: &str) -> BTreeSet<String> {
    let all = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    all.filter(|link| link.starts_with('/')).map(|link| link.replace("&amp;", "&")).collect()
}

#[tokio::test]
async fn whoever_opens_every_link_of_every_page_changes_nothing() {
    let (server, mut chair) = opened(&small(1, 1)).await;
    for (name, mode) in [("Aino", "onsite"), ("Bo", "onsite"), ("Cecilia", "remote"), ("Doris", "declined")] {
        register(&server, name, mode).await;
    }
    press(&server, &mut chair, "Cecilia", "confirm").await.expect(200);
    press(&server, &mut chair, "Aino", "cancel").await.expect(200);
    assert_eq!(state(&mut chair, "Bo").await, "offered");
    turn(&server.app).await.unwrap();
    let mut paths =
        BTreeSet::from([FORM.to_owned(), format!("{FORM}/kiitos?tila=waiting&tapa=onsite&numero=3")]);
    for name in ["Aino", "Bo", "Cecilia", "Doris"] {
        paths.insert(link(&server, &mut chair, name).await);
    }
    let before = server.place.rows().await.unwrap();
    assert!(before.len() > 20);
    let mut scanner = server.anonymous();
    let mut seen = BTreeSet::new();
    while let Some(path) = paths.pop_first() {
        for method in [Method::HEAD, Method::GET] {
            let answer = scanner.send(method, &path, |request| request).await.unwrap();
            // The app's own pages are the web build's.
            let is_own = path.contains("/ilmoitta");
            assert!(answer.status < 400 || !is_own, "{path}: {}", answer.status);
            if path.contains("/ilmoitta") {
                assert_eq!(answer.headers["cache-control"], "no-store");
                assert_eq!(answer.headers["referrer-policy"], "no-referrer");
                paths.extend(links(&answer.text).into_iter().filter(|link| !seen.contains(link)));
            }
        }
        seen.insert(path);
    }
    assert!(seen.iter().filter(|path| path.contains("kieli=sv")).count() >= 5, "{seen:?}");
    assert_eq!(server.place.rows().await.unwrap(), before);
}

#[tokio::test]
async fn a_link_guessed_a_thousand_times_is_slowed_down_and_looks_like_one_that_has_ended() {
    let (server, mut chair) = opened(&day()).await;
    register(&server, "Aino", "onsite").await;
    register(&server, "Bo", "onsite").await;
    let (own, ended) = (link(&server, &mut chair, "Aino").await, link(&server, &mut chair, "Bo").await);
    Visitor::new(server.address).press(&ended, "delete").await.unwrap().expect(200);
    let mut guesser = Visitor::new(server.address);
    let ended = guesser.open(&ended).await.unwrap().expect(404);
    assert!(ended.text.contains("Linkki ei toimi"), "{}", ended.text);
    let (base, _) = own.rsplit_once('/').unwrap();
    let (mut wrong, mut slowed) = (0, 0);
    for n in 0..1_000_u32 {
        // As long as a real one, mostly.
        let guess = if n % 10 == 0 { "x".repeat(n as usize) } else { format!("AAAAAAAAAAAAAAAAAA{n:04}") };
        let answer =
            guesser.open(&format!("{base}/{}", if guess.is_empty() { "-" } else { &guess })).await.unwrap();
        match answer.status {
            404 => {
                wrong += 1;
                assert_eq!(answer.text, ended.text, "{guess}");
            }
            429 => {
                slowed += 1;
                assert!(answer.headers.contains_key("retry-after"));
            }
            other => panic!("{other}: {}", answer.text),
        }
    }
    assert!(wrong < 40 && wrong + slowed == 1_000, "{wrong} and {slowed}");
    // Guesses by POST are guesses too; whoever has a real link in the same house is not locked out.
    guesser.post(&format!("{base}/AAAAAAAAAAAAAAAAAAAAAA"), "do=cancel").await.unwrap().expect(429);
    guesser.open(&own).await.unwrap().expect(200);
    guesser.press(&own, "confirm").await.unwrap().expect(200);
}

#[tokio::test]
async fn the_secret_is_stored_as_a_hash_only_and_what_is_deleted_is_gone() {
    let (server, mut chair) = opened(&day()).await;
    let form = blank(&server).await.of("Aino Ahkera", &address("Aino Ahkera"), "onsite");
    let form =
        form.with("diet", "gluten_free").with("access", "Induktiosilmukka 4711").with("consent", "yes");
    send(&server, &form).await.expect(303);
    let link = link(&server, &mut chair, "Aino Ahkera").await;
    let secret = link.rsplit('/').next().unwrap();
    assert_eq!(secret.len(), 22, "128 bits");
    let rows = server.place.rows().await.unwrap().join("\n");
    assert!(rows.contains("Aino Ahkera") && !rows.contains(secret));
    // In the table of their own, and nowhere else.
    let mut with_needs = rows.lines().filter(|row| row.contains("4711") || row.contains("gluten_free"));
    assert!(with_needs.all(|row| row.contains("registration_care") || row.contains("list_value")), "{rows}");
    let shown = chair.get("/api/v1/days/2026/registrations").await.unwrap().expect(200);
    assert!(!shown.text.contains("4711") && !shown.text.contains("gluten_free"), "{}", shown.text);

    let mut visitor = Visitor::new(server.address);
    let page = visitor.open(&link).await.unwrap().expect(200);
    assert!(page.text.contains("Induktiosilmukka 4711"), "the person sees it all");
    let page = visitor.press(&link, "delete").await.unwrap().expect(200);
    assert!(page.text.contains("Tietosi on poistettu"), "{}", page.text);
    let rows = server.place.rows().await.unwrap().join("\n");
    for gone in ["Aino Ahkera", "aino.ahkera", "4711"] {
        assert!(!rows.contains(gone), "{gone}");
    }
    assert!(list(&mut chair).await.is_empty());
    if !is_postgres() {
        for rest in ["", "-wal"] {
            let mut file = server.place.file().into_os_string();
            file.push(rest);
            let bytes = std::fs::read(file).unwrap_or_default();
            for gone in ["Aino Ahkera", "aino.ahkera", "4711"] {
                assert!(!bytes.windows(gone.len()).any(|window| window == gone.as_bytes()), "{gone}{rest}");
            }
        }
    }
}

#[tokio::test]
async fn the_log_holds_neither_the_secret_nor_what_was_typed() {
    let (server, mut chair) = opened(&day()).await;
    register(&server, "Aino Ahkera", "onsite").await;
    let link = link(&server, &mut chair, "Aino Ahkera").await;
    let place = server.stop().await.unwrap();
    let log = tempfile::NamedTempFile::new().unwrap();
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    let to: Stdio = File::create(log.path()).unwrap().into();
    let mut process = Process::start_with(&place, any, &[("DIGIVERKOSTO_LOG", "trace")], to).await.unwrap();
    let mut visitor = Visitor::new(process.address);
    // Whether the day is over by the real clock or not: the link shows it.
    visitor.open(&link).await.unwrap().expect(200);
    visitor.press(&link, "confirm").await.unwrap();
    visitor.open(&format!("{link}x?kieli=sv")).await.unwrap().expect(404);
    visitor.post(FORM, "name=Bo+Berg&email=bo%40example.org").await.unwrap();
    process.stop().await.unwrap();
    let said = std::fs::read_to_string(log.path()).unwrap();
    assert!(said.contains("/{network}/ilmoittautuminen/{secret}"), "the route stands for the path: {said}");
    let secret = link.rsplit('/').next().unwrap();
    for private in [secret, "Aino", "aino.ahkera", "Bo", "bo@", "bo%40"] {
        assert!(!said.contains(private), "{private}");
    }
}

#[tokio::test]
async fn nobody_reaches_a_registration_without_its_own_link() {
    let (server, mut chair) = opened(&day()).await;
    register(&server, "Aino", "onsite").await;
    let link = link(&server, &mut chair, "Aino").await;
    let mut visitor = Visitor::new(server.address);
    // Under another network's name it leads nowhere.
    let elsewhere = link.replace("lounais-suomen-digiverkosto", "muu");
    visitor.open(&elsewhere).await.unwrap().expect(404);
    visitor.press(&elsewhere, "cancel").await.unwrap().expect(404);
    // An unknown button is no button.
    visitor.press(&link, "explode").await.unwrap().expect(400);
    assert_eq!(state(&mut chair, "Aino").await, "reserved");
    for who in [&mut server.anonymous(), &mut server.contact(&mut chair, "turku").await.unwrap()] {
        let status = who.get("/api/v1/days/2026/registrations").await.unwrap().status;
        assert!(status == 401 || status == 403, "{status}");
        let id = list(&mut chair).await[0]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/days/2026/registrations/{id}");
        let status = who.post(&path, &json!({"act": "cancel"})).await.unwrap().status;
        assert!(status == 401 || status == 403, "{status}");
    }
}

#[tokio::test]
async fn who_finds_out_that_they_cannot_come_loses_the_appointment() {
    let (server, mut chair, smtp) = sending(&day()).await;
    confirmed(&server, &mut chair, "Aino", "onsite").await;
    settle(&server, &mut chair).await;
    let link = link(&server, &mut chair, "Aino").await;
    let mut visitor = Visitor::new(server.address);
    let form = visitor.form(&link).await.unwrap().with("mode", "declined");
    visitor.send(&form).await.unwrap().expect(303);
    settle(&server, &mut chair).await;
    let calendars: Vec<_> =
        smtp.to(&address("Aino")).into_iter().filter_map(|letter| letter.calendar).collect();
    let (there, gone) = (&calendars[calendars.len() - 2], &calendars[calendars.len() - 1]);
    assert_eq!((there.method.as_str(), gone.method.as_str()), ("PUBLISH", "CANCEL"));
    assert!(gone.uid == there.uid && gone.sequence > there.sequence);
    // Who has never been coming has none to lose.
    register(&server, "Bo", "declined").await;
    settle(&server, &mut chair).await;
    let to_bo = smtp.wait_for(&address("Bo"), 1).await.unwrap();
    assert!(to_bo.iter().all(|letter| letter.calendar.is_none()));
}
