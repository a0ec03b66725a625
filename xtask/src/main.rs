//! The project's commands, for people and for the build server alike: `cargo xtask run | test | bench | load | soak |
//! web`.
//!
//! Owns how the project is set up, built, checked and started. It must not hold anything that the server
//! or the app needs at run time, and no step may pass by being skipped.

mod bench;
mod exec;
mod figures;
mod load;
mod paths;
mod run;
mod setup;
mod soak;
mod test;
mod web;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The project's commands.
#[derive(Parser)]
#[command(bin_name = "cargo xtask", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Set up what is missing, build everything and start the server
    Run(run::Args),
    /// Set up what the tests need and run all of them
    Test(test::Args),
    /// What the build server runs: the same as `test`
    Ci(test::Args),
    /// Run the benchmarks, print a table and write target/bench.json
    Bench(bench::Args),
    /// Put the load of many tablets on the real server
    Load(load::Args),
    /// Play the simulation of sync with fresh seeds for some hours
    Soak(soak::Args),
    /// Build the frontend into frontend/dist
    Web(web::Args),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Run(args) => run::run(&args),
        Command::Test(args) | Command::Ci(args) => test::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Load(args) => load::load(&args),
        Command::Soak(args) => soak::soak(&args),
        Command::Web(args) => web::run(&args),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
