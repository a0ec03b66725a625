//! `/api/v1/network`.

use axum::Json as Answer;
use axum::extract::State;
use shared::wire::v1::network::{Network, PatchNetwork};

use super::extract::{Json, SessionAuth};
use crate::app::App;
use crate::error::Result;
use crate::usecase::network;

pub(super) async fn read(State(app): State<App>, SessionAuth(actor): SessionAuth) -> Result<Answer<Network>> {
    Ok(Answer(network::read(&app, &actor).await?))
}

pub(super) async fn change(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Json(form): Json<PatchNetwork>,
) -> Result<Answer<Network>> {
    Ok(Answer(network::patch(&app, &actor, &form).await?))
}
