//! `/api/v1/session`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use shared::time::Millis;
use shared::wire::v1::session::{Me, SignIn};

use super::answer::with_cookie;
use super::client::Client;
use super::extract::{Json, SessionAuth, Tokens};
use crate::app::App;
use crate::auth::cookie;
use crate::auth::token::Token;
use crate::error::Result;
use crate::usecase::session;

pub(super) async fn sign_in(
    State(app): State<App>,
    client: Client,
    Json(form): Json<SignIn>,
) -> Result<Response> {
    client.need_secure()?;
    let answer = session::sign_in(&app, client.address, &form).await?;
    Ok(signed_in(&app, answer))
}

/// The session moves on with each request, and the browser's cookie with this one, which the app sends at its start.
pub(super) async fn current(
    State(app): State<App>,
    SessionAuth(actor): SessionAuth,
    tokens: Tokens,
) -> Result<Response> {
    let me = session::current(&app, &actor).await?;
    Ok(match tokens.session {
        Some(token) => signed_in(&app, (me, token)),
        None => axum::Json(me).into_response(),
    })
}

/// Ends the session only: the tablet's cookie and its queue stay.
pub(super) async fn sign_out(State(app): State<App>, tokens: Tokens) -> Result<Response> {
    if let Some(token) = &tokens.session {
        session::sign_out(&app, token).await?;
    }
    Ok(with_cookie(StatusCode::NO_CONTENT.into_response(), &cookie::clear(cookie::SESSION)))
}

/// Who is signed in, with the cookie.
pub(super) fn signed_in(app: &App, (me, token): (Me, Token)) -> Response {
    let left: Millis = (me.expires_at - app.now()).max(0);
    let set = cookie::set(cookie::SESSION, &token.reveal(), left / 1_000);
    with_cookie(axum::Json(me).into_response(), &set)
}
