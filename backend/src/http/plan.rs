//! `/api/v1/plans`.

use axum::Json as Answer;
use axum::extract::{Path, State};
use shared::wire::v1::plan::{CopyPlan, PlanPage, Plans, SavePlan};

use super::extract::{Json, SessionAuth};
use crate::app::App;
use crate::error::Result;
use crate::usecase::plan;

/// A plan with all its texts at their longest.
pub(super) const BODY: usize = 8 * 1024 * 1024;

pub(super) async fn list(State(app): State<App>, SessionAuth(actor): SessionAuth) -> Result<Answer<Plans>> {
    Ok(Answer(plan::list(&app, &actor).await?))
}

pub(super) async fn read(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
) -> Result<Answer<PlanPage>> {
    Ok(Answer(plan::read(&app, &actor, year).await?))
}

pub(super) async fn save(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
    Json(form): Json<SavePlan>,
) -> Result<Answer<PlanPage>> {
    Ok(Answer(plan::save(&app, &actor, year, &form).await?))
}

pub(super) async fn copy(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
    Json(form): Json<CopyPlan>,
) -> Result<Answer<PlanPage>> {
    Ok(Answer(plan::copy(&app, &actor, year, form).await?))
}
