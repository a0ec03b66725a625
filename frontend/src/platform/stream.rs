//! The event stream of the server.
//!
//! Owns: one EventSource and its end. Must not: decide when to open it or what an event means.

use wasm_bindgen::prelude::*;

/// What a stream tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// It is open (again).
    Open,
    /// Data of a `change` event.
    Change(String),
    /// The browser has given up: it must be opened anew.
    Ended,
}

/// An open stream; dropping it closes it.
pub struct Stream {
    inner: web_sys::EventSource,
    _closures: [Closure<dyn FnMut(web_sys::MessageEvent)>; 3],
}

impl Stream {
    /// Opens a stream; `None` where the browser refuses.
    pub fn open(url: &str, heard: impl Fn(News) + Clone + 'static) -> Option<Self> {
        let inner = web_sys::EventSource::new(url).ok()?;
        let (opened, changed, failed) = (heard.clone(), heard.clone(), heard);
        let source = inner.clone();
        let closures = [
            Closure::<dyn FnMut(_)>::new(move |_| opened(News::Open)),
            Closure::<dyn FnMut(_)>::new(move |event: web_sys::MessageEvent| {
                changed(News::Change(event.data().as_string().unwrap_or_default()));
            }),
            // The event of an error has no data; only its type differs, which this closure never looks at.
            Closure::<dyn FnMut(_)>::new(move |_| {
                if source.ready_state() == web_sys::EventSource::CLOSED {
                    failed(News::Ended);
                }
            }),
        ];
        inner.set_onopen(Some(closures[0].as_ref().unchecked_ref()));
        inner.add_event_listener_with_callback("change", closures[1].as_ref().unchecked_ref()).ok()?;
        inner.set_onerror(Some(closures[2].as_ref().unchecked_ref()));
        Some(Self { inner, _closures: closures })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.inner.set_onopen(None);
        self.inner.set_onerror(None);
        self.inner.close();
    }
}
