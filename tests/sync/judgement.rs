//! What ops get: a receipt each, whatever they are like; what was good is stored.

use serde_json::{Value, json};
use shared::domain::hlc::Hlc;
use shared::domain::vocabulary::{Value as ListValue, Vocabulary};
use shared::routes;
use shared::time::{DAY, HOUR, MINUTE};
use tests::device::pack;
use tests::server::noon;

use crate::support::*;

#[tokio::test]
async fn codes_are_judged_by_the_version_of_the_lists_that_the_person_chose_from() {
    let (server, _chair, mut tablet) = with_tablet().await;
    // A topic that version 0 had and version 1 no longer has.
    let old = ListValue { code: "fax".to_owned(), until: Some(0), ..ListValue::default() };
    let lists = Vocabulary { version: 1, lists: [("topic".to_owned(), vec![old])].into() };
    let mut tx = server.app.db.write().await.unwrap();
    backend::db::list_value::insert_all(&mut tx, network(&server).await, &lists).await.unwrap();
    tx.commit().await.unwrap();

    let with_lists = |mut op: Value, lists: u32| {
        op["lists"] = json!(lists);
        op
    };
    let fax = |n| patch(n, 1, noon() + i64::from(n), json!({"topics": ["fax"]}));
    let newer = |n| help_with(n, "topics", json!(["hologram"]));
    let ops = [help(1), with_lists(fax(2), 0), with_lists(fax(3), 1), with_lists(newer(4), 2), newer(5)];
    let expected = ["applied", "applied", "rejected(unknown_code)", "applied", "rejected(unknown_code)"];
    assert_eq!(judged(&mut tablet, &ops).await, expected);
    assert_eq!(recounted(&server).await, 2);
}

#[tokio::test]
async fn a_point_that_the_server_does_not_know_is_stored_and_flagged() {
    let (server, mut chair, mut tablet) = with_tablet().await;
    let at = |n, point: &str| help_with(n, "place", json!({"point": point}));
    // Pori has a book bus, Turku has none (or has lost it with a restore).
    let bus = json!({"library": "pori", "code": "bus", "name_fi": "Kirjastoauto"});
    chair.post(routes::POINTS, &bus).await.unwrap().expect(200);
    let ops = [at(1, "main"), at(2, "bus"), at(3, "Not a code")];
    assert_eq!(judged(&mut tablet, &ops).await, ["applied", "applied", "rejected(unknown_code)"]);
    let flagged = async || {
        let mut tx = server.app.db.read().await.unwrap();
        backend::db::op::flagged(&mut tx, network(&server).await).await.unwrap()
    };
    assert_eq!(flagged().await, [("unknown_point".to_owned(), 1)]);
    assert_eq!(recounted(&server).await, 2);

    // Once Turku has it, and after it has ended, it is a point like any other.
    let bus = json!({"library": "turku", "code": "bus", "name_fi": "Kirjastoauto"});
    chair.post(routes::POINTS, &bus).await.unwrap().expect(200);
    assert_eq!(judged(&mut tablet, &[at(4, "bus")]).await, ["applied"]);
    let path = format!("{}/turku/bus", routes::POINTS);
    chair.patch(&path, &json!({"ended": true})).await.unwrap().expect(200);
    assert_eq!(judged(&mut tablet, &[at(5, "bus")]).await, ["applied"]);
    assert_eq!(flagged().await, [("unknown_point".to_owned(), 1)]);
}

#[tokio::test]
async fn chosen_dates() {
    let (_server, _chair, mut tablet) = with_tablet().await;
    let on = |n, date: &str| help_with(n, "when", json!({"on": date}));
    let ops = [
        on(1, "2026-04-15"),
        on(2, "2026-04-14"),
        on(3, "2026-02-13"),
        on(4, "2026-02-12"),
        help_with(5, "when", json!({"on": "2026-04-14", "hour": 24})),
        help_with(6, "when", json!({})),
    ];
    let expected = [
        "rejected(when_future)",
        "applied",
        "applied",
        "rejected(when_too_old)",
        "rejected(hours_order)",
        "rejected(malformed)",
    ];
    assert_eq!(judged(&mut tablet, &ops).await, expected);
}

#[tokio::test]
async fn values_outside_their_limits() {
    let (_server, _chair, mut tablet) = with_tablet().await;
    let cases = [
        ("place", json!({"form": "course"}), "rejected(form_not_allowed)"),
        ("place", json!({"form": "near", "setting": "phone"}), "rejected(form_mismatch)"),
        ("count", json!(0), "rejected(count_range)"),
        ("count", json!(51), "rejected(count_range)"),
        ("count", json!(50), "applied"),
        ("count", json!(-1), "rejected(count_range)"),
        ("count", json!("many"), "rejected(count_range)"),
        ("topics", json!([]), "rejected(topics_range)"),
        ("topics", json!(["gov", "device", "apps", "libres"]), "rejected(topics_range)"),
        ("topics", json!(null), "rejected(missing)"),
        ("result", json!({"outcome": "done", "referred_to": "shop"}), "rejected(referred_without_referral)"),
        ("deleted", json!(true), "rejected(immutable)"),
        ("a_register_of_a_newer_app", json!({"x": 1}), "applied"),
    ];
    let ops: Vec<_> =
        (1..).zip(&cases).map(|(n, (name, value, _))| help_with(n, name, value.clone())).collect();
    let expected: Vec<_> = cases.iter().map(|(.., verdict)| *verdict).collect();
    assert_eq!(judged(&mut tablet, &ops).await, expected);
}

#[tokio::test]
async fn a_malformed_op_among_good_ones_spoils_nothing() {
    let (server, _chair, mut tablet) = with_tablet().await;
    let mut wrong_act = help(2);
    wrong_act["act"] = json!("explode");
    let mut no_id = help(3);
    no_id["id"] = json!("x");
    let mut create_of_another = help(4);
    create_of_another["entity"] = json!(id(1));
    let mut of_another_kind = patch(6, 1, noon(), json!({"nobody_came": true}));
    of_another_kind["of"] = json!("duty");
    let ops = [help(1), wrong_act, no_id, json!(5), json!(null), create_of_another, of_another_kind, help(5)];
    let answer = push(&mut tablet, &ops).await;
    let mut expected = vec!["rejected(malformed)"; 8];
    (expected[0], expected[7]) = ("applied", "applied");
    assert_eq!(verdicts(&answer), expected);
    assert_eq!(answer[1]["id"], json!(id(2)), "an id is given back where one can be read");
    assert_eq!(answer[2].get("id"), None);
    assert_eq!(recounted(&server).await, 2);
}

#[tokio::test]
async fn an_op_twice_is_one_and_an_id_with_other_bytes_gets_another() {
    let (server, _chair, mut tablet) = with_tablet().await;
    let first = push(&mut tablet, &[help(1), help(1), help_with(1, "count", json!(2))]).await;
    assert_eq!(verdicts(&first), ["applied", "duplicate", "rekey"]);
    assert_eq!(first[0]["position"], first[1]["position"]);
    let again = push(&mut tablet, &[help_with(1, "count", json!(2)), help(1)]).await;
    assert_eq!(verdicts(&again), ["rekey", "duplicate"]);
    assert_eq!(again[1]["position"], first[0]["position"]);
    assert_eq!(recounted(&server).await, 1);
}

#[tokio::test]
async fn limits_of_a_batch() {
    let (server, _chair, mut tablet) = with_tablet().await;
    let many: Vec<_> = (0..501).map(help).collect();
    push_batch(&mut tablet, &batch(&many)).await.expect_problem(413, "too_large");
    assert_eq!(push(&mut tablet, &many[..500]).await.len(), 500);
    assert_eq!(recounted(&server).await, 500);

    let large = json!({"v": 1, "nonce": "n", "replica": id(900), "ops": [], "filler": "x".repeat(1_100_000)});
    push_batch(&mut tablet, &large).await.expect_problem(413, "too_large");
    let bomb = pack(&large).unwrap();
    assert!(bomb.len() < 5_000);
    let packed = |r: reqwest::RequestBuilder| {
        r.header("content-type", "application/json").header("content-encoding", "gzip").body(bomb)
    };
    let answer = tablet.send(reqwest::Method::POST, routes::SYNC_PUSH, packed).await.unwrap();
    answer.expect_problem(413, "too_large");
}

#[tokio::test]
async fn ops_of_a_newer_app_wait_for_a_newer_server() {
    let (server, _chair, mut tablet) = with_tablet().await;
    let mut newer = batch(&[help(1)]);
    newer["v"] = json!(2);
    push_batch(&mut tablet, &newer).await.expect_problem(412, "client_too_new");
    newer["v"] = json!(0);
    push_batch(&mut tablet, &newer).await.expect_problem(400, "bad_request");
    assert_eq!(recounted(&server).await, 0);
}

#[tokio::test]
async fn what_is_not_the_senders_is_held() {
    let (server, mut chair, mut turku) = with_tablet().await;
    let mut pori = server.device(&mut chair, "pori").await.unwrap();
    assert_eq!(judged(&mut turku, &[help(1)]).await, ["applied"]);
    // An op that says it is Turku's, and one that says it is Pori's but changes an entry of Turku's.
    let mut disguised = patch(3, 1, noon(), json!({"count": 9}));
    disguised["library"] = json!("pori");
    let held = ["held(foreign_library)", "held(foreign_library)"];
    assert_eq!(judged(&mut pori, &[help(2), disguised.clone()]).await, held);
    assert_eq!(judged(&mut pori, &[help(2), disguised]).await, held, "again is the same");
    assert_eq!(judged(&mut pori, &[help_with(2, "count", json!(7))]).await, ["rekey"], "under other bytes");
    assert_eq!(recounted(&server).await, 1);
    let (rows, _) = pull_all(&mut turku).await;
    assert_eq!(rows[0]["set"]["count"], 1);
    let overview = chair.get(routes::OVERVIEW).await.unwrap().expect(200);
    assert_eq!(overview.json["held"], 2);
    // When the right tablet delivers it, it is stored, and nothing is left to review.
    assert_eq!(judged(&mut turku, &[help(2)]).await, ["applied"]);
    let overview = chair.get(routes::OVERVIEW).await.unwrap().expect(200);
    assert_eq!(overview.json["held"], 1);
}

#[tokio::test]
async fn patches_to_an_unknown_entity_from_elsewhere_never_reach_it() {
    let (server, mut chair, mut turku) = with_tablet().await;
    let mut pori = server.device(&mut chair, "pori").await.unwrap();
    let mut early = patch(3, 1, noon() + MINUTE, json!({"count": 9}));
    early["library"] = json!("pori");
    assert_eq!(judged(&mut pori, &[early]).await, ["applied"]);
    assert_eq!(judged(&mut turku, &[help(1)]).await, ["applied"]);
    let (rows, _) = pull_all(&mut turku).await;
    assert_eq!((rows.len(), &rows[0]["set"]["count"]), (1, &json!(1)));
    assert_eq!(recounted(&server).await, 1);
}

#[tokio::test]
async fn a_patch_before_its_create_is_kept_and_merged() {
    let (server, _chair, mut tablet) = with_tablet().await;
    assert_eq!(judged(&mut tablet, &[patch(2, 1, noon() + 1, json!({"count": 4}))]).await, ["applied"]);
    recounted(&server).await;
    assert_eq!(judged(&mut tablet, &[help(1)]).await, ["applied"]);
    let late = patch(3, 1, noon() - 1, json!({"count": 8}));
    assert_eq!(judged(&mut tablet, &[late]).await, ["superseded"]);
    let (rows, _) = pull_all(&mut tablet).await;
    assert_eq!((rows.len(), &rows[0]["set"]["count"]), (1, &json!(4)));
    assert_eq!(recounted(&server).await, 1);
}

#[tokio::test]
async fn a_revoked_tablet_delivers_its_queue_for_review_and_reads_nothing() {
    let (server, mut chair, mut tablet) = with_tablet().await;
    assert_eq!(judged(&mut tablet, &[help(1)]).await, ["applied"]);
    let devices = chair.get(routes::DEVICES).await.unwrap().expect(200);
    let device = devices.text_at("/devices/0/id").to_owned();
    chair.delete(&format!("{}/{device}", routes::DEVICES)).await.unwrap().expect(204);
    assert_eq!(judged(&mut tablet, &[help(1), help(2)]).await, ["duplicate", "held(device_revoked)"]);
    tablet.get(routes::SYNC_PULL).await.unwrap().expect_problem(403, "device_revoked");
    assert_eq!(recounted(&server).await, 1);

    let mut stranger = server.anonymous();
    push_batch(&mut stranger, &batch(&[help(3)])).await.expect_problem(401, "device_unknown");
}

#[tokio::test]
async fn a_stamp_ahead_is_clamped_once_and_order_is_kept() {
    let (server, _chair, mut tablet) = with_tablet().await;
    let mut ahead = help(1);
    ahead["at"] = stamp(noon() + HOUR);
    let change = patch(2, 1, noon() + HOUR + 1, json!({"count": 3}));
    let answer = push(&mut tablet, &[ahead.clone(), change.clone()]).await;
    assert_eq!(verdicts(&answer), ["applied", "applied"]);
    let at: Vec<Hlc> = answer.iter().map(|r| serde_json::from_value(r["at"].clone()).unwrap()).collect();
    assert_eq!(at[0].ms(), noon());
    assert!(at[0] < at[1]);
    // Sent again later: the first word stands.
    server.clock.advance(2 * HOUR);
    let again = push(&mut tablet, &[ahead, change]).await;
    assert_eq!(verdicts(&again), ["duplicate", "duplicate"]);
    assert_eq!(again[0]["at"], answer[0]["at"]);
    let (rows, _) = pull_all(&mut tablet).await;
    assert_eq!(rows[0]["set"]["count"], 3);
    assert_eq!(
        rows[0]["set"]["when"],
        json!({"on": "2026-04-14", "hour": 12, "now": true, "uncertain": true})
    );
}

#[tokio::test]
async fn a_stamp_that_an_earlier_history_gave_is_taken_over_but_never_for_a_later_one() {
    let (_server, _chair, mut tablet) = with_tablet().await;
    let mut body = batch(&[help(1), help(2)]);
    body["effective"] = json!({"0": stamp(noon() - HOUR), "1": stamp(noon() + MINUTE)});
    let answer = receipts(push_batch(&mut tablet, &body).await);
    assert_eq!(answer[0]["at"], stamp(noon() - HOUR));
    assert_eq!(answer[1].get("at"), None);
}

#[tokio::test]
async fn a_wrong_clock_loses_nothing() {
    let (server, _chair, mut tablet) = with_tablet().await;
    let since_1970 = |n: u32, register: Option<(&str, Value)>| {
        let mut op = register.map_or_else(|| help(n), |(name, value)| help_with(n, name, value));
        op["at"] = stamp(DAY);
        op
    };
    let long_ago = json!({"on": "2025-12-01"});
    let ops = [
        since_1970(1, None),
        since_1970(2, Some(("when", json!({"on": "2026-04-10"})))),
        since_1970(3, Some(("when", long_ago))),
        since_1970(4, Some(("when", json!({"on": "2026-05-01"})))),
    ];
    let mut body = batch(&ops);
    body["skewed"] = json!([0, 1, 2, 3]);
    let answer = receipts(push_batch(&mut tablet, &body).await);
    assert_eq!(verdicts(&answer), ["applied", "applied", "applied", "rejected(when_future)"]);
    assert_eq!(answer[0]["skewed"], true);
    assert_eq!(recounted(&server).await, 3);
}
