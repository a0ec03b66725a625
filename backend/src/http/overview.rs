//! `/api/v1/overview`.

use axum::Json as Answer;
use axum::extract::State;
use shared::wire::v1::overview::Overview;

use super::extract::SessionAuth;
use crate::app::App;
use crate::error::Result;
use crate::usecase::overview;

pub(super) async fn read(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
) -> Result<Answer<Overview>> {
    Ok(Answer(overview::read(&app, &actor).await?))
}
