//! The page, the manifest, the icons and the service worker, with the hashed names written into them.
//! Owns the list of what is kept for offline use and the version that it stands for.

use std::fs;

use anyhow::{Context as _, Result, ensure};
use sha2::{Digest as _, Sha256};

use super::bundle::Style;
use super::{Files, hex, source};
use crate::paths;

/// The files that the page loads.
pub struct Shell {
    /// The app.
    pub wasm: String,
    /// Its starter with the bindings.
    pub script: String,
    /// Its look.
    pub style: Style,
}

/// Adds page, manifest, icons and service worker to the files.
pub fn add(files: &mut Files, shell: &Shell) -> Result<()> {
    files.insert("manifest.webmanifest".into(), source("frontend/manifest.webmanifest")?);
    for icon in fs::read_dir(paths::at("frontend/icons")).context("frontend/icons")? {
        let name = icon?.file_name().to_string_lossy().into_owned();
        files.insert(format!("icons/{name}"), source(&format!("frontend/icons/{name}"))?);
    }

    let template = text("frontend/index.html")?;
    let worker = text("frontend/sw/service-worker.js")?;
    let version = version(files, &[&template, &worker]);
    let page = filled(&template, "<!-- assets -->", &links(shell, &version))?;
    files.insert("index.html".into(), page.into_bytes());

    let worker = filled(&worker, "__VERSION__", &version)?;
    let worker = filled(&worker, "[/* __SHELL__ */]", &serde_json::to_string(&kept(files))?)?;
    files.insert("service-worker.js".into(), worker.into_bytes());
    Ok(())
}

/// What the service worker keeps: all that a cold start without a network asks for.
fn kept(files: &Files) -> Vec<String> {
    let icons = ["icons/favicon.svg", "icons/icon-192.png"];
    let kept = |path: &&String| !path.starts_with("icons/") || icons.contains(&path.as_str());
    files.keys().filter(kept).map(|path| format!("/{path}")).collect()
}

/// One name for all files together: it changes when any of them does.
fn version(files: &Files, templates: &[&str]) -> String {
    let mut hash = Sha256::new();
    for (path, content) in files {
        hash.update(path.as_bytes());
        hash.update(Sha256::digest(content));
    }
    for template in templates {
        hash.update(Sha256::digest(template.as_bytes()));
    }
    format!("{}+{}", env!("CARGO_PKG_VERSION"), hex(&hash.finalize()[..4]))
}

/// The lines of the page's head. Nothing inline: the content security policy forbids it.
fn links(shell: &Shell, version: &str) -> String {
    let Shell { wasm, script, style } = shell;
    let mut lines = vec![
        format!(r#"<meta name="app-version" content="{version}">"#),
        format!(r#"<link rel="stylesheet" href="/{}">"#, style.sheet),
        format!(r#"<link rel="preload" href="/{wasm}" as="fetch" type="application/wasm" crossorigin>"#),
        format!(r#"<script type="module" src="/{script}"></script>"#),
    ];
    for font in &style.fonts {
        lines.push(format!(r#"<link rel="preload" href="/{font}" as="font" type="font/woff2" crossorigin>"#));
    }
    lines.join("\n    ")
}

fn text(path: &str) -> Result<String> {
    String::from_utf8(source(path)?).with_context(|| path.to_owned())
}

/// The template with its one placeholder filled in.
fn filled(template: &str, placeholder: &str, value: &str) -> Result<String> {
    ensure!(
        template.matches(placeholder).count() == 1,
        "a template must contain `{placeholder}` exactly once"
    );
    Ok(template.replace(placeholder, value))
}
