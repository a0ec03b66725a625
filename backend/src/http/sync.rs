//! `/api/v1/sync/…` for tablets and `/api/v1/ops` for people.

use axum::Json as Answer;
use axum::extract::{Query, State};
use serde::Deserialize;
use shared::wire::v1::offer::{Offer, OfferAnswer};
use shared::wire::v1::push::{Push, PushAnswer};

use super::extract::{AnyDevice, DeviceAuth, Json, SessionAuth};
use crate::app::App;
use crate::error::Result;
use crate::usecase::sync::{offer, pull, push};

/// The most bytes of a batch, unpacked: four times what a device sends.
pub(super) const BODY: usize = 1024 * 1024;

pub(super) async fn push(
    State(app): State<App>,
    AnyDevice(actor): AnyDevice,
    Json(body): Json<Push>,
) -> Result<Answer<PushAnswer>> {
    Ok(Answer(push::from_device(&app, actor, body).await?))
}

pub(super) async fn correct(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Json(body): Json<Push>,
) -> Result<Answer<PushAnswer>> {
    Ok(Answer(push::from_person(&app, &actor, body).await?))
}

#[derive(Deserialize)]
pub(super) struct From {
    cursor: Option<String>,
}

pub(super) async fn pull(
    State(app): State<App>,
    DeviceAuth(actor): DeviceAuth,
    Query(from): Query<From>,
) -> Result<Answer<pull::Page>> {
    let cursor = from.cursor.as_deref().filter(|cursor| !cursor.is_empty());
    Ok(Answer(pull::page(&app, &actor, cursor).await?))
}

pub(super) async fn offer(
    State(app): State<App>,
    DeviceAuth(actor): DeviceAuth,
    Json(body): Json<Offer>,
) -> Result<Answer<OfferAnswer>> {
    Ok(Answer(offer::unknown(&app, &actor, body).await?))
}
