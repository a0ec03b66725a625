//! `cargo xtask soak`: the simulation of sync with fresh seeds until the time is up.
//!
//! Owns the time and the choice of seeds. What a history is and what must hold is the test's (`shared/tests/sync`).

use anyhow::{Context as _, Result, ensure};

use crate::exec::{Stopwatch, cargo, run, step};

/// Histories of each of the two tests in one round: some seconds' worth.
const ROUND: u64 = 2_000;

/// Flags of `cargo xtask soak`.
#[derive(clap::Args)]
pub struct Args {
    /// How long, in hours; 0.01 is half a minute
    #[arg(long)]
    hours: f64,
    /// The first seed; without it, one from the clock
    #[arg(long)]
    seed: Option<u64>,
}

/// Plays histories until the time is up; fails at the first that does, whose seed the test has printed by then.
pub fn soak(args: &Args) -> Result<()> {
    ensure!(args.hours > 0.0, "how many hours?");
    let test = |options: &[&str]| {
        let mut command = cargo();
        command.args(["test", "--release", "--quiet", "--package", "shared", "--test", "sync"]).args(options);
        command
    };
    step("build the simulation", || run(&mut test(&["--no-run"])))?;
    let mut first = args.seed.unwrap_or_else(seed);
    let watch = Stopwatch::start();
    let mut histories = 0;
    while watch.elapsed().as_secs_f64() < args.hours * 3600.0 {
        let mut round = test(&["nothing_is_lost"]);
        round.env("SIM_FIRST", first.to_string()).env("SIM_HISTORIES", ROUND.to_string());
        run(&mut round)
            .with_context(|| format!("after {histories} histories, in those from seed {first} on"))?;
        histories += 2 * ROUND;
        first = first.wrapping_add(2 * ROUND);
        println!("{histories} histories in {:.0} s, none failed", watch.elapsed().as_secs_f64());
    }
    Ok(())
}

/// A seed that no earlier run has used.
#[expect(clippy::disallowed_methods, reason = "fresh seeds are the point")]
fn seed() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    since.as_secs() << 20
}
