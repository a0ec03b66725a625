//! Shared rides: matched, moved by hand, and told to both sides with contacts only where both opted in.

use serde_json::{Value, json};
use shared::domain::registration::{Mode, State};
use shared::id::Id;

use crate::guests::{DAY, add, change, guest, logged, mails_to, set_up, with_ride};

fn rides() -> String {
    format!("{DAY}/rides")
}

fn driver_of(page: &Value, passenger: Id) -> Option<String> {
    let needs = page["needs"].as_array().unwrap();
    let rider = needs.iter().find(|one| one["registration"] == passenger.to_string()).unwrap();
    rider["driver"].as_str().map(str::to_owned)
}

#[tokio::test]
async fn people_are_matched_by_municipality_and_moved_by_hand_within_the_seats() {
    let (server, mut chair) = set_up().await;
    let salo = add(&server, State::Confirmed, with_ride(guest("Salla Salo"), 1, "Salo", true)).await;
    let turku = add(&server, State::Confirmed, with_ride(guest("Timo Turku"), 1, "Turku", true)).await;
    let one = add(&server, State::Confirmed, with_ride(guest("Yki Yksi"), 0, " salo", true)).await;
    let two = add(&server, State::Confirmed, with_ride(guest("Kaisa Kaksi"), 0, "Salo", true)).await;
    add(&server, State::Reserved, with_ride(guest("Vasta Varannut"), 0, "Salo", true)).await;
    let page = chair.get(&rides()).await.unwrap().expect(200).json;
    assert_eq!((page["cars"].as_array().unwrap().len(), &page["unconfirmed"]), (2, &json!(1)));

    let page = chair.post(&rides(), &json!({"act": "match"})).await.unwrap().expect(200).json;
    assert_eq!(driver_of(&page, one), Some(salo.to_string()));
    assert_eq!(driver_of(&page, two), None);
    let anywhere = json!({"act": "match", "anywhere": true});
    let page = chair.post(&rides(), &anywhere).await.unwrap().expect(200).json;
    assert_eq!(driver_of(&page, two), Some(turku.to_string()));

    let to =
        |passenger: Id, driver: Option<Id>| json!({"act": "move", "passenger": passenger, "driver": driver});
    let full = chair.post(&rides(), &to(two, Some(salo))).await.unwrap().expect_problem(422, "invalid");
    assert_eq!(full.text_at("/field"), "driver");
    for (passenger, driver, field) in [(salo, Some(turku), "passenger"), (one, Some(two), "driver")] {
        let refused =
            chair.post(&rides(), &to(passenger, driver)).await.unwrap().expect_problem(422, "invalid");
        assert_eq!(refused.text_at("/field"), field);
    }
    chair.post(&rides(), &to(one, None)).await.unwrap().expect(200);
    let page = chair.post(&rides(), &to(two, Some(salo))).await.unwrap().expect(200).json;
    assert_eq!(driver_of(&page, two), Some(salo.to_string()));
    // What was decided by hand is not undone by matching again.
    let page = chair.post(&rides(), &json!({"act": "match"})).await.unwrap().expect(200).json;
    assert_eq!((driver_of(&page, two), driver_of(&page, one)), (Some(salo.to_string()), None));

    // Who does not come any more has no car and no passengers.
    change(&server, salo, |stored| stored.registration.mode = Mode::Remote).await;
    let page = chair.get(&rides()).await.unwrap().expect(200).json;
    assert_eq!((driver_of(&page, two), page["cars"].as_array().unwrap().len()), (None, 1));
    assert_eq!(logged(&mut chair, "ride_moved").await.len(), 2);
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    contact.get(&rides()).await.unwrap().expect_problem(403, "forbidden");
    contact.post(&rides(), &json!({"act": "send"})).await.unwrap().expect_problem(403, "forbidden");
    chair.post(&rides(), &json!({"act": "fly"})).await.unwrap().expect_problem(400, "bad_json");
}

#[tokio::test]
async fn contacts_go_to_the_other_side_only_where_both_have_opted_in() {
    let (server, mut chair) = set_up().await;
    add(&server, State::Confirmed, with_ride(guest("Salla Salo"), 3, "Salo", true)).await;
    let open = add(&server, State::Confirmed, with_ride(guest("Oona Avoin"), 0, "Salo", true)).await;
    add(&server, State::Confirmed, with_ride(guest("Siiri Suljettu"), 0, "Salo", false)).await;
    chair.post(&rides(), &json!({"act": "match"})).await.unwrap().expect(200);
    let page = chair.post(&rides(), &json!({"act": "send"})).await.unwrap().expect(200).json;
    assert_eq!(page["pending"], 0);

    let driver = mails_to(&server, "salla.salo@example.org").await;
    assert_eq!(driver.len(), 1);
    assert!(
        driver[0].contains("Oona Avoin") && driver[0].contains("oona.avoin@example.org"),
        "{}",
        driver[0]
    );
    assert!(!driver[0].contains("Siiri") && !driver[0].contains("siiri"), "{}", driver[0]);
    assert!(driver[0].contains("rekisteri@example.org"));
    let passenger = mails_to(&server, "oona.avoin@example.org").await;
    assert!(passenger[0].contains("Salla Salo") && passenger[0].contains("salla.salo@example.org"));
    let closed = mails_to(&server, "siiri.suljettu@example.org").await;
    assert!(closed[0].contains("rekisteri@example.org") && !closed[0].contains("Salla"), "{}", closed[0]);

    // Asked again, nobody is written to twice; a change is told to those whom it touches.
    chair.post(&rides(), &json!({"act": "send"})).await.unwrap().expect(200);
    assert_eq!(mails_to(&server, "salla.salo@example.org").await.len(), 1);
    let out = json!({"act": "move", "passenger": open});
    let page = chair.post(&rides(), &out).await.unwrap().expect(200).json;
    assert_eq!(page["pending"], 2);
    chair.post(&rides(), &json!({"act": "send"})).await.unwrap().expect(200);
    assert_eq!(mails_to(&server, "salla.salo@example.org").await.len(), 2);
    assert_eq!(mails_to(&server, "siiri.suljettu@example.org").await.len(), 1);
    assert_eq!(mails_to(&server, "oona.avoin@example.org").await.len(), 2);
    let told = logged(&mut chair, "rides_told").await;
    assert_eq!(told.len(), 3);
    assert!(!told.iter().any(|entry| entry.to_string().contains("Salla")));
}
