//! From one version to the next: no released database is left behind, and no push is refused meanwhile.

use std::sync::Arc;

use backend::db::Db;
use backend::db::relocation::{TABLES, Table};
use futures::future::try_join_all;
use shared::routes;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr as _};
use tests::database::{Place, is_postgres};
use tests::device::Device;
use tests::postgres;
use tests::server::TestServer;

use crate::support::recounted;

fn migrations() -> Vec<Migration> {
    let all = match is_postgres() {
        true => sqlx::migrate!("../migrations/postgres"),
        false => sqlx::migrate!("../migrations/sqlite"),
    };
    all.iter().cloned().collect()
}

/// What a next version may do: add a table, columns and an index, each existing table in a migration of its own.
fn next() -> Vec<Migration> {
    let id = if is_postgres() { "UUID" } else { "BLOB" };
    let number = if is_postgres() { "BIGINT" } else { "INTEGER" };
    let texts = [
        format!(
            "CREATE TABLE tomorrow (network_id {id} NOT NULL, n {number} NOT NULL, PRIMARY KEY (network_id, n))"
        ),
        format!("ALTER TABLE op ADD COLUMN tomorrow {number} NOT NULL DEFAULT 0"),
        "ALTER TABLE entity ADD COLUMN tomorrow TEXT".to_owned(),
        format!("ALTER TABLE device ADD COLUMN tomorrow {number}"),
        format!("ALTER TABLE sync_state ADD COLUMN tomorrow {number} NOT NULL DEFAULT 0"),
        "CREATE INDEX op_tomorrow ON op (network_id, tomorrow)".to_owned(),
    ];
    let migration = |(version, text): (i64, String)| {
        Migration::new(
            version,
            "tomorrow".into(),
            MigrationType::Simple,
            AssertSqlSafe(text).into_sql_str(),
            false,
        )
    };
    (9_990..).zip(texts).map(migration).collect()
}

async fn run(db: &Db, migrations: Vec<Migration>) {
    db.migrate_to(&Migrator::with_migrations(migrations)).await.unwrap();
}

/// The rows of a database in one whose schema is an earlier version's, as that version would have written them.
async fn earlier(place: &Place, version: i64) -> Place {
    let url = match is_postgres() {
        true => Some(postgres::shared().await.unwrap().database().await.unwrap()),
        false => None,
    };
    let old = Place { folder: Arc::new(tempfile::tempdir().unwrap()), url };
    let (from, to) = (place.connect().await.unwrap(), old.connect().await.unwrap());
    run(&to, migrations().into_iter().filter(|one| one.version <= version).collect()).await;
    let (mut out, mut into) = (from.read().await.unwrap(), to.write().await.unwrap());
    for name in TABLES {
        let theirs = Table::describe(&mut out, name).await.unwrap();
        let ours = Table::describe(&mut into, name).await.unwrap();
        if ours.exists() {
            theirs.read(&mut out, &ours, async |rows| ours.write(&mut into, &rows).await).await.unwrap();
        }
    }
    drop(out);
    into.commit().await.unwrap();
    from.close().await;
    to.close().await;
    old
}

#[tokio::test]
async fn a_database_of_each_released_version_is_taken_over() {
    let newest = migrations().iter().map(|one| one.version).max().unwrap();
    for version in 1..newest {
        let (server, mut chair) = TestServer::set_up().await.unwrap();
        let actor = server.device(&mut chair, "turku").await.unwrap();
        let mut tablet = Device::new(actor, "turku", 1, server.clock.clone());
        let help = tablet.blank_help();
        for _ in 0..30 {
            tablet.log(&help);
        }
        tablet.settle().await.unwrap();
        let epoch = tablet.store.sent[0].epoch;
        tablet.log(&help);

        let old = earlier(&server.stop().await.unwrap(), version).await;
        let server = TestServer::over(old).await.unwrap();
        tablet.move_to(server.address);
        tablet.settle().await.unwrap();
        assert_eq!(recounted(&server).await, 31, "from version {version}");
        assert!(tablet.store.sent.iter().all(|batch| batch.epoch == epoch), "the same history");
        let mut chair = chair.twin_at(server.address);
        for path in [routes::OVERVIEW, routes::FACTS, routes::DEVICES, routes::MEMBERS, routes::HELD] {
            chair.get(path).await.unwrap().expect(200);
        }
        assert_eq!(recounted(&server).await, 31, "its facts were made from the entities");
    }
}

#[tokio::test]
async fn a_rolling_upgrade_refuses_no_push() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    // On PostgreSQL two nodes of this version, which stay while the next one's comes.
    let node = if is_postgres() { Some(server.node(9).await.unwrap()) } else { None };
    let mut tablets = Vec::new();
    for seed in 0..8 {
        let actor = server.device(&mut chair, "turku").await.unwrap();
        let mut tablet = Device::new(actor, "turku", seed, server.clock.clone());
        if let Some(node) = node.as_ref().filter(|_| seed % 2 == 1) {
            tablet.move_to(node.address);
        }
        tablets.push(tablet);
    }
    let (ring, bell) = tokio::sync::watch::channel(0_u32);
    let (progress, mut seen) = tokio::sync::watch::channel(0_u32);
    let lives = tablets.into_iter().map(|mut tablet| {
        let (bell, progress) = (bell.clone(), progress.clone());
        tokio::spawn(async move {
            let help = tablet.blank_help();
            let mut logged = 0;
            // Until the schema has changed, and well beyond.
            while *bell.borrow() == 0 || logged < *bell.borrow() {
                logged += 3;
                for _ in 0..3 {
                    tablet.log(&help);
                }
                tablet.settle().await?;
                progress.send_modify(|sent| *sent += 3);
            }
            anyhow::Ok((tablet, logged))
        })
    });
    let lives: Vec<_> = lives.collect();
    seen.wait_for(|sent| *sent >= 48).await.unwrap();

    let upgrader = server.place.connect().await.unwrap();
    run(&upgrader, migrations().into_iter().chain(next()).collect()).await;
    upgrader.close().await;
    ring.send_replace(60);

    let mut logged = 0;
    let mut tablets = Vec::new();
    for (tablet, some) in try_join_all(lives).await.unwrap().into_iter().map(Result::unwrap) {
        assert_eq!((tablet.refused, tablet.internal), (0, 0));
        logged += u64::from(some);
        tablets.push(tablet);
    }
    assert_eq!(recounted(&server).await, logged);

    // A node of this version that falls over meanwhile comes back over the next one's schema.
    if let Some(node) = node {
        node.stop().await.unwrap();
    }
    let server = TestServer::over(server.stop().await.unwrap()).await.unwrap();
    for tablet in &mut tablets {
        tablet.move_to(server.address);
        tablet.log(&tablet.blank_help());
        tablet.settle().await.unwrap();
        assert_eq!(tablet.refused, 0);
    }
    assert_eq!(recounted(&server).await, logged + 8);
}
