//! `/api/v1/facts`.

use axum::extract::{Query, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde::Deserialize;
use shared::stats::facts;

use super::extract::SessionAuth;
use crate::app::App;
use crate::error::Result;
use crate::usecase::facts as usecase;

#[derive(Deserialize)]
pub(super) struct Since {
    /// The position that is known; 0 for everything.
    #[serde(default)]
    since: i64,
}

pub(super) async fn read(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Query(Since { since }): Query<Since>,
) -> Result<impl IntoResponse> {
    let answer = usecase::read(&app, &actor, since).await?;
    Ok(([(header::CONTENT_TYPE, "application/octet-stream")], facts::written(&answer)))
}
