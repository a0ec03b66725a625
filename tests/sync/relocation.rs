//! A network moves into another database, and its tablets go on without noticing.

use std::sync::Arc;

use backend::db::relocation::{TABLES, Table, Value};
use backend::relocation::{Address, relocate};
use serde_json::json;
use shared::domain::op::Registers;
use shared::routes;
use tests::database::{Place, is_postgres};
use tests::device::Device;
use tests::postgres;
use tests::server::TestServer;

use crate::support::recounted;

/// An empty place, of the other kind where this process has PostgreSQL.
async fn elsewhere(other_kind: bool) -> Place {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let url = match is_postgres() && !other_kind {
        true => Some(postgres::shared().await.unwrap().database().await.unwrap()),
        false => None,
    };
    Place { folder, url }
}

fn address(place: &Place) -> Address {
    place.url.clone().map_or_else(|| Address::File(place.file()), Address::Server)
}

/// Every row of every table, sorted.
async fn everything(place: &Place) -> Vec<(&'static str, Vec<Vec<Value>>)> {
    let db = place.connect().await.unwrap();
    let mut tx = db.read().await.unwrap();
    let mut all = Vec::new();
    for name in TABLES {
        let table = Table::describe(&mut tx, name).await.unwrap();
        let mut rows = Vec::new();
        let keep = async |piece: Vec<Vec<Value>>| {
            rows.extend(piece);
            Ok(())
        };
        table.read(&mut tx, &table, keep).await.unwrap();
        rows.sort_by_key(|row| format!("{row:?}"));
        all.push((name, rows));
    }
    drop(tx);
    db.close().await;
    all
}

#[tokio::test]
async fn tablets_go_on_after_a_move_there_and_back() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut tablet =
        Device::new(server.device(&mut chair, "turku").await.unwrap(), "turku", 1, server.clock.clone());
    let help = tablet.blank_help();
    let old = tablet.log(&help);
    for _ in 0..700 {
        tablet.log(&help);
    }
    tablet.settle().await.unwrap();
    let text = json!({"id": server.app.new_id(), "body": "Ääkköset – ja 😀", "page": "/", "language": "fi"});
    server.anonymous().post(routes::FEEDBACK, &text).await.unwrap().expect(200);
    let plan = json!({"year": 2026, "status": "draft", "presentation": "", "members": "", "resources": "", "goals": []});
    chair.put(&format!("{}/2026", routes::PLANS), &json!({"plan": plan})).await.unwrap().expect(200);
    // Waits while the database moves.
    let late = tablet.log(&help);
    let epoch = tablet.store.sent[0].epoch;

    let home = server.stop().await.unwrap();
    let before = everything(&home).await;
    assert!(before.iter().filter(|(_, rows)| !rows.is_empty()).count() >= 15, "most tables have rows");
    let (away, back) = (elsewhere(true).await, elsewhere(false).await);
    let moved = relocate(&address(&home), &address(&away), |_, _| ()).await.unwrap();
    assert_eq!(moved.networks, [("Lounais-Suomen digiverkosto".to_owned(), 701)]);
    assert_eq!(moved.tables.iter().find(|(name, _)| *name == "op"), Some(&("op", 701)));
    relocate(&address(&away), &address(&back), |_, _| ()).await.unwrap();
    assert_eq!(everything(&back).await, before);
    assert_eq!(everything(&home).await, before, "the source stays as it was");

    // The tablet goes on from its cursor: nothing is sent twice, nothing is pulled afresh.
    let server = TestServer::over(away).await.unwrap();
    tablet.move_to(server.address);
    tablet.patch(old, Registers::from([("count".to_owned(), 5.into())]));
    tablet.settle().await.unwrap();
    assert!(tablet.store.sent.iter().all(|batch| batch.epoch == epoch), "the same history");
    assert_eq!(tablet.store.base.len(), 702);
    assert!(tablet.store.base.contains_key(&late));
    assert_eq!(recounted(&server).await, 702);
    let mut chair = chair.twin_at(server.address);
    assert_eq!(chair.get(routes::OVERVIEW).await.unwrap().expect(200).json["position"], 703);
}

#[tokio::test]
async fn a_move_is_refused_where_it_could_lose_or_mix_anything() {
    let (server, _chair) = TestServer::set_up().await.unwrap();
    let home = address(&server.place);
    let refused = async |from: &Address, to: &Address| {
        format!("{:#}", relocate(from, to, |_, _| ()).await.unwrap_err())
    };
    let away = elsewhere(true).await;
    assert!(refused(&home, &address(&away)).await.contains("stop its servers"), "it is being served");
    let place = server.stop().await.unwrap();
    assert!(refused(&home, &home).await.contains("the same"));
    let missing = elsewhere(true).await;
    assert!(refused(&address(&missing), &address(&away)).await.contains("there is no database"));
    let (taken, _chair) = TestServer::set_up().await.unwrap();
    let taken = taken.stop().await.unwrap();
    let why = refused(&home, &address(&taken)).await;
    assert!(why.contains("not empty"), "{why}");
    relocate(&home, &address(&away), |_, _| ()).await.unwrap();
    drop(place);
}
