//! The app's version, and a new one that waits.
//!
//! Owns: the offer. Must not: take a new version into use by itself.

use leptos::prelude::*;

use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::state::device;
use crate::state::update::use_update;

/// The card.
#[component]
pub fn AppVersion() -> impl IntoView {
    let texts = use_i18n();
    let update = use_update();
    let busy = RwSignal::new(false);
    let state = move || {
        if update.superseded.get() {
            return view! {
                <Notice tone=Tone::Mark>
                    <p>{t!(texts, device.superseded)}</p>
                    <button
                        type="button"
                        class="hds-button hds-button--secondary"
                        on:click=move |_| update.reload()
                    >
                        {t!(texts, device.reload)}
                    </button>
                </Notice>
            }
            .into_any();
        }
        if update.waiting.get() {
            return view! {
                <Notice tone=Tone::Info>
                    <p>{t!(texts, device.update_ready)}</p>
                    <button
                        type="button"
                        class="hds-button hds-button--secondary"
                        on:click=move |_| busy.set(!update.take_over())
                    >
                        {t!(texts, device.update_now)}
                    </button>
                    {move || busy.get().then(|| view! { <p>{t!(texts, device.update_busy)}</p> })}
                </Notice>
            }
            .into_any();
        }
        view! { <p class="soft">{t!(texts, device.update_none)}</p> }.into_any()
    };
    view! {
        <section class="card stack">
            <h2>{t!(texts, device.app)}</h2>
            <p>{move || t_string!(texts, device.version, version = device::version()).to_string()}</p>
            <div role="status">{state}</div>
        </section>
    }
}
