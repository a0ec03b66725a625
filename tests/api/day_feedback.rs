//! Feedback after an activity day: anonymous, once, and shown from five answers on.

use backend::jobs::retention;
use serde_json::json;
use shared::routes;
use shared::time::DAY;

use crate::day_after::{answers, filled, form_path, pass, path, send, set_up, stamp, to_the_day};

const TEXT: &str = "Työpaja <b>oli</b> hyvä\nja lounas";

#[tokio::test]
async fn results_are_shown_from_five_answers_on_and_five_at_a_time() {
    let (server, mut chair) = set_up().await;
    to_the_day(&server);
    answers(&server, 4, "4").await;
    let few = chair.get(&path("/feedback")).await.unwrap().expect(200).json;
    assert_eq!((&few["answers"], &few["shown"], &few["scales"]), (&json!(4), &json!(0), &json!([])));
    answers(&server, 5, "5").await;
    let some = chair.get(&path("/feedback")).await.unwrap().expect(200).json;
    assert_eq!((&some["answers"], &some["shown"]), (&json!(9), &json!(5)));
    assert_eq!(some["scales"][0], json!({"scale": "knowledge", "n": 5, "counts": [0, 0, 0, 4, 1]}));

    // Closed, all are in; and nobody can add one.
    let mut late = server.anonymous();
    let stamp = filled(&server, &mut late).await;
    pass(&server, &mut chair, 31).await;
    let closed = send(&mut late, &[("stamp", &stamp), ("knowledge", "1")]).await.expect(200);
    assert!(closed.text.contains("Palautteen antaminen on päättynyt"));
    let all = chair.get(&path("/feedback")).await.unwrap().expect(200).json;
    assert_eq!((&all["answers"], &all["shown"]), (&json!(9), &json!(9)));
    assert_eq!(all["scales"][0]["counts"], json!([0, 0, 0, 4, 5]));
    let scales: Vec<_> = all["scales"].as_array().unwrap().iter().map(|one| one["scale"].clone()).collect();
    assert_eq!(scales, ["knowledge", "devices_before", "devices_after"], "what nobody answered is not shown");
}

#[tokio::test]
async fn a_form_sent_twice_is_one_answer() {
    let (server, mut chair) = set_up().await;
    to_the_day(&server);
    let mut somebody = server.anonymous();
    let stamp = filled(&server, &mut somebody).await;
    for score in ["5", "5", "1"] {
        let answer = send(&mut somebody, &[("stamp", &stamp), ("knowledge", score), ("good", TEXT)]).await;
        assert!(answer.expect(303).headers["location"].to_str().unwrap().ends_with("/kiitos?kieli=fi"));
    }
    assert_eq!(chair.get(&path("/feedback")).await.unwrap().json["answers"], 1);
    let thanks = somebody.get(&format!("{}/kiitos?kieli=sv", form_path())).await.unwrap().expect(200).text;
    assert!(thanks.contains("Tack för responsen") && thanks.contains("data-clear-draft"));
}

#[tokio::test]
async fn nothing_is_stored_that_tells_who_or_when() {
    let (server, mut chair) = set_up().await;
    to_the_day(&server);
    let mut stamps = Vec::new();
    for n in 0..5 {
        let mut somebody = server.anonymous();
        let stamp = filled(&server, &mut somebody).await;
        let body = format!("Kiitos {n}");
        send(&mut somebody, &[("stamp", &stamp), ("mode", "remote"), ("good", &body)]).await.expect(303);
        stamps.push(stamp);
    }
    let results = chair.get(&path("/feedback")).await.unwrap().expect(200).json;
    assert_eq!((&results["remote"], &results["onsite"]), (&json!(5), &json!(0)));
    let texts = results["texts"].as_array().unwrap();
    assert_eq!(texts.len(), 5);
    // An id begins with no time: whoever made them in a row cannot be told by them.
    let first: Vec<_> = texts.iter().map(|text| text["id"].as_str().unwrap()[..8].to_owned()).collect();
    assert!(first.iter().all(|one| first.iter().filter(|other| *other == one).count() == 1), "{first:?}");
    // Neither the form's id nor its instant is anywhere in the database.
    let mut tx = server.app.db.read().await.unwrap();
    let network = backend::db::network::all(&mut tx).await.unwrap()[0].id;
    for stamp in &stamps {
        let id = stamp.split('.').next().unwrap().parse::<shared::id::Id>().unwrap();
        assert!(!backend::db::day_feedback::is_known(&mut tx, network, id.as_bytes()).await.unwrap());
    }
    let log = chair.get(routes::AUDIT).await.unwrap().text;
    assert!(!log.contains("Kiitos") && !log.contains("127.0.0.1"));
}

#[tokio::test]
async fn programs_and_haste_are_caught_and_nothing_typed_is_lost() {
    let (server, mut chair) = set_up().await;
    to_the_day(&server);
    let mut somebody = server.anonymous();
    let fresh = stamp(&mut somebody).await;
    let too_fast = send(&mut somebody, &[("stamp", &fresh), ("better", TEXT)]).await.expect(422);
    assert!(too_fast.text.contains("&lt;b&gt;oli&lt;/b&gt;"), "{}", too_fast.text);
    assert!(too_fast.text.contains("liian nopeasti"));
    assert!(too_fast.text.contains(&fresh), "what is sent again is the same answer");
    for forged in ["", "x", "1.2.3", "00000000000070008000000000000000.1.AAAA"] {
        let refused = send(&mut somebody, &[("stamp", forged), ("better", TEXT)]).await.expect(422);
        assert!(refused.text.contains("liian nopeasti"), "{forged}");
    }
    server.clock.advance(4_000);
    let trapped =
        send(&mut somebody, &[("stamp", &fresh), ("website", "http://x"), ("good", TEXT)]).await.expect(422);
    assert!(trapped.text.contains("&lt;b&gt;oli") && trapped.text.contains("Tyhjennä kenttä"));
    // A stamp of the registration form is none of this one.
    let long = "ä".repeat(10_000);
    let pairs = [
        ("stamp", fresh.as_str()),
        ("knowledge", "9"),
        ("good", &long),
        ("better", "a\u{0}b"),
        ("mode", "declined"),
    ];
    let wrong = send(&mut somebody, &pairs).await.expect(422).text;
    assert!(wrong.contains(&long), "nothing typed is lost");
    for field in ["mode", "knowledge", "good", "better"] {
        assert!(wrong.contains(&format!("href=\"#{field}\"")), "{field}");
        assert!(wrong.contains(&format!("id=\"{field}-error\"")), "{field}");
    }
    let empty = send(&mut somebody, &[("stamp", &fresh)]).await.expect(422).text;
    assert!(empty.contains("Vastaa ainakin yhteen kohtaan."));
    assert_eq!(chair.get(&path("/feedback")).await.unwrap().json["answers"], 0);
}

#[tokio::test]
async fn the_form_opens_with_the_day_and_a_flood_slows_down() {
    let (server, mut chair) = set_up().await;
    let mut somebody = server.anonymous();
    let early = somebody.get(&form_path()).await.unwrap().expect(200).text;
    assert!(early.contains("16.4.2026") && !early.contains("<form"));
    somebody.get("/lounais-suomen-digiverkosto/palaute/2031").await.unwrap().expect(404);
    somebody.get("/nowhere/palaute/2026").await.unwrap().expect(404);
    to_the_day(&server);
    let page = somebody.get(&format!("{}?kieli=en", form_path())).await.unwrap().expect(200);
    assert!(page.text.contains("What was good?") && page.text.contains("lang=\"en\""));
    assert_eq!(page.headers["cache-control"], "no-store");

    // A whole municipality behind one address gets through; a flood is told when to try again, with its text.
    let stamp = filled(&server, &mut somebody).await;
    let mut slowed = 0;
    for _ in 0..130 {
        let answer = send(&mut somebody, &[("stamp", &stamp), ("good", TEXT)]).await;
        match answer.status {
            303 => assert_eq!(slowed, 0, "the first ones are taken"),
            429 => {
                assert!(answer.headers.contains_key("retry-after") && answer.text.contains("&lt;b&gt;oli"));
                slowed += 1;
            }
            other => panic!("{other}"),
        }
    }
    assert!((1..70).contains(&slowed), "{slowed}");
    assert_eq!(chair.get(&path("/feedback")).await.unwrap().json["answers"], 1);
}

#[tokio::test]
async fn a_text_with_a_name_can_be_taken_away_and_all_go_after_a_year() {
    let (server, mut chair) = set_up().await;
    to_the_day(&server);
    for _ in 0..5 {
        let mut somebody = server.anonymous();
        let stamp = filled(&server, &mut somebody).await;
        send(&mut somebody, &[("stamp", &stamp), ("knowledge", "4"), ("better", TEXT)]).await.expect(303);
    }
    let results = chair.get(&path("/feedback")).await.unwrap().json;
    assert_eq!(results["texts"][0]["body"], TEXT, "HTML is only text");
    let one = path(&format!("/feedback/texts/{}", results["texts"][0]["id"].as_str().unwrap()));
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    contact.get(&path("/feedback")).await.unwrap().expect_problem(403, "forbidden");
    contact.delete(&one).await.unwrap().expect_problem(403, "forbidden");
    chair.delete(&one).await.unwrap().expect(204);
    chair.delete(&one).await.unwrap().expect_problem(404, "not_found");
    let left = chair.get(&path("/feedback")).await.unwrap().json;
    assert_eq!((left["texts"].as_array().unwrap().len(), &left["answers"]), (4, &json!(5)));
    assert!(chair.get(routes::AUDIT).await.unwrap().text.contains("feedback_text_removed"));

    server.clock.advance(367 * DAY);
    retention::run(&server.app).await.unwrap();
    pass(&server, &mut chair, 0).await;
    let after = chair.get(&path("/feedback")).await.unwrap().expect(200).json;
    assert_eq!((&after["texts"], &after["answers"]), (&json!([]), &json!(5)), "the figures stay");
}
