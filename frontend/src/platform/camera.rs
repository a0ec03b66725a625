//! The camera, and reading codes in its picture.
//!
//! Owns: the stream and its end (the light goes out with the dialog), the browser's own detector where it has one, and the
//! picture's grey values for a decoder of ours where it has none. Must not: keep or send a picture, or know what a code
//! means.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Uint8ClampedArray};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::js;

/// How often a picture is looked at, in ms.
const LOOK_MS: u32 = 180;
/// The longer side of the picture that our own decoder reads: more makes it slower, not better.
const SIDE: f64 = 640.0;

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCamera {
    /// The person or the system has said no.
    Refused,
    /// There is none, or another program has it.
    Absent,
}

/// A picture in shades of grey.
pub struct Grey {
    /// Pixels in a row.
    pub width: usize,
    /// Rows.
    pub height: usize,
    /// Row by row, 0 is black.
    pub pixels: Vec<u8>,
}

/// A running camera; dropping it switches it off.
pub struct Camera {
    stream: JsValue,
    on: Rc<Cell<bool>>,
}

impl Drop for Camera {
    fn drop(&mut self) {
        self.on.set(false);
        let tracks =
            js::call(&self.stream, "getTracks", &[]).and_then(|tracks| tracks.dyn_into::<Array>().ok());
        for track in tracks.iter().flat_map(|tracks| tracks.iter()) {
            let _ = js::call(&track, "stop", &[]);
        }
    }
}

impl Camera {
    /// Asks for the camera that looks away from the person.
    pub async fn open() -> Result<Self, NoCamera> {
        let devices = web_sys::window()
            .and_then(|window| js::get(window.navigator().as_ref(), "mediaDevices"))
            .ok_or(NoCamera::Absent)?;
        let video = js::object(&[
            ("facingMode", "environment".into()),
            ("width", js::object(&[("ideal", JsValue::from_f64(1280.0))])),
        ]);
        let wish = js::object(&[("video", video), ("audio", JsValue::FALSE)]);
        let asked = js::call(&devices, "getUserMedia", &[&wish])
            .and_then(|promise| promise.dyn_into::<js_sys::Promise>().ok())
            .ok_or(NoCamera::Absent)?;
        match JsFuture::from(asked).await {
            Ok(stream) => Ok(Self { stream, on: Rc::new(Cell::new(true)) }),
            Err(error) => {
                let name = js::get(&error, "name").and_then(|name| name.as_string()).unwrap_or_default();
                let refused = matches!(name.as_str(), "NotAllowedError" | "SecurityError");
                Err(if refused { NoCamera::Refused } else { NoCamera::Absent })
            }
        }
    }

    /// Shows the picture in a `video` element and tells of each code in it, until the camera is dropped. `decode` reads a
    /// picture where the browser cannot.
    pub fn watch(
        &self,
        video: JsValue,
        decode: impl Fn(&Grey) -> Option<String> + 'static,
        found: impl Fn(String) + 'static,
    ) {
        let _ = js_sys::Reflect::set(&video, &"srcObject".into(), &self.stream);
        let on = self.on.clone();
        wasm_bindgen_futures::spawn_local(async move {
            js::call_async(&video, "play", &[]).await;
            let detector = detector().await;
            let canvas = Canvas::new();
            while on.get() {
                let code = match &detector {
                    Some(detector) => detect(detector, &video).await,
                    None => {
                        canvas.as_ref().and_then(|canvas| canvas.grey(&video)).and_then(|grey| decode(&grey))
                    }
                };
                if let Some(code) = code.filter(|_| on.get()) {
                    found(code);
                }
                TimeoutFuture::new(LOOK_MS).await;
            }
        });
    }
}

/// The browser's own detector, where it has one that reads QR codes: on desktops some have the name only.
async fn detector() -> Option<JsValue> {
    let class: js_sys::Function = js::global("BarcodeDetector")?.dyn_into().ok()?;
    let formats: Array = js::call_async(&class, "getSupportedFormats", &[]).await?.dyn_into().ok()?;
    if !formats.includes(&"qr_code".into(), 0) {
        return None;
    }
    let wish = js::object(&[("formats", Array::of1(&"qr_code".into()).into())]);
    js_sys::Reflect::construct(&class, &Array::of1(&wish)).ok()
}

async fn detect(detector: &JsValue, video: &JsValue) -> Option<String> {
    let found: Array = js::call_async(detector, "detect", &[video]).await?.dyn_into().ok()?;
    js::get(&found.get(0), "rawValue")?.as_string()
}

/// A canvas that is never shown: the way to a picture's pixels.
struct Canvas {
    element: JsValue,
    context: JsValue,
}

impl Canvas {
    fn new() -> Option<Self> {
        let element: JsValue = web_sys::window()?.document()?.create_element("canvas").ok()?.into();
        let often = js::object(&[("willReadFrequently", JsValue::TRUE)]);
        let context = js::call(&element, "getContext", &[&"2d".into(), &often])?;
        Some(Self { element, context })
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the sides are positive whole numbers of at most 640"
    )]
    fn grey(&self, video: &JsValue) -> Option<Grey> {
        let side = |name| js::get(video, name)?.as_f64().filter(|side| *side > 0.0);
        let (width, height) = (side("videoWidth")?, side("videoHeight")?);
        let scale = (SIDE / width.max(height)).min(1.0);
        let (width, height) = ((width * scale).floor(), (height * scale).floor());
        for (name, value) in [("width", width), ("height", height)] {
            js_sys::Reflect::set(&self.element, &name.into(), &value.into()).ok()?;
        }
        let (w, h): (JsValue, JsValue) = (width.into(), height.into());
        let zero = JsValue::from_f64(0.0);
        js::call(&self.context, "drawImage", &[video, &zero, &zero, &w, &h])?;
        let image = js::call(&self.context, "getImageData", &[&zero, &zero, &w, &h])?;
        let data: Uint8ClampedArray = js::get(&image, "data")?.dyn_into().ok()?;
        let colours = data.to_vec();
        // The green part of a pixel is near enough to its brightness.
        let pixels = colours.chunks_exact(4).map(|pixel| pixel.get(1).copied().unwrap_or(0)).collect();
        Some(Grey { width: width as usize, height: height as usize, pixels })
    }
}
