//! Brings in what is missing on a fresh machine: the wasm target, the npm packages, the browser, the database server, the
//! mail server and the office program for the tests.
//! Owns the checks and the installing commands. Whatever it cannot install it names with the exact command.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::exec::{self, command, find_program, step};
use crate::paths;

/// The wasm target of the pinned toolchain.
pub fn wasm_target() -> Result<()> {
    let sysroot = exec::output(command("rustc").args(["--print", "sysroot"]))?;
    let target = PathBuf::from(sysroot.trim()).join("lib/rustlib/wasm32-unknown-unknown/lib");
    if target.is_dir() {
        return Ok(());
    }
    if find_program(&["rustup"]).is_none() {
        bail!("the wasm target is missing and so is rustup; install the target wasm32-unknown-unknown");
    }
    step("install the wasm target with rustup", || {
        exec::run(command("rustup").args(["target", "add", "wasm32-unknown-unknown"]))
    })
}

/// The npm packages of a folder, exactly as its lock file has them. Packages run no scripts of their own.
pub fn npm(folder: &str) -> Result<()> {
    let lock = fs::read_to_string(paths::at(folder).join("package-lock.json"))
        .with_context(|| format!("{folder}/package-lock.json"))?;
    let mark = paths::at(folder).join("node_modules/.installed-lock");
    if fs::read_to_string(&mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    node()?;
    step(&format!("npm ci in {folder}"), || {
        exec::run(
            command("npm")
                .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
                .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
                .current_dir(paths::at(folder)),
        )?;
        Ok(fs::write(&mark, lock)?)
    })
}

/// Node 20 or newer, and npm.
fn node() -> Result<()> {
    const HOW: &str =
        "install Node 20 or newer with npm (https://nodejs.org, or Debian's packages nodejs and npm)";
    if find_program(&["npm"]).is_none() || find_program(&["node"]).is_none() {
        bail!("node or npm is missing: {HOW}");
    }
    let version = exec::output(command("node").arg("--version"))?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|n| n.parse::<u32>().ok());
    if major.is_none_or(|major| major < 20) {
        bail!("node is {}: {HOW}", version.trim());
    }
    Ok(())
}

/// The browser of the tests and its driver.
pub struct Browser {
    /// The Chromium binary.
    pub chromium: PathBuf,
    /// Its WebDriver server.
    pub driver: PathBuf,
}

/// Finds Chromium and chromedriver, or installs Debian's packages where we may.
pub fn browser() -> Result<Browser> {
    if let Some(found) = find_browser() {
        return Ok(found);
    }
    install("Chromium and chromedriver", &["chromium", "chromium-driver"])?;
    find_browser().context("Chromium or chromedriver is still missing after the installation")
}

/// PostgreSQL's server programs, with which the tests start a cluster of their own.
pub fn postgres() -> Result<()> {
    let debian = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let there = debian.map(|entry| entry.path().join("bin/initdb")).any(|file| file.is_file());
    if there || find_program(&["initdb"]).is_some() {
        return Ok(());
    }
    install("PostgreSQL", &["postgresql"])
}

/// A Python of the tests' own with a mail server and a second library for calendars, in the pinned versions. Gives its path.
pub fn smtp() -> Result<PathBuf> {
    let list = paths::at("tests/smtp/requirements.txt");
    let wanted = fs::read_to_string(&list).with_context(|| list.display().to_string())?;
    let folder = paths::target().join("smtp");
    let (python, mark) = (folder.join("bin/python"), folder.join(".installed"));
    if python.is_file() && fs::read_to_string(&mark).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let can_make = || exec::output(command("python3").args(["-c", "import ensurepip, venv"])).is_ok();
    if find_program(&["python3"]).is_none() || !can_make() {
        install("Python 3 with venv", &["python3", "python3-venv"])?;
    }
    step("install the tests' mail server with pip", || {
        exec::run(command("python3").args(["-m", "venv", "--clear"]).arg(&folder))?;
        let quiet =
            ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"];
        exec::run(command(&python).args(quiet).arg("--requirement").arg(&list))?;
        Ok(fs::write(&mark, wanted)?)
    })?;
    Ok(python)
}

/// LibreOffice, which opens the files that people take along, and the tools that read what it made of them.
pub fn office() -> Result<()> {
    // Writer and Calc are packages of their own; either brings the command.
    let modules =
        find_program(&["soffice"]).and_then(|office| Some(office.canonicalize().ok()?.parent()?.to_owned()));
    let opens = |module: &str| modules.as_ref().is_some_and(|folder| folder.join(module).is_file());
    if opens("libswlo.so") && opens("libsclo.so") && find_program(&["pdftotext"]).is_some() {
        return Ok(());
    }
    install("LibreOffice", &["libreoffice-writer-nogui", "libreoffice-calc-nogui", "poppler-utils"])
}

/// Debian's packages, where we may; else the command that somebody who may has to run.
fn install(what: &str, packages: &[&str]) -> Result<()> {
    let packages = packages.join(" ");
    let commands = format!("apt-get update && apt-get install -y --no-install-recommends {packages}");
    let root = exec::output(command("id").arg("-u"))?.trim() == "0";
    if !root || find_program(&["apt-get"]).is_none() {
        bail!("the tests need {what}; run: sudo sh -c '{commands}'");
    }
    step(&format!("install {what} with apt-get"), || {
        exec::run(command("sh").args(["-c", &commands]).env("DEBIAN_FRONTEND", "noninteractive"))
    })
}

fn find_browser() -> Option<Browser> {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|file| file.is_file());
    Some(Browser {
        chromium: named("CHROMIUM").or_else(|| find_program(&["chromium", "chromium-browser"]))?,
        driver: named("CHROMEDRIVER").or_else(|| find_program(&["chromedriver"]))?,
    })
}
