//! From Rust to optimised wasm: the main file and the chunk that is fetched later. Owns the profiles, the split and
//! the agreement of the wasm-bindgen versions; it must not name or place the files that are served.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
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

/// The loader of the chunk, which the bindings import.
const LOADER: &str = "__wasm_split.js";

/// Compiles the frontend and says where the wasm is.
pub fn compile(dev: bool) -> Result<PathBuf> {
    let profile = if dev { "wasm-dev" } else { "wasm-release" };
    let mut build = cargo();
    build
        .args(["rustc", "--package", "frontend", "--bin", "frontend"])
        .args(["--target", "wasm32-unknown-unknown", "--profile", profile])
        .arg("--target-dir")
        .arg(paths::target_web());
    if !dev {
        // The linker's relocations tell who refers to whom; only the last step needs them.
        build.args(["--features", "split", "--", "-Clink-args=--emit-relocs"]);
    }
    exec::run(&mut build)?;
    Ok(paths::target_web().join("wasm32-unknown-unknown").join(profile).join("frontend.wasm"))
}

/// The chunk that the split has taken out.
pub struct Chunk {
    /// The name under which the loader asks for it, beside the script.
    pub name: String,
    /// Its code.
    pub wasm: Vec<u8>,
}

/// Takes what only the office's pages reach out of the compiled wasm. Writes the main file and the loader into `folder`
/// and gives the main file's path and the chunk.
pub fn split(compiled: &Path, folder: &Path) -> Result<(PathBuf, Chunk)> {
    let input = fs::read(compiled).with_context(|| format!("{}", compiled.display()))?;
    let main = folder.join("main.wasm");
    let link_name = format!("./{LOADER}");
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = folder;
    options.main_out_path = &main;
    options.main_module = "./frontend.js";
    options.link_name = &link_name;
    let split = wasm_split_cli_support::transform(options).map_err(|error| anyhow!("{error:?}"))?;
    let [chunk] = split.split_modules.as_slice() else {
        bail!("one chunk was expected, not {:?}", split.split_modules);
    };
    let name = chunk.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok((main, Chunk { name, wasm: fs::read(chunk)? }))
}

/// Writes the chunk's served path into its loader.
pub fn place(chunk: &Chunk, path: &str, folder: &Path) -> Result<()> {
    let file = folder.join(LOADER);
    let loader = fs::read_to_string(&file)?;
    let asked = format!("\"./{}\"", chunk.name);
    ensure!(loader.matches(&asked).count() == 1, "{LOADER} must name {asked} exactly once");
    Ok(fs::write(file, loader.replace(&asked, &format!("\"/{path}\"")))?)
}

/// Writes the bindings (`frontend.js` and its snippets) into `folder` and gives the wasm that fits them. The chunk
/// relies on the linker's exports.
pub fn bind(compiled: &Path, folder: &Path) -> Result<Vec<u8>> {
    check_versions()?;
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(compiled)
        .out_name("frontend")
        .web(true)?
        .typescript(false)
        .keep_lld_exports(true)
        .demangle(false)
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
