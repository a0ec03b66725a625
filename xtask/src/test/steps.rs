//! What each step of `cargo xtask test` does. Owns the exact commands; order and outcome are `test`'s.

use std::fs;
use std::process::Command;

use anyhow::{Result, bail};
use serde_json::json;

use super::{Args, locales as keys};
use crate::exec::{self, cargo, step};
use crate::setup::{self, Browser};
use crate::{paths, run, web};

/// Chromium flags of the wasm tests, without the leading dashes. The flows have theirs in `launch.mjs`.
const FLAGS: [&str; 6] = [
    "disable-gpu",
    "disable-quic",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
];

pub fn format(_: &Args) -> Result<()> {
    exec::run(cargo().args(["fmt", "--all", "--check"]))
}

pub fn locales(_: &Args) -> Result<()> {
    let faults = keys::check(&paths::at("frontend"), &[&paths::at("backend"), &paths::at("shared")])?;
    for fault in &faults {
        println!("{fault}");
    }
    if !faults.is_empty() {
        bail!("{} faults in the locale files", faults.len());
    }
    Ok(())
}

pub fn clippy(_: &Args) -> Result<()> {
    exec::run(
        cargo()
            .args(["clippy", "--workspace", "--exclude", "frontend", "--all-targets"])
            .args(["--", "-D", "warnings"]),
    )
}

pub fn clippy_web(_: &Args) -> Result<()> {
    setup::wasm_target()?;
    exec::run(
        for_wasm(cargo().args(["clippy", "--all-targets", "--features", "split"]))
            .args(["--", "-D", "warnings"]),
    )
}

pub fn host(args: &Args) -> Result<()> {
    let python = setup::smtp()?;
    // The tests that kill servers take the binary that lies beside them.
    step("build the server", || run::build_server(false))?;
    let mut test = cargo();
    test.args(["test", "--workspace", "--exclude", "frontend", "--no-fail-fast"]).env("SMTP_PYTHON", python);
    exec::run(with_names(&mut test, args))
}

pub fn postgres(args: &Args) -> Result<()> {
    setup::postgres()?;
    let python = setup::smtp()?;
    // The tests that kill servers take the binary that lies beside them.
    step("build the server", || run::build_server(false))?;
    let mut test = cargo();
    test.args(["test", "--package", "tests", "--test", "api", "--test", "sync", "--no-fail-fast"])
        .env("SMTP_PYTHON", python)
        .env("TEST_DATABASE", "postgres");
    exec::run(with_names(&mut test, args))
}

pub fn office(args: &Args) -> Result<()> {
    setup::office()?;
    let mut test = cargo();
    test.args(["test", "--package", "tests", "--test", "office", "--no-fail-fast", "--", "--ignored"]);
    exec::run(test.args(&args.names))
}

pub fn wasm(args: &Args) -> Result<()> {
    setup::wasm_target()?;
    let Browser { chromium, driver } = setup::browser()?;
    let runner = step("build the runner of the wasm tests", || {
        exec::run(cargo().args(["build", "--package", "wasm-test-runner"]))?;
        Ok(paths::target().join("debug/wasm-test-runner"))
    })?;
    let settings = paths::target_web().join("webdriver.json");
    fs::create_dir_all(paths::target_web())?;
    fs::write(&settings, json!({ "goog:chromeOptions": { "binary": chromium, "args": FLAGS } }).to_string())?;
    let mut test = cargo();
    for_wasm(test.arg("test"))
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings)
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    exec::run(with_names(&mut test, args))
}

pub fn web(_: &Args) -> Result<()> {
    web::build(false)
}

pub fn browser(args: &Args) -> Result<()> {
    setup::npm("tests/browser")?;
    let Browser { chromium, .. } = setup::browser()?;
    let python = setup::smtp()?;
    // The binary carries the frontend: whoever asks for the flows alone wants today's.
    web::build(false)?;
    let binary = step("build the server", || run::build_server(false))?;
    let mut flows = Command::new(paths::npm_tool("tests/browser", "playwright"));
    flows
        .arg("test")
        .args(&args.names)
        .current_dir(paths::at("tests/browser"))
        .env("CHROMIUM", chromium)
        .env("SMTP_PYTHON", python)
        .env("DIGIVERKOSTO_BIN", binary)
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    exec::run(longer(&mut flows, args))
}

/// The frontend, for wasm, in wasm's own target directory.
fn for_wasm(command: &mut Command) -> &mut Command {
    command
        .args(["--package", "frontend", "--target", "wasm32-unknown-unknown", "--target-dir"])
        .arg(paths::target_web())
}

/// Names and the wish for the longer runs, as cargo's test programs take them.
fn with_names<'a>(command: &'a mut Command, args: &Args) -> &'a mut Command {
    longer(command, args).arg("--");
    if args.all {
        command.arg("--include-ignored");
    }
    command.args(&args.names)
}

/// `TEST_ALL` is how `--all` reaches what is not a marked test: the number of cases, the flows.
fn longer<'a>(command: &'a mut Command, args: &Args) -> &'a mut Command {
    if args.all { command.env("TEST_ALL", "1") } else { command }
}
