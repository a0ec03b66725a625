//! Calls of browser features that web-sys knows only as unstable, or that a browser may lack.
//!
//! Owns: looking a feature up by its name. Must not: throw; an absent feature is `None`.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

/// A property that is there and not null.
pub fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(object, &JsValue::from_str(name)).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// A global: of the window, or of whatever runs the tests.
pub fn global(name: &str) -> Option<JsValue> {
    get(&js_sys::global(), name)
}

/// Calls a method; `None` where the object has none or it throws.
pub fn call(object: &JsValue, name: &str, arguments: &[&JsValue]) -> Option<JsValue> {
    let method: Function = get(object, name)?.dyn_into().ok()?;
    let list: js_sys::Array = arguments.iter().copied().collect();
    Reflect::apply(&method, object, &list).ok()
}

/// Calls a method that gives a promise, and awaits it; `None` where it is absent, throws or rejects.
pub async fn call_async(object: &JsValue, name: &str, arguments: &[&JsValue]) -> Option<JsValue> {
    let promise: js_sys::Promise = call(object, name, arguments)?.dyn_into().ok()?;
    wasm_bindgen_futures::JsFuture::from(promise).await.ok()
}

/// An object with these properties.
pub fn object(properties: &[(&str, JsValue)]) -> JsValue {
    let object = js_sys::Object::new();
    for (name, value) in properties {
        // A fresh plain object takes every property.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object.into()
}
