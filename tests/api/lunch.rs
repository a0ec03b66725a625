//! Lunch is asked, never supposed: on the public form, in the chair's hand, and for the caterer.

use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::json;
use shared::domain::registration::{Registration, State};
use tests::actor::Answer;
use tests::day::FORM;
use tests::visitor::{Form, Visitor};

use crate::guests::{DAY, add, guest, make_organiser, set_up};
use crate::registration::{list, send};

/// The page's choices for lunch, each as its tag.
fn choices(page: &str) -> Vec<&str> {
    let tags = page.split('<').filter_map(|rest| rest.split('>').next());
    tags.filter(|tag| tag.starts_with("input") && tag.contains("name=\"lunch\"")).collect()
}

/// That the page asks, beside the question and in its summary.
fn asks(answer: Answer) {
    let page = answer.expect(422).text;
    let said = "Kerro, syötkö lounasta.";
    assert!(page.contains(&format!("<a href=\"#lunch\">{said}</a>")), "{page}");
    assert!(page.contains("id=\"lunch-error\"") && page.matches(said).count() == 2, "{page}");
    assert_eq!(choices(&page).len(), 2);
    assert!(!choices(&page).iter().any(|tag| tag.contains("checked")), "nothing is chosen in advance");
}

#[tokio::test]
async fn whoever_comes_on_site_says_whether_with_lunch_and_only_yes_is_cooked_for() {
    let (server, mut chair) = set_up().await;
    let page = server.anonymous().get(FORM).await.unwrap().expect(200).text;
    assert!(!choices(&page).iter().any(|tag| tag.contains("checked")), "nothing is chosen in advance");
    let form = Form::read(&page, FORM).unwrap();
    server.clock.advance(4_000);
    let of = |name: &str, mode: &str| form.clone().of(name, &format!("{name}@example.org"), mode);
    asks(send(&server, &of("aino", "onsite").with("lunch", "")).await);
    assert!(list(&mut chair).await.is_empty());
    for (name, mode, lunch, stored) in [
        ("aino", "onsite", "yes", json!(true)),
        ("bo", "onsite", "no", json!(false)),
        // Remotely there is none, and nothing is asked.
        ("etta", "remote", "", json!(null)),
    ] {
        // A form of one's own each.
        let form = Visitor::new(server.address).form(FORM).await.unwrap();
        server.clock.advance(4_000);
        let form = form.of(name, &format!("{name}@example.org"), mode).with("lunch", lunch);
        send(&server, &form).await.expect(303);
        let all = list(&mut chair).await;
        assert_eq!(all.last().unwrap()["registration"]["lunch"], stored, "{name}");
    }
    // Somebody who has not been asked: the day had no lunch when the tablet drew its form.
    add(&server, State::Confirmed, Registration { lunch: None, ..guest("Kysymättä Jäänyt") }).await;
    make_organiser(&mut chair).await;
    let counts = chair.get(&format!("{DAY}/care")).await.unwrap().expect(200).json["counts"]["all"].clone();
    assert_eq!(counts["lunch"], json!({"confirmed": 0, "reserved": 1}));
    assert_eq!(counts["without"], json!({"confirmed": 1, "reserved": 1}));
}

#[tokio::test]
async fn the_chair_is_asked_too_where_the_person_has_not_said() {
    let (server, mut chair) = set_up().await;
    let id = add(&server, State::Confirmed, Registration { lunch: None, ..guest("Aino Paikalla") }).await;
    let path = format!("/lounais-suomen-digiverkosto/ilmoittautuminen/osallistuja/{id}");
    let page = chair.get(&path).await.unwrap().expect(200).text;
    assert_eq!(choices(&page).len(), 2);
    assert!(!choices(&page).iter().any(|tag| tag.contains("checked")), "nothing is chosen in advance");
    let form = Form::read(&page, &path).unwrap();
    let mut post = async |form: &Form| {
        let body = serde_urlencoded::to_string(&form.pairs).unwrap();
        let finish = |request: reqwest::RequestBuilder| {
            request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(body)
        };
        chair.send(Method::POST, &path, finish).await.unwrap()
    };
    asks(post(&form).await);
    post(&form.with("lunch", "no")).await.expect(303);
    assert_eq!(list(&mut chair).await[0]["registration"]["lunch"], false);
    // Told once, it stays chosen.
    let page = chair.get(&path).await.unwrap().expect(200).text;
    assert_eq!(Form::read(&page, &path).unwrap().value("lunch"), "no");
}
