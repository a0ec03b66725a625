//! `cargo xtask load`: many native tablets against the real server, in real time.
//!
//! Owns building and starting it; the plot and the figures are `tests/src/bin/load`'s.

use std::ffi::OsString;

use anyhow::{Result, ensure};

use crate::exec::{cargo, step};
use crate::figures::{measure, report};
use crate::{run, setup};

/// Flags of `cargo xtask load`: `--devices 2000 --minutes 5 --entries 20 --every 60 --postgres`.
#[derive(clap::Args)]
pub struct Args {
    /// Handed to the generator; `cargo xtask load -- --help` lists them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    flags: Vec<OsString>,
}

/// Builds the server and the generator without debugging aids, and runs it; fails where anything is lost, doubled or stuck.
pub fn load(args: &Args) -> Result<()> {
    if args.flags.iter().any(|flag| flag == "--postgres") {
        setup::postgres()?;
    }
    let server = step("build the server", || run::build_server(true))?;
    let (mut figures, mut failed) = (Vec::new(), Vec::new());
    let mut generator = cargo();
    generator.args(["run", "--release", "--package", "tests", "--bin", "load", "--"]).args(&args.flags);
    measure("load", generator.env("DIGIVERKOSTO_BIN", &server), &mut figures, &mut failed);
    report(&figures, "load.json")?;
    ensure!(failed.is_empty(), "the load was too much; what went wrong stands above");
    Ok(())
}
