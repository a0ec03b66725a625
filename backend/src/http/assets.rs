//! The built frontend, inside the binary.
//!
//! Owns: content types, caching, compressed variants, the fallback to the app's page. Must not: answer anything below
//! `/api` or `/demo`.

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use rust_embed::{Embed, EmbeddedFile};

use crate::error::Kind;
use crate::html::Files;

#[derive(Embed)]
#[folder = "../frontend/dist"]
struct Dist;

/// What the pages that the server draws itself load.
pub(super) fn public() -> &'static Files {
    static FILES: LazyLock<Files> = LazyLock::new(|| {
        let named = |begins: &str, ends: &str| {
            let mut names = Dist::iter().filter(|name| name.starts_with(begins) && name.ends_with(ends));
            names.next().map(|name| name.into_owned()).unwrap_or_default()
        };
        Files {
            style: named("assets/app-", ".css"),
            script: named("assets/register-", ".js"),
            font: named("assets/source-sans-3-latin-wght-normal", ".woff2"),
        }
    });
    &FILES
}

/// Serves a file of the frontend, or the app's page for a path of the app.
pub(super) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if !matches!(method, Method::GET | Method::HEAD) {
        return Kind::NotFound.into_response();
    }
    let path = uri.path().trim_start_matches('/');
    let path = match path.rsplit('/').next() {
        _ if path.starts_with("api/") || path.starts_with("demo/") => return Kind::NotFound.into_response(),
        Some(last) if last.contains('.') => path,
        // A page of the app: the app itself finds out which.
        _ => "index.html",
    };
    file(path, &headers).unwrap_or_else(|| Kind::NotFound.into_response())
}

fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    let plain = Dist::get(path)?;
    let (file, encoding) = variant(path, headers).unwrap_or((plain, None));
    let etag = etag(&file);
    let fresh = headers
        .get(IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == etag));
    let mut response =
        if fresh { StatusCode::NOT_MODIFIED.into_response() } else { Response::new(Body::from(file.data)) };
    let answer = response.headers_mut();
    answer.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    answer.insert(VARY, HeaderValue::from_static("accept-encoding"));
    // A hashed name never changes its content; anything else is asked for again each time.
    let caching =
        if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    answer.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        answer.insert(ETAG, etag);
    }
    if let Some(encoding) = encoding {
        answer.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

/// The smallest variant that the browser takes.
fn variant(path: &str, headers: &HeaderMap) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let accepted = headers.get(ACCEPT_ENCODING)?.to_str().ok()?;
    [("br", "br"), ("gzip", "gz")].into_iter().find_map(|(encoding, ending)| {
        let takes = accepted.split(',').any(|one| {
            let (name, quality) = one.split_once(';').unwrap_or((one, ""));
            name.trim().eq_ignore_ascii_case(encoding)
                && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
        });
        let file = if takes { Dist::get(&format!("{path}.{ending}")) } else { None };
        file.map(|file| (file, Some(encoding)))
    })
}

/// A strong tag of the bytes that are sent, so each variant has its own.
fn etag(file: &EmbeddedFile) -> String {
    let hash: String =
        file.metadata.sha256_hash().iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hash}\"")
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
