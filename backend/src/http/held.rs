//! `/api/v1/held` for people, `/api/v1/sync/held` for tablets.

use axum::Json as Answer;
use axum::extract::{Path, State};
use shared::id::Id;
use shared::wire::v1::held::{AskHeld, HeldAnswer, HeldList, Review, Reviewed};

use super::extract::{AnyDevice, Json, SessionAuth};
use crate::app::App;
use crate::error::Result;
use crate::usecase::sync::review;

pub(super) async fn list(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
) -> Result<Answer<HeldList>> {
    Ok(Answer(review::list(&app, &actor).await?))
}

pub(super) async fn decide(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(id): Path<Id>,
    Json(form): Json<Review>,
) -> Result<Answer<Reviewed>> {
    Ok(Answer(review::review(&app, &actor, id, form).await?))
}

pub(super) async fn outcomes(
    State(app): State<App>,
    AnyDevice(actor): AnyDevice,
    Json(ask): Json<AskHeld>,
) -> Result<Answer<HeldAnswer>> {
    Ok(Answer(review::outcomes(&app, &actor, &ask).await?))
}
