//! What a tablet has lost: its credential, or entries with its storage.
//!
//! Owns: saying so wherever somebody logs or looks after the tablet. Must not: offer to clear anything.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::text;

use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::state::device::use_device;

/// The notices, in a place that screen readers watch; empty where nothing was lost.
#[component]
pub fn Lost() -> impl IntoView {
    let texts = use_i18n();
    let device = use_device();
    let credential = move || {
        device.lost.get().then(|| {
            view! {
                <Notice tone=Tone::Bad>
                    <p>{t!(texts, device.lost_credential)}</p>
                    <A href="/ota-kayttoon" attr:class="hds-button hds-button--secondary">
                        {t!(texts, device.enrol)}
                    </A>
                </Notice>
            }
        })
    };
    let storage = move || {
        device.storage_lost.get().map(|count| {
            let words = move || {
                t_string!(texts, device.lost, n = text::number(count.into(), lang(texts))).to_string()
            };
            view! { <Notice tone=Tone::Bad>{words}</Notice> }
        })
    };
    view! { <div role="alert" class="stack said">{credential} {storage}</div> }
}
