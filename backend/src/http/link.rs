//! `/api/v1/links/{token}` and `/api/v1/members/{id}/link`.

use axum::Json as Answer;
use axum::extract::{Path, State};
use axum::response::Response;
use shared::id::Id;
use shared::wire::v1::link::{IssuedLink, Link, UseLink};

use super::client::Client;
use super::extract::{Json, SessionAuth};
use super::session::signed_in;
use crate::app::App;
use crate::error::Result;
use crate::usecase::link;

pub(super) async fn show(
    State(app): State<App>,
    client: Client,
    Path(token): Path<String>,
) -> Result<Answer<Link>> {
    Ok(Answer(link::show(&app, client.address, &token).await?))
}

pub(super) async fn set_password(
    State(app): State<App>,
    client: Client,
    Path(token): Path<String>,
    Json(form): Json<UseLink>,
) -> Result<Response> {
    client.need_secure()?;
    let answer = link::set_password(&app, client.address, &token, &form).await?;
    Ok(signed_in(&app, answer))
}

pub(super) async fn issue(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    Path(member): Path<Id>,
) -> Result<Answer<IssuedLink>> {
    Ok(Answer(link::issue(&app, &actor, member).await?))
}
