//! The feedback after an activity day: the public form at `/{network}/palaute/{year}`, and the results at
//! `/api/v1/days/{year}/feedback`.
//!
//! Owns: reading the form, and that whatever goes wrong is answered by a page that still holds what was typed. A GET changes
//! nothing. Must not: log who sent it.

use axum::Json as Answer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;
use shared::domain::day::Door;
use shared::domain::day_feedback as domain;
use shared::domain::lang::Lang;
use shared::domain::registration::Pairs;
use shared::id::Id;
use shared::text;
use shared::wire::v1::day_feedback::FeedbackResults;

use super::client::Client;
use super::extract::{SessionAuth, Tokens};
use super::page::{Again, Form, Language, failed, frame, page, to};
use crate::app::App;
use crate::error::{Error, Kind, Result};
use crate::html::{self as pages, FeedbackPage, LANG};
use crate::usecase::day_feedback::{self, Outcome};
use crate::usecase::registration::Opened;
use crate::usecase::stamp::{STAMP, Sent};
use crate::words::Words;

pub(super) async fn results(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
) -> Result<Answer<FeedbackResults>> {
    Ok(Answer(day_feedback::results(&app, &actor, year).await?))
}

pub(super) async fn remove_text(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path((year, id)): Path<(i32, Id)>,
) -> Result<StatusCode> {
    day_feedback::remove_text(&app, &actor, year, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn path_of(opened: &Opened) -> String {
    format!("/{}/palaute/{}", opened.network.slug, opened.day.year())
}

/// Shows the form.
pub(super) async fn form(
    State(app): State<App>,
    language: Language,
    tokens: Tokens,
    Path((slug, year)): Path<(String, i32)>,
) -> Response {
    let lang = language.or(None);
    let opened = match Opened::read(&app, &slug, Some(year)).await {
        Ok(opened) => opened,
        Err(error) => return failed(&error, lang),
    };
    match domain::door(&opened.day, app.now()) {
        Door::Open => {}
        door => return closed(&opened, door, lang),
    }
    let stamp = match day_feedback::stamp(&app, opened.id()) {
        Ok(stamp) => stamp,
        Err(error) => return failed(&error, lang),
    };
    let shown = FeedbackPage {
        opened: &opened,
        pairs: &Pairs::default(),
        faults: &[],
        message: None,
        stamp: &stamp,
        draft: tokens.device.is_none(),
    };
    let path = path_of(&opened);
    page(StatusCode::OK, pages::feedback(frame(Words { lang }, &opened, &path), &shown))
}

fn closed(opened: &Opened, door: Door, lang: Lang) -> Response {
    let words = Words { lang };
    let lead = match door {
        Door::Before => {
            let when = text::instant(opened.day.begins_at(), lang);
            words.fill("after.feedback_not_yet", &[("when", &when)])
        }
        _ => words.say("after.feedback_over"),
    };
    let path = path_of(opened);
    let title = words.say("after.feedback_title");
    page(StatusCode::OK, pages::notice(frame(words, opened, &path), &title, &lead, &html! {}))
}

/// Takes the form.
pub(super) async fn submit(
    State(app): State<App>,
    language: Language,
    tokens: Tokens,
    client: Client,
    Path((slug, year)): Path<(String, i32)>,
    form: Result<Form>,
) -> Response {
    let pairs = match form {
        Ok(Form(pairs)) => pairs,
        Err(error) => return failed(&error, language.or(None)),
    };
    let lang = language.of_form(&pairs);
    let words = Words { lang };
    let sent = Sent { address: client.address, slug: &slug, year, pairs: &pairs };
    let outcome = day_feedback::submit(&app, &sent).await;
    let opened = match Opened::read(&app, &slug, Some(year)).await {
        Ok(opened) => opened,
        Err(error) => return failed(&error, lang),
    };
    let path = path_of(&opened);
    let again = match outcome {
        Ok(Outcome::Stored) => return to(&format!("{path}/kiitos?{LANG}={}", lang.code())),
        Ok(Outcome::Closed(door)) => return closed(&opened, door, lang),
        Ok(Outcome::Refused(refusal)) => Again::refused(refusal, words),
        Err(error) => Again::trouble(&error, trouble(&error, words)),
    };
    // The stamp stays: what is sent again is the same answer.
    let stamp = match day_feedback::stamp_again(&app, opened.id(), pairs.one(STAMP)) {
        Ok(stamp) => stamp,
        Err(error) => return failed(&error, lang),
    };
    let shown = FeedbackPage {
        opened: &opened,
        pairs: &pairs,
        faults: &again.faults,
        message: again.message.as_deref(),
        stamp: &stamp,
        draft: tokens.device.is_none(),
    };
    again.page(pages::feedback(frame(words, &opened, &path), &shown))
}

/// Words for what went wrong; nothing that was typed is lost.
fn trouble(error: &Error, words: Words) -> String {
    let seconds = i64::try_from(error.problem().retry_after.unwrap_or(60)).unwrap_or(60);
    let key = match error.kind() {
        Kind::TooManyTries => "after.feedback_slow_down",
        _ => "after.feedback_busy",
    };
    words.fill(key, &[("seconds", &text::number(seconds, words.lang))])
}

/// After the form.
pub(super) async fn thanks(
    State(app): State<App>,
    language: Language,
    Path((slug, year)): Path<(String, i32)>,
) -> Response {
    let lang = language.or(None);
    let opened = match Opened::read(&app, &slug, Some(year)).await {
        Ok(opened) => opened,
        Err(error) => return failed(&error, lang),
    };
    let path = format!("{}/kiitos", path_of(&opened));
    page(StatusCode::OK, pages::feedback_thanks(frame(Words { lang }, &opened, &path)))
}
