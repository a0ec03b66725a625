//! `/api/v1/libraries`.

use axum::Json as Answer;
use axum::extract::{Path, State};
use shared::wire::v1::library::{Libraries, Library, NewLibrary, PatchLibrary};

use super::extract::{Json, SessionAuth};
use crate::app::App;
use crate::error::Result;
use crate::usecase::library;

pub(super) async fn list(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
) -> Result<Answer<Libraries>> {
    Ok(Answer(library::list(&app, &actor).await?))
}

pub(super) async fn create(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Json(form): Json<NewLibrary>,
) -> Result<Answer<Library>> {
    Ok(Answer(library::create(&app, &actor, &form).await?))
}

pub(super) async fn change(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(code): Path<String>,
    Json(form): Json<PatchLibrary>,
) -> Result<Answer<Library>> {
    Ok(Answer(library::patch(&app, &actor, &code, &form).await?))
}
