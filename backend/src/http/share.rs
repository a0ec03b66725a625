//! `/api/v1/shares`.

use axum::Json as Answer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use shared::id::Id;
use shared::wire::v1::share::{IssuedShare, NewShare, Shares};

use super::extract::{Json, SessionAuth};
use crate::app::App;
use crate::error::Result;
use crate::usecase::share;

pub(super) async fn list(State(app): State<App>, SessionAuth(actor): SessionAuth) -> Result<Answer<Shares>> {
    Ok(Answer(share::list(&app, &actor).await?))
}

pub(super) async fn issue(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Json(form): Json<NewShare>,
) -> Result<Answer<IssuedShare>> {
    Ok(Answer(share::issue(&app, &actor, &form).await?))
}

pub(super) async fn revoke(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(id): Path<Id>,
) -> Result<StatusCode> {
    share::revoke(&app, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
