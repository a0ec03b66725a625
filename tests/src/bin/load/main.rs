//! The load generator: as many tablets as one likes, against the real binary, in real time. Run by `cargo xtask load`.
//!
//! A day, made short: at night each tablet logs without a network; in the morning all come back within ten seconds; by
//! day they log, lose the network now and then, and hear of each other; in the evening the queues must drain. Prints how
//! long pushes and pulls took, receipts per second, the server's memory and time, and what was lost, doubled or stuck.
//!
//! Owns: the plot and the figures. A tablet's life is in `tablet`, the set-up in `town`. Must not: be a test of time; it
//! fails only where something is lost, doubled or stuck.

mod tablet;
mod town;

use std::time::Duration;

use anyhow::{Result, ensure};
use clap::Parser;
use futures::future::join_all;
use serde_json::json;
use shared::routes;
use tests::crowd::count;
use tests::process::Process;
use tokio::sync::watch;
use tokio::time::Instant;

use tablet::{Day, Told};
use town::Town;

/// How long the tablets take to arrive in the morning.
const ARRIVAL: Duration = Duration::from_secs(10);
/// When the morning is over.
const MORNING: Duration = Duration::from_secs(40);
/// A queue that has not drained so long after the last entry is stuck.
const PATIENCE: Duration = Duration::from_secs(60);

/// Many tablets against one server.
#[derive(Parser)]
#[command(name = "load")]
struct Args {
    /// Tablets; ten in each library
    #[arg(long, default_value_t = 2_000)]
    devices: usize,
    /// How long the day is, in minutes
    #[arg(long, default_value_t = 5.0)]
    minutes: f64,
    /// Entries that each tablet has logged before the morning
    #[arg(long, default_value_t = 20)]
    entries: u32,
    /// Seconds between two entries of a tablet by day, on average
    #[arg(long, default_value_t = 60.0)]
    every: f64,
    /// On a PostgreSQL of its own instead of a SQLite file
    #[arg(long)]
    postgres: bool,
}

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::parse();
    let town = Town::build(args.devices, args.postgres).await?;
    let server = Process::start(&town.place).await?;
    figure("server memory, idle", server.memory("VmRSS")?, "MB", None, "resident, before the first tablet");

    let begun = Instant::now();
    let (ring, bell) = watch::channel(false);
    let day = Day {
        arrival: ARRIVAL,
        morning: MORNING,
        entries: args.entries,
        every: Duration::from_secs_f64(args.every),
        bell,
    };
    let address = server.address;
    let tablets: Vec<_> = town
        .devices
        .into_iter()
        .map(|device| tokio::spawn(tablet::live(device, address, day.clone())))
        .collect();

    tokio::time::sleep(MORNING).await;
    let morning = server.cpu()?;
    figure(
        "server processor, morning",
        morning,
        "s",
        None,
        "from the first arrival until 30 s after the last",
    );
    figure(
        "server memory, morning",
        server.memory("VmHWM")?,
        "MB",
        None,
        "resident, peak; one stream per tablet",
    );
    tokio::time::sleep(Duration::from_secs_f64(args.minutes * 60.0)).await;
    figure("server processor, day", server.cpu()? - morning, "s", None, &format!("in {} min", args.minutes));
    ring.send_replace(true);

    let mut told = Vec::new();
    for lived in join_all(tablets).await {
        told.push(lived??);
    }
    figure("server memory, peak", server.memory("VmHWM")?, "MB", None, "resident");
    report(&told, begun, &args);
    let mut server = server;
    server.stop().await?;
    verdict(&told, &town.place).await
}

/// The figures of the morning and of the whole.
fn report(told: &[Told], begun: Instant, args: &Args) {
    let arrived = told.iter().map(|told| told.arrived).max().unwrap_or(begun);
    let drained = told.iter().filter_map(|told| told.drained).max().unwrap_or(begun);
    let herd = f64::from(args.entries) * precise(told.len());
    let note =
        format!("{} tablets with {} entries each, within {} s", told.len(), args.entries, ARRIVAL.as_secs());
    figure(
        "last receipt after the last arrival",
        (drained.saturating_duration_since(arrived)).as_secs_f64(),
        "s",
        Some(5.0),
        &note,
    );
    figure(
        "receipts in the morning",
        herd / (drained - begun).as_secs_f64(),
        "entries/s",
        None,
        "from the first arrival",
    );
    for (phase, name) in ["morning", "day", "evening"].into_iter().enumerate() {
        for (what, route) in [("push", routes::SYNC_PUSH), ("pull", routes::SYNC_PULL)] {
            let mut took: Vec<Duration> =
                told.iter().flat_map(|told| told.took_in(phase, route)).copied().collect();
            took.sort_unstable();
            for (point, target) in [(50, None), (95, None), (99, (what == "push").then_some(1_000.0))] {
                let note = format!("{} of them", took.len());
                figure(&format!("{what}, {name}, p{point}"), percentile(&took, point), "ms", target, &note);
            }
        }
    }
}

/// Fails where anything is lost, doubled or stuck.
async fn verdict(told: &[Told], place: &tests::database::Place) -> Result<()> {
    let stuck: usize = told.iter().map(|told| told.waiting).sum();
    let internal: u32 = told.iter().map(|told| told.internal).sum();
    let rejected: usize = told.iter().map(|told| told.rejected).sum();
    let saved = told.iter().flat_map(|told| told.saved.iter().copied()).collect();
    println!(
        "{}",
        json!({"saved": told.iter().map(|told| told.saved.len()).sum::<usize>(), "stuck": stuck, "rejected": rejected, "status 500": internal})
    );
    ensure!(stuck == 0, "{stuck} entries are stuck");
    ensure!(rejected == 0 && internal == 0, "{rejected} rejected, {internal} answers with status 500");
    count(place, &saved).await?;
    println!("lost 0, doubled 0, stuck 0; the sums are those of a recount");
    Ok(())
}

fn percentile(sorted: &[Duration], point: usize) -> f64 {
    let at = (sorted.len() * point).div_ceil(100).max(1) - 1;
    sorted.get(at).map_or(f64::NAN, |took| took.as_secs_f64() * 1e3)
}

#[expect(clippy::cast_precision_loss, reason = "a number of tablets")]
fn precise(n: usize) -> f64 {
    n as f64
}

fn figure(name: &str, value: f64, unit: &str, target: Option<f64>, note: &str) {
    println!("{}", json!({"name": name, "value": value, "unit": unit, "target": target, "note": note}));
}
