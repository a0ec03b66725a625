//! `/hallinta/palautteet`: the feedback and its due dates.
//!
//! Owns: the list, overdue ones in words, marking one as answered. Must not: send the answer: a person does.

use std::sync::Arc;

use leptos::prelude::*;
use shared::routes;
use shared::text;
use shared::time::{Date, helsinki};
use shared::wire::v1::feedback::{AnswerFeedback, Feedback, FeedbackList};

use super::{Loaded, Said, SaidLine};
use crate::components::dialog::Dialog;
use crate::components::field::TextArea;
use crate::components::heading::PageHeading;
use crate::i18n::*;
use crate::pages::failure;
use crate::pages::form::{FieldIds, Form, FormState, trimmed};
use crate::state::clock;
use crate::state::remote::Remote;
use crate::state::server;

const FIELDS: FieldIds = &[("note", "answer-note")];

#[derive(Clone, Copy)]
struct Page {
    texts: Texts,
    list: Remote<FeedbackList>,
    said: Said,
    answering: RwSignal<Option<Feedback>>,
}

/// The page.
#[component]
pub fn FeedbackListPage() -> impl IntoView {
    let texts = use_i18n();
    let page = Page {
        texts,
        list: Remote::new(routes::FEEDBACK),
        said: Said::new(),
        answering: RwSignal::new(None),
    };
    let open = super::opened_by(page.answering);
    let saved = Callback::new(move |()| {
        open.set(false);
        page.list.reload();
        let answered =
            |texts: Texts| t_string!(texts, manage.saved, what = t_string!(texts, manage.feedback.answer));
        page.said.say(wording(texts, answered));
    });
    let list = move |list: Signal<Arc<FeedbackList>>| {
        let waiting = move || {
            let list = list.get();
            match (list.feedback.len(), list.feedback.iter().filter(|f| f.answered_at.is_none()).count()) {
                (0, _) => t_string!(texts, manage.feedback.none).to_string(),
                (_, 0) => t_string!(texts, manage.feedback.waiting_none).to_string(),
                (_, 1) => t_string!(texts, manage.feedback.waiting_1).to_string(),
                (_, n) => t_string!(texts, manage.feedback.waiting_n, n = n).to_string(),
            }
        };
        view! {
            <p>{waiting}</p>
            {move || list.get().feedback.iter().map(|feedback| card(page, feedback)).collect_view()}
        }
    };
    view! {
        <div class="page manage">
            <PageHeading text=Signal::derive(move || t_string!(texts, manage.feedback.title).to_string()) />
            <p class="soft">{t!(texts, manage.feedback.intro)}</p>
            <SaidLine said=page.said />
            <Loaded remote=page.list body=list />
        </div>
        <Dialog
            id="answer-dialog"
            open
            title=Signal::derive(move || t_string!(texts, manage.feedback.answer).to_string())
        >
            {move || {
                page.answering
                    .get_untracked()
                    .map(|feedback| {
                        view! { <Answer feedback saved cancel=Callback::new(move |()| open.set(false)) /> }
                    })
            }}
        </Dialog>
    }
}

/// What was answered or done.
#[component]
fn Answer(feedback: Feedback, saved: Callback<()>, cancel: Callback<()>) -> impl IntoView {
    let texts = use_i18n();
    let note = RwSignal::new(feedback.answer_note.unwrap_or_default());
    let state = FormState::new(FIELDS);
    let id = feedback.id;
    let submit = Callback::new(move |()| {
        if !state.may_send(Vec::new()) {
            return;
        }
        let path = format!("{}/{id}", routes::FEEDBACK);
        let form = AnswerFeedback { answered: true, note: trimmed(note) };
        state.send(texts, async move { server::patch::<Feedback>(&path, &form).await }, move |_| {
            saved.run(())
        });
    });
    view! {
        <blockquote class="quote">{feedback.body}</blockquote>
        <Form
            state
            submit=Signal::derive(move || t_string!(texts, manage.feedback.answer).to_string())
            on_submit=submit
            cancel
        >
            <TextArea
                id="answer-note"
                label=Signal::derive(move || t_string!(texts, manage.feedback.note).to_string())
                value=note
                error=state.fault("answer-note")
            />
        </Form>
    }
}

fn card(page: Page, feedback: &Feedback) -> impl IntoView + use<> {
    let texts = page.texts;
    let lang = lang(texts);
    let came = text::weekday_date(helsinki(feedback.at).date, lang);
    let heading = t_string!(texts, manage.feedback.came, date = came.clone()).to_string();
    let today = helsinki(clock::now()).date;
    let late = feedback.answered_at.is_none() && feedback.due_on < today;
    let state = match feedback.answered_at {
        Some(at) => t_string!(
            texts,
            manage.feedback.answered,
            date = text::date(helsinki(at).date, lang),
            name = feedback.answered_by.clone().unwrap_or_default()
        )
        .to_string(),
        None => due(texts, feedback.due_on, today),
    };
    let reply = match &feedback.reply_to {
        Some(to) => t_string!(texts, manage.feedback.reply_to, to = to.clone()).to_string(),
        None => t_string!(texts, manage.feedback.no_reply).to_string(),
    };
    let about = (!feedback.page.is_empty())
        .then(|| t_string!(texts, manage.feedback.page, page = feedback.page.clone()).to_string());
    let note = feedback.answer_note.clone().filter(|note| !note.is_empty());
    let answered = feedback.answered_at.is_some();
    let label = if answered {
        t_string!(texts, manage.feedback.reopen_of, what = heading.clone()).to_string()
    } else {
        t_string!(texts, manage.feedback.answer_of, what = heading.clone()).to_string()
    };
    let words = if answered {
        t_string!(texts, manage.feedback.reopen)
    } else {
        t_string!(texts, manage.feedback.answer)
    };
    let (class, for_press) = (
        if answered { "hds-button hds-button--quiet" } else { "hds-button hds-button--secondary" },
        feedback.clone(),
    );
    let press = move |_| {
        if answered { reopen(page, for_press.clone()) } else { page.answering.set(Some(for_press.clone())) }
    };
    view! {
        <section class="card stack stack--tight">
            <div class="page__head">
                <h2>{heading}</h2>
                <span class:warn=late class:soft=!late>
                    {state}
                </span>
            </div>
            <blockquote class="quote" lang=feedback.language.clone()>
                {feedback.body.clone()}
            </blockquote>
            <p class="small soft">{reply} {about.map(|about| format!(" · {about}"))}</p>
            {note.map(|note| view! { <p class="small">{t_string!(texts, manage.feedback.note)} ": " {note}</p> })}
            <div>
                <button type="button" class=class aria-label=label on:click=press>
                    {words}
                </button>
            </div>
        </section>
    }
}

/// When an answer is due, or for how long it has been.
fn due(texts: Texts, on: Date, today: Date) -> String {
    let date = text::weekday_date(on, lang(texts));
    match today.days_since(on) {
        0 => t_string!(texts, manage.feedback.left_today).to_string(),
        1 => t_string!(texts, manage.feedback.overdue_1, date = date).to_string(),
        late if late > 1 => t_string!(texts, manage.feedback.overdue_n, n = late, date = date).to_string(),
        _ => t_string!(texts, manage.feedback.due, date = date).to_string(),
    }
}

/// Takes the mark back; at once, since it can be set again.
fn reopen(page: Page, feedback: Feedback) {
    leptos::task::spawn_local(async move {
        let path = format!("{}/{}", routes::FEEDBACK, feedback.id);
        let form = AnswerFeedback { answered: false, note: feedback.answer_note.unwrap_or_default() };
        match server::patch::<Feedback>(&path, &form).await {
            Ok(_) => {
                page.list.reload();
                let reopened = |texts: Texts| {
                    t_string!(texts, manage.saved, what = t_string!(texts, manage.feedback.reopen))
                };
                page.said.say(wording(page.texts, reopened));
            }
            Err(failure) => page.said.fail(failure::wording(page.texts, failure)),
        }
    });
}
