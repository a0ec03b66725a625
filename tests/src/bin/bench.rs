//! The native benchmarks: how fast the server takes pushes, beside raw inserts of the very same rows, and how much
//! memory it holds. Run by `cargo xtask bench`; one line of JSON per figure.
//!
//! Owns: the measuring. Must not: be a test; a slow machine fails nothing here. The server is the real binary in a
//! process of its own, the bodies are made beforehand, the raw inserts go through the same driver with the same
//! pragmas into a copy of the same database.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::Client;
use serde_json::json;
use serde_json::value::RawValue;
use shared::domain::help::{Help, Outcome};
use shared::domain::hlc::Hlc;
use shared::domain::op::{Act, Kind, Op};
use shared::domain::row::Row;
use shared::id::Id;
use shared::routes;
use shared::stats::rollup::{Counts, Deltas, Key};
use shared::sync::backoff::Random;
use shared::time::{DAY, Millis};
use shared::wire::v1::push::{MAX_OPS, Push};
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _};
use tests::actor::Actor;
use tests::database::Place;
use tests::process::{self, Process};
use tests::server::set_up_form;

const LIBRARIES: [&str; 4] = ["turku", "raisio", "kaarina", "pori"];
const TOPICS: [&str; 9] =
    ["device", "apps", "identity", "gov", "private", "printscan", "comms", "libres", "safety"];
/// Tablets that push at the same time.
const TABLETS: usize = 8;
const ROUNDS: usize = 3;
/// Batches of [`MAX_OPS`] per round.
const BATCHES: usize = 80;
const MILLION: usize = 1_000_000;

#[tokio::main]
async fn main() -> Result<()> {
    let binary = process::binary()?;
    let folder = Arc::new(tempfile::tempdir()?);
    let place = Place { folder: folder.clone(), url: None };
    let mut server = Server::start(&place).await?;
    figure("server memory, idle, empty", server.process.memory("VmRSS")?, "MB", None, "resident");
    let tablets = server.tablets().await?;
    let file = folder.path().join("digiverkosto.sqlite");
    let copy = folder.path().join("raw.sqlite");
    let backup = std::process::Command::new(&binary)
        .args(["backup", "--data"])
        .args([folder.path(), &copy])
        .env_remove("DIGIVERKOSTO_BIN")
        .stdout(Stdio::null())
        .status()?;
    ensure!(backup.success(), "the copy failed");

    let mut random = Random::new(1);
    let (mut taken, mut raw, mut stored) = (Vec::new(), Vec::new(), 0);
    for _ in 0..ROUNDS {
        let bodies = bodies(&mut random, BATCHES, now());
        let watch = watch();
        server.push(&tablets, bodies).await?;
        taken.push(rate(watch.elapsed()));
        let batches = batches(&file, stored).await?;
        ensure!(batches.len() == BATCHES, "the server has stored {} batches", batches.len());
        raw.push(rate(insert(&copy, &batches).await?));
        stored += BATCHES * MAX_OPS;
    }
    let (taken, raw) = (median(taken), median(raw));
    let note =
        format!("{TABLETS} tablets, batches of {MAX_OPS}, {stored} entries, median of {ROUNDS} rounds");
    figure("server ingest", taken, "entries/s", None, &note);
    figure(
        "raw multi-row inserts of the same rows",
        raw,
        "entries/s",
        None,
        "one transaction per batch, same pragmas",
    );
    figure("server ingest / raw inserts", taken / raw, "ratio", Some(0.5), "target: at least this");

    while stored < MILLION {
        let some = BATCHES.min((MILLION - stored) / MAX_OPS);
        server.push(&tablets, bodies(&mut random, some, now())).await?;
        stored += some * MAX_OPS;
    }
    let mut full = Vec::new();
    for _ in 0..ROUNDS {
        let bodies = bodies(&mut random, BATCHES, now());
        let watch = watch();
        server.push(&tablets, bodies).await?;
        full.push(rate(watch.elapsed()));
    }
    let full = median(full);
    figure("server ingest, a million stored", full, "entries/s", None, "as above");
    figure(
        "cost of a push, a million stored / the first",
        taken / full,
        "ratio",
        Some(1.1),
        "target: at most this",
    );
    figure(
        "server memory, peak while taking a million",
        server.process.memory("VmHWM")?,
        "MB",
        None,
        "resident, 8 tablets",
    );
    let chair = server.chair.take().context("nobody has set up")?;
    server.process.stop().await?;
    let mut server = Server::start(&place).await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    figure(
        "server memory, idle, a million entries",
        server.process.memory("VmRSS")?,
        "MB",
        Some(40.0),
        "resident, just started",
    );
    let cookies = chair.cookies;
    let mut chair = Actor::new(server.process.address);
    chair.cookies = cookies;
    let watch = watch();
    chair.get(routes::OVERVIEW).await?.expect(200);
    figure(
        "overview over a million entries",
        watch.elapsed().as_secs_f64() * 1e3,
        "ms",
        None,
        "first request",
    );
    tokio::time::sleep(Duration::from_secs(2)).await;
    figure(
        "server memory, a million entries, after the overview",
        server.process.memory("VmRSS")?,
        "MB",
        None,
        "resident",
    );
    server.process.stop().await
}

fn figure(name: &str, value: f64, unit: &str, target: Option<f64>, note: &str) {
    println!("{}", json!({"name": name, "value": value, "unit": unit, "target": target, "note": note}));
}

#[expect(clippy::disallowed_methods, reason = "a benchmark measures the real clock")]
fn watch() -> Instant {
    Instant::now()
}

#[expect(clippy::disallowed_methods, reason = "the real server judges entries by the real clock")]
fn now() -> Millis {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    Millis::try_from(since.as_millis()).unwrap_or(Millis::MAX)
}

/// Entries per second of one round.
fn rate(elapsed: Duration) -> f64 {
    let entries = u32::try_from(BATCHES * MAX_OPS).unwrap_or(u32::MAX);
    f64::from(entries) / elapsed.as_secs_f64()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The real binary, with a network in it.
struct Server {
    process: Process,
    chair: Option<Actor>,
}

impl Server {
    async fn start(place: &Place) -> Result<Self> {
        let process = Process::start(place).await?;
        let mut chair = None;
        if let Some(token) = &process.setup {
            let mut actor = Actor::new(process.address);
            actor.post(routes::SETUP, &set_up_form(token)).await?.expect(200);
            chair = Some(actor);
        }
        Ok(Self { process, chair })
    }

    /// Enrols the tablets; a tablet is its cookies.
    async fn tablets(&mut self) -> Result<Vec<String>> {
        let chair = self.chair.as_mut().context("nobody has set up")?;
        let mut tablets = Vec::new();
        for n in 0..TABLETS {
            let library = LIBRARIES[n % LIBRARIES.len()];
            let place = json!({"library": library, "point": "main"});
            let code = chair.post(routes::ENROLMENTS, &place).await?.expect(200).text_at("/code").to_owned();
            let mut device = Actor::new(self.process.address);
            device.post(routes::DEVICE_ENROL, &json!({"code": code})).await?.expect(200);
            let cookies: Vec<_> =
                device.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            tablets.push(cookies.join("; "));
        }
        Ok(tablets)
    }

    /// Pushes all bodies, each tablet its own, one after the other; every receipt must say `applied`.
    async fn push(&self, tablets: &[String], bodies: Vec<Vec<Body>>) -> Result<()> {
        let tasks = tablets.iter().zip(bodies).map(|(tablet, bodies)| {
            let url = format!("http://{}{}", self.process.address, routes::SYNC_PUSH);
            let cookies = tablet.clone();
            tokio::spawn(async move {
                let client = Client::new();
                for body in bodies {
                    let request =
                        client.post(&url).header("cookie", &cookies).header("content-encoding", "gzip");
                    let answer =
                        request.header("content-type", "application/json").body(body.gzip).send().await?;
                    let text = answer.error_for_status()?.text().await?;
                    let applied = text.matches("\"status\":\"applied\"").count();
                    ensure!(
                        applied == body.ops,
                        "{applied} of {} applied: {}",
                        body.ops,
                        &text[..text.len().min(400)]
                    );
                }
                Ok(())
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await??;
        }
        Ok(())
    }
}

/// One batch as it is sent.
struct Body {
    gzip: Vec<u8>,
    ops: usize,
}

/// Batches for the tablets in turn, by tablet.
fn bodies(random: &mut Random, batches: usize, now: Millis) -> Vec<Vec<Body>> {
    let mut bodies: Vec<Vec<Body>> = (0..TABLETS).map(|_| Vec::new()).collect();
    for n in 0..batches {
        let library = LIBRARIES[n % TABLETS % LIBRARIES.len()];
        if let Some(body) = body(random, library, now) {
            bodies[n % TABLETS].push(body);
        }
    }
    bodies
}

/// A batch of helps of the last weeks, with the fields that people tend to fill in.
fn body(random: &mut Random, library: &str, now: Millis) -> Option<Body> {
    let mut below = |n: u64| random.bits() % n;
    let mut times: Vec<_> =
        (0..MAX_OPS).map(|_| now - below(55 * DAY.unsigned_abs()).cast_signed() - DAY).collect();
    times.sort_unstable();
    let mut ops = Vec::with_capacity(MAX_OPS);
    for (n, ms) in times.into_iter().enumerate() {
        let mut help = Help::blank(Some("main".to_owned()), None);
        help.topics = vec![TOPICS[usize::try_from(random.bits() % 9).unwrap_or(0)].to_owned()];
        help.duration = (n % 3 > 0).then(|| format!("d{}", n % 4 + 1));
        help.result = (n % 2 > 0).then(|| Outcome { outcome: "done".to_owned(), referred_to: None });
        help.lang = (n % 3 == 0).then(|| "fi".to_owned());
        let op = Op {
            id: Id::v7(ms, random.ten_bytes()),
            at: Hlc::new(ms, 0),
            act: Act::Create,
            of: Kind::Help,
            entity: None,
            library: library.to_owned(),
            lists: 1,
            set: help.registers(),
            replaces: None,
        };
        ops.push(RawValue::from_string(serde_json::to_string(&op).ok()?).ok()?);
    }
    let push = Push {
        v: 1,
        nonce: format!("{:x}", random.bits()),
        replica: Id::v7(now, random.ten_bytes()),
        pending: u32::try_from(ops.len()).ok()?,
        oldest: None,
        effective: std::collections::BTreeMap::new(),
        skewed: Vec::new(),
        ops,
    };
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    serde_json::to_writer(&mut encoder, &push).ok()?;
    Some(Body { gzip: encoder.finish().ok()?, ops: MAX_OPS })
}

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
struct Batch {
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
async fn batches(file: &Path, stored: usize) -> Result<Vec<Batch>> {
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
async fn insert(copy: &Path, batches: &[Batch]) -> Result<Duration> {
    let mut connection = open(copy).await?;
    let watch = watch();
    for batch in batches {
        let mut tx = connection.begin_with("BEGIN IMMEDIATE").await?;
        sqlx::query("UPDATE sync_state SET position = ? WHERE network_id = ?")
            .bind(batch.position)
            .bind(&batch.network)
            .execute(&mut *tx)
            .await?;
        many(&mut tx, "INSERT INTO op VALUES", 12, "", &batch.ops, |query, op| {
            let query =
                query.bind(&op.0).bind(&op.1).bind(&op.2).bind(&op.3).bind(op.4).bind(op.5).bind(&op.6);
            query.bind(&op.7).bind(&op.8).bind(op.9).bind(&op.10).bind(&op.11)
        })
        .await?;
        many(&mut tx, "INSERT INTO entity VALUES", 7, "", &batch.entities, |query, entity| {
            let query = query.bind(&entity.0).bind(&entity.1).bind(&entity.2).bind(&entity.3);
            query.bind(entity.4).bind(&entity.5).bind(&entity.6)
        })
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
