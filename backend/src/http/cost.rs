//! `/api/v1/days/{year}/costs`.

use axum::Json as Answer;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use shared::id::Id;
use shared::wire::v1::cost::{Costs, SaveCost};

use super::extract::{Json, SessionAuth};
use crate::app::App;
use crate::error::Result;
use crate::usecase::cost;

pub(super) async fn list(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
) -> Result<Answer<Costs>> {
    Ok(Answer(cost::list(&app, &actor, year).await?))
}

pub(super) async fn save(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path((year, id)): Path<(i32, Id)>,
    Json(form): Json<SaveCost>,
) -> Result<Answer<Costs>> {
    Ok(Answer(cost::save(&app, &actor, year, id, &form).await?))
}

#[derive(Deserialize)]
pub(super) struct Seen {
    /// The version that was seen.
    version: i64,
}

pub(super) async fn remove(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path((year, id)): Path<(i32, Id)>,
    Query(seen): Query<Seen>,
) -> Result<StatusCode> {
    cost::remove(&app, &actor, year, id, seen.version).await?;
    Ok(StatusCode::NO_CONTENT)
}
