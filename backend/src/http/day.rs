//! `/api/v1/days`: the activity day in the hand of its organisers.

use axum::Json as Answer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use shared::id::Id;
use shared::wire::v1::day::{DayPage, Days, SaveDay};
use shared::wire::v1::registration::{Act, Mails, Registered, Registrations};

use super::extract::{Json, SessionAuth};
use crate::app::App;
use crate::error::Result;
use crate::usecase::day;
use crate::usecase::registration::organise;

/// A day with all its texts at their longest.
pub(super) const BODY: usize = 1024 * 1024;

pub(super) async fn list(State(app): State<App>, SessionAuth(actor): SessionAuth) -> Result<Answer<Days>> {
    Ok(Answer(day::list(&app, &actor).await?))
}

pub(super) async fn read(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
) -> Result<Answer<DayPage>> {
    Ok(Answer(day::read(&app, &actor, year).await?))
}

pub(super) async fn save(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
    Json(form): Json<SaveDay>,
) -> Result<Answer<DayPage>> {
    Ok(Answer(day::save(&app, &actor, year, &form).await?))
}

pub(super) async fn registrations(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
) -> Result<Answer<Registrations>> {
    Ok(Answer(organise::list(&app, &actor, year).await?))
}

pub(super) async fn act(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path((year, id)): Path<(i32, Id)>,
    Json(act): Json<Act>,
) -> Result<Answer<Registered>> {
    Ok(Answer(organise::act(&app, &actor, year, id, act).await?))
}

pub(super) async fn delete(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path((year, id)): Path<(i32, Id)>,
) -> Result<StatusCode> {
    organise::delete(&app, &actor, year, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn mails(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
) -> Result<Answer<Mails>> {
    Ok(Answer(organise::mails(&app, &actor, year).await?))
}

pub(super) async fn send_again(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path((year, id)): Path<(i32, Id)>,
) -> Result<StatusCode> {
    organise::send_again(&app, &actor, year, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
