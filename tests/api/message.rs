//! Messages of the organisers to a group: previewed, sent to each at most once in their language, and logged.

use backend::db::{self, Tx};
use backend::jobs::registration::turn;
use serde_json::{Value, json};
use shared::domain::lang::Lang;
use shared::domain::registration::{Mode, Registration, State};
use shared::id::Id;
use shared::time::{Date, MINUTE, helsinki_instant};

use crate::guests::{DAY, add, guest, logged, mails_to, network, set_up, sign_in, with_contribution};

fn messages() -> String {
    format!("{DAY}/messages")
}

fn draft(audience: &str) -> Value {
    json!({
        "audience": audience,
        "subject": {"fi": "Aikataulu muuttui", "sv": "Ny tidtabell"},
        "text": {"fi": "Hei {nimi},\nalamme klo 9.", "sv": "Hej {nimi}, vi börjar kl. 9."}
    })
}

fn of(lang: Lang, mode: Mode, name: &str) -> Registration {
    Registration { lang, mode, ..guest(name) }
}

#[tokio::test]
async fn each_of_a_group_gets_it_once_in_the_own_language() {
    let (server, mut chair) = set_up().await;
    add(&server, State::Confirmed, guest("Aino Suomi")).await;
    add(&server, State::Confirmed, of(Lang::Sv, Mode::Remote, "Maj Svensk")).await;
    add(&server, State::Confirmed, of(Lang::En, Mode::Remote, "Joe English")).await;
    add(&server, State::Confirmed, of(Lang::Fi, Mode::Declined, "Ei Tule")).await;
    add(&server, State::Waiting, guest("Jono Jonottaja")).await;
    let preview =
        chair.post(&format!("{}/preview", messages()), &draft("confirmed")).await.unwrap().expect(200);
    assert_eq!(preview.json["recipients"], 3);
    let samples = preview.json["samples"].as_array().unwrap();
    let shown: Vec<_> =
        samples.iter().map(|one| (one["lang"].as_str().unwrap(), &one["recipients"])).collect();
    assert_eq!(shown, [("fi", &json!(2)), ("sv", &json!(1))]);
    assert!(samples[0]["text"].as_str().unwrap().starts_with("Hei Aino Suomi,\nalamme klo 9."));
    // The personal link is nobody's but the person's.
    assert!(samples[0]["text"].as_str().unwrap().contains("/ilmoittautuminen/…"));
    assert!(mails_to(&server, "aino.suomi@example.org").await.is_empty());

    let form = json!({"id": server.app.new_id(), "draft": draft("confirmed"), "recipients": 3});
    for _ in 0..2 {
        let sent = chair.post(&messages(), &form).await.unwrap().expect(200);
        assert_eq!(sent.json["recipients"], 3);
    }
    let finnish = mails_to(&server, "aino.suomi@example.org").await;
    assert_eq!(finnish.len(), 1);
    assert!(finnish[0].contains("Subject: Aikataulu muuttui") && finnish[0].contains("Hei Aino Suomi,"));
    let swedish = mails_to(&server, "maj.svensk@example.org").await;
    assert!(swedish.len() == 1 && swedish[0].contains("Hej Maj Svensk, vi"));
    assert!(mails_to(&server, "joe.english@example.org").await[0].contains("Hei Joe English,"));
    for other in ["ei.tule@example.org", "jono.jonottaja@example.org"] {
        let mails = mails_to(&server, other).await;
        assert!(!mails.iter().any(|mail| mail.contains("Aikataulu muuttui")), "{other}");
    }
    let log = chair.get(&messages()).await.unwrap().expect(200);
    let log = log.json["messages"].as_array().unwrap().clone();
    assert_eq!((log.len(), &log[0]["taken"], &log[0]["failed"]), (1, &json!(3), &json!(0)));
    assert_eq!(log[0]["sent_by"], "Päivi Puheenjohtaja");
    let logged = logged(&mut chair, "message_sent").await;
    assert_eq!(logged[0]["detail"], "audience=confirmed mails=3");
}

#[tokio::test]
async fn a_group_is_who_it_says() {
    let (server, mut chair) = set_up().await;
    let mut other = of(Lang::Fi, Mode::Remote, "Etä Osallistuja");
    other.library = Some("salo".to_owned());
    add(&server, State::Confirmed, with_contribution(guest("Oma Osuus"), "Lautapelit")).await;
    add(&server, State::Confirmed, other).await;
    add(&server, State::Reserved, guest("Vasta Varannut")).await;
    add(&server, State::Offered, guest("Saa Paikan")).await;
    add(&server, State::Cancelled, guest("Perui Paikan")).await;
    let preview = format!("{}/preview", messages());
    for (audience, n) in [
        ("confirmed", 2),
        ("onsite", 1),
        ("remote", 1),
        ("waiting", 1),
        ("contributors", 1),
        ("unconfirmed", 1),
    ] {
        let found = chair.post(&preview, &draft(audience)).await.unwrap().expect(200);
        assert_eq!(found.json["recipients"], n, "{audience}");
    }
    let mut of_library = draft("confirmed");
    of_library["library"] = "salo".into();
    assert_eq!(chair.post(&preview, &of_library).await.unwrap().expect(200).json["recipients"], 1);
}

#[tokio::test]
async fn what_would_go_out_wrong_does_not_go_out() {
    let (server, mut chair) = set_up().await;
    add(&server, State::Confirmed, guest("Aino Suomi")).await;
    let form = |draft: &Value, recipients: u32| json!({"id": server.app.new_id(), "draft": draft, "recipients": recipients});
    let mut bad = Vec::new();
    for (pointer, text, field) in [
        ("/subject/fi", "", "subject_fi"),
        ("/subject/fi", "Hei\nBcc: kaikki@example.org", "subject_fi"),
        ("/text/fi", "Hei {etunimi}", "text_fi"),
        ("/text/sv", "", "text_sv"),
    ] {
        let mut wrong = draft("confirmed");
        *wrong.pointer_mut(pointer).unwrap() = text.into();
        bad.push((wrong, field));
    }
    let mut long = draft("confirmed");
    long["text"]["fi"] = "ä".repeat(4_001).into();
    bad.push((long, "text_fi"));
    for (draft, field) in &bad {
        let preview = chair.post(&format!("{}/preview", messages()), draft).await.unwrap();
        assert_eq!(preview.expect_problem(422, "invalid").text_at("/field"), *field);
        let sent = chair.post(&messages(), &form(draft, 1)).await.unwrap();
        assert_eq!(sent.expect_problem(422, "invalid").text_at("/field"), *field);
    }
    let nobody = chair.post(&messages(), &form(&draft("waiting"), 0)).await.unwrap();
    assert_eq!(nobody.expect_problem(422, "invalid").text_at("/field"), "audience");
    // Somebody has come since the preview.
    chair.post(&messages(), &form(&draft("confirmed"), 2)).await.unwrap().expect_problem(409, "overtaken");
    let unknown = json!({"audience": "everybody", "subject": {"fi": "a"}, "text": {"fi": "b"}});
    chair.post(&messages(), &form(&unknown, 1)).await.unwrap().expect_problem(400, "bad_json");
    let mut contact = server.contact(&mut chair, "turku").await.unwrap();
    contact.get(&messages()).await.unwrap().expect_problem(403, "forbidden");
    contact.post(&messages(), &form(&draft("confirmed"), 1)).await.unwrap().expect_problem(403, "forbidden");
    assert!(mails_to(&server, "aino.suomi@example.org").await.is_empty());
}

#[tokio::test]
async fn a_mail_that_cannot_be_written_now_is_known_not_to_have_gone_out() {
    let (server, mut chair) = set_up().await;
    let aino = add(&server, State::Confirmed, guest("Aino Suomi")).await;
    let id_of_network = network(&server).await;
    let due = helsinki_instant(Date::new(2026, 6, 10).unwrap().plus_days(-14), 9 * 60);
    let mail = db::mail::Once { kind: "reminder_14", once: "reminder_14", message: None };
    let mut tx = server.app.db.write().await.unwrap();
    let to = (2026, aino);
    db::mail::enqueue_once(&mut tx, id_of_network, server.app.new_id(), to, mail, due).await.unwrap();
    answers(&mut tx, aino, "what no version has written").await;
    tx.commit().await.unwrap();
    server.clock.set(due);
    sign_in(&mut chair).await;
    let list = loop {
        // The server's own job may have been faster.
        let _ = turn(&server.app).await;
        let list = chair.get(&format!("{DAY}/mails")).await.unwrap().expect(200);
        if list.json["mails"][0]["attempts"] == 1 {
            break list;
        }
    };
    assert_eq!((list.text_at("/mails/0/state"), list.text_at("/mails/0/trouble")), ("queued", "not written"));
    let mut tx = server.app.db.write().await.unwrap();
    answers(&mut tx, aino, "{}").await;
    tx.commit().await.unwrap();
    server.clock.advance(MINUTE);
    assert_eq!(mails_to(&server, "aino.suomi@example.org").await.len(), 1);
}

async fn answers(tx: &mut Tx, registration: Id, text: &str) {
    let sql = "UPDATE registration SET answers = $2 WHERE id = $1";
    let changed = match tx {
        Tx::Sqlite(tx) => {
            let done = sqlx::query(sql).bind(registration.uuid()).bind(text).execute(&mut **tx).await;
            done.unwrap().rows_affected()
        }
        Tx::Postgres(tx) => {
            let done = sqlx::query(sql).bind(registration.uuid()).bind(text).execute(&mut **tx).await;
            done.unwrap().rows_affected()
        }
    };
    assert_eq!(changed, 1);
}
