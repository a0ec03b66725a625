//! `/api/v1/members`.

use axum::Json as Answer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use shared::id::Id;
use shared::wire::v1::member::{Member, Members, NewMember, PatchMember};

use super::extract::{Json, SessionAuth};
use crate::app::App;
use crate::error::Result;
use crate::usecase::member;

pub(super) async fn list(State(app): State<App>, SessionAuth(actor): SessionAuth) -> Result<Answer<Members>> {
    Ok(Answer(member::list(&app, &actor).await?))
}

pub(super) async fn create(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Json(form): Json<NewMember>,
) -> Result<Answer<Member>> {
    Ok(Answer(member::create(&app, &actor, &form).await?))
}

pub(super) async fn change(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(id): Path<Id>,
    Json(form): Json<PatchMember>,
) -> Result<Answer<Member>> {
    Ok(Answer(member::patch(&app, &actor, id, &form).await?))
}

pub(super) async fn remove(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(id): Path<Id>,
) -> Result<StatusCode> {
    let form = PatchMember { removed: Some(true), ..PatchMember::default() };
    member::patch(&app, &actor, id, &form).await?;
    Ok(StatusCode::NO_CONTENT)
}
