//! `cargo xtask bench`: runs the benchmarks, prints one table and writes `target/bench.json`.
//!
//! Owns which there are and how they are started; what is measured is theirs, how figures are read is `figures`'. A
//! benchmark is a command of the binary `tests/src/bin/bench/main.rs` or a script `tests/browser/bench/*.mjs` (a leading `_` marks a
//! helper). It finds the server's binary in `DIGIVERKOSTO_BIN`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::exec::{self, cargo, step};
use crate::figures::{measure, report};
use crate::{paths, run, setup, web};

/// What the native binary can measure.
const NATIVE: [&str; 3] = ["ingest", "register", "rollups"];

/// Flags of `cargo xtask bench`.
#[derive(clap::Args)]
pub struct Args {
    /// Only the benchmarks whose name contains one of these words
    names: Vec<String>,
}

/// Builds everything as for a real installation and runs what was asked for.
pub fn run(args: &Args) -> Result<()> {
    let scripts = scripts(&paths::at("tests/browser/bench"))?;
    let wanted = |path: &Path, kind: &str| {
        let name = format!("{kind} {}", path.file_stem().unwrap_or_default().to_string_lossy());
        args.names.is_empty() || args.names.iter().any(|word| name.contains(word.as_str()))
    };

    web::build(false)?;
    let server = step("build the server", || run::build_server(true))?;
    let mut figures = Vec::new();
    let mut failed = Vec::new();
    step("build the benchmarks", || {
        let mut build = cargo();
        exec::run(build.args(["build", "--release", "--package", "tests", "--bin", "bench"]))
    })?;
    let native = paths::target().join(format!("release/bench{}", std::env::consts::EXE_SUFFIX));
    let python = setup::smtp()?;
    for name in NATIVE.into_iter().filter(|name| wanted(Path::new(name), "native")) {
        let mut bench = Command::new(&native);
        measure(
            name,
            bench.arg(name).env("DIGIVERKOSTO_BIN", &server).env("SMTP_PYTHON", &python),
            &mut figures,
            &mut failed,
        );
    }
    let scripts: Vec<_> = scripts.iter().filter(|script| wanted(script, "browser")).collect();
    if !scripts.is_empty() {
        setup::npm("tests/browser")?;
        let browser = setup::browser()?;
        for script in scripts {
            let mut bench = Command::new("node");
            bench.arg(script).current_dir(paths::at("tests/browser"));
            bench.env("DIGIVERKOSTO_BIN", &server).env("CHROMIUM", &browser.chromium);
            // Fills the databases that some of them need.
            bench.env("BENCH_BIN", &native);
            measure(&script.display().to_string(), &mut bench, &mut figures, &mut failed);
        }
    }
    report(&figures, "bench.json")?;
    if figures.is_empty() || !failed.is_empty() {
        bail!("{} figures; failed: {}", figures.len(), failed.join(", "));
    }
    Ok(())
}

fn scripts(folder: &Path) -> Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let files: Result<Vec<_>, _> = fs::read_dir(folder)?.map(|file| file.map(|file| file.path())).collect();
    let mut scripts = files?;
    scripts.retain(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".mjs") && !name.starts_with('_')
    });
    scripts.sort();
    Ok(scripts)
}
