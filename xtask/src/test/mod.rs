//! `cargo xtask test`: every check of the project, in order of their cost, each with its time.
//!
//! Owns the list of the steps and the summary. A step that cannot run fails; none is ever skipped unless the
//! caller named other steps. A failed step does not stop the next ones, so that one run shows everything.

mod locales;
mod steps;

use std::time::Duration;

use anyhow::{Result, bail};

use crate::exec::Stopwatch;

/// Flags of `cargo xtask test`.
#[derive(clap::Args)]
pub struct Args {
    /// The longer runs too: tests marked `#[ignore]`, and what asks for TEST_ALL
    #[arg(long)]
    all: bool,
    /// Only these steps: format, clippy, clippy-web, locales, host, postgres, office, wasm, web, browser
    steps: Vec<String>,
    /// Names of tests, handed to the steps `host`, `postgres`, `office`, `wasm` and `browser`, after `--`
    #[arg(last = true)]
    names: Vec<String>,
}

/// One check.
struct Step {
    name: &'static str,
    title: &'static str,
    run: fn(&Args) -> Result<()>,
}

const STEPS: [Step; 10] = [
    Step { name: "format", title: "rustfmt", run: steps::format },
    Step { name: "locales", title: "Locale keys", run: steps::locales },
    Step { name: "clippy", title: "Clippy, host", run: steps::clippy },
    Step { name: "clippy-web", title: "Clippy, wasm", run: steps::clippy_web },
    Step { name: "host", title: "Unit, property, API and sync tests", run: steps::host },
    Step { name: "postgres", title: "API and sync tests on PostgreSQL", run: steps::postgres },
    Step { name: "office", title: "Files opened in LibreOffice", run: steps::office },
    Step { name: "wasm", title: "Wasm tests in the browser", run: steps::wasm },
    Step { name: "web", title: "Web build", run: steps::web },
    Step { name: "browser", title: "Browser flows", run: steps::browser },
];

/// Runs the steps, prints the summary, and fails if any step did.
pub fn run(args: &Args) -> Result<()> {
    if let Some(unknown) = args.steps.iter().find(|word| !STEPS.iter().any(|step| step.name == **word)) {
        let names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        bail!(
            "there is no step `{unknown}`; the steps are {}. Names of tests go after `--`",
            names.join(", ")
        );
    }
    let chosen =
        STEPS.iter().filter(|step| args.steps.is_empty() || args.steps.iter().any(|w| w == step.name));

    let total = Stopwatch::start();
    let mut results = Vec::new();
    for step in chosen {
        println!("\n== {} ({})", step.title, step.name);
        let watch = Stopwatch::start();
        let outcome = (step.run)(args);
        if let Err(error) = &outcome {
            println!("FAILED: {error:#}");
        }
        println!("-- {}: {:.1} s", step.title, watch.elapsed().as_secs_f64());
        results.push((step.title, outcome.is_ok(), watch.elapsed()));
    }
    print!("{}", summary(&results, total.elapsed()));
    let failed = results.iter().filter(|(_, passed, _)| !passed).count();
    // The closing line stands last on its own, for people and for the build server.
    println!("{} passed, {failed} failed", results.len() - failed);
    std::process::exit(i32::from(failed > 0))
}

fn summary(results: &[(&str, bool, Duration)], total: Duration) -> String {
    let mut text = String::from("\n");
    for (title, passed, time) in results {
        let word = if *passed { "passed" } else { "FAILED" };
        text += &format!("{title:<40} {word:<8} {:>8.1} s\n", time.as_secs_f64());
    }
    text + &format!("{:<40} {:<8} {:>8.1} s\n", "Total", "", total.as_secs_f64())
}
