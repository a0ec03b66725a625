//! Reading a text file that a person chose.
//!
//! Owns: the way from the input to the text. Must not: know what is in the file.

use wasm_bindgen::JsValue;

use super::js;

/// The text of the file in an input; `None` where none was chosen or it cannot be read. The input is emptied, so that the
/// same file can be chosen again.
pub async fn text(input: JsValue) -> Option<String> {
    let file = js::get(&js::get(&input, "files")?, "0")?;
    let text = js::call_async(&file, "text", &[]).await.and_then(|text| text.as_string());
    let _ = js_sys::Reflect::set(&input, &JsValue::from_str("value"), &JsValue::from_str(""));
    text
}
