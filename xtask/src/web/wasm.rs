//! From Rust to optimised wasm. Owns the profiles and the agreement of the wasm-bindgen versions;
//! it must not name or place the files that are served.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::exec::{self, cargo};
use crate::paths;

/// What rustc's wasm target uses and every browser that we support can do. Not `--all-features`: with it binaryen
/// writes encodings that no browser reads without a flag.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Compiles the frontend and says where the wasm is.
pub fn compile(dev: bool) -> Result<PathBuf> {
    let profile = if dev { "wasm-dev" } else { "wasm-release" };
    exec::run(
        cargo()
            .args(["build", "--package", "frontend", "--bin", "frontend"])
            .args(["--target", "wasm32-unknown-unknown", "--profile", profile])
            .arg("--target-dir")
            .arg(paths::target_web()),
    )?;
    Ok(paths::target_web().join("wasm32-unknown-unknown").join(profile).join("frontend.wasm"))
}

/// Writes the bindings (`frontend.js` and its snippets) into `folder` and gives the wasm that fits them.
pub fn bind(compiled: &Path, folder: &Path) -> Result<Vec<u8>> {
    check_versions()?;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name("frontend")
        .web(true)?
        .typescript(false)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen.generate(folder)?;
    let wasm = folder.join("frontend_bg.wasm");
    fs::read(&wasm).with_context(|| format!("{}", wasm.display()))
}

/// Shrinks the wasm with binaryen.
pub fn optimise(wasm: &[u8], folder: &Path) -> Result<Vec<u8>> {
    let (from, to) = (folder.join("bound.wasm"), folder.join("optimised.wasm"));
    fs::write(&from, wasm)?;
    exec::run(
        exec::command(paths::npm_tool("frontend", "wasm-opt"))
            .args(FEATURES)
            .arg("-Oz")
            .arg(&from)
            .arg("-o")
            .arg(&to),
    )?;
    Ok(fs::read(to)?)
}

/// The code that is compiled in and the code that makes the bindings must be of one version: their
/// private format changes with every release.
fn check_versions() -> Result<()> {
    let lock: toml::Table = toml::from_str(&fs::read_to_string(paths::at("Cargo.lock"))?)?;
    let version = |name: &str| -> Option<&str> {
        let packages = lock.get("package")?.as_array()?;
        packages.iter().find(|package| package.get("name").and_then(toml::Value::as_str) == Some(name))?["version"]
            .as_str()
    };
    let (app, tool) = (version("wasm-bindgen"), version("wasm-bindgen-cli-support"));
    if app.is_none() || app != tool {
        bail!(
            "Cargo.lock has wasm-bindgen {} but wasm-bindgen-cli-support {}; they must be equal: \
             `cargo update -p wasm-bindgen-cli-support --precise {}`",
            app.unwrap_or("(none)"),
            tool.unwrap_or("(none)"),
            app.unwrap_or("VERSION"),
        );
    }
    Ok(())
}
