//! Snapshots of what sync sends: a change of these is a change of the wire, which may only grow.

use serde_json::{Value, json};
use shared::routes;
use tests::server::noon;

use crate::support::*;

/// Ids, marks and signatures are random; their place is what matters.
fn settled(mut value: Value, names: &[&str]) -> Value {
    for name in names {
        if let Some(field) = value.get_mut(name) {
            *field = json!(format!("[{name}]"));
        }
    }
    value
}

#[tokio::test]
async fn answers_of_sync() {
    let (_server, mut chair, mut tablet) = with_tablet().await;
    let mut foreign = help(3);
    foreign["library"] = json!("pori");
    let mut ahead = help(4);
    ahead["at"] = stamp(noon() + 3_600_000);
    let ops = [
        help(1),
        help(1),
        help_with(1, "count", json!(2)),
        help_with(2, "count", json!(0)),
        foreign,
        ahead,
        json!({}),
        patch(5, 1, noon() - 1, json!({"count": 8})),
    ];
    let answer = push_batch(&mut tablet, &batch(&ops)).await.expect(200);
    insta::assert_json_snapshot!("push_answer", settled(answer.json, &["epoch"]));
    let (_, pulled) = pull_all(&mut tablet).await;
    insta::assert_json_snapshot!("pull_answer", settled(pulled.json, &["epoch", "cursor"]));
    let offer = json!({"nonce": "o", "ids": [id(1), id(9)]});
    let offered = tablet.post(routes::SYNC_OFFER, &offer).await.unwrap().expect(200);
    insta::assert_json_snapshot!("offer_answer", settled(offered.json, &["epoch"]));
    let entries = chair.get(&format!("{}?library=turku", routes::ENTRIES)).await.unwrap().expect(200);
    // The lists are as long as in the tablet's configuration; here it matters that they are there.
    let entries = settled(entries.json, &["vocabulary"]);
    insta::assert_json_snapshot!("entries", entries);
    let mut overview = chair.get(routes::OVERVIEW).await.unwrap().expect(200).json;
    overview["devices"][0] = settled(overview["devices"][0].take(), &["id"]);
    insta::assert_json_snapshot!("overview", overview);
}
