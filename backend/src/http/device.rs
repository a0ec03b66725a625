//! `/api/v1/device` for the tablet itself, `/api/v1/devices` for people.

use axum::Json as Answer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use shared::id::Id;
use shared::wire::v1::device::{Device, DeviceConfig, DeviceReport, Devices, PatchDevice};
use shared::wire::v1::tablet_form::TabletForm;

use super::extract::{DeviceAuth, Json, SessionAuth};
use crate::app::App;
use crate::error::Result;
use crate::usecase::device;
use crate::usecase::registration::tablet;

pub(super) async fn config(
    State(app): State<App>,
    DeviceAuth(actor): DeviceAuth,
) -> Result<Answer<DeviceConfig>> {
    Ok(Answer(device::config(&app, &actor).await?))
}

pub(super) async fn form(
    State(app): State<App>,
    DeviceAuth(actor): DeviceAuth,
) -> Result<Answer<TabletForm>> {
    Ok(Answer(tablet::form(&app, &actor).await?))
}

pub(super) async fn report(
    State(app): State<App>,
    DeviceAuth(actor): DeviceAuth,
    Json(form): Json<DeviceReport>,
) -> Result<StatusCode> {
    device::report(&app, &actor, &form).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn list(State(app): State<App>, SessionAuth(actor): SessionAuth) -> Result<Answer<Devices>> {
    Ok(Answer(device::list(&app, &actor).await?))
}

pub(super) async fn change(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(id): Path<Id>,
    Json(form): Json<PatchDevice>,
) -> Result<Answer<Device>> {
    Ok(Answer(device::patch(&app, &actor, id, &form).await?))
}

pub(super) async fn revoke(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(id): Path<Id>,
) -> Result<StatusCode> {
    device::revoke(&app, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
