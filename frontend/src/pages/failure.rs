//! What a page of the chair or a contact says when the server did not do what was asked.
//!
//! Owns: the words for a failure, by its stable code. Must not: show the server's own English text.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::components::notice::{Notice, Tone};
use crate::i18n::{self, *};
use crate::state::server::Failure;

/// A failure in words.
pub fn words(texts: Texts, failure: &Failure) -> String {
    let Failure::Problem(problem) = failure else {
        return t_string!(texts, problem.offline).to_string();
    };
    match problem.code.as_str() {
        "not_signed_in" => t_string!(texts, problem.not_signed_in).to_string(),
        "forbidden" => t_string!(texts, problem.forbidden).to_string(),
        "not_found" => t_string!(texts, problem.not_found).to_string(),
        "already_exists" => t_string!(texts, problem.already_exists).to_string(),
        "wrong_credentials" => t_string!(texts, problem.wrong_credentials).to_string(),
        "too_many_tries" => {
            t_string!(texts, problem.too_many_tries, wait = wait(texts, problem.retry_after)).to_string()
        }
        "nothing_released" => t_string!(texts, problem.nothing_released).to_string(),
        "link_ended" => t_string!(texts, problem.link_ended).to_string(),
        "code_unknown" => t_string!(texts, problem.code_unknown).to_string(),
        "already_reviewed" => t_string!(texts, problem.already_reviewed).to_string(),
        "door_closed" => t_string!(texts, door.closed).to_string(),
        "overtaken" => t_string!(texts, problem.overtaken).to_string(),
        "code_used" => t_string!(texts, problem.code_used).to_string(),
        "insecure_context" => t_string!(texts, problem.insecure_context).to_string(),
        "no_download" => t_string!(texts, problem.no_download).to_string(),
        "store_failed" => t_string!(texts, device.failed).to_string(),
        "device_revoked" => t_string!(texts, problem.device_revoked).to_string(),
        "last_chair" => t_string!(texts, problem.last_chair).to_string(),
        "busy" => t_string!(texts, problem.busy).to_string(),
        "demo_local_only" => t_string!(texts, problem.demo_local_only).to_string(),
        "too_large" => t_string!(texts, problem.too_large).to_string(),
        "invalid" => t_string!(texts, problem.invalid).to_string(),
        code => t_string!(texts, problem.other, code = code).to_string(),
    }
}

/// A failure that is shown in whichever language the page is in.
pub fn wording(texts: Texts, failure: Failure) -> Wording {
    i18n::wording(texts, move |texts| words(texts, &failure))
}

/// How long to wait, in the case that stands after "can try again".
fn wait(texts: Texts, seconds: Option<u64>) -> String {
    match seconds.unwrap_or(60) {
        seconds @ 0..=59 => t_string!(texts, problem.wait_seconds, n = seconds.max(1)).to_string(),
        60 => t_string!(texts, problem.wait_minute).to_string(),
        seconds => t_string!(texts, problem.wait_minutes, n = seconds.div_ceil(60)).to_string(),
    }
}

/// A failure with what can be done about it: sign in, or try again.
#[component]
pub fn FailureNotice(
    /// What went wrong.
    failure: Failure,
    /// Tries again.
    retry: Callback<()>,
) -> impl IntoView {
    let texts = use_i18n();
    let signed_out = failure.has_code("not_signed_in");
    let tone = if signed_out { Tone::Info } else { Tone::Bad };
    let said = failure.clone();
    view! {
        <div role="alert">
            <Notice tone>
                <p>{move || words(texts, &said)}</p>
                {if signed_out {
                    view! {
                        <A href="/kirjaudu" attr:class="hds-button hds-button--secondary">
                            {t!(texts, sign_in.submit)}
                        </A>
                    }
                        .into_any()
                } else {
                    view! {
                        <button
                            type="button"
                            class="hds-button hds-button--secondary"
                            on:click=move |_| retry.run(())
                        >
                            {t!(texts, action.retry)}
                        </button>
                    }
                        .into_any()
                }}
            </Notice>
        </div>
    }
}
