//! A file that the server writes, to take along.
//!
//! Owns: the link, and what is said while the file is made and where it cannot be. Must not: know what is in it.

use leptos::prelude::*;

use super::failure::{self, FailureNotice};
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::platform::download;
use crate::state::server::{self, Failure};

/// How it stands.
#[derive(Clone)]
enum State {
    Idle,
    Making,
    Failed(Failure),
}

/// A link to a file of the server. The app fetches it itself: a browser that follows a link to a file shows nothing, or a
/// page of raw text, where the server has no file to give.
#[component]
pub fn Download(
    /// The path of the file.
    #[prop(into)]
    href: Signal<String>,
    /// What it is, in words.
    #[prop(into)]
    text: Signal<String>,
    /// How the link looks.
    class: &'static str,
) -> impl IntoView {
    let texts = use_i18n();
    let state = RwSignal::new(State::Idle);
    // Another year, another file: what was said of the one before is over.
    Effect::new(move |_| {
        href.track();
        state.set(State::Idle);
    });
    let fetch = move || {
        if matches!(state.get_untracked(), State::Making) {
            return;
        }
        state.set(State::Making);
        let path = href.get_untracked();
        leptos::task::spawn_local(async move {
            let done = match server::get_file(&path).await {
                Ok(file) => download::save(&file.name, &file.media_type, &file.bytes)
                    .map_or_else(|| State::Failed(Failure::here("no_download")), |()| State::Idle),
                Err(failure) => State::Failed(failure),
            };
            if href.try_get_untracked() == Some(path) {
                let _ = state.try_set(done);
            }
        });
    };
    let follow = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        fetch();
    };
    view! {
        <div class="download">
            // The router must not take it for a page.
            <a class=class rel="external" download href=move || href.get() on:click=follow>
                {move || text.get()}
            </a>
            <p class="soft" role="status">
                {move || matches!(state.get(), State::Making).then(|| t_string!(texts, share.making))}
            </p>
            {move || match state.get() {
                State::Idle | State::Making => ().into_any(),
                // There is nothing to try again: the year has none.
                State::Failed(failure) if failure.has_code("nothing_released") => {
                    view! {
                        <div role="alert">
                            <Notice tone=Tone::Info>{failure::words(texts, &failure)}</Notice>
                        </div>
                    }
                        .into_any()
                }
                State::Failed(failure) => {
                    view! { <FailureNotice failure retry=Callback::new(move |()| fetch()) /> }.into_any()
                }
            }}
        </div>
    }
}
