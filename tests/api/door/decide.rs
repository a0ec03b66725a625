//! What is odd is flagged and the organisers decide; of who walked in nothing is kept for long.

use backend::db;
use serde_json::json;
use shared::domain::check_in::{Flag, Passage, WalkIn, Who};
use shared::domain::registration::{Mode, State};
use shared::id::Id;
use shared::routes;
use shared::time::{DAY, MINUTE};
use tests::server::TestServer;

use super::{Door, arrive, doors, pass};

#[tokio::test]
async fn who_was_not_expected_is_flagged_and_the_organisers_decide() {
    let mut door = Door::open().await;
    let cancelled = door.guest("Peruva Pirkko", Mode::Onsite, State::Cancelled).await;
    let waiting = door.guest("Jonottava Jaana", Mode::Onsite, State::Waiting).await;
    let anna = door.guest("Anna", Mode::Onsite, State::Confirmed).await;
    let unknown = door.server.app.new_id();
    let mut device = door.device("turku", 9).await;
    for guest in [cancelled, waiting, unknown] {
        arrive(&mut device, guest);
        door.server.clock.advance(MINUTE);
    }
    let name = "Wille Walk-In".to_owned();
    let walk_in = WalkIn { id: door.server.app.new_id(), name, library: None, other_library: None };
    let walked = pass(&mut device, Who::WalkIn(walk_in), Passage::Arrived);
    device.settle().await.unwrap();
    let page = door.page().await;
    let presence = page.list.presence();
    let mut flags: Vec<_> = presence.flags.values().copied().collect();
    flags.sort();
    assert_eq!((presence.present(), flags), (4, vec![Flag::Cancelled, Flag::Waiting, Flag::Unknown]));

    // The walk-in was Anna; the unknown code was nobody; who had cancelled is welcome.
    let by_flag = |flag| *presence.flags.iter().find(|(_, one)| **one == flag).unwrap().0;
    let path = |id: Id| format!("{}/2026/check-ins/{id}", routes::DAYS);
    let merge = json!({"decision": {"as": "merged", "into": anna}});
    door.chair.post(&path(walked), &merge).await.unwrap().expect(200);
    let removal = json!({"decision": {"as": "removed"}});
    door.chair.post(&path(by_flag(Flag::Unknown)), &removal).await.unwrap().expect(200);
    let accept = json!({"decision": {"as": "accepted"}});
    door.chair.post(&path(by_flag(Flag::Cancelled)), &accept).await.unwrap().expect(200);
    let presence = door.page().await.list.presence();
    assert!(presence.is_present(anna) && !presence.is_present(unknown));
    assert_eq!(presence.present(), 3);
    // Now she comes once more: two at the door, one person.
    arrive(&mut device, anna);
    device.settle().await.unwrap();
    assert_eq!(door.present().await.0, 3);
    // A decision is taken back; a wrong one is refused with its field.
    door.chair.post(&path(by_flag(Flag::Unknown)), &json!({})).await.unwrap().expect(200);
    assert_eq!(door.present().await.0, 4);
    let bad = json!({"decision": {"as": "merged", "into": unknown}});
    let refused = door.chair.post(&path(walked), &bad).await.unwrap().expect_problem(422, "invalid");
    assert_eq!(refused.text_at("/field"), "into");
    door.chair.post(&path(anna), &accept).await.unwrap().expect_problem(404, "not_found");
}

#[tokio::test]
async fn of_a_walk_in_the_op_log_keeps_no_name_and_retention_empties_the_rest() {
    let mut door = Door::open().await;
    let mut device = door.device("turku", 4).await;
    let name = "Nimetön Nieminen".to_owned();
    let walk_in =
        WalkIn { id: door.server.app.new_id(), name, library: None, other_library: Some("Koulu".into()) };
    let op = pass(&mut device, Who::WalkIn(walk_in), Passage::Arrived);
    device.settle().await.unwrap();
    let mut tx = door.server.app.db.read().await.unwrap();
    let known = db::op::known(&mut tx, door.network, &[op]).await.unwrap();
    assert_eq!(known.len(), 1);
    drop(tx);
    let bytes = bytes_of_op(&door.server, op).await;
    assert!(bytes.is_empty(), "{bytes:?}");
    assert!(door.chair.get(&doors("")).await.unwrap().text.contains("Nieminen"));
    door.server.clock.advance(366 * DAY);
    backend::jobs::retention::run(&door.server.app).await.unwrap();
    door.sign_in().await;
    let page = door.page().await;
    assert_eq!(page.list.presence().present(), 1, "the figures stay");
    let text = serde_json::to_string(&page).unwrap();
    assert!(!text.contains("Nieminen") && !text.contains("Koulu"));
}

async fn bytes_of_op(server: &TestServer, op: Id) -> Vec<u8> {
    let sql = "SELECT bytes FROM op WHERE id = $1";
    let mut tx = server.app.db.read().await.unwrap();
    match &mut tx {
        db::Tx::Sqlite(tx) => sqlx::query_scalar(sql).bind(op.uuid()).fetch_one(&mut **tx).await.unwrap(),
        db::Tx::Postgres(tx) => sqlx::query_scalar(sql).bind(op.uuid()).fetch_one(&mut **tx).await.unwrap(),
    }
}
