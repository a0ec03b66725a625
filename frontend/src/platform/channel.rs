//! Messages between the tabs of this browser.
//!
//! Owns: one named channel of texts. Must not: know what the messages mean.

use wasm_bindgen::prelude::*;

/// A channel; a tab never hears its own messages.
pub struct Channel {
    inner: Option<web_sys::BroadcastChannel>,
    _heard: Closure<dyn FnMut(web_sys::MessageEvent)>,
}

impl Channel {
    /// Joins a channel. Where the browser has none, nothing is heard, and each tab learns by its own poll.
    pub fn join(name: &str, mut heard: impl FnMut(String) + 'static) -> Self {
        let closure = Closure::<dyn FnMut(_)>::new(move |event: web_sys::MessageEvent| {
            if let Some(text) = event.data().as_string() {
                heard(text);
            }
        });
        let inner = web_sys::BroadcastChannel::new(name).ok();
        if let Some(channel) = &inner {
            channel.set_onmessage(Some(closure.as_ref().unchecked_ref()));
        }
        Self { inner, _heard: closure }
    }

    /// Tells all other tabs.
    pub fn tell(&self, text: &str) {
        if let Some(channel) = &self.inner {
            // A channel that is closed has nobody to tell.
            let _ = channel.post_message(&JsValue::from_str(text));
        }
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        if let Some(channel) = &self.inner {
            channel.set_onmessage(None);
            channel.close();
        }
    }
}
