//! What all pages have in common that the server draws for people without an account.
//!
//! Owns: their language, which paths are theirs, reading a form, and that whatever goes wrong is answered by a page. Must not:
//! log a path (it may hold a secret).

use std::collections::HashMap;

use axum::extract::{FromRequest, FromRequestParts, Query, Request};
use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};
use shared::domain::lang::Lang;
use shared::domain::registration::{Fault, Pairs, field};
use shared::text;

use super::answer::{status, with_retry_after};
use super::assets;
use super::extract::Body;
use crate::app::App;
use crate::db::network::Network;
use crate::error::{Error, Kind};
use crate::html::{self as pages, Frame, LANG};
use crate::usecase::registration::Opened;
use crate::usecase::stamp::Refusal;
use crate::words::Words;

/// The language of a page: chosen in the address, else the browser's, else Finnish.
pub(super) struct Language {
    pub(super) chosen: Option<Lang>,
    preferred: Lang,
}

impl Language {
    pub(super) fn or(&self, other: Option<Lang>) -> Lang {
        self.chosen.or(other).unwrap_or(self.preferred)
    }

    /// Of whoever sends a form: chosen in the address, else what the form was shown in.
    pub(super) fn of_form(&self, pairs: &Pairs) -> Lang {
        self.or(Lang::ALL.into_iter().find(|lang| lang.code() == pairs.one(field::LANG)))
    }

    fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        let lang =
            |code: &str| Lang::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(code.trim()));
        let query = Query::<HashMap<String, String>>::try_from_uri(uri).ok();
        let chosen = query.and_then(|Query(query)| lang(query.get(LANG)?));
        let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        // Browsers name the language that they like best first.
        let preferred = accepted
            .unwrap_or_default()
            .split(',')
            .find_map(|one| lang(one.split(['-', ';']).next().unwrap_or_default()));
        Self { chosen, preferred: preferred.unwrap_or_default() }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Language {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(&parts.uri, &parts.headers))
    }
}

/// What follows the network's short name in the paths of pages that the server draws for people without an account.
const PAGES: [&str; 3] = ["ilmoittaudu", "ilmoittautuminen", "palaute"];

/// Whether no cookie decides on a page: the public form, and what a personal link opens. The chair's pages lie deeper.
pub(super) fn is_open(path: &str) -> bool {
    is_page(path) && path.split('/').count() == 4
}

/// Whether a path is one of these pages'.
pub(super) fn is_page(path: &str) -> bool {
    path.split('/').nth(2).is_some_and(|part| PAGES.contains(&part)) && !path.starts_with("/api/")
}

/// The language of whoever asks for one of these pages; `None` for everything else.
pub(super) fn reader(request: &Request) -> Option<Lang> {
    is_page(request.uri().path()).then(|| Language::of(request.uri(), request.headers()).or(None))
}

/// What a form sent.
pub(super) struct Form(pub(super) Pairs);

impl FromRequest<App> for Form {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self, Error> {
        let sent = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = sent.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Kind::UnsupportedMediaType.into());
        }
        let Body(bytes) = Body::from_request(request, app).await?;
        let list: Vec<(String, String)> =
            serde_urlencoded::from_bytes(&bytes).map_err(|_| Error::new(Kind::BadRequest))?;
        Ok(Self(Pairs::from_list(list)))
    }
}

/// Nobody keeps such a page: it may show what a person told.
pub(super) fn page(status: StatusCode, markup: Markup) -> Response {
    let mut response = (status, markup.into_string()).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

pub(super) fn frame<'a>(words: Words, opened: &'a Opened, path: &'a str) -> Frame<'a> {
    frame_of(words, &opened.network, path)
}

pub(super) fn frame_of<'a>(words: Words, network: &'a Network, path: &'a str) -> Frame<'a> {
    let Network { name, slug, controller, .. } = network;
    Frame { words, files: assets::public(), network: name, slug, controller, path }
}

/// Words for what went wrong, where there is no more to say than that.
pub(super) fn trouble(error: &Error, words: Words) -> String {
    let key = match error.kind() {
        Kind::TooManyTries => "register.slow_down",
        Kind::TooLarge => "register.too_large",
        Kind::Busy | Kind::Timeout => "register.busy",
        _ => "register.broken",
    };
    let seconds = error.problem().retry_after.unwrap_or(60);
    words.fill(key, &[("seconds", &text::number(i64::try_from(seconds).unwrap_or(60), words.lang))])
}

/// A page for an error that leaves nothing to fill in.
pub(super) fn failed(error: &Error, lang: Lang) -> Response {
    error.log();
    let words = Words { lang };
    let frame =
        Frame { words, files: assets::public(), network: "Digiverkosto", slug: "", controller: "", path: "" };
    let (title, lead) = match error.kind() {
        Kind::NotFound => ("register.no_day_title", words.say("register.no_day")),
        Kind::LinkEnded => ("mine.ended_title", words.say("mine.ended")),
        Kind::NotSignedIn | Kind::Forbidden => {
            ("organise.signed_out_title", words.say("organise.signed_out"))
        }
        _ => ("register.trouble_title", trouble(error, words)),
    };
    let problem = error.problem();
    let page = page(status(&problem), pages::notice(frame, &words.say(title), &lead, &html! {}));
    with_retry_after(page, problem.retry_after)
}

/// How a form is shown again that was not stored; it still holds what was typed.
pub(super) struct Again {
    status: StatusCode,
    retry_after: Option<u64>,
    /// What is wrong with its fields.
    pub(super) faults: Vec<Fault>,
    /// What else there is to say.
    pub(super) message: Option<String>,
}

impl Again {
    /// It did not pass.
    pub(super) fn refused(refusal: Refusal, words: Words) -> Self {
        let (faults, message) = match refusal {
            Refusal::Wrong(faults) => (faults, None),
            Refusal::Unsure => (Vec::new(), Some(words.say("register.unsure"))),
            Refusal::Trapped => (Vec::new(), Some(words.say("register.trapped"))),
        };
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, retry_after: None, faults, message }
    }

    /// Something went wrong that is not the form's fault.
    pub(super) fn trouble(error: &Error, message: String) -> Self {
        error.log();
        let problem = error.problem();
        Self {
            status: status(&problem),
            retry_after: problem.retry_after,
            faults: Vec::new(),
            message: Some(message),
        }
    }

    /// The page that shows it.
    pub(super) fn page(&self, markup: Markup) -> Response {
        with_retry_after(page(self.status, markup), self.retry_after)
    }
}

pub(super) fn to(path: &str) -> Response {
    match HeaderValue::from_str(path) {
        Ok(location) => (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response(),
        Err(_) => Error::internal("a path that is no header").into_response(),
    }
}
