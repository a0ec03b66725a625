//! The feedback channel.
//!
//! Owns: the form, its limits, and what was promised in answer. Must not: lose what was written when there is no network.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::routes;
use shared::wire::v1::feedback::{FeedbackReceived, NewFeedback};

use crate::components::error_summary::{ErrorSummary, Faults, fault_of};
use crate::components::field::{SelectField, TextArea, TextField};
use crate::components::heading::PageHeading;
use crate::components::label::{Item, text};
use crate::components::notice::{Notice, Tone};
use crate::i18n::{self, *};
use crate::platform::page as document;
use crate::state::{ids, server};

const MAX_BODY: usize = 4_000;
const MAX_REPLY: usize = 200;

/// How far the form is.
#[derive(Clone, PartialEq)]
enum Stage {
    Writing,
    Sending,
    Failed,
    Sent(FeedbackReceived),
}

/// The page.
#[component]
pub fn FeedbackPage() -> impl IntoView {
    let texts = use_i18n();
    let stage = RwSignal::new(Stage::Writing);
    let faults = RwSignal::new(Faults::new());
    let (body, reply, about) =
        (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    // Minted when the form opens: sending it twice makes one feedback.
    let id = RwSignal::new(ids::mint());
    let pages = Signal::derive(move || {
        let item = |code: &str, label: &str| Item { code: code.to_owned(), label: label.to_owned() };
        vec![
            item("", t_string!(texts, feedback.page_all)),
            item("/", t_string!(texts, shell.nav.log)),
            item("/kirjaukset", t_string!(texts, shell.nav.entries)),
            item("/laite", t_string!(texts, shell.nav.device)),
            item("/tilanne", t_string!(texts, shell.nav.overview)),
        ]
    });
    let judge = move || {
        let mut found = Faults::new();
        let length = body.with_untracked(|body| body.trim().chars().count());
        if length == 0 {
            found.push(("feedback-body", wording(texts, |texts| t_string!(texts, feedback.body_missing))));
        }
        if length > MAX_BODY {
            found.push((
                "feedback-body",
                wording(texts, move |texts| t_string!(texts, form.too_long, max = MAX_BODY)),
            ));
        }
        if reply.with_untracked(|reply| reply.trim().chars().count()) > MAX_REPLY {
            found.push((
                "feedback-reply",
                wording(texts, move |texts| t_string!(texts, form.too_long, max = MAX_REPLY)),
            ));
        }
        found
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let found = judge();
        let stop = !found.is_empty() || stage.get_untracked() == Stage::Sending;
        faults.set(found);
        if stop {
            return;
        }
        stage.set(Stage::Sending);
        let new = NewFeedback {
            id: id.get_untracked(),
            body: body.get_untracked().trim().to_owned(),
            reply_to: Some(reply.get_untracked().trim().to_owned()).filter(|reply| !reply.is_empty()),
            page: about.get_untracked(),
            language: untrack(|| i18n::lang(texts)).code().to_owned(),
            network: None,
        };
        spawn_local(async move {
            let answer = server::post::<FeedbackReceived>(routes::FEEDBACK, &new).await;
            stage.set(answer.map_or(Stage::Failed, Stage::Sent));
            if matches!(stage.get_untracked(), Stage::Sent(_)) {
                document::focus("feedback-state");
            }
        });
    };
    let again = move |_| {
        body.set(String::new());
        id.set(ids::mint());
        stage.set(Stage::Writing);
    };
    let sent = move || match stage.get() {
        Stage::Sent(received) => {
            let due = shared::text::weekday_date(received.due_on, i18n::lang(texts));
            Some(
                view! {
                    <Notice tone=Tone::Good>
                        <b>{t!(texts, feedback.thanks)}</b>
                        " "
                        {t_string!(texts, feedback.due, date = due)}
                    </Notice>
                }
                .into_any(),
            )
        }
        Stage::Failed => {
            Some(view! { <Notice tone=Tone::Bad>{t!(texts, feedback.failed)}</Notice> }.into_any())
        }
        Stage::Writing | Stage::Sending => None,
    };
    let is_sent = Memo::new(move |_| stage.with(|stage| matches!(stage, Stage::Sent(_))));
    let form = move || {
        view! {
            <form class="stack" on:submit=submit novalidate>
                <ErrorSummary faults />
                <TextArea
                    id="feedback-body"
                    label=say!(texts, feedback.body)
                    hint=say!(texts, feedback.body_hint)
                    value=body
                    error=fault_of(faults, "feedback-body")
                />
                <SelectField
                    id="feedback-page"
                    label=say!(texts, feedback.page)
                    items=pages
                    value=about
                />
                <TextField
                    id="feedback-reply"
                    label=text(move || {
                        format!("{} ({})", t_string!(texts, feedback.reply_to), t_string!(texts, form.optional))
                    })
                    hint=say!(texts, feedback.reply_hint)
                    value=reply
                    autocomplete="email"
                    error=fault_of(faults, "feedback-reply")
                />
                <div>
                    <button type="submit" class="hds-button hds-button--primary">
                        {move || match stage.get() {
                            Stage::Sending => t_string!(texts, feedback.sending),
                            _ => t_string!(texts, feedback.send),
                        }}
                    </button>
                </div>
            </form>
        }
    };
    view! {
        <div class="page page--narrow">
            <PageHeading text=say!(texts, feedback.title) />
            <p>{t!(texts, feedback.intro)}</p>
            <div id="feedback-state" role="status" tabindex="-1">
                {sent}
            </div>
            {move || {
                if is_sent.get() {
                    view! {
                        <div>
                            <button type="button" class="hds-button hds-button--secondary" on:click=again>
                                {t!(texts, feedback.again)}
                            </button>
                        </div>
                    }
                        .into_any()
                } else {
                    form().into_any()
                }
            }}
        </div>
    }
}
