//! `cargo xtask web`: the frontend as files that any server can hand out.
//!
//! Owns the order: cargo → split → wasm-bindgen → wasm-opt → esbuild → page, service worker → compressed twins.
//! Cargo decides whether the Rust side is fresh; a stamp decides for all that follows, so that a second
//! run costs a second. It must not read anything but the sources and the locked npm packages.

mod bundle;
mod page;
mod stamp;
mod wasm;
mod write;

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use crate::exec::step;
use crate::{paths, setup};

/// Flags of `cargo xtask web`.
#[derive(clap::Args)]
pub struct Args {
    /// Optimise fully (the default)
    #[arg(long, conflicts_with = "dev")]
    release: bool,
    /// Build quickly and large, for work on the screens
    #[arg(long)]
    dev: bool,
}

/// The files to be served, by their path below the root of the site.
type Files = BTreeMap<String, Vec<u8>>;

/// Builds as the flags say.
pub fn run(args: &Args) -> Result<()> {
    debug_assert!(!(args.dev && args.release));
    build(args.dev)
}

/// Builds the frontend into `frontend/dist`, or does nothing when that is up to date.
pub fn build(dev: bool) -> Result<()> {
    setup::wasm_target()?;
    setup::npm("frontend")?;
    let compiled = step("compile the frontend", || wasm::compile(dev))?;
    let stamp = stamp::of(&compiled, dev)?;
    if stamp::holds(&stamp) {
        println!("· frontend/dist is up to date");
        return Ok(());
    }
    stamp::clear()?;

    let scratch = paths::target_web().join("pack");
    if scratch.exists() {
        fs::remove_dir_all(&scratch)?;
    }
    fs::create_dir_all(&scratch)?;
    let mut files = Files::new();
    let mut main = compiled;
    if !dev {
        let (rest, chunk) = step("split", || wasm::split(&main, &scratch))?;
        let office = step("optimise the chunk", || wasm::optimise(&chunk.wasm, &scratch))?;
        let path = hashed("office", "wasm", &office);
        wasm::place(&chunk, &path, &scratch)?;
        files.insert(path, office);
        main = rest;
    }
    let mut wasm = step("make the bindings", || wasm::bind(&main, &scratch))?;
    if !dev {
        wasm = step("optimise the main wasm", || wasm::optimise(&wasm, &scratch))?;
    }
    let wasm_path = hashed("frontend", "wasm", &wasm);
    files.insert(wasm_path.clone(), wasm);
    let script = step("pack the script", || bundle::script(&scratch, &wasm_path, &mut files))?;
    step("pack the form's script", || bundle::register(&scratch, &mut files))?;
    let style = step("pack the styles", || bundle::styles(&scratch, &mut files))?;
    page::add(&mut files, &page::Shell { wasm: wasm_path, script, style })?;
    let sizes = step("compress and write", || write::all(&files, dev))?;
    print!("{}", write::table(&sizes));
    stamp::set(&stamp, &files)
}

/// A name below `/assets` that changes with the content, so that it may be cached for ever.
fn hashed(name: &str, extension: &str, content: &[u8]) -> String {
    format!("assets/{name}-{}.{extension}", short_hash(content))
}

/// The first 40 bits of a content's SHA-256.
fn short_hash(content: &[u8]) -> String {
    hex(&Sha256::digest(content)[..5])
}

/// Bytes in lower-case hexadecimal.
fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a source file, naming it when that fails.
fn source(path: &str) -> Result<Vec<u8>> {
    fs::read(paths::at(path)).with_context(|| format!("could not read {path}"))
}
