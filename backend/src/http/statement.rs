//! `/api/v1/statements`.

use axum::Json as Answer;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::wire::v1::statement::Statements;

use super::extract::Tokens;
use crate::app::App;
use crate::error::Result;
use crate::usecase::statement;

#[derive(Deserialize)]
pub(super) struct Params {
    network: Option<String>,
}

pub(super) async fn read(
    State(app): State<App>,
    tokens: Tokens,
    Query(params): Query<Params>,
) -> Result<Answer<Statements>> {
    Ok(Answer(statement::read(&app, tokens.network(), params.network.as_deref()).await?))
}
