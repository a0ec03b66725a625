//! Answers of the server that a page shows without a network (the browser's cache storage).
//!
//! Owns: a cache of its own, by path. What is in it can be fetched again, so the browser, a full disk and the sign-out may
//! drop it. Must not: hold an entry, or anything of a person.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};

use super::js;

/// The cache's name.
pub const NAME: &str = "digiverkosto-office";

async fn cache() -> Option<JsValue> {
    js::call_async(&js::global("caches")?, "open", &[&NAME.into()]).await
}

/// What is kept of a path.
pub async fn text(path: &str) -> Option<String> {
    let response = js::call_async(&cache().await?, "match", &[&path.into()]).await?;
    js::call_async(&response, "text", &[]).await?.as_string()
}

/// What is kept of a path, as bytes.
pub async fn bytes(path: &str) -> Option<Vec<u8>> {
    let response = js::call_async(&cache().await?, "match", &[&path.into()]).await?;
    let buffer = js::call_async(&response, "arrayBuffer", &[]).await?;
    Some(Uint8Array::new(&buffer).to_vec())
}

/// Keeps a text in place of what was kept.
pub async fn put_text(path: &str, text: &str) {
    put(path, web_sys::Response::new_with_opt_str(Some(text))).await;
}

/// Keeps bytes in place of what was kept.
pub async fn put_bytes(path: &str, bytes: &[u8]) {
    let body = Uint8Array::from(bytes);
    put(path, web_sys::Response::new_with_opt_js_u8_array(Some(&body))).await;
}

/// A cache that is full or absent keeps nothing: then the page is fetched again.
async fn put(path: &str, response: Result<web_sys::Response, JsValue>) {
    if let (Some(cache), Ok(response)) = (cache().await, response) {
        js::call_async(&cache, "put", &[&path.into(), &response]).await;
    }
}

/// The paths that begin so, with their query.
pub async fn paths(prefix: &str) -> Vec<String> {
    let Some(cache) = cache().await else { return Vec::new() };
    let Some(keys) = js::call_async(&cache, "keys", &[]).await else { return Vec::new() };
    let path = |key: JsValue| {
        let url = js::get(&key, "url")?.as_string()?;
        let origin = web_sys::window()?.location().origin().ok()?;
        url.strip_prefix(&origin).filter(|path| path.starts_with(prefix)).map(str::to_owned)
    };
    keys.unchecked_into::<Array>().iter().filter_map(path).collect()
}

/// Forgets a path.
pub async fn forget(path: &str) {
    if let Some(cache) = cache().await {
        js::call_async(&cache, "delete", &[&path.into()]).await;
    }
}

/// Forgets everything.
pub async fn drop_all() {
    if let Some(caches) = js::global("caches") {
        js::call_async(&caches, "delete", &[&NAME.into()]).await;
    }
}
