//! What cannot be taken at once waits for a person, and is not lost.

use backend::jobs::registration as clockwork;
use backend::jobs::retention;
use serde_json::{Value, json};
use shared::domain::registration::{Mode, Registration};
use shared::domain::sealed::Envelope;
use shared::routes;
use shared::seal::{self, To};
use shared::time::DAY;
use tests::server::noon;

use super::{NAME, enveloped, form, id, mails, op, open, push, registered, sign_in, told};

#[tokio::test]
async fn what_nobody_reviewed_is_deleted_a_year_after_the_day() {
    let (server, mut chair, mut tablet) = open(5).await;
    let form = form(&mut tablet).await;
    let to = To::of(form.network, &form.key).unwrap();
    let lost = Envelope { key: id(8), ..seal::seal(&told(NAME), id(2), &to, [2; 32]).unwrap() };
    assert_eq!(push(&mut tablet, &[enveloped(2, &lost, noon())]).await, ["heldunknown_key"]);
    for (days, held) in [(526, 1), (530, 0)] {
        server.clock.set(noon() + days * DAY);
        retention::run(&server.app).await.unwrap();
        sign_in(&mut chair).await;
        let answer = chair.get(routes::HELD).await.unwrap().expect(200);
        assert_eq!(answer.json["held"].as_array().unwrap().len(), held, "after {days} days");
    }
}

#[tokio::test]
async fn what_cannot_be_opened_or_read_is_held_and_what_is_no_envelope_is_rejected() {
    let (_server, mut chair, mut tablet) = open(5).await;
    let form = form(&mut tablet).await;
    let to = To::of(form.network, &form.key).unwrap();
    let good = seal::seal(&told(NAME), id(1), &to, [1; 32]).unwrap();
    let mut flipped = good.clone();
    flipped.ciphertext.replace_range(..1, if good.ciphertext.starts_with('A') { "B" } else { "A" });
    let elsewhere = To { network: id(7), ..to };
    let nobody = Registration { name: " ".repeat(3), ..told(NAME) };
    let sealed = |n: u8, told: &Registration, to: &To| seal::seal(told, id(n), to, [n; 32]).unwrap();
    let ops = [
        enveloped(1, &flipped, noon()),
        enveloped(2, &Envelope { key: id(8), ..sealed(2, &told(NAME), &to) }, noon()),
        enveloped(3, &sealed(3, &told(NAME), &elsewhere), noon()),
        enveloped(4, &Envelope { v: 2, ..sealed(4, &told(NAME), &to) }, noon()),
        enveloped(5, &sealed(5, &nobody, &to), noon()),
        enveloped(6, &Envelope { id: id(60), ..sealed(6, &told(NAME), &to) }, noon()),
    ];
    assert_eq!(
        push(&mut tablet, &ops).await,
        [
            "heldunreadable",
            "heldunknown_key",
            "heldunreadable",
            "heldunreadable",
            "heldunreadable",
            "heldunreadable"
        ]
    );
    let spoilt = |n: u8, change: fn(&mut Value)| {
        let mut op = enveloped(n, &good, noon());
        change(&mut op);
        op
    };
    let ops = [
        spoilt(11, |op| op["set"]["envelope"] = json!("Aino")),
        spoilt(12, |op| op["set"]["envelope"]["ciphertext"] = json!("å".repeat(100))),
        spoilt(13, |op| op["set"]["year"] = json!(99_999_999)),
        spoilt(14, |op| op["set"] = json!({})),
        spoilt(15, |op| {
            op["act"] = json!("patch");
            op["entity"] = json!(id(1));
        }),
        spoilt(16, |op| {
            op["act"] = json!("delete");
            op["entity"] = json!(id(1));
            op["set"] = json!({});
        }),
    ];
    assert_eq!(
        push(&mut tablet, &ops).await,
        [
            "rejectedmalformed",
            "rejectedmalformed",
            "rejectedmalformed",
            "rejectedmalformed",
            "rejectedimmutable",
            "rejectedimmutable"
        ]
    );
    assert!(registered(&mut chair).await.is_empty());
    // The chair sees that they are there, and nothing of what is sealed; to accept them is refused with the reason.
    let list = chair.get(routes::HELD).await.unwrap().expect(200);
    assert_eq!(list.json["held"].as_array().unwrap().len(), 6);
    assert_eq!(list.text_at("/held/0/after/set/envelope/id"), id(1).to_string());
    assert!(!list.text.contains("ciphertext"));
    let path = |n: u8| format!("{}/{}", routes::HELD, id(n));
    let refused = chair.post(&path(2), &json!({"accept": true})).await.unwrap();
    assert_eq!(refused.expect_problem(422, "entry_rejected").text_at("/detail"), "unknown_key");
    chair.post(&path(1), &json!({"accept": false})).await.unwrap().expect(200);
    let asked = tablet.post(routes::SYNC_HELD, &json!({"ids": [id(1), id(2)]})).await.unwrap().expect(200);
    let outcomes = asked.text;
    assert!(outcomes.contains("dismissed") && outcomes.contains("waiting"), "{outcomes}");
}

#[tokio::test]
async fn what_was_made_in_time_and_arrives_after_closing_joins_the_waiting_list() {
    let (server, mut chair, mut tablet) = open(5).await;
    let form = form(&mut tablet).await;
    let in_time = op(&form, 1, &told(NAME), noon());
    let declined = Registration { mode: Mode::Declined, care: None, lunch: None, ..told("Tuomas Toinen") };
    let absent = op(&form, 2, &declined, noon());
    server.clock.advance(30 * DAY);
    let late = op(&form, 3, &told("Liian Myöhään"), server.app.now());
    // A clock that runs ahead gains nothing, one that was set back is the tablet's word.
    let ahead = op(&form, 4, &told("Edellä Aikaansa"), server.app.now() + 40 * DAY);
    assert_eq!(
        push(&mut tablet, &[in_time, absent, late, ahead]).await,
        ["applied", "applied", "heldnot_open", "heldnot_open"]
    );
    sign_in(&mut chair).await;
    // There is room: the clockwork offers it, as to anybody who waits.
    clockwork::turn(&server.app).await.unwrap();
    let on_the_list = ["Aino Esimerkki offered tablet", "Tuomas Toinen confirmed tablet"];
    assert_eq!(registered(&mut chair).await, on_the_list);
    assert_eq!(mails(&mut chair).await, ["confirmed", "offer", "waiting"]);
    // The chair decides about the one who came too late.
    let path = format!("{}/{}", routes::HELD, id(3));
    for _ in 0..2 {
        let answer = chair.post(&path, &json!({"accept": true})).await.unwrap().expect(200);
        assert_eq!(answer.text_at("/status"), "accepted");
    }
    clockwork::turn(&server.app).await.unwrap();
    assert_eq!(registered(&mut chair).await[2], "Liian Myöhään offered tablet");
    assert_eq!(mails(&mut chair).await, ["confirmed", "offer", "offer", "waiting", "waiting"]);
}

#[tokio::test]
async fn a_revoked_tablets_registration_waits_for_review_and_people_cannot_push_one() {
    let (_server, mut chair, mut tablet) = open(5).await;
    let form = form(&mut tablet).await;
    let batch = |ops: &[Value]| json!({"v": 1, "nonce": "n", "replica": id(98), "ops": ops});
    let own = op(&form, 1, &told(NAME), noon());
    let answer = chair.post(routes::OPS, &batch(std::slice::from_ref(&own))).await.unwrap().expect(200);
    assert_eq!(answer.text_at("/receipts/0/code"), "not_allowed");
    let devices = chair.get(routes::DEVICES).await.unwrap().expect(200);
    let path = format!("{}/{}", routes::DEVICES, devices.text_at("/devices/0/id"));
    chair.delete(&path).await.unwrap().expect(204);
    assert_eq!(push(&mut tablet, &[own]).await, ["helddevice_revoked"]);
    tablet.get(routes::DEVICE_FORM).await.unwrap().expect_problem(403, "device_revoked");
    let path = format!("{}/{}", routes::HELD, id(1));
    chair.post(&path, &json!({"accept": true})).await.unwrap().expect(200);
    assert_eq!(registered(&mut chair).await, ["Aino Esimerkki reserved tablet"]);
}
