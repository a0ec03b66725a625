//! Where things are: the project's root, the target directories and what is built into them.
//! Owns paths only; it creates and reads nothing.

use std::path::{Path, PathBuf};

/// The project's root: the folder of the workspace's Cargo.toml.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// A path below the root.
pub fn at(relative: &str) -> PathBuf {
    root().join(relative)
}

/// Cargo's target directory for the host.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| at("target"), |dir| root().join(dir))
}

/// The target directory for wasm: its own, so that neither build throws away the other's work.
pub fn target_web() -> PathBuf {
    target().join("web")
}

/// The built frontend, which the server embeds.
pub fn dist() -> PathBuf {
    at("frontend/dist")
}

/// A tool that npm has put into a folder's `node_modules`.
pub fn npm_tool(folder: &str, name: &str) -> PathBuf {
    at(folder).join("node_modules/.bin").join(name)
}
