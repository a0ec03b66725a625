//! `/healthz`: the process answers; `/readyz`: the database does too.

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;
use crate::error::{Error, Result};

pub(super) async fn alive() -> StatusCode {
    StatusCode::NO_CONTENT
}

pub(super) async fn ready(State(app): State<App>) -> Result<StatusCode> {
    app.db.ping().await.map_err(Error::from)?;
    Ok(StatusCode::NO_CONTENT)
}
