//! `/api/v1/door/{year}` for a tablet at the door, `/api/v1/days/{year}/doors` and `…/check-ins` for the organisers.

use axum::Json as Answer;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use shared::id::Id;
use shared::wire::v1::door::{Decide, DoorPage};

use super::extract::{DeviceAuth, Json, SessionAuth};
use crate::app::App;
use crate::error::{Error, Result};
use crate::usecase::door::{self, organise};

/// The list, or that the one that the tablet holds is still the same.
pub(super) async fn list(
    State(app): State<App>,
    DeviceAuth(actor): DeviceAuth,
    Path(year): Path<i32>,
    headers: HeaderMap,
) -> Result<Response> {
    let list = door::list(&app, &actor, year).await?;
    let body = serde_json::to_vec(&list).map_err(Error::internal)?;
    let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&Sha256::digest(&body)[..16]));
    let tag = HeaderValue::from_str(&tag).map_err(Error::internal)?;
    // A proxy that packs the answer may have marked the tag as a weak one.
    let held = headers.get(IF_NONE_MATCH).and_then(|held| held.to_str().ok()).unwrap_or_default();
    if held.trim_start_matches("W/") == tag {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response());
    }
    let json = HeaderValue::from_static("application/json");
    Ok(([(CONTENT_TYPE, json), (ETAG, tag)], Body::from(body)).into_response())
}

pub(super) async fn page(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(year): Path<i32>,
) -> Result<Answer<DoorPage>> {
    Ok(Answer(organise::page(&app, &actor, year).await?))
}

pub(super) async fn grant(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path((year, device)): Path<(i32, Id)>,
) -> Result<Answer<DoorPage>> {
    Ok(Answer(organise::grant(&app, &actor, year, device).await?))
}

pub(super) async fn revoke(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path((year, device)): Path<(i32, Id)>,
) -> Result<Answer<DoorPage>> {
    Ok(Answer(organise::revoke(&app, &actor, year, device).await?))
}

pub(super) async fn decide(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path((year, id)): Path<(i32, Id)>,
    Json(form): Json<Decide>,
) -> Result<Answer<DoorPage>> {
    Ok(Answer(organise::decide(&app, &actor, year, id, form).await?))
}
