//! The activity day's public pages: `/{network}/ilmoittaudu` and `/{network}/ilmoittautuminen/{secret}`.
//!
//! Owns: reading a form, and that whatever goes wrong is answered by a page that still holds what was typed. A GET changes
//! nothing. Must not: log a path (it holds a secret).

use std::collections::HashMap;

use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CACHE_CONTROL, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};
use shared::domain::day::Door;
use shared::domain::lang::Lang;
use shared::domain::registration::{Mode, Pairs, State as Standing, field};
use shared::text;

use super::assets;
use super::client::Client;
use super::extract::{Body, Tokens};
use crate::app::App;
use crate::error::{Error, Kind};
use crate::html::{self as pages, FormPage, Frame, LANG, ManagePage, Thanks};
use crate::usecase::registration::Opened;
use crate::usecase::registration::form::{self, Outcome, Refusal};
use crate::usecase::registration::manage::{self, Ask, Done};
use crate::words::Words;

/// The query that says what was just done.
const DONE: &str = "tehty";

/// The language of a page: chosen in the address, else the browser's, else Finnish.
pub(super) struct Language {
    chosen: Option<Lang>,
    preferred: Lang,
}

impl Language {
    pub(super) fn or(&self, other: Option<Lang>) -> Lang {
        self.chosen.or(other).unwrap_or(self.preferred)
    }
}

impl Language {
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
    Frame {
        words,
        files: assets::public(),
        network: &opened.network.name,
        slug: &opened.network.slug,
        controller: &opened.network.controller,
        path,
    }
}

/// Words for what went wrong, where there is no more to say than that.
fn trouble(error: &Error, words: Words) -> String {
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
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = page(status, pages::notice(frame, &words.say(title), &lead, &html! {}));
    if let Some(seconds) = problem.retry_after {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The form of the latest day, or of a year's.
pub(super) async fn form_latest(
    state: State<App>,
    language: Language,
    tokens: Tokens,
    Path(slug): Path<String>,
) -> Response {
    show_form(state, language, tokens, &slug, None).await
}

/// The form of a year's day.
pub(super) async fn form(
    state: State<App>,
    language: Language,
    tokens: Tokens,
    Path((slug, year)): Path<(String, i32)>,
) -> Response {
    show_form(state, language, tokens, &slug, Some(year)).await
}

pub(super) async fn opened(app: &App, slug: &str, year: Option<i32>) -> crate::error::Result<Opened> {
    let mut tx = app.db.read().await?;
    Opened::find(app, &mut tx, slug, year).await
}

async fn show_form(
    State(app): State<App>,
    language: Language,
    tokens: Tokens,
    slug: &str,
    year: Option<i32>,
) -> Response {
    let lang = language.or(None);
    let opened = match opened(&app, slug, year).await {
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
    let lang = language.or(Lang::ALL.into_iter().find(|lang| lang.code() == pairs.one(field::LANG)));
    let words = Words { lang };
    let outcome = form::submit(&app, client.address, &slug, year, &pairs).await;
    // A form that was taken is one of a network that there is: its short name can stand in a path.
    let thanks = format!("/{slug}/ilmoittaudu/{year}/kiitos?{LANG}={}", lang.code());
    let outcome = match outcome {
        Ok(Outcome::Stored { state, mode, before }) => {
            let number = before.saturating_add(1);
            return to(&format!("{thanks}&tila={}&tapa={}&numero={number}", state.code(), mode.code()));
        }
        Ok(Outcome::Already) => return to(&thanks),
        Ok(Outcome::Refused(refusal)) => Ok(refusal),
        Err(error) => Err(error),
    };
    let opened = match opened(&app, &slug, Some(year)).await {
        Ok(opened) => opened,
        Err(error) => return failed(&error, lang),
    };
    let path = form_path(&opened);
    let (status, faults, message, wait) = match outcome {
        Ok(Refusal::Closed(door)) => return closed(&opened, door, lang, &path),
        Ok(Refusal::Wrong(faults)) => (StatusCode::UNPROCESSABLE_ENTITY, faults, None, None),
        Ok(Refusal::Unsure) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Vec::new(), Some(words.say("register.unsure")), None)
        }
        Ok(Refusal::Trapped) => {
            (StatusCode::UNPROCESSABLE_ENTITY, Vec::new(), Some(words.say("register.trapped")), None)
        }
        Err(error) => {
            error.log();
            let problem = error.problem();
            let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, Vec::new(), Some(trouble(&error, words)), problem.retry_after)
        }
    };
    // The stamp stays: what is sent again is the same registration.
    let stamp = match form::kept_stamp(&app, opened.id(), pairs.one(form::STAMP)) {
        Ok(stamp) => stamp,
        Err(error) => return failed(&error, lang),
    };
    let shown = FormPage {
        opened: &opened,
        pairs: &pairs,
        faults: &faults,
        message: message.as_deref(),
        stamp: &stamp,
        draft: tokens.device.is_none(),
        trapped: !pairs.one(form::TRAP).is_empty(),
    };
    let mut response = page(status, pages::form(frame(words, &opened, &path), &shown));
    if let Some(seconds) = wait {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

pub(super) fn to(path: &str) -> Response {
    match HeaderValue::from_str(path) {
        Ok(location) => (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response(),
        Err(_) => Error::internal("a path that is no header").into_response(),
    }
}

/// After the form.
pub(super) async fn thanks(
    State(app): State<App>,
    language: Language,
    Path((slug, year)): Path<(String, i32)>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let lang = language.or(None);
    let opened = match opened(&app, &slug, Some(year)).await {
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

/// Shows a registration; whoever only looks changes nothing.
pub(super) async fn mine(
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
    mine_page(&managed, &language, &secret, StatusCode::OK, message, None)
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

fn mine_page(
    managed: &manage::Managed,
    language: &Language,
    secret: &str,
    status: StatusCode,
    message: Option<(bool, &str)>,
    refused: Option<(&Pairs, &[shared::domain::registration::Fault])>,
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
        return match opened_network(&app, &slug).await {
            Ok(network) => {
                let frame = Frame {
                    words,
                    files: assets::public(),
                    network: &network.name,
                    slug: &network.slug,
                    controller: &network.controller,
                    path: "",
                };
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
            mine_page(&managed, &language, &secret, StatusCode::CONFLICT, Some((false, &said)), None)
        }
        Done::Full => {
            let said = words.say("mine.full");
            let refused = Some((&pairs, &[][..]));
            mine_page(&managed, &language, &secret, StatusCode::CONFLICT, Some((false, &said)), refused)
        }
        Done::Wrong(faults) => {
            let refused = Some((&pairs, faults.as_slice()));
            mine_page(&managed, &language, &secret, unprocessable, None, refused)
        }
    }
}

async fn opened_network(app: &App, slug: &str) -> crate::error::Result<crate::db::network::Network> {
    let mut tx = app.db.read().await?;
    crate::db::network::by_slug(&mut tx, slug).await?.ok_or_else(|| Kind::NotFound.into())
}
