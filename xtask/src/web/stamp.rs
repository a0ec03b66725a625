//! Knows whether `frontend/dist` was made from exactly what is there now. Owns the stamp file;
//! whether the Rust sources have changed is cargo's to know: the compiled wasm is an input here.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

use super::{Files, hex};
use crate::paths;

/// What the build reads besides the compiled wasm. `xtask/src/web` is here because it is the recipe.
const INPUTS: [&str; 10] = [
    "frontend/index.html",
    "frontend/parts.js",
    "frontend/register.js",
    "frontend/start.js",
    "frontend/manifest.webmanifest",
    "frontend/package-lock.json",
    "frontend/icons",
    "frontend/styles",
    "frontend/sw",
    "xtask/src/web",
];

#[derive(Serialize, Deserialize)]
struct Stamp {
    inputs: String,
    files: Vec<String>,
}

/// The hash of all inputs.
pub fn of(compiled: &Path, dev: bool) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update([u8::from(dev)]);
    hash.update(fs::read(compiled).with_context(|| format!("{}", compiled.display()))?);
    for input in INPUTS {
        for entry in WalkDir::new(paths::at(input)).sort_by_file_name() {
            let entry = entry?;
            if entry.file_type().is_file() {
                hash.update(entry.path().as_os_str().as_encoded_bytes());
                hash.update(Sha256::digest(fs::read(entry.path())?));
            }
        }
    }
    Ok(hex(&hash.finalize()))
}

/// Whether the last finished build had these inputs and its files are still there.
pub fn holds(inputs: &str) -> bool {
    let Some(stamp) = fs::read(file()).ok().and_then(|text| serde_json::from_slice::<Stamp>(&text).ok())
    else {
        return false;
    };
    stamp.inputs == inputs && stamp.files.iter().all(|path| paths::dist().join(path).is_file())
}

/// Forgets the last build, before a new one begins: an interrupted one must not look finished.
pub fn clear() -> Result<()> {
    match fs::remove_file(file()) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Notes a finished build.
pub fn set(inputs: &str, files: &Files) -> Result<()> {
    let stamp = Stamp { inputs: inputs.into(), files: files.keys().cloned().collect() };
    Ok(fs::write(file(), serde_json::to_vec(&stamp)?)?)
}

fn file() -> PathBuf {
    paths::target_web().join("dist-stamp.json")
}
