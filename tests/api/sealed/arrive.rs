//! What arrives sealed gets its place like any other registration.

use backend::usecase::registration::form as public;
use serde_json::json;
use shared::domain::registration::{Mode, Registration};
use shared::routes;
use shared::time::{HOUR, MINUTE, Millis};
use tests::server::noon;

use super::{DAY_PATH, NAME, day, form, id, mails, op, open, push, registered, save, texts, told};

#[tokio::test]
async fn it_arrives_once_gets_its_place_and_a_mail() {
    let (_server, mut chair, mut tablet) = open(5).await;
    let form = form(&mut tablet).await;
    let one = op(&form, 1, &told(NAME), noon());
    assert_eq!(push(&mut tablet, std::slice::from_ref(&one)).await, ["applied"]);
    assert_eq!(push(&mut tablet, &[one]).await, ["duplicate"]);
    assert_eq!(registered(&mut chair).await, ["Aino Esimerkki reserved tablet"]);
    assert_eq!(mails(&mut chair).await, ["confirm"]);
    // The id that its envelope names is the registration's, whatever the op is called.
    let list = chair.get(&format!("{}{DAY_PATH}/registrations", routes::DAYS)).await.unwrap().expect(200);
    assert_eq!(list.text_at("/registrations/0/id"), id(1).to_string());
    // It is no entry of the log, and no tablet pulls it.
    let overview = chair.get(routes::OVERVIEW).await.unwrap().expect(200);
    assert_eq!(overview.json["this_year"]["tally"]["customer"], 0);
    let pulled = tablet.get(routes::SYNC_PULL).await.unwrap().expect(200);
    assert_eq!(pulled.json["rows"], json!([]));
}

#[tokio::test]
async fn places_are_given_in_order_of_arrival() {
    let (server, mut chair, mut tablet) = open(2).await;
    let mut other = server.device(&mut chair, "turku").await.unwrap();
    let form = form(&mut tablet).await;
    let made = |n: u8, name: &str, at: Millis| op(&form, n, &told(name), at);
    // Made first, arrived last: what counts is when it arrives.
    let early = made(1, "Eka", noon() - HOUR);
    assert_eq!(
        push(&mut other, &[made(2, "Toka", noon()), made(3, "Kolmas", noon())]).await,
        ["applied", "applied"]
    );
    assert_eq!(push(&mut tablet, &[early, made(4, "Neljäs", noon())]).await, ["applied", "applied"]);
    assert_eq!(
        registered(&mut chair).await,
        ["Toka reserved tablet", "Kolmas reserved tablet", "Eka waiting tablet", "Neljäs waiting tablet"]
    );
    assert_eq!(mails(&mut chair).await, ["confirm", "confirm", "waiting", "waiting"]);
}

#[tokio::test]
async fn who_is_registered_already_is_reminded_and_not_registered_twice() {
    let (server, mut chair, mut tablet) = open(5).await;
    let form = form(&mut tablet).await;
    let stamp = public::stamp(&server.app, form.network).unwrap();
    server.clock.advance(MINUTE);
    let pairs = [
        ("stamp", stamp.as_str()),
        ("mode", "onsite"),
        ("name", "aino esimerkki"),
        ("email", "AINO.ESIMERKKI@kirjasto.example"),
        ("library", "turku"),
        ("lunch", "yes"),
    ];
    let body: Vec<_> =
        pairs.iter().map(|(name, value)| format!("{name}={}", value.replace('@', "%40"))).collect();
    let slug = chair.get(routes::NETWORK).await.unwrap().text_at("/slug").to_owned();
    let path = format!("/{slug}/ilmoittaudu/2026");
    let send = |request: reqwest::RequestBuilder| {
        request
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.join("&").replace(' ', "+"))
    };
    server.anonymous().send(reqwest::Method::POST, &path, send).await.unwrap().expect(303);
    assert_eq!(registered(&mut chair).await, ["aino esimerkki reserved public"]);
    server.clock.advance(HOUR);
    assert_eq!(push(&mut tablet, &[op(&form, 1, &told(NAME), noon())]).await, ["applied"]);
    assert_eq!(registered(&mut chair).await, ["aino esimerkki reserved public"]);
    assert_eq!(mails(&mut chair).await, ["again", "confirm"]);
    // A colleague under another name is somebody else.
    let colleague = Registration { name: "Eino Esimerkki".to_owned(), ..told(NAME) };
    assert_eq!(push(&mut tablet, &[op(&form, 2, &colleague, noon())]).await, ["applied"]);
    assert_eq!(registered(&mut chair).await.len(), 2);
}

#[tokio::test]
async fn what_the_chair_has_changed_since_costs_nobody_a_place() {
    let (server, mut chair, mut tablet) = open(5).await;
    let form = form(&mut tablet).await;
    let remote = Registration { mode: Mode::Remote, care: None, lunch: None, ..told("Reetta Etänä") };
    let ops = [op(&form, 1, &told(NAME), noon()), op(&form, 2, &remote, noon())];
    let mut changed = day(5);
    changed["remote"] = json!(0);
    changed["lunch"] = json!(false);
    changed["questions"] = json!([{
        "id": server.app.new_id(), "label": texts("Kengännumero?"), "answer": "number", "required": true,
    }]);
    save(&mut chair, Some(1), &changed).await;
    let library = json!({"ended": true});
    chair.patch(&format!("{}/turku", routes::LIBRARIES), &library).await.unwrap().expect(200);
    assert_eq!(push(&mut tablet, &ops).await, ["applied", "applied"]);
    assert_eq!(
        registered(&mut chair).await,
        ["Aino Esimerkki reserved tablet", "Reetta Etänä waiting tablet"]
    );
}
