//! What leaves: shares, the masked figures, files.

use calamine::{Reader as _, Xlsx};
use serde_json::{Value, json};
use shared::domain::hlc::Hlc;
use shared::id::Id;
use shared::routes;
use shared::time::DAY;
use tests::actor::Actor;
use tests::server::{CHAIR, PASSWORD, TestServer, noon};

use crate::held::push;

/// Helps on a date, with a topic: from the id `first` on, so many.
fn helps(first: u8, many: u8, library: &str, on: &str, topic: &str) -> Vec<Value> {
    let help = |n: u8| {
        json!({
            "id": Id::v7(noon(), [n; 10]), "at": Hlc::new(noon(), 0), "act": "create", "of": "help",
            "library": library, "lists": 1,
            "set": {"kind": "customer", "when": {"on": on, "hour": 10}, "mode": "late", "count": 1, "topics": [topic]},
        })
    };
    (first..first + many).map(help).collect()
}

/// A network with a spring: 30 helps in Turku, 3 in Pori.
pub async fn spring() -> (TestServer, Actor) {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut turku = server.device(&mut chair, "turku").await.unwrap();
    let mut pori = server.device(&mut chair, "pori").await.unwrap();
    push(&mut turku, &helps(1, 20, "turku", "2026-03-02", "gov")).await;
    push(&mut turku, &helps(21, 10, "turku", "2026-03-03", "device")).await;
    push(&mut pori, &helps(41, 3, "pori", "2026-03-04", "safety")).await;
    // Of a quarter that is not over: not in what is given out.
    push(&mut turku, &helps(61, 7, "turku", "2026-04-01", "gov")).await;
    (server, chair)
}

fn cell(stats: &Value, table: &str, code: &str) -> Value {
    let measure = &stats["measures"][0];
    let tables = measure["tables"].as_array().unwrap();
    let table = tables.iter().find(|one| one["code"] == table).unwrap();
    table["cells"].as_array().unwrap().iter().find(|one| one["code"] == code).unwrap()["n"].clone()
}

async fn share(chair: &mut Actor, n: u8, kind: &str) -> Value {
    let form = json!({"id": Id::v7(1, [n; 10]), "kind": kind, "name": "Rahoittaja", "until": "2026-12-31"});
    chair.post(routes::SHARES, &form).await.unwrap().expect(200).json
}

/// After the session has ended.
async fn sign_in(chair: &mut Actor) {
    chair.post(routes::SESSION, &json!({"email": CHAIR, "password": PASSWORD})).await.unwrap().expect(200);
}

/// The figures as the holder of a token reads them.
async fn read(server: &TestServer, token: &str, year: i32) -> tests::actor::Answer {
    let mut nobody = server.anonymous();
    nobody.bearer = Some(token.to_owned());
    nobody.get(&format!("{}?year={year}", routes::STATS)).await.unwrap()
}

#[tokio::test]
async fn a_share_opens_the_masked_figures_until_it_ends() {
    let (server, mut chair) = spring().await;
    let page = share(&mut chair, 1, "page").await;
    let (before, token) = page["secret"].as_str().unwrap().split_once('#').unwrap();
    assert!(before.ends_with("/jaettu"), "{before}");

    let stats = read(&server, token, 2026).await.expect(200).json;
    assert_eq!((&stats["from"], &stats["to"]), (&json!("2026-01-01"), &json!("2026-03-31")));
    assert_eq!(stats["measures"][0]["total"], 33);
    // Pori's three are masked, and with them another cell; where nobody helped there is a zero.
    assert_eq!(cell(&stats, "library", "pori"), Value::Null);
    assert_eq!(cell(&stats, "library", "turku"), Value::Null);
    assert_eq!(cell(&stats, "library", "masku"), json!(0));
    assert_eq!(cell(&stats, "topic", "safety"), Value::Null);
    assert_eq!(cell(&stats, "topic", "gov"), json!(20));
    assert_eq!((&stats["reporting"], &stats["libraries"]), (&json!(2), &json!(13)));

    let again = chair.get(routes::SHARES).await.unwrap().expect(200).json;
    assert_eq!((&again["shares"][0]["uses"], &again["shares"][0]["used_at"]), (&json!(1), &json!(noon())));
    assert!(!again.to_string().contains(token.split_once('.').unwrap().1), "the secret is shown once");

    chair.delete(&format!("{}/{}", routes::SHARES, Id::v7(1, [1; 10]))).await.unwrap().expect(204);
    read(&server, token, 2026).await.expect_problem(404, "link_ended");
    let program = share(&mut chair, 2, "program").await;
    let token = program["secret"].as_str().unwrap().to_owned();
    read(&server, &token, 2026).await.expect(200);
    server.clock.advance(300 * DAY);
    read(&server, &token, 2026).await.expect_problem(404, "link_ended");
    sign_in(&mut chair).await;
    let log = chair.get(routes::AUDIT).await.unwrap().text;
    assert_eq!(["share_made", "share_read", "share_ended"].map(|word| log.matches(word).count()), [2, 2, 1]);
}

#[tokio::test]
async fn a_guessed_token_opens_nothing_and_guessing_runs_out() {
    let (server, mut chair) = spring().await;
    let own = share(&mut chair, 1, "program").await;
    let (network, _) = own["secret"].as_str().unwrap().split_once('.').unwrap();
    let guess =
        |n: u8| format!("{network}.{}", "A".repeat(42) + char::from(b'A' + 4 * n).to_string().as_str());
    let mut nobody = server.anonymous();
    nobody.get(routes::STATS).await.unwrap().expect_problem(401, "not_signed_in");
    let mut told = Vec::new();
    for n in 0..100 {
        told.push(read(&server, &guess(n % 6), 2026).await.status);
    }
    assert!(told[..25].iter().all(|status| *status == 404) && told[99] == 429, "{told:?}");
    // Whoever has one is not held up by it.
    read(&server, own["secret"].as_str().unwrap(), 2026).await.expect(200);
}

#[tokio::test]
async fn a_version_stays_for_its_quarter_and_the_next_gives_nothing_away() {
    let (server, mut chair) = spring().await;
    let path = format!("{}?year=2026", routes::STATS);
    let first = chair.get(&path).await.unwrap().expect(200).json;
    let mut turku = server.device(&mut chair, "turku").await.unwrap();
    push(&mut turku, &helps(81, 9, "turku", "2026-03-05", "device")).await;
    assert_eq!(chair.get(&path).await.unwrap().expect(200).json, first, "the same quarter, the same version");
    server.clock.advance(80 * DAY);
    sign_in(&mut chair).await;
    let second = chair.get(&path).await.unwrap().expect(200).json;
    assert_eq!((&second["to"], &second["measures"][0]["total"]), (&json!("2026-06-30"), &json!(49)));
    // Two more came late: the total stays as it was.
    push(&mut turku, &helps(101, 2, "turku", "2026-04-02", "device")).await;
    server.clock.advance(92 * DAY);
    sign_in(&mut chair).await;
    let third = chair.get(&path).await.unwrap().expect(200).json;
    assert_eq!((&third["to"], &third["measures"][0]["total"]), (&json!("2026-09-30"), &json!(49)));
    assert_eq!(third["measures"][0]["as_of"], "2026-06-30");
    for year in [2027, 1, 99_999] {
        let none = format!("{}?year={year}", routes::STATS);
        chair.get(&none).await.unwrap().expect_problem(404, "nothing_released");
    }
    let empty = format!("{}?year=2025", routes::STATS);
    chair.get(&empty).await.unwrap().expect_problem(404, "nothing_released");
}

#[tokio::test]
async fn files_of_the_network_are_masked_and_those_of_the_own_library_are_not() {
    let (server, mut chair) = spring().await;
    let mut contact = server.contact(&mut chair, "pori").await.unwrap();
    let file = |name: &str| format!("{}/{name}", routes::EXPORTS);

    let topics = chair.get(&file("stats.csv?year=2026&table=topic&lang=sv")).await.unwrap().expect(200).text;
    assert!(topics.starts_with('\u{feff}'), "Excel needs the mark");
    let lines: Vec<&str> = topics.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(lines[0], "Ämne;Antal");
    assert!(lines.contains(&"Sammanlagt;33") && lines.iter().any(|line| line.ends_with(";dold")), "{topics}");
    let all = chair.get(&file("stats.csv?year=2026")).await.unwrap().expect(200).text;
    assert!(all.contains(";Yhteensä;;33") && all.contains("Digituki asiakkaille;Kirjasto;"), "{all}");
    chair.get(&file("stats.csv?year=2026&table=weather")).await.unwrap().expect_problem(404, "not_found");
    chair.get(&file("stats.pdf")).await.unwrap().expect_problem(404, "not_found");
    chair.get(&file("stats.csv?lang=xx")).await.unwrap().expect_problem(400, "bad_request");

    let entries = contact.get(&file("entries.csv?year=2026")).await.unwrap().expect(200).text;
    let lines: Vec<&str> = entries.lines().collect();
    assert_eq!(lines.len(), 4, "a heading and three entries: {entries}");
    assert!(lines[1].starts_with("2026-03-04;10;;Digituki;"), "{entries}");
    assert!(!entries.contains("Yhteys"), "nobody is named");
    // Nobody takes another library's entries along, the chair neither.
    for other in [&mut contact, &mut chair] {
        other
            .get(&file("entries.csv?library=turku&year=2026"))
            .await
            .unwrap()
            .expect_problem(403, "forbidden");
    }
    let log = chair.get(routes::AUDIT).await.unwrap().text;
    assert_eq!(["entries_exported", "stats_exported"].map(|word| log.matches(word).count()), [1, 2]);

    let book = chair.open(&file("stats.xlsx?year=2026&lang=en")).await.unwrap();
    assert_eq!(book.headers()["content-disposition"], "attachment; filename=\"digiverkosto-2026.xlsx\"");
    // A second program reads it.
    let book = std::io::Cursor::new(book.bytes().await.unwrap().to_vec());
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(book).unwrap();
    let names = book.sheet_names();
    for sheet in ["About", "Library", "Month", "Topic", "Library statistics", "Notes"] {
        assert!(names.iter().any(|name| name == sheet), "{sheet}: {names:?}");
    }
    let topics: Vec<Vec<String>> = book
        .worksheet_range("Topic")
        .unwrap()
        .rows()
        .map(|row| row.iter().map(ToString::to_string).collect())
        .collect();
    assert!(topics.iter().any(|row| row == &["Total", "33"]), "{topics:?}");
    assert!(topics.iter().any(|row| row[1] == "masked"), "{topics:?}");
}

#[tokio::test]
async fn the_interface_for_programs_is_described() {
    let (_server, mut chair) = TestServer::set_up().await.unwrap();
    insta::assert_json_snapshot!("openapi", chair.get(routes::OPENAPI).await.unwrap().expect(200).json);
}
