//! The pages that the server draws for the chair: `/{network}/ilmoittaudu/{year}/esikatselu` and
//! `/{network}/ilmoittautuminen/osallistuja/{id}`, under the signed-in person's session.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use shared::domain::registration::{Fault, Pairs};
use shared::id::Id;

use super::extract::MaybeSession;
use super::page::{Form, Language, failed, frame, page, to};
use crate::app::App;
use crate::error::{Error, Kind, Result};
use crate::html::{self as pages, AmendPage, LANG};
use crate::usecase::actor::Actor;
use crate::usecase::registration::manage::{Done, Managed};
use crate::usecase::registration::{Opened, amend};
use crate::words::Words;

/// The query that says that something was saved.
const SAVED: &str = "tallennettu";

fn signed_in(session: MaybeSession) -> Result<Actor> {
    session.0.ok_or_else(|| Kind::NotSignedIn.into())
}

/// The form as the public will see it.
pub(super) async fn preview(
    State(app): State<App>,
    language: Language,
    session: MaybeSession,
    Path((slug, year)): Path<(String, i32)>,
) -> Response {
    let lang = language.or(None);
    let opened = async { Opened::preview(&app, &signed_in(session)?, &slug, year).await };
    match opened.await {
        Ok(opened) => {
            let path = format!("/{slug}/ilmoittaudu/{year}/esikatselu");
            let frame = frame(Words { lang }, &opened, &path);
            page(StatusCode::OK, pages::preview(frame, &opened))
        }
        Err(error) => failed(&error, lang),
    }
}

/// Shows somebody's registration.
pub(super) async fn person(
    State(app): State<App>,
    language: Language,
    session: MaybeSession,
    Path((slug, id)): Path<(String, Id)>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let lang = language.or(None);
    let managed = async { amend::show(&app, &signed_in(session)?, &slug, id).await };
    match managed.await {
        Ok(managed) => {
            let said = query.contains_key(SAVED).then(|| Words { lang }.say("organise.saved"));
            let message = said.as_deref().map(|said| (true, said));
            person_page(&managed, Words { lang }, StatusCode::OK, message, None)
        }
        Err(error) => failed(&error, lang),
    }
}

/// Changes it.
pub(super) async fn amend(
    State(app): State<App>,
    language: Language,
    session: MaybeSession,
    Path((slug, id)): Path<(String, Id)>,
    form: Result<Form>,
) -> Response {
    let lang = language.or(None);
    let words = Words { lang };
    let done = async {
        let (actor, Form(pairs)) = (signed_in(session)?, form?);
        let done = amend::change(&app, &actor, &slug, id, &pairs).await?;
        Ok::<_, Error>((amend::show(&app, &actor, &slug, id).await?, done, pairs))
    };
    let (managed, done, pairs) = match done.await {
        Ok(done) => done,
        Err(error) => return failed(&error, lang),
    };
    match done {
        // Whoever loads the page again sends nothing again.
        Done::Done | Done::Deleted | Done::TooLate => {
            to(&format!("/{slug}/ilmoittautuminen/osallistuja/{id}?{LANG}={}&{SAVED}", lang.code()))
        }
        Done::Full => {
            let said = words.say("organise.full");
            person_page(&managed, words, StatusCode::CONFLICT, Some((false, &said)), Some((&pairs, &[])))
        }
        Done::Wrong(faults) => {
            person_page(&managed, words, StatusCode::UNPROCESSABLE_ENTITY, None, Some((&pairs, &faults)))
        }
    }
}

fn person_page(
    managed: &Managed,
    words: Words,
    status: StatusCode,
    message: Option<(bool, &str)>,
    refused: Option<(&Pairs, &[Fault])>,
) -> Response {
    let opened = &managed.opened;
    let path = format!("/{}/ilmoittautuminen/osallistuja/{}", opened.network.slug, managed.stored.id);
    page(status, pages::amend(frame(words, opened, &path), &AmendPage { managed, message, refused }))
}
