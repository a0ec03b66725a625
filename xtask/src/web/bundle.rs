//! Script and styles through esbuild. Owns the browsers that we compile down to and the names of the
//! packed files; it must not change what they mean.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use super::{Files, hashed};
use crate::exec;
use crate::paths;

/// The oldest browsers that we support.
const BROWSERS: &str = "--target=chrome109,safari16.4,firefox115";

/// The starter with the bindings in it: one file, one request. Gives its path.
pub fn script(folder: &Path, wasm: &str, files: &mut Files) -> Result<String> {
    let entry = folder.join("start.js");
    fs::copy(paths::at("frontend/start.js"), &entry).context("frontend/start.js")?;
    let packed = folder.join("packed.js");
    exec::run(
        esbuild()
            .arg(&entry)
            .args(["--bundle", "--format=esm", "--minify", "--legal-comments=none", BROWSERS])
            .arg(format!("--define:WASM_PATH=\"/{wasm}\""))
            .arg(format!("--outfile={}", packed.display())),
    )?;
    let script = fs::read(packed)?;
    let path = hashed("frontend", "js", &script);
    files.insert(path.clone(), script);
    Ok(path)
}

/// The registration form's script: the pages that the server draws load nothing else.
pub fn register(folder: &Path, files: &mut Files) -> Result<()> {
    let packed = folder.join("register.js");
    exec::run(
        esbuild()
            .arg("frontend/register.js")
            .args(["--bundle", "--format=esm", "--minify", "--legal-comments=none", BROWSERS])
            .arg(format!("--outfile={}", packed.display())),
    )?;
    let script = fs::read(packed)?;
    files.insert(hashed("register", "js", &script), script);
    Ok(())
}

/// What the page needs of the styles.
pub struct Style {
    /// The style sheet.
    pub sheet: String,
    /// The font files that every page uses, to be fetched at once.
    pub fonts: Vec<String>,
}

/// `frontend/styles/app.css` with all that it imports and the fonts that it names.
pub fn styles(folder: &Path, files: &mut Files) -> Result<Style> {
    let out = folder.join("styles");
    exec::run(
        esbuild()
            .arg("frontend/styles/app.css")
            .args(["--bundle", "--minify", "--legal-comments=none", BROWSERS])
            .args(["--loader:.woff2=file", "--loader:.svg=dataurl", "--asset-names=[name]-[hash]"])
            .arg(format!("--outdir={}", out.display())),
    )?;
    let mut fonts = Vec::new();
    for file in fs::read_dir(&out)? {
        let file = file?;
        let name = file.file_name().to_string_lossy().into_owned();
        if name.ends_with(".woff2") {
            check_subset(&name)?;
            let path = format!("assets/{name}");
            // The plain Latin file holds all of Finnish, Swedish and English.
            if name.contains("-latin-wght-normal") {
                fonts.push(path.clone());
            }
            files.insert(path, fs::read(file.path())?);
        }
    }
    let sheet = fs::read(out.join("app.css"))?;
    let path = hashed("app", "css", &sheet);
    files.insert(path.clone(), sheet);
    Ok(Style { sheet: path, fonts })
}

/// All fonts are kept for offline use, so none may come in that no text needs.
fn check_subset(name: &str) -> Result<()> {
    if name.contains("-latin-") {
        return Ok(());
    }
    bail!("the styles bring in {name}; declare only the latin and latin-ext files of the font")
}

/// The bundler of the locked npm packages; imports are looked up there.
fn esbuild() -> Command {
    let mut command = exec::command(paths::npm_tool("frontend", "esbuild"));
    command.arg("--log-level=warning");
    command
}
