//! `/api/v1/notes`.

use axum::Json as Answer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use shared::id::Id;
use shared::wire::v1::note::{Note, Notes};

use super::extract::{Json, SessionAuth};
use crate::app::App;
use crate::error::Result;
use crate::usecase::note;

pub(super) async fn list(State(app): State<App>, SessionAuth(actor): SessionAuth) -> Result<Answer<Notes>> {
    Ok(Answer(note::list(&app, &actor).await?))
}

pub(super) async fn put(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(id): Path<Id>,
    Json(form): Json<Note>,
) -> Result<Answer<Note>> {
    Ok(Answer(note::put(&app, &actor, id, &form).await?))
}

pub(super) async fn remove(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(id): Path<Id>,
) -> Result<StatusCode> {
    note::remove(&app, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
