//! `/api/v1/days/{year}/rides`.

use axum::Json as Answer;
use axum::extract::{Path, State};
use shared::wire::v1::ride::{RideAct, Rides};

use super::extract::{Json, SessionAuth};
use crate::app::App;
use crate::error::Result;
use crate::usecase::ride;

pub(super) async fn read(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
) -> Result<Answer<Rides>> {
    Ok(Answer(ride::read(&app, &actor, year).await?))
}

pub(super) async fn act(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
    Json(act): Json<RideAct>,
) -> Result<Answer<Rides>> {
    Ok(Answer(ride::act(&app, &actor, year, act).await?))
}
