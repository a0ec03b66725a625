//! `/api/v1/audit`.

use axum::Json as Answer;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::id::Id;
use shared::wire::v1::audit::AuditPage;

use super::extract::SessionAuth;
use crate::app::App;
use crate::error::Result;
use crate::usecase::audit;

#[derive(Deserialize)]
pub(super) struct Params {
    before: Option<Id>,
}

pub(super) async fn page(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Query(params): Query<Params>,
) -> Result<Answer<AuditPage>> {
    Ok(Answer(audit::page(&app, &actor, params.before).await?))
}
