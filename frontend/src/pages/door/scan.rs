//! Reading the code of a name tag with the camera.
//!
//! Owns: the dialog with the picture, what is said when there is none, the decoder for browsers that have none (rqrr).
//! Must not: keep a picture. The camera is off as soon as the dialog is closed.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::desk::Desk;
use crate::components::dialog::Dialog;
use crate::components::icon::{self, Icon};
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::platform::camera::{Camera, Grey, NoCamera};

/// The button with its dialog.
#[component]
pub fn ScanButton(desk: Desk) -> impl IntoView {
    let texts = desk.texts;
    let open = RwSignal::new(false);
    view! {
        <button type="button" class="hds-button hds-button--secondary" on:click=move |_| open.set(true)>
            <Icon shape=icon::SCAN />
            <span>{t!(texts, door.scan)}</span>
        </button>
        <Dialog id="scan" open title=say!(texts, door.scan_title)>
            <Scanner desk />
        </Dialog>
    }
}

/// The picture; it lives as long as the dialog is open.
#[component]
fn Scanner(desk: Desk) -> impl IntoView {
    let texts = desk.texts;
    let node = NodeRef::<html::Video>::new();
    let trouble = RwSignal::new(None::<NoCamera>);
    let camera = StoredValue::new_local(None::<Camera>);
    spawn_local(async move {
        let opened = Camera::open().await;
        // The dialog may have been closed while the browser asked: then the camera is dropped here.
        match opened {
            Ok(opened) => {
                let Some(Some(video)) = node.try_get_untracked() else { return };
                opened.watch(video.into(), decode, move |code| {
                    if !desk.code(&code) {
                        desk.foreign_code();
                    }
                });
                drop(camera.try_set_value(Some(opened)));
            }
            Err(why) => drop(trouble.try_set(Some(why))),
        }
    });
    let said = move || {
        desk.said.get().map(|said| {
            let words = said.words.clone();
            view! { <Notice tone=said.tone>{move || words.text()}</Notice> }
        })
    };
    let failed = move || {
        trouble.get().map(|why| {
            let words = match why {
                NoCamera::Refused => t_string!(texts, door.camera_refused),
                NoCamera::Absent => t_string!(texts, door.camera_absent),
            };
            view! {
                <Notice tone=Tone::Bad>
                    <p>{words}</p>
                    <p>{t!(texts, door.camera_instead)}</p>
                </Notice>
            }
        })
    };
    view! {
        <div class="stack">
            <div role="alert">{failed}</div>
            <video
                class="door__video"
                node_ref=node
                hidden=move || trouble.get().is_some()
                playsinline=true
                muted=true
                aria-label=move || t_string!(texts, door.scan_picture)
            ></video>
            <p class="soft">{t!(texts, door.scan_hint)}</p>
            <div role="status">{said}</div>
        </div>
    }
}

/// The first code of a picture.
fn decode(grey: &Grey) -> Option<String> {
    let at = |x: usize, y: usize| grey.pixels.get(y * grey.width + x).copied().unwrap_or(u8::MAX);
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(grey.width, grey.height, at);
    let grids = image.detect_grids();
    grids.into_iter().find_map(|grid| grid.decode().ok().map(|(_, text)| text))
}

#[cfg(test)]
mod tests {
    use qrcode::{Color, QrCode};
    use shared::domain::check_in;
    use shared::id::Id;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    /// A code as a camera sees it: some pixels per module, a light edge around it.
    fn picture(text: &str, scale: usize) -> Grey {
        let code = QrCode::new(text).unwrap();
        let (modules, edge) = (code.width(), 4);
        let side = (modules + 2 * edge) * scale;
        let dark = |x: usize, y: usize| {
            let at = |pixel: usize| (pixel / scale).checked_sub(edge).filter(|at| *at < modules);
            matches!((at(x), at(y)), (Some(x), Some(y)) if code[(x, y)] == Color::Dark)
        };
        let pixels = (0..side * side).map(|at| if dark(at % side, at / side) { 30 } else { 220 }).collect();
        Grey { width: side, height: side, pixels }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_name_tags_code_is_read_where_the_browser_cannot() {
        let id = Id::v7(1_776_157_500_000, [7; 10]);
        let read = decode(&picture(&check_in::code(id), 6)).unwrap();
        assert_eq!(check_in::registration_of(&read), Some(id));
        let nothing = Grey { width: 64, height: 48, pixels: vec![128; 64 * 48] };
        assert_eq!(decode(&nothing), None);
    }
}
