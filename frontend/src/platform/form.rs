//! A form as the browser holds it.
//!
//! Owns: reading what was written into it, and the script that the form's public page has too. Must not: know a field.

use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Event, FormData, HtmlFormElement};

#[wasm_bindgen(module = "/parts.js")]
extern "C" {
    #[wasm_bindgen(js_name = show)]
    fn show_parts(form: &HtmlFormElement);
    #[wasm_bindgen(js_name = lead)]
    fn lead_to(event: &Event);
}

/// Shows the parts of a form that apply to what is chosen in it.
pub fn show(form: &HtmlFormElement) {
    show_parts(form);
}

/// Moves the focus to where a link of the summary leads, if that is what was clicked.
pub fn lead(event: &Event) {
    lead_to(event);
}

/// What was written and chosen, by field.
pub fn pairs(form: &HtmlFormElement) -> Vec<(String, String)> {
    let Ok(data) = FormData::new_with_form(form) else { return Vec::new() };
    let Ok(Some(all)) = js_sys::try_iter(data.as_ref()) else { return Vec::new() };
    let pair = |entry: wasm_bindgen::JsValue| {
        let entry = js_sys::Array::from(&entry);
        Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
    };
    all.filter_map(|entry| pair(entry.ok()?)).collect()
}
