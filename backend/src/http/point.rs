//! `/api/v1/points`.

use axum::Json as Answer;
use axum::extract::{Path, State};
use shared::wire::v1::point::{NewPoint, PatchPoint, Point, Points};

use super::extract::{Json, SessionAuth};
use crate::app::App;
use crate::error::Result;
use crate::usecase::point;

pub(super) async fn list(State(app): State<App>, SessionAuth(actor): SessionAuth) -> Result<Answer<Points>> {
    Ok(Answer(point::list(&app, &actor).await?))
}

pub(super) async fn create(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Json(form): Json<NewPoint>,
) -> Result<Answer<Point>> {
    Ok(Answer(point::create(&app, &actor, &form).await?))
}

pub(super) async fn change(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path((library, code)): Path<(String, String)>,
    Json(form): Json<PatchPoint>,
) -> Result<Answer<Point>> {
    Ok(Answer(point::patch(&app, &actor, &library, &code, &form).await?))
}
