//! `/api/v1/enrolments` and `/api/v1/device/enrol`.

use axum::Json as Answer;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use shared::id::Id;
use shared::wire::v1::device::Enrol;
use shared::wire::v1::enrolment::{Enrolments, IssuedEnrolment, NewEnrolment};

use super::answer::with_cookie;
use super::client::Client;
use super::extract::{Json, SessionAuth, Tokens};
use crate::app::App;
use crate::auth::cookie;
use crate::error::Result;
use crate::usecase::enrolment;

pub(super) async fn list(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
) -> Result<Answer<Enrolments>> {
    Ok(Answer(enrolment::list(&app, &actor).await?))
}

pub(super) async fn issue(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Json(form): Json<NewEnrolment>,
) -> Result<Answer<IssuedEnrolment>> {
    Ok(Answer(enrolment::issue(&app, &actor, &form).await?))
}

pub(super) async fn withdraw(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(id): Path<Id>,
) -> Result<StatusCode> {
    enrolment::withdraw(&app, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn enrol(
    State(app): State<App>,
    client: Client,
    tokens: Tokens,
    Json(form): Json<Enrol>,
) -> Result<Response> {
    client.need_secure()?;
    let (config, token) = enrolment::enrol(&app, client.address, tokens.device.as_ref(), &form).await?;
    let set = cookie::set(cookie::DEVICE, &token.reveal(), cookie::DEVICE_SECONDS);
    Ok(with_cookie(Answer(config).into_response(), &set))
}
