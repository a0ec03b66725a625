//! Compression of a body on its way up.
//!
//! Owns: the call of the browser's own compressor. Must not: fail; what cannot be compressed is sent as it is.

use wasm_bindgen::{JsCast as _, JsValue};

use super::js;

/// A body and whether it is compressed.
pub enum Body {
    /// Send with `content-encoding: gzip`.
    Gzip(js_sys::Uint8Array),
    /// The browser has no compressor.
    Plain(String),
}

/// Compresses a text.
pub async fn pack(text: String) -> Body {
    match try_pack(&text).await {
        Some(bytes) => Body::Gzip(bytes),
        None => Body::Plain(text),
    }
}

async fn try_pack(text: &str) -> Option<js_sys::Uint8Array> {
    let constructor: js_sys::Function = js::global("CompressionStream")?.dyn_into().ok()?;
    let arguments = js_sys::Array::of1(&JsValue::from_str("gzip"));
    let compressor = js_sys::Reflect::construct(&constructor, &arguments).ok()?;
    let blob = web_sys::Blob::new_with_str_sequence(&js_sys::Array::of1(&JsValue::from_str(text))).ok()?;
    let packed = js::call(&blob.stream(), "pipeThrough", &[&compressor])?;
    let response = web_sys::Response::new_with_opt_readable_stream(Some(packed.unchecked_ref())).ok()?;
    let buffer = js::call_async(&response, "arrayBuffer", &[]).await?;
    Some(js_sys::Uint8Array::new(&buffer))
}
