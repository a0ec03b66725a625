//! A registration in the hand of its person: `/{network}/ilmoittautuminen/{secret}`.
//!
//! Owns: which button asks for what. A GET changes nothing. Must not: log a path (it holds the secret).

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use maud::html;
use shared::domain::registration::{Fault, Pairs};

use super::client::Client;
use super::page::{Form, Language, failed, frame, frame_of, page, to};
use crate::app::App;
use crate::error::{Error, Kind};
use crate::html::{self as pages, LANG, ManagePage};
use crate::usecase::network;
use crate::usecase::registration::manage::{self, Ask, Done};
use crate::words::Words;

/// The query that says what was just done.
const DONE: &str = "tehty";

/// Shows a registration; whoever only looks changes nothing.
pub(super) async fn show(
    State(app): State<App>,
    language: Language,
    client: Client,
    Path((slug, secret)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let managed = match manage::show(&app, client.address, &slug, &secret).await {
        Ok(managed) => managed,
        Err(error) => return failed(&error, language.or(None)),
    };
    let words = Words { lang: language.or(Some(managed.stored.registration.lang)) };
    let said = query.get(DONE).and_then(|what| did(what)).map(|key| words.say(key));
    let message = said.as_deref().map(|said| (true, said));
    shown(&managed, &language, &secret, StatusCode::OK, message, None)
}

/// What was done, in words; the button's name says which.
fn did(what: &str) -> Option<&'static str> {
    Some(match what {
        "confirm" => "mine.did_confirm",
        "accept" => "mine.did_accept",
        "decline" => "mine.did_decline",
        "cancel" => "mine.did_cancel",
        "change" => "mine.did_change",
        "join" => "door_link.did_join",
        _ => return None,
    })
}

fn shown(
    managed: &manage::Managed,
    language: &Language,
    secret: &str,
    status: StatusCode,
    message: Option<(bool, &str)>,
    refused: Option<(&Pairs, &[Fault])>,
) -> Response {
    let lang = language.or(Some(managed.stored.registration.lang));
    let path = format!("/{}/ilmoittautuminen/{secret}", managed.opened.network.slug);
    let frame = frame(Words { lang }, &managed.opened, &path);
    page(status, pages::manage(frame, &ManagePage { managed, message, refused }))
}

/// Does what a button of that page asks for.
pub(super) async fn act(
    State(app): State<App>,
    language: Language,
    client: Client,
    Path((slug, secret)): Path<(String, String)>,
    form: Result<Form, Error>,
) -> Response {
    let pairs = match form {
        Ok(Form(pairs)) => pairs,
        Err(error) => return failed(&error, language.or(None)),
    };
    let ask = match pairs.one("do") {
        "confirm" => Ask::Confirm,
        "accept" => Ask::Accept,
        "decline" => Ask::Decline,
        "cancel" => Ask::Cancel,
        "join" => Ask::Join,
        "delete" => Ask::Delete,
        "change" => Ask::Change(pairs.clone()),
        _ => return failed(&Kind::BadRequest.into(), language.or(None)),
    };
    let done = match manage::act(&app, client.address, &slug, &secret, &ask).await {
        Ok(done) => done,
        Err(error) => return failed(&error, language.or(None)),
    };
    if done == Done::Deleted {
        let words = Words { lang: language.or(None) };
        return match network::by_slug(&app, &slug).await {
            Ok(network) => {
                let frame = frame_of(words, &network, "");
                let (title, lead) = (words.say("mine.deleted_title"), words.say("mine.deleted"));
                page(StatusCode::OK, pages::notice(frame, &title, &lead, &html! {}))
            }
            Err(error) => failed(&error, words.lang),
        };
    }
    let managed = match manage::show(&app, client.address, &slug, &secret).await {
        Ok(managed) => managed,
        Err(error) => return failed(&error, language.or(None)),
    };
    let words = Words { lang: language.or(Some(managed.stored.registration.lang)) };
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    match done {
        // Whoever loads the page again sends nothing again.
        Done::Done | Done::Deleted => {
            let chosen = language.chosen.map(|lang| format!("&{LANG}={}", lang.code())).unwrap_or_default();
            to(&format!("/{slug}/ilmoittautuminen/{secret}?{DONE}={}{chosen}", pairs.one("do")))
        }
        Done::TooLate => {
            let said = words.say("mine.too_late");
            shown(&managed, &language, &secret, StatusCode::CONFLICT, Some((false, &said)), None)
        }
        Done::Full => {
            let said = words.say("mine.full");
            let refused = Some((&pairs, &[][..]));
            shown(&managed, &language, &secret, StatusCode::CONFLICT, Some((false, &said)), refused)
        }
        Done::Wrong(faults) => {
            let refused = Some((&pairs, faults.as_slice()));
            shown(&managed, &language, &secret, unprocessable, None, refused)
        }
    }
}
