//! A message before it goes out: to how many, and how they read it.
//!
//! Owns: the two ways on from here. Must not: send to another group than the one that was shown (the server refuses it).

use leptos::prelude::*;
use shared::domain::lang::Lang;
use shared::wire::v1::message::{Preview, Sample, SendMessage, SentMessage};

use super::Page;
use super::form::FIELDS;
use crate::i18n::*;
use crate::pages::form::{Form, FormState};
use crate::platform::page as window;
use crate::state::{ids, server};

/// The preview.
#[component]
pub(super) fn Previewed(page: Page, preview: Preview) -> impl IntoView {
    let texts = page.texts;
    let state = FormState::new(FIELDS);
    let n = preview.recipients;
    let send = Callback::new(move |()| {
        if !state.may_send(Vec::new()) {
            return;
        }
        let form = SendMessage { id: page.id.get_untracked(), draft: page.draft.draft(), recipients: n };
        let path = page.open.path("/messages");
        let asked = async move {
            let answer = server::post::<SentMessage>(&path, &form).await;
            match answer {
                Err(failure) if failure.has_code("overtaken") => {
                    let path = page.open.path("/messages/preview");
                    server::post::<Preview>(&path, &form.draft).await.map(Some)
                }
                answer => answer.map(|_| None),
            }
        };
        state.send(texts, asked, move |again| match again {
            None => {
                page.preview.set(None);
                page.draft.clear();
                page.id.set(ids::mint());
                page.messages.reload();
                page.open.said.say(wording(texts, |texts| t_string!(texts, care.sent)));
            }
            Some(again) => {
                // Of an empty group there is nothing to show: back to the draft.
                page.preview.set((again.recipients > 0).then_some(again));
                page.open.said.fail(wording(texts, |texts| t_string!(texts, care.group_changed)));
            }
        });
    });
    let back = Callback::new(move |()| page.preview.set(None));
    let count = move || match n {
        1 => t_string!(texts, care.preview_1).to_owned(),
        n => t_string!(texts, care.preview_n, n = n).to_string(),
    };
    let submit = Signal::derive(move || match n {
        1 => t_string!(texts, care.send_now_1).to_owned(),
        n => t_string!(texts, care.send_now_n, n = n).to_string(),
    });
    // The button that led here is gone: the focus goes on at the heading.
    Effect::new(move |_| window::focus("preview-title"));
    view! {
        <h2 id="preview-title" tabindex="-1">
            {t!(texts, care.preview_title)}
        </h2>
        <p>{count}</p>
        {preview.samples.into_iter().map(|sample| view! { <Shown texts sample /> }).collect_view()}
        <Form state submit on_submit=send>
            <button
                type="button"
                class="hds-button hds-button--secondary"
                on:click=move |_| back.run(())
            >
                {t!(texts, care.edit)}
            </button>
        </Form>
    }
}

#[component]
fn Shown(texts: Texts, sample: Sample) -> impl IntoView {
    let (n, of) = (sample.recipients, sample.lang);
    let heading = move || {
        let language = match of {
            Lang::Fi => t_string!(texts, care.in_fi),
            Lang::Sv => t_string!(texts, care.in_sv),
            Lang::En => t_string!(texts, care.in_en),
        };
        match n {
            1 => t_string!(texts, care.sample_1, language = language).to_string(),
            n => t_string!(texts, care.sample_n, language = language, n = n).to_string(),
        }
    };
    view! {
        <h3>{heading}</h3>
        <div class="quote" lang=of.code()>
            <p>
                <strong>{sample.subject}</strong>
            </p>
            {sample.text}
        </div>
    }
}
