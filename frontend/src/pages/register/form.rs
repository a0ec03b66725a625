//! The form itself, drawn as the server draws the public one.
//!
//! Owns: drawing it anew with what was written and what is wrong with it, sealing it at the press of the button. Must not:
//! store what is written, or let the browser: nothing may be filled in, remembered or spell-checked elsewhere.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use shared::domain::lang::Lang;
use shared::domain::registration::{Fault, Pairs, field};
use shared::form::{Filled, Hand, Sheet, fields};
use shared::id::Id;
use shared::wire::v1::tablet_form::TabletForm;

use super::given;
use crate::components::notice::{Notice, Tone};
use crate::i18n::*;
use crate::pages::words::use_words;
use crate::platform::{form as dom, page};
use crate::state::ids;
use crate::state::registration::{self, NotQueued};
use crate::state::update::OpenForm;

/// The form.
#[component]
pub(super) fn RegisterForm(
    /// As it is kept.
    form: Memo<Option<Arc<TabletForm>>>,
    /// Called with the registration's identity once it is queued.
    done: Callback<Id>,
) -> impl IntoView {
    let words = use_words();
    let texts = words.texts;
    let _open = StoredValue::new_local(OpenForm::hold());
    let id = StoredValue::new(ids::mint());
    let node = NodeRef::<html::Form>::new();
    let faults = RwSignal::new(Vec::<Fault>::new());
    let failure = RwSignal::new(None::<NotQueued>);
    let busy = RwSignal::new(false);
    let cleared = RwSignal::new(0_u32);
    let drawn = move |before: Option<u32>| {
        let (lang, form, faults) = (lang(texts), form.get(), faults.get());
        let emptied = before.is_some_and(|before| before != cleared.get());
        // What is in the form stays in it when the language or the form changes.
        let written = node.get_untracked().filter(|_| !emptied).map(|form| dom::pairs(&form));
        form.map_or_else(String::new, |form| draw(&form, lang, written.unwrap_or_default(), &faults))
    };
    let markup = RwSignal::new(String::new());
    Effect::new(move |before: Option<u32>| {
        markup.set(drawn(before));
        let refused = !faults.with_untracked(Vec::is_empty);
        // After the markup is in the page and before it is painted.
        request_animation_frame(move || {
            if let Some(Some(form)) = node.try_get_untracked() {
                dom::show(&form);
            }
            if refused {
                page::focus("summary");
            }
        });
        cleared.get()
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(form) = node.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        busy.set(true);
        failure.set(None);
        let (written, id) = (dom::pairs(&form), id.get_value());
        spawn_local(async move {
            let outcome = registration::queue(id, written).await;
            if busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(()) => done.run(id),
                Err(NotQueued::Faults(found)) => faults.set(found),
                Err(other) => {
                    faults.set(Vec::new());
                    failure.set(Some(other));
                }
            }
        });
    };
    let clear = move |_| {
        // What was written since the last drawing is not in the markup, and markup that is the same is not drawn again.
        if let Some(form) = node.get_untracked() {
            form.reset();
        }
        faults.set(Vec::new());
        failure.set(None);
        cleared.update(|n| *n += 1);
        page::focus("content");
    };
    let failed = move || {
        failure.get().map(|why| {
            let said = match why {
                NotQueued::Faults(_) => return ().into_any(),
                NotQueued::NoForm => t_string!(texts, seal.closed_meanwhile),
                NotQueued::NotSealed => t_string!(texts, seal.cannot_seal),
                NotQueued::NotSaved(why) => words.not_saved(why),
            };
            view! { <Notice tone=Tone::Bad>{said}</Notice> }.into_any()
        })
    };
    view! {
        <Notice tone=Tone::Info>{t!(texts, seal.sealed_note)}</Notice>
        <form
            class="register"
            novalidate
            autocomplete="off"
            spellcheck="false"
            node_ref=node
            on:submit=submit
            on:change=move |_| {
                if let Some(form) = node.get_untracked() {
                    dom::show(&form);
                }
            }
            on:click=move |event| dom::lead(&event)
        >
            <div class="register" inner_html=move || markup.get()></div>
            <div role="alert">{failed}</div>
            <div class="row">
                <button
                    type="submit"
                    class="hds-button hds-button--primary hds-button--big"
                    aria-disabled=move || busy.get().then_some("true")
                >
                    {t!(texts, register.submit)}
                </button>
                <button type="button" class="hds-button hds-button--secondary" on:click=clear>
                    {t!(texts, seal.clear)}
                </button>
            </div>
            <p class="soft small">
                {t!(texts, register.privacy)} " " <A href="/tietosuoja">{t!(texts, register.privacy_link)}</A>
            </p>
        </form>
    }
}

/// The summary of what is wrong, and the fields with what was written.
fn draw(form: &TabletForm, lang: Lang, written: Vec<(String, String)>, faults: &[Fault]) -> String {
    let mut pairs = Pairs::from_list(written);
    // The mail comes in the language of the page.
    pairs.set(field::LANG, lang.code());
    let sheet = Sheet {
        day: &form.day,
        places: None,
        lists: &form.lists,
        libraries: &form.libraries,
        hand: Hand::Tablet,
    };
    given(form, lang, |words| {
        let filled = Filled { words, pairs: &pairs, faults, questions: &form.day.questions };
        let hidden = format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", field::LANG, lang.code());
        format!("{}{hidden}{}", filled.summary().into_string(), fields(&filled, &sheet).into_string())
    })
}
