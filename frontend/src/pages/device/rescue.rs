//! Unsent entries as a file, and back.
//!
//! Owns: the two buttons and what they answer. Must not: remove anything from the device.

use leptos::prelude::*;
use shared::text;

use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::platform::upload;
use crate::state::network::use_network;
use crate::state::rescue::{self, RescueError};

/// What came of the last try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Saved(usize),
    Read(usize),
    NotOurs,
    TooNew,
    Failed,
}

impl From<RescueError> for Outcome {
    fn from(error: RescueError) -> Self {
        match error {
            RescueError::NotOurs => Self::NotOurs,
            RescueError::TooNew => Self::TooNew,
            RescueError::Store(_) => Self::Failed,
        }
    }
}

/// The card.
#[component]
pub fn Rescue() -> impl IntoView {
    let texts = use_i18n();
    let network = use_network();
    let outcome = RwSignal::new(None::<Outcome>);
    let something =
        Memo::new(move |_| network.pending.get() + network.attention.get() + network.held.get() > 0);
    let save = move |_| {
        leptos::task::spawn_local(async move {
            let done = rescue::export(rescue::What::All).await.map_or_else(Outcome::from, Outcome::Saved);
            let _ = outcome.try_set(Some(done));
        });
    };
    let read = move |event: leptos::ev::Event| {
        let input = event_target::<leptos::wasm_bindgen::JsValue>(&event);
        leptos::task::spawn_local(async move {
            let done = match upload::text(input).await {
                Some(text) => rescue::import(&text).await.map_or_else(Outcome::from, Outcome::Read),
                None => Outcome::NotOurs,
            };
            let _ = outcome.try_set(Some(done));
        });
    };
    view! {
        <section class="card stack">
            <h2>{t!(texts, device.rescue)}</h2>
            <p>{t!(texts, device.rescue_text)}</p>
            <div role="status">
                {move || {
                    outcome.get().map(|done| view! { <Notice tone=tone(done)>{words(texts, done)}</Notice> })
                }}
            </div>
            {move || {
                if something.get() {
                    view! {
                        <div>
                            <button type="button" class="hds-button hds-button--secondary" on:click=save>
                                {t!(texts, device.save_file)}
                            </button>
                        </div>
                    }
                        .into_any()
                } else {
                    view! { <p class="soft">{t!(texts, device.save_nothing)}</p> }.into_any()
                }
            }}
            <p class="small soft" id="rescue-hint">
                {t!(texts, device.read_hint)}
            </p>
            // The browser's own button speaks the browser's language; the label is drawn as ours instead.
            <div class="file">
                <input
                    id="rescue-file"
                    class="visually-hidden"
                    type="file"
                    accept=".json,application/json"
                    aria-describedby="rescue-hint"
                    on:change=read
                />
                <label class="hds-button hds-button--secondary" for="rescue-file">
                    {t!(texts, device.read_file)}
                </label>
            </div>
        </section>
    }
}

fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Saved(_) => Tone::Good,
        Outcome::Read(0) => Tone::Info,
        Outcome::Read(_) => Tone::Good,
        Outcome::NotOurs | Outcome::TooNew | Outcome::Failed => Tone::Bad,
    }
}

fn words(texts: Texts, outcome: Outcome) -> String {
    let print = |n: usize| text::number(i64::try_from(n).unwrap_or(i64::MAX), lang(texts));
    match outcome {
        Outcome::Saved(n) => t_string!(texts, device.saved_file, n = print(n)).to_string(),
        Outcome::Read(0) => t_string!(texts, device.read_nothing).to_string(),
        Outcome::Read(n) => t_string!(texts, device.read_done, n = print(n)).to_string(),
        Outcome::NotOurs => t_string!(texts, device.read_bad).to_string(),
        Outcome::TooNew => t_string!(texts, device.read_too_new).to_string(),
        Outcome::Failed => t_string!(texts, device.failed).to_string(),
    }
}
