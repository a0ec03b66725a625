//! The number that a tablet gave a person: the organisers find the registration by it.

use backend::db;
use backend::jobs::retention;
use shared::domain::registration::State;
use shared::domain::sealed::receipt;
use shared::time::DAY;
use shared::wire::v1::registration::Via;

use crate::guests::{add, guest, network, set_up, sign_in};
use crate::registration::list;

#[tokio::test]
async fn who_registered_on_a_tablet_is_found_by_the_receipt_number() {
    let (server, mut chair) = set_up().await;
    let public = add(&server, State::Confirmed, guest("Aino Verkossa")).await;
    let (id, tablet) = (network(&server).await, server.app.new_id());
    let mut tx = server.app.db.write().await.unwrap();
    let mut stored = db::registration::get(&mut tx, id, public).await.unwrap().unwrap();
    (stored.id, stored.via) = (tablet, Via::Tablet);
    stored.registration = guest("Bo Tabletilla");
    stored.secret_hash = server.app.keys.manage(&*server.app.random, id, tablet).unwrap().hash().to_vec();
    db::registration::insert(&mut tx, id, &stored).await.unwrap();
    tx.commit().await.unwrap();
    for one in list(&mut chair).await {
        let expected = (one["via"] == "tablet").then(|| receipt(tablet));
        assert_eq!(one["receipt"].as_str(), expected.as_deref(), "{one}");
        assert_eq!(one["id"] == tablet.to_string(), expected.is_some());
    }
    // Once nothing leads to the person, the number does not either.
    server.clock.advance(500 * DAY);
    retention::run(&server.app).await.unwrap();
    sign_in(&mut chair).await;
    let all = list(&mut chair).await;
    assert!(all.len() == 2 && all.iter().all(|one| one.get("receipt").is_none()), "{all:?}");
}
