//! The layers around every route.
//!
//! Owns: security headers, the origin check, request ids, the log line, limits of time and size, compression, and that
//! whatever a library answers becomes a problem. Must not: log a query string, a token or a cookie.

use std::any::Any;
use std::time::Duration;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, REFERRER_POLICY, SET_COOKIE,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use shared::problem::MEDIA_TYPE;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::decompression::RequestDecompressionLayer;
use tower_http::request_id::{MakeRequestId, PropagateRequestIdLayer, RequestId, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use tracing::{Instrument as _, Span, field};

use super::client::{self, Client};
use super::page;
use crate::app::App;
use crate::auth::cookie;
use crate::error::{Error, Kind};

/// How long a request may take; streams are outside.
const PATIENCE: Duration = Duration::from_secs(30);

/// `wasm-unsafe-eval` lets the app's wasm compile; nothing inline, nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; \
     frame-ancestors 'none'";
const PERMISSIONS: &str = "accelerometer=(), autoplay=(), camera=(self), display-capture=(), geolocation=(), gyroscope=(), \
     microphone=(), midi=(), payment=(), usb=()";

/// How hard answers are packed that are made at each request (files of the app are packed beforehand, as hard as can be).
/// The library's own level takes six times as long for a tenth fewer bytes: see docs/performance.md.
const PACKING: i32 = 1;

/// Wraps all routes; `streams` stay outside the time-out.
pub(super) fn apply(app: App, api: Router<App>, streams: Router<App>) -> Router<App> {
    let api = api
        .layer(from_fn(to_the_end))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, PATIENCE));
    // The last layer is the outermost.
    api.merge(streams)
        .layer(RequestDecompressionLayer::new())
        .layer(origin_check(&app))
        .layer(from_fn_with_state(app.clone(), admit))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(as_problem))
        // Leaves event streams, and what is compressed already, as they are.
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(PACKING)))
        .layer(from_fn_with_state(app.clone(), headers))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(span)
                .on_request(())
                .on_response(answered)
                .on_failure(()),
        )
        .layer(SetRequestIdLayer::x_request_id(Ids(app)))
}

/// What has begun is finished, whoever hangs up meanwhile. A handler that is dropped while it waits for the database may
/// leave a connection of the pool inside a transaction: sqlx undoes what has begun, not what is just beginning.
async fn to_the_end(request: Request, next: Next) -> Response {
    match tokio::spawn(next.run(request).in_current_span()).await {
        Ok(response) => response,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Only when the server ends.
            Err(_) => Kind::Busy.into_response(),
        },
    }
}

/// Refuses what a browser sends from another site (Sec-Fetch-Site, else Origin against Host or the public URL).
fn origin_check(app: &App) -> CsrfLayer<fn(ProtectionError) -> Response> {
    fn refuse(_: ProtectionError) -> Response {
        Kind::ForeignOrigin.into_response()
    }
    // No cookie decides on the activity day's public pages: a form may come from anybody, and who has a link has all that
    // it opens. A browser that does not say where a request comes from (an app's own, an old one) calls a page without a
    // referrer `null`, which would be refused.
    let layer = CsrfLayer::new().with_insecure_bypass(|_, uri| page::is_open(uri.path()));
    // Behind a proxy that rewrites Host, the origin is the public one. The configuration has checked its form.
    let layer = match &app.config.public_url {
        Some(url) => layer.add_trusted_origin(url).unwrap_or_default(),
        None => layer,
    };
    layer.with_rejection_response(refuse)
}

/// Finds out who asks; the demo turns away whoever is not on this machine.
async fn admit(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if app.config.demo && !client::is_local_request(&request) {
        return Kind::DemoLocalOnly.into_response();
    }
    let client = Client::of(&request, &app.config);
    request.extensions_mut().insert(client);
    next.run(request).await
}

/// A library's plain answer (no such route, method, size, type) becomes a problem with the same status; to whoever reads
/// one of the activity day's pages, a page.
async fn as_problem(request: Request, next: Next) -> Response {
    let reader = page::reader(&request);
    let response = next.run(request).await;
    let status = response.status();
    let is = |kind: &str| {
        let sent = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        sent.is_some_and(|sent| sent.starts_with(kind))
    };
    let is_ready = if reader.is_some() { is("text/html") } else { is(MEDIA_TYPE) };
    if !(status.is_client_error() || status.is_server_error()) || is_ready {
        return response;
    }
    let error = Error::from_status(status.as_u16());
    let mut problem = match reader {
        Some(lang) => page::failed(&error, lang),
        None => error.into_response(),
    };
    if let Some(allow) = response.headers().get(ALLOW) {
        problem.headers_mut().insert(ALLOW, allow.clone());
    }
    problem
}

fn panicked(_: Box<dyn Any + Send>) -> Response {
    // The panic hook has logged the message and the place.
    Error::internal("a handler panicked").into_response()
}

async fn headers(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_api = path.starts_with("/api/") || path.starts_with("/demo/");
    let device = renewal(&request);
    let mut response = next.run(request).await;
    let renew =
        device.filter(|_| response.status().is_success() && !response.headers().contains_key(SET_COOKIE));
    let headers = response.headers_mut();
    let mut set =
        |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set(CONTENT_SECURITY_POLICY, POLICY);
    set(X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(REFERRER_POLICY, "no-referrer");
    set(HeaderName::from_static("permissions-policy"), PERMISSIONS);
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if app.config.is_https() {
        set(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if is_api {
        set(CACHE_CONTROL, "no-store");
    }
    if let Some(value) = renew {
        headers.append(SET_COOKIE, value);
    }
    response
}

/// The tablet's cookie again, for another 400 days, at each of its contacts.
fn renewal(request: &Request) -> Option<HeaderValue> {
    let path = request.uri().path();
    let contact = path == shared::routes::DEVICE
        || ["/api/v1/device/", "/api/v1/sync/"].iter().any(|base| path.starts_with(base));
    if !contact {
        return None;
    }
    let cookies = request.headers().get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let token = cookie::find(cookies, cookie::DEVICE)?;
    HeaderValue::from_str(&cookie::set(cookie::DEVICE, token, cookie::DEVICE_SECONDS)).ok()
}

/// The route's pattern stands for the path: a path may hold a link's token.
fn span(request: &Request) -> Span {
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str);
    let id =
        request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok()).unwrap_or("-");
    tracing::info_span!("request", method = %request.method(), route, id, status = field::Empty)
}

fn answered(response: &Response, latency: Duration, span: &Span) {
    span.record("status", response.status().as_u16());
    let micros = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
    if response.status().is_server_error() {
        tracing::warn!(parent: span, micros, "answered");
    } else {
        tracing::debug!(parent: span, micros, "answered");
    }
}

/// Request ids from the injected randomness.
#[derive(Clone)]
struct Ids(App);

impl MakeRequestId for Ids {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        HeaderValue::from_str(&self.0.new_id().to_string()).ok().map(RequestId::new)
    }
}
