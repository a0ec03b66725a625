//! `/api/v1/entries`.

use axum::Json as Answer;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::wire::v1::entries::Entries;

use super::extract::SessionAuth;
use crate::app::App;
use crate::error::Result;
use crate::usecase::sync::entries;

#[derive(Deserialize)]
pub(super) struct Which {
    library: String,
    #[serde(default = "two_months")]
    days: u32,
}

fn two_months() -> u32 {
    61
}

pub(super) async fn list(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Query(which): Query<Which>,
) -> Result<Answer<Entries>> {
    Ok(Answer(entries::list(&app, &actor, &which.library, which.days).await?))
}
