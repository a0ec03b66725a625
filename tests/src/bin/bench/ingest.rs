//! How fast the server takes pushes, beside raw inserts of the very same rows, and how much memory it holds.
//!
//! The bodies are made beforehand; the raw inserts go through the same driver with the same pragmas into a copy of the
//! same database.

use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use shared::routes;
use shared::sync::backoff::Random;
use shared::time::DAY;
use shared::wire::v1::push::MAX_OPS;
use tests::actor::Actor;
use tests::database::Place;
use tests::process;

use crate::raw::{batches, insert};
use crate::server::{Fields, Server, TABLETS, bodies, part};
use crate::{YEARS, figure, median, now, watch};

const ROUNDS: usize = 3;
/// Batches of [`MAX_OPS`] per round.
const BATCHES: usize = 80;
const MILLION: usize = 1_000_000;

/// Measures.
pub async fn run() -> Result<()> {
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
    // Ten years of a network in their order, in rounds.
    let years = now() - YEARS..now() - DAY;
    let rounds = MILLION.div_ceil(BATCHES * MAX_OPS) + ROUNDS;
    let mut round = |number| bodies(&mut random, BATCHES, part(&years, number, rounds), Fields::Usual);
    let (mut taken, mut raw, mut stored) = (Vec::new(), Vec::new(), 0);
    for number in 0..ROUNDS {
        let bodies = round(number);
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

    for number in ROUNDS..rounds - ROUNDS {
        server.push(&tablets, round(number)).await?;
    }
    let mut full = Vec::new();
    for number in rounds - ROUNDS..rounds {
        let bodies = round(number);
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
        "target: at most this; ten years in their order, the last rounds beside the first",
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

/// Entries per second of one round.
fn rate(elapsed: Duration) -> f64 {
    let entries = u32::try_from(BATCHES * MAX_OPS).unwrap_or(u32::MAX);
    f64::from(entries) / elapsed.as_secs_f64()
}
