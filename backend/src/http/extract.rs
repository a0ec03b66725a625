//! What handlers take from a request.
//!
//! Owns: credentials from cookies, JSON bodies with problems for what is wrong. Must not: decide what somebody may do.

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{CONTENT_TYPE, COOKIE};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;
use shared::id::Id;

use crate::app::App;
use crate::auth::cookie;
use crate::auth::token::Token;
use crate::error::{Error, Kind, Result};
use crate::usecase::actor::{Actor, DeviceActor, Viewer};
use crate::usecase::{device, session};

/// A JSON body.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<App> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = content_type.unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            return Err(Kind::UnsupportedMediaType.into());
        }
        let Body(bytes) = Body::from_request(request, app).await?;
        // serde's message names the place and the expected type; it may quote a value, so it is not passed on.
        serde_json::from_slice(&bytes).map(Self).map_err(|error| {
            Error::new(Kind::BadJson).detail(format!("line {}, column {}", error.line(), error.column()))
        })
    }
}

/// A body as bytes, within the route's limit.
pub struct Body(pub Bytes);

impl FromRequest<App> for Body {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        Bytes::from_request(request, app)
            .await
            .map(Self)
            .map_err(|rejection: BytesRejection| Error::from_status(rejection.status().as_u16()))
    }
}

/// The signed-in person; 401 where there is none.
pub struct SessionAuth(pub Actor);

impl FromRequestParts<App> for SessionAuth {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let token = token(parts, cookie::SESSION).ok_or(Kind::NotSignedIn)?;
        Ok(Self(session::authenticate(app, &token).await?))
    }
}

/// The signed-in person, where there is one.
pub struct MaybeSession(pub Option<Actor>);

impl FromRequestParts<App> for MaybeSession {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        match SessionAuth::from_request_parts(parts, app).await {
            Ok(SessionAuth(actor)) => Ok(Self(Some(actor))),
            Err(error) if error.kind() == Kind::NotSignedIn => Ok(Self(None)),
            Err(error) => Err(error),
        }
    }
}

/// The tablet; 401 where it is none, 403 where it has been revoked.
pub struct DeviceAuth(pub DeviceActor);

impl FromRequestParts<App> for DeviceAuth {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let AnyDevice(actor) = AnyDevice::from_request_parts(parts, app).await?;
        if actor.is_revoked() { Err(Kind::DeviceRevoked.into()) } else { Ok(Self(actor)) }
    }
}

/// The tablet, revoked or not: a revoked one may still deliver its queue, which is held for review.
pub struct AnyDevice(pub DeviceActor);

impl FromRequestParts<App> for AnyDevice {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        let token = token(parts, cookie::DEVICE).ok_or(Kind::DeviceUnknown)?;
        Ok(Self(device::authenticate(app, &token).await?))
    }
}

/// A person or a tablet: whoever may listen to the network's news.
pub struct ViewerAuth(pub Viewer);

impl FromRequestParts<App> for ViewerAuth {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self> {
        if let Ok(SessionAuth(actor)) = SessionAuth::from_request_parts(parts, app).await {
            return Ok(Self(Viewer::Person(Box::new(actor))));
        }
        let DeviceAuth(actor) = DeviceAuth::from_request_parts(parts, app).await?;
        Ok(Self(Viewer::Device(Box::new(actor))))
    }
}

/// The tokens that came along, checked or not.
pub struct Tokens {
    /// The person's.
    pub session: Option<Token>,
    /// The tablet's.
    pub device: Option<Token>,
}

impl Tokens {
    /// The network that they name. Not proven: good for choosing whose statements to show, not for access.
    pub fn network(&self) -> Option<Id> {
        self.session.as_ref().or(self.device.as_ref()).map(|token| token.network)
    }
}

impl FromRequestParts<App> for Tokens {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self> {
        Ok(Self { session: token(parts, cookie::SESSION), device: token(parts, cookie::DEVICE) })
    }
}

fn token(parts: &Parts, name: &str) -> Option<Token> {
    let cookies = parts.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    Token::parse(cookie::find(cookies, name)?)
}
