//! `/api/v1/days/{year}/care` and `/retention`: what a participant told of health, and what goes when.

use axum::Json as Answer;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use shared::domain::lang::Lang;
use shared::wire::v1::care::{CarePage, DayRetention, MarkSent};

use super::export::attachment;
use super::extract::{Json, SessionAuth};
use crate::app::App;
use crate::error::Result;
use crate::usecase::{care, day_retention};

#[derive(Deserialize)]
pub(super) struct Asked {
    /// The language of headings and labels.
    #[serde(default)]
    lang: Lang,
}

pub(super) async fn read(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
) -> Result<Answer<CarePage>> {
    Ok(Answer(care::read(&app, &actor, year).await?))
}

pub(super) async fn mark_sent(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
    Json(form): Json<MarkSent>,
) -> Result<Answer<CarePage>> {
    Ok(Answer(care::mark_sent(&app, &actor, year, &form).await?))
}

pub(super) async fn file(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    Ok(attachment(care::file(&app, &actor, year, asked.lang).await?))
}

pub(super) async fn retention(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
) -> Result<Answer<DayRetention>> {
    Ok(Answer(day_retention::read(&app, &actor, year).await?))
}
