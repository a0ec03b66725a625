//! `/api/v1/days/{year}/messages`.

use axum::Json as Answer;
use axum::extract::{Path, State};
use shared::domain::message::Draft;
use shared::wire::v1::message::{Messages, Preview, SendMessage, SentMessage};

use super::extract::{Json, SessionAuth};
use crate::app::App;
use crate::error::Result;
use crate::usecase::message;

/// Three texts at their longest, each character of four bytes and escaped.
pub(super) const BODY: usize = 256 * 1024;

pub(super) async fn list(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
) -> Result<Answer<Messages>> {
    Ok(Answer(message::list(&app, &actor, year).await?))
}

pub(super) async fn preview(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
    Json(draft): Json<Draft>,
) -> Result<Answer<Preview>> {
    Ok(Answer(message::preview(&app, &actor, year, &draft).await?))
}

pub(super) async fn send(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
    Json(form): Json<SendMessage>,
) -> Result<Answer<SentMessage>> {
    Ok(Answer(message::send(&app, &actor, year, &form).await?))
}
