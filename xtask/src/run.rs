//! `cargo xtask run`: from a fresh checkout to a running server.
//! Owns the order of the steps; what each one does stands in `setup` and `web`.

use std::path::PathBuf;

use anyhow::Result;

use crate::exec::{self, Stopwatch, cargo, step};
use crate::{paths, setup, web};

/// Flags of `cargo xtask run`.
#[derive(clap::Args)]
pub struct Args {
    /// Start with the demo network: invented members and two years of plausible entries
    #[arg(long)]
    demo: bool,
    /// The address to listen on, for example 127.0.0.1:8080
    #[arg(long)]
    listen: Option<String>,
    /// The folder of the database
    #[arg(long)]
    data: Option<PathBuf>,
    /// Build the server with full optimisation, as for a real installation
    #[arg(long)]
    release: bool,
    /// Further flags for the server, after `--`
    #[arg(last = true)]
    more: Vec<String>,
}

/// Sets up, builds and starts.
pub fn run(args: &Args) -> Result<()> {
    let watch = Stopwatch::start();
    setup::wasm_target()?;
    web::build(false)?;
    let binary = step("build the server", || build_server(args.release))?;
    println!("Ready after {:.1} s", watch.elapsed().as_secs_f64());

    // In the folder where the command was typed, so that a relative `--data` means what it says.
    let mut server = std::process::Command::new(binary);
    server.arg(if args.demo { "demo" } else { "serve" });
    if let Some(listen) = &args.listen {
        server.args(["--listen", listen]);
    }
    if let Some(data) = &args.data {
        server.arg("--data").arg(data);
    }
    server.args(&args.more);
    hand_over(&mut server)
}

/// Builds the binary with the frontend inside and says where it is.
///
/// The quick profile is the default: the server answers in milliseconds either way (its hot dependencies are
/// optimised in both), while full optimisation makes a newcomer wait minutes more.
pub fn build_server(release: bool) -> Result<PathBuf> {
    let mut build = cargo();
    build.args(["build", "--package", "backend", "--bin", "digiverkosto"]);
    if release {
        build.arg("--release");
    }
    exec::run(&mut build)?;
    let profile = if release { "release" } else { "debug" };
    Ok(paths::target().join(profile).join(format!("digiverkosto{}", std::env::consts::EXE_SUFFIX)))
}

/// The server takes this process's place, so that signals and the exit status are its own.
#[cfg(unix)]
fn hand_over(server: &mut std::process::Command) -> Result<()> {
    use std::os::unix::process::CommandExt as _;
    Err(anyhow::Error::new(server.exec()).context("could not start the server"))
}

#[cfg(not(unix))]
fn hand_over(server: &mut std::process::Command) -> Result<()> {
    let status = server.status()?;
    std::process::exit(status.code().unwrap_or(1))
}
