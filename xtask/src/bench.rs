//! `cargo xtask bench`: runs the benchmarks, prints one table and writes `target/bench.json`.
//!
//! Owns how they are started and how their figures are gathered; what is measured is theirs. A benchmark is the
//! binary `tests/src/bin/bench.rs` or a script `tests/browser/bench/*.mjs` (a leading `_` marks a helper). Each prints one line of JSON per figure,
//! `{"name": "…", "value": 1.5, "unit": "ms", "target": 3, "note": "…"}` (target and note may be absent); all other
//! lines are shown as they are. It finds the server's binary in `DIGIVERKOSTO_BIN`.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};

use crate::exec::{cargo, step};
use crate::{paths, run, setup, web};

/// Flags of `cargo xtask bench`.
#[derive(clap::Args)]
pub struct Args {
    /// Only the benchmarks whose name contains one of these words
    names: Vec<String>,
}

/// One measured number.
#[derive(Serialize, Deserialize)]
struct Figure {
    name: String,
    value: f64,
    unit: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// Builds everything as for a real installation and runs what was asked for.
pub fn run(args: &Args) -> Result<()> {
    let native = paths::at("tests/src/bin/bench.rs");
    let scripts = scripts(&paths::at("tests/browser/bench"))?;
    let wanted = |path: &Path, kind: &str| {
        let name = format!("{kind} {}", path.file_stem().unwrap_or_default().to_string_lossy());
        args.names.is_empty() || args.names.iter().any(|word| name.contains(word.as_str()))
    };

    web::build(false)?;
    let server = step("build the server", || run::build_server(true))?;
    let mut figures = Vec::new();
    let mut failed = Vec::new();
    if native.is_file() && wanted(&native, "native") {
        let mut bench = cargo();
        bench.args(["run", "--release", "--package", "tests", "--bin", "bench"]);
        measure("native", bench.env("DIGIVERKOSTO_BIN", &server), &mut figures, &mut failed);
    }
    let scripts: Vec<_> = scripts.iter().filter(|script| wanted(script, "browser")).collect();
    if !scripts.is_empty() {
        setup::npm("tests/browser")?;
        let browser = setup::browser()?;
        for script in scripts {
            let mut bench = Command::new("node");
            bench.arg(script).current_dir(paths::at("tests/browser"));
            bench.env("DIGIVERKOSTO_BIN", &server).env("CHROMIUM", &browser.chromium);
            measure(&script.display().to_string(), &mut bench, &mut figures, &mut failed);
        }
    }
    report(&figures)?;
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

/// Runs one benchmark to its end; what it measured before it failed still counts.
fn measure(name: &str, bench: &mut Command, figures: &mut Vec<Figure>, failed: &mut Vec<String>) {
    println!("\n== {name}");
    match stream(bench, figures) {
        Ok(true) => {}
        Ok(false) => failed.push(name.to_owned()),
        Err(error) => {
            println!("{error}");
            failed.push(name.to_owned());
        }
    }
}

/// Shows the lines as they come and keeps the figures; says whether the benchmark ended well.
fn stream(bench: &mut Command, figures: &mut Vec<Figure>) -> std::io::Result<bool> {
    let mut child = bench.stdout(Stdio::piped()).spawn()?;
    for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
        let line = line?;
        match serde_json::from_str(&line) {
            Ok(figure) => figures.push(figure),
            Err(_) => println!("{line}"),
        }
    }
    Ok(child.wait()?.success())
}

fn report(figures: &[Figure]) -> Result<()> {
    println!("\n{:<60} {:>12} {:<10} {:>10}", "figure", "value", "unit", "target");
    for Figure { name, value, unit, target, note } in figures {
        let target = target.map_or_else(|| "–".to_owned(), |target| target.to_string());
        println!("{name:<60} {value:>12.2} {unit:<10} {target:>10}  {}", note.as_deref().unwrap_or(""));
    }
    let file = paths::target().join("bench.json");
    fs::write(&file, serde_json::to_vec_pretty(figures)?).with_context(|| format!("{}", file.display()))?;
    println!("\nwritten to {}", file.display());
    Ok(())
}

/// So that a benchmark's line and this reader cannot drift apart unnoticed.
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_line() {
        let figure: Figure = serde_json::from_str(r#"{"name":"save p95","value":2.9,"unit":"ms"}"#).unwrap();
        assert_eq!((figure.value, figure.target), (2.9, None));
    }
}
