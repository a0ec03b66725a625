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
    let before = Processors::read();
    let outcome = stream(bench, figures);
    figures.extend(before.zip(Processors::read()).map(|(before, after)| Figure {
        name: format!("{name}: processor time that the host took away"),
        value: 100.0 * before.stolen(after),
        unit: "%".to_owned(),
        target: None,
        note: Some("of what was asked for; above a few, the other figures tell of the host".to_owned()),
    }));
    match outcome {
        Ok(true) => {}
        Ok(false) => failed.push(name.to_owned()),
        Err(error) => {
            println!("{error}");
            failed.push(name.to_owned());
        }
    }
}

/// What the processors of a virtual machine have been doing since it started, in ticks (`proc_stat(5)`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Processors {
    busy: u64,
    stolen: u64,
}

impl Processors {
    /// As of now; `None` where the system does not tell.
    fn read() -> Option<Self> {
        Self::parse(&fs::read_to_string("/proc/stat").ok()?)
    }

    fn parse(stat: &str) -> Option<Self> {
        let line = stat.lines().find_map(|line| line.strip_prefix("cpu "))?;
        let ticks: Vec<u64> = line.split_whitespace().map_while(|field| field.parse().ok()).collect();
        let [user, nice, system, _idle, _waiting, irq, softirq, stolen, ..] = ticks[..] else { return None };
        Some(Self { busy: user + nice + system + irq + softirq, stolen })
    }

    /// The share of the time that was wanted between two readings and not given, 0 to 1.
    fn stolen(self, after: Self) -> f64 {
        let (busy, stolen) = (after.busy.saturating_sub(self.busy), after.stolen.saturating_sub(self.stolen));
        let wanted = u32::try_from(busy + stolen).unwrap_or(u32::MAX);
        f64::from(u32::try_from(stolen).unwrap_or(u32::MAX)) / f64::from(wanted.max(1))
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
    fn tells_what_the_host_took() {
        let read = |stat| Processors::parse(stat).unwrap();
        let before = read("cpu  100 0 20 1000 5 0 0 10 0 0\ncpu0 1 2 3");
        let after = read("cpu  160 0 30 2000 5 5 0 35 0 0\n");
        assert_eq!(before, Processors { busy: 120, stolen: 10 });
        assert!((before.stolen(after) - 0.25).abs() < 1e-9);
        assert_eq!(Processors::parse("intr 1 2"), None);
    }

    #[test]
    fn reads_a_line() {
        let figure: Figure = serde_json::from_str(r#"{"name":"save p95","value":2.9,"unit":"ms"}"#).unwrap();
        assert_eq!((figure.value, figure.target), (2.9, None));
    }
}
