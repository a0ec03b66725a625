//! Writes the files with their compressed twins and tells their sizes.
//! Owns `frontend/dist`: whatever else lies there is removed.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::sync::Mutex;

use anyhow::Result;
use walkdir::WalkDir;

use super::Files;
use crate::paths;

/// One file's sizes in bytes.
pub struct Sizes {
    path: String,
    raw: usize,
    gzip: Option<usize>,
    brotli: Option<usize>,
}

/// A file's compressed twins.
struct Twins {
    gzip: Vec<u8>,
    brotli: Vec<u8>,
}

/// Writes everything; what a name already refers to is in place before the page that refers to it.
pub fn all(files: &Files, dev: bool) -> Result<Vec<Sizes>> {
    let twins = compress_all(files, dev)?;
    let mut written = BTreeSet::new();
    let mut sizes = Vec::new();
    // "assets/" comes first in the order of the names, index.html and the service worker after it.
    for ((path, content), twins) in files.iter().zip(twins) {
        put(path, content, &mut written)?;
        if let Some(twins) = &twins {
            put(&format!("{path}.gz"), &twins.gzip, &mut written)?;
            put(&format!("{path}.br"), &twins.brotli, &mut written)?;
        }
        sizes.push(Sizes {
            path: path.clone(),
            raw: content.len(),
            gzip: twins.as_ref().map(|twins| twins.gzip.len()),
            brotli: twins.as_ref().map(|twins| twins.brotli.len()),
        });
    }
    remove_others(&written)?;
    Ok(sizes)
}

fn put(path: &str, content: &[u8], written: &mut BTreeSet<String>) -> Result<()> {
    let file = paths::dist().join(path);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    // An unchanged file keeps its time, so that the server is not built again for nothing.
    if !fs::read(&file).is_ok_and(|old| old == content) {
        fs::write(file, content)?;
    }
    written.insert(path.to_owned());
    Ok(())
}

fn remove_others(written: &BTreeSet<String>) -> Result<()> {
    for entry in WalkDir::new(paths::dist()) {
        let entry = entry?;
        let path = entry.path().strip_prefix(paths::dist())?.to_string_lossy().replace('\\', "/");
        if entry.file_type().is_file() && !written.contains(&path) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

/// Compresses on all cores, the largest file first.
fn compress_all(files: &Files, dev: bool) -> Result<Vec<Option<Twins>>> {
    let mut waiting: Vec<_> = files.iter().enumerate().filter(|(_, (path, _))| compressible(path)).collect();
    waiting.sort_by_key(|(_, (_, content))| content.len());
    let waiting = Mutex::new(waiting);
    let done = Mutex::new(files.iter().map(|_| None).collect::<Vec<Option<Twins>>>());
    let work = || -> Result<()> {
        loop {
            let next = locked(&waiting).pop();
            let Some((index, (_, content))) = next else { return Ok(()) };
            let twins = Twins { gzip: gzip(content)?, brotli: brotli(content, dev)? };
            locked(&done)[index] = Some(twins);
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| match worker.join() {
            Ok(result) => result,
            Err(_) => anyhow::bail!("a compressing thread has died"),
        })
    })?;
    Ok(done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner))
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Fonts and PNGs are compressed already.
fn compressible(path: &str) -> bool {
    !(path.ends_with(".woff2") || path.ends_with(".png"))
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

fn brotli(content: &[u8], dev: bool) -> Result<Vec<u8>> {
    let quality = if dev { 3 } else { 11 };
    let parameters = brotli::enc::BrotliEncoderParams { quality, lgwin: 24, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut packed, &parameters)?;
    Ok(packed)
}

/// The sizes as a table, with the sum of what the first visit waits for.
pub fn table(sizes: &[Sizes]) -> String {
    let mut text = format!("\n{:<58} {:>10} {:>10} {:>10}\n", "frontend/dist", "raw", "gzip", "brotli");
    let number = |n: Option<usize>| n.map_or_else(|| "–".to_owned(), |n| n.to_string());
    let (mut first, mut later) = (0, 0);
    for size in sizes {
        let Sizes { path, raw, gzip, brotli } = size;
        let _ = writeln!(text, "{path:<58} {raw:>10} {:>10} {:>10}", number(*gzip), number(*brotli));
        let loaded = [".wasm", ".js", ".css"].iter().any(|end| path.ends_with(end));
        match path.strip_prefix("assets/") {
            Some(name) if name.starts_with("office-") => later += brotli.unwrap_or(*raw),
            // Of the pages that the server draws.
            Some(name) if name.starts_with("register-") => {}
            Some(_) if loaded => first += brotli.unwrap_or(*raw),
            _ => {}
        }
    }
    let _ = writeln!(text, "{:<58} {:>10} {:>10} {first:>10}", "wasm + js + css of the first load", "", "");
    let _ = writeln!(
        text,
        "{:<58} {:>10} {:>10} {later:>10}\n",
        "the office's pages, when one is opened", "", ""
    );
    text
}
