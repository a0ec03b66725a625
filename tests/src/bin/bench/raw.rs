//! The floor: the rows that the server has written, inserted again without a server.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use shared::domain::row::Row;
use shared::stats::rollup::{Counts, Deltas, Key};
use shared::wire::v1::push::MAX_OPS;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};

use crate::watch;

type OpRow = (
    Vec<u8>,
    Vec<u8>,
    Vec<u8>,
    Vec<u8>,
    i64,
    i64,
    Vec<u8>,
    Option<Vec<u8>>,
    Option<Vec<u8>>,
    i64,
    Option<String>,
    Vec<u8>,
);
type EntityRow = (Vec<u8>, Vec<u8>, String, String, i64, String, String);

/// The rows that one push has written.
pub struct Batch {
    network: Vec<u8>,
    ops: Vec<OpRow>,
    entities: Vec<EntityRow>,
    sums: Vec<(Key, String, Counts)>,
    position: i64,
}

async fn open(file: &Path) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("secure_delete", "ON");
    Ok(options.connect().await?)
}

/// What the server has written since that many entries, batch by batch.
pub async fn batches(file: &Path, stored: usize) -> Result<Vec<Batch>> {
    let mut connection = open(file).await?;
    let after = i64::try_from(stored)?;
    let ops: Vec<OpRow> = sqlx::query_as(
        "SELECT network_id, id, hash, entity_id, position, at, replica, device_id, member_id, received_at, flag, bytes \
         FROM op WHERE position > ? ORDER BY position",
    )
    .bind(after)
    .fetch_all(&mut connection)
    .await?;
    let entities: Vec<EntityRow> = sqlx::query_as(
        "SELECT network_id, id, kind, library, position, on_date, body FROM entity WHERE position > ? ORDER BY position",
    )
    .bind(after)
    .fetch_all(&mut connection)
    .await?;
    connection.close().await?;
    let mut batches = Vec::new();
    for (ops, entities) in ops.chunks(MAX_OPS).zip(entities.chunks(MAX_OPS)) {
        let mut deltas = Deltas::default();
        for entity in entities {
            deltas.put(&serde_json::from_str::<Row>(&entity.6)?);
        }
        let sums = deltas.into_sorted().into_iter().map(|(key, counts)| {
            let on = key.on.to_string();
            (key, on, counts)
        });
        let last = ops.last().context("an empty batch")?;
        batches.push(Batch {
            network: last.0.clone(),
            position: last.4,
            sums: sums.collect(),
            ops: ops.to_vec(),
            entities: entities.to_vec(),
        });
    }
    Ok(batches)
}

/// Inserts the same rows into a copy of the database: one transaction per batch, as few statements as there can be.
pub async fn insert(copy: &Path, batches: &[Batch]) -> Result<Duration> {
    let mut connection = open(copy).await?;
    let watch = watch();
    for batch in batches {
        let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("UPDATE sync_state SET position = ? WHERE network_id = ?")
            .bind(batch.position)
            .bind(&batch.network)
            .execute(&mut *tx)
            .await?;
        many(&mut tx, "INSERT INTO op (network_id, id, hash, entity_id, position, at, replica, device_id, member_id, received_at, flag, \
             bytes) VALUES", 12, "", &batch.ops, |query, op| {
            let query =
                query.bind(&op.0).bind(&op.1).bind(&op.2).bind(&op.3).bind(op.4).bind(op.5).bind(&op.6);
            query.bind(&op.7).bind(&op.8).bind(op.9).bind(&op.10).bind(&op.11)
        })
        .await?;
        many(
            &mut tx,
            "INSERT INTO entity (network_id, id, kind, library, position, on_date, body) VALUES",
            7,
            "",
            &batch.entities,
            |query, entity| {
                let query = query.bind(&entity.0).bind(&entity.1).bind(&entity.2).bind(&entity.3);
                query.bind(entity.4).bind(&entity.5).bind(&entity.6)
            },
        )
        .await?;
        let add = " ON CONFLICT (network_id, dim, on_date, library, entity, kind, mode, code) \
             DO UPDATE SET n = rollup.n + excluded.n, people = rollup.people + excluded.people";
        let columns = "INSERT INTO rollup (network_id, dim, on_date, library, entity, kind, mode, code, n, people) VALUES";
        many(&mut tx, columns, 10, add, &batch.sums, |query, (key, on, counts)| {
            let query = query.bind(&batch.network).bind(key.dim.code()).bind(on).bind(&key.library);
            let query = query.bind(key.entity.code()).bind(&key.kind).bind(&key.mode).bind(&key.code);
            query.bind(counts.n).bind(counts.people)
        })
        .await?;
        sqlx::query("INSERT INTO mark (network_id, position, mark, at) VALUES (?, ?, ?, 0)")
            .bind(&batch.network)
            .bind(batch.position)
            .bind(&batch.network)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
    }
    let elapsed = watch.elapsed();
    connection.close().await?;
    Ok(elapsed)
}

type Query<'q> = sqlx::query::Query<'q, sqlx::Sqlite, SqliteArguments>;

/// Rows in statements of 500, and the rest in halves, so that the driver's cache of statements serves every batch.
async fn many<'q, T>(
    tx: &mut SqliteConnection,
    head: &str,
    columns: usize,
    tail: &str,
    mut rows: &'q [T],
    bind: impl Fn(Query<'q>, &'q T) -> Query<'q>,
) -> Result<()> {
    let row = format!("({})", vec!["?"; columns].join(", "));
    for size in [500, 256, 128, 64, 32, 16, 8, 4, 2, 1] {
        while let Some((piece, rest)) = rows.split_at_checked(size) {
            let text = format!("{head} {}{tail}", vec![row.as_str(); size].join(", "));
            let query = piece.iter().fold(sqlx::query(AssertSqlSafe(text)), &bind);
            query.execute(&mut *tx).await?;
            rows = rest;
        }
    }
    Ok(())
}
