//! `/api/v1/days/{year}/figures`.

use axum::Json as Answer;
use axum::extract::{Path, State};
use shared::wire::v1::day_figures::{DayFigures, SaveFigures};

use super::extract::{Json, SessionAuth};
use crate::app::App;
use crate::error::Result;
use crate::usecase::day_figures;

pub(super) async fn read(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
) -> Result<Answer<DayFigures>> {
    Ok(Answer(day_figures::read(&app, &actor, year).await?))
}

pub(super) async fn save(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
    Json(form): Json<SaveFigures>,
) -> Result<Answer<DayFigures>> {
    Ok(Answer(day_figures::save(&app, &actor, year, form).await?))
}
