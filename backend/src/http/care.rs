//! `/api/v1/days/{year}/retention`: what of a day's registrations goes when.

use axum::Json as Answer;
use axum::extract::{Path, State};
use shared::wire::v1::care::DayRetention;

use super::extract::SessionAuth;
use crate::app::App;
use crate::error::Result;
use crate::usecase::day_retention;

pub(super) async fn retention(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
) -> Result<Answer<DayRetention>> {
    Ok(Answer(day_retention::read(&app, &actor, year).await?))
}
