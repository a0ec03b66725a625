//! The form of the activity day, for anybody: `/{network}/ilmoittaudu`.
//!
//! Owns: that whatever goes wrong is answered by a page that still holds what was typed. A GET changes nothing.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;
use shared::domain::day::Door;
use shared::domain::lang::Lang;
use shared::domain::registration::{Mode, Pairs, State as Standing};
use shared::text;

use super::client::Client;
use super::extract::Tokens;
use super::page::{Again, Form, Language, failed, frame, page, to, trouble};
use crate::app::App;
use crate::error::Error;
use crate::html::{self as pages, FormPage, LANG, Thanks};
use crate::usecase::registration::Opened;
use crate::usecase::registration::form::{self, Outcome};
use crate::usecase::stamp::{STAMP, Sent, TRAP};
use crate::words::Words;

/// The form of the latest day, or of a year's.
pub(super) async fn latest(
    state: State<App>,
    language: Language,
    tokens: Tokens,
    Path(slug): Path<String>,
) -> Response {
    show(state, language, tokens, &slug, None).await
}

/// The form of a year's day.
pub(super) async fn of_year(
    state: State<App>,
    language: Language,
    tokens: Tokens,
    Path((slug, year)): Path<(String, i32)>,
) -> Response {
    show(state, language, tokens, &slug, Some(year)).await
}

async fn show(
    State(app): State<App>,
    language: Language,
    tokens: Tokens,
    slug: &str,
    year: Option<i32>,
) -> Response {
    let lang = language.or(None);
    let opened = match Opened::read(&app, slug, year).await {
        Ok(opened) => opened,
        Err(error) => return failed(&error, lang),
    };
    let path = form_path(&opened);
    match opened.day.door(app.now()) {
        Door::Open => {}
        door => return closed(&opened, door, lang, &path),
    }
    let stamp = match form::stamp(&app, opened.id()) {
        Ok(stamp) => stamp,
        Err(error) => return failed(&error, lang),
    };
    let frame = frame(Words { lang }, &opened, &path);
    let shown = FormPage {
        opened: &opened,
        pairs: &Pairs::default(),
        faults: &[],
        message: None,
        stamp: &stamp,
        draft: tokens.device.is_none(),
        trapped: false,
    };
    page(StatusCode::OK, pages::form(frame, &shown))
}

fn form_path(opened: &Opened) -> String {
    format!("/{}/ilmoittaudu/{}", opened.network.slug, opened.day.year())
}

fn closed(opened: &Opened, door: Door, lang: Lang, path: &str) -> Response {
    let words = Words { lang };
    let when = text::instant(opened.day.opens.instant(), lang);
    let lead = match door {
        Door::Before => words.fill("register.not_yet", &[("when", &when)]),
        _ => words.say("register.over"),
    };
    let title = opened.day.title.of(lang);
    let markup = pages::notice(frame(words, opened, path), title, &lead, &html! {});
    page(StatusCode::OK, markup)
}

/// Takes the form.
pub(super) async fn submit(
    State(app): State<App>,
    language: Language,
    tokens: Tokens,
    client: Client,
    Path((slug, year)): Path<(String, i32)>,
    form: Result<Form, Error>,
) -> Response {
    let pairs = match form {
        Ok(Form(pairs)) => pairs,
        Err(error) => return failed(&error, language.or(None)),
    };
    let lang = language.of_form(&pairs);
    let words = Words { lang };
    let sent = Sent { address: client.address, slug: &slug, year, pairs: &pairs };
    let outcome = form::submit(&app, &sent).await;
    // A form that was taken is one of a network that there is: its short name can stand in a path.
    let thanks = format!("/{slug}/ilmoittaudu/{year}/kiitos?{LANG}={}", lang.code());
    let outcome = match outcome {
        Ok(Outcome::Stored { state, mode, before }) => {
            let number = before.saturating_add(1);
            return to(&format!("{thanks}&tila={}&tapa={}&numero={number}", state.code(), mode.code()));
        }
        Ok(Outcome::Already) => return to(&thanks),
        Ok(Outcome::Closed(door)) => Err(door),
        Ok(Outcome::Refused(refusal)) => Ok(Again::refused(refusal, words)),
        Err(error) => Ok(Again::trouble(&error, trouble(&error, words))),
    };
    let opened = match Opened::read(&app, &slug, Some(year)).await {
        Ok(opened) => opened,
        Err(error) => return failed(&error, lang),
    };
    let path = form_path(&opened);
    let again = match outcome {
        Ok(again) => again,
        Err(door) => return closed(&opened, door, lang, &path),
    };
    // The stamp stays: what is sent again is the same registration.
    let stamp = match form::stamp_again(&app, opened.id(), pairs.one(STAMP)) {
        Ok(stamp) => stamp,
        Err(error) => return failed(&error, lang),
    };
    let shown = FormPage {
        opened: &opened,
        pairs: &pairs,
        faults: &again.faults,
        message: again.message.as_deref(),
        stamp: &stamp,
        draft: tokens.device.is_none(),
        trapped: !pairs.one(TRAP).is_empty(),
    };
    again.page(pages::form(frame(words, &opened, &path), &shown))
}

/// After the form.
pub(super) async fn thanks(
    State(app): State<App>,
    language: Language,
    Path((slug, year)): Path<(String, i32)>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let lang = language.or(None);
    let opened = match Opened::read(&app, &slug, Some(year)).await {
        Ok(opened) => opened,
        Err(error) => return failed(&error, lang),
    };
    let asked = |name: &str| query.get(name).map_or("", String::as_str);
    let path = format!("{}/kiitos", form_path(&opened));
    let shown = Thanks {
        opened: &opened,
        state: Standing::from_code(asked("tila")),
        mode: Mode::from_code(asked("tapa")),
        number: asked("numero").parse().unwrap_or(1),
    };
    page(StatusCode::OK, pages::thanks(frame(Words { lang }, &opened, &path), &shown))
}
