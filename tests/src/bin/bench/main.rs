//! The native benchmarks and the filling of a database for those in the browser. Run by `cargo xtask bench`; one line of
//! JSON per figure.
//!
//! Owns: the measuring. Must not: be a test; a slow machine fails nothing here. The server is the real binary in a
//! process of its own.

mod ingest;
mod raw;
mod register;
mod rollups;
mod seed;
mod server;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use clap::Parser;
use serde_json::json;
use shared::time::{DAY, Millis};

/// How far back the oldest entry lies.
const YEARS: Millis = 3652 * DAY;

/// What to do.
#[derive(Parser)]
#[command(name = "bench")]
enum Command {
    /// How fast the server takes pushes, and its memory
    Ingest,
    /// How many page views and registrations for the activity day the server takes
    Register,
    /// What a page of one year costs while other years fill up
    Rollups {
        /// How many entries there are in the end
        #[arg(long, default_value_t = 5_000_000)]
        entries: usize,
    },
    /// Fills a folder with ten years of a network and prints the cookies of its chair and of a tablet
    Seed {
        /// The folder
        folder: PathBuf,
        /// How many entries
        #[arg(long, default_value_t = 1_000_000)]
        entries: usize,
    },
}

#[tokio::main]
async fn main() -> Result<()> {
    match Command::parse() {
        Command::Ingest => ingest::run().await,
        Command::Register => register::run().await,
        Command::Rollups { entries } => rollups::run(entries).await,
        Command::Seed { folder, entries } => seed::run(&folder, entries).await,
    }
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

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
