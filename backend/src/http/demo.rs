//! The demo's two links. They act on GET, which no other link does: they exist on this machine only (see `layers`).

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};

use super::answer::with_cookie;
use super::extract::Tokens;
use crate::app::App;
use crate::auth::cookie;
use crate::error::Result;
use crate::usecase::{demo, session};

pub(super) async fn tablet(
    State(app): State<App>,
    tokens: Tokens,
    Path(secret): Path<String>,
) -> Result<Response> {
    let token = demo::tablet(&app, &secret, tokens.device).await?;
    let set = cookie::set(cookie::DEVICE, &token.reveal(), cookie::DEVICE_SECONDS);
    Ok(with_cookie(Redirect::to("/").into_response(), &set))
}

pub(super) async fn chair(State(app): State<App>, Path(secret): Path<String>) -> Result<Response> {
    let token = demo::chair(&app, &secret).await?;
    let set = cookie::set(cookie::SESSION, &token.reveal(), session::IDLE / 1_000);
    Ok(with_cookie(Redirect::to("/tilanne").into_response(), &set))
}
