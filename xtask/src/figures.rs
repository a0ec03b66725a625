//! Figures: what a measuring program prints, and the table that a person reads.
//!
//! Owns the form. A program prints one line of JSON per figure, `{"name": "…", "value": 1.5, "unit": "ms", "target": 3,
//! "note": "…"}` (target and note may be absent); all its other lines are shown as they are.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use crate::paths;

/// One measured number.
#[derive(Serialize, Deserialize)]
pub struct Figure {
    name: String,
    value: f64,
    unit: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    target: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// Runs one program to its end; what it measured before it failed still counts.
pub fn measure(name: &str, bench: &mut Command, figures: &mut Vec<Figure>, failed: &mut Vec<String>) {
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

/// Prints one table of all figures and writes them into a file of the target folder.
pub fn report(figures: &[Figure], file: &str) -> Result<()> {
    println!("\n{:<60} {:>12} {:<10} {:>10}", "figure", "value", "unit", "target");
    for Figure { name, value, unit, target, note } in figures {
        let target = target.map_or_else(|| "–".to_owned(), |target| target.to_string());
        println!("{name:<60} {value:>12.2} {unit:<10} {target:>10}  {}", note.as_deref().unwrap_or(""));
    }
    let file = paths::target().join(file);
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
