//! Requests to the server, typed.
//!
//! Owns: how a request is made, its deadline, and what a failure is: each error is a problem of ours, or named as what it
//! is. Must not: retry, keep an answer, or know why somebody asks.

use gloo_net::http::{Method, Request, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::problem::Problem;
use shared::routes;
use shared::sync::protocol::{Failure, TIMEOUT};
use shared::wire::v1::device::{DeviceConfig, DeviceReport, Enrol};
use shared::wire::v1::held::{AskHeld, HeldAnswer};
use shared::wire::v1::offer::{Offer, OfferAnswer};
use shared::wire::v1::pull::PullAnswer;
use shared::wire::v1::push::{Push, PushAnswer};
use shared::wire::v1::session::{Me, SignIn};

use crate::platform::fetch::Deadline;
use crate::platform::gzip::{self, Body};

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// Our server refused, and said why.
    Problem(Box<Problem>),
    /// Another status than success without a problem document: something between us and the server.
    Status(u16),
    /// A success that is not ours: a captive portal, a proxy's page.
    NotOurs,
    /// No answer in time.
    TimedOut,
    /// No connection, or cut.
    Network,
}

impl ApiError {
    /// Whether our server was not reached at all.
    pub fn is_offline(&self) -> bool {
        !matches!(self, Self::Problem(_))
    }

    /// Whether our server refused with one of these codes.
    pub fn has_code(&self, codes: &[&str]) -> bool {
        matches!(self, Self::Problem(problem) if codes.contains(&problem.code.as_str()))
    }

    /// The status of the answer, where there was one.
    pub fn status(&self) -> Option<u16> {
        match self {
            Self::Problem(problem) => Some(problem.status),
            Self::Status(status) => Some(*status),
            Self::NotOurs | Self::TimedOut | Self::Network => None,
        }
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Problem(problem) => Self::Status(problem.status, Some(problem.code)),
            ApiError::Status(status) => Self::Status(status, None),
            ApiError::NotOurs => Self::NotOurs,
            ApiError::TimedOut => Self::TimedOut,
            ApiError::Network => Self::Network,
        }
    }
}

/// GET of any route.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, ApiError> {
    exchange(Method::GET, path, None).await
}

/// GET of any route, as text: for who keeps it as it came.
pub async fn get_text(path: &str) -> Result<String, ApiError> {
    send(Method::GET, path, None).await
}

/// GET of a route whose answer has a tag: the answer as text and its tag, or `None` where it is the one that is held.
pub async fn get_if_new(
    path: &str,
    held: Option<&str>,
) -> Result<Option<(String, Option<String>)>, ApiError> {
    const NOT_MODIFIED: u16 = 304;
    let deadline = Deadline::after(u32::try_from(TIMEOUT).unwrap_or(u32::MAX));
    let cut = || if deadline.has_passed() { ApiError::TimedOut } else { ApiError::Network };
    let mut builder = request(Method::GET, path, &deadline);
    if let Some(held) = held {
        builder = builder.header("if-none-match", held);
    }
    let request = builder.build().map_err(|_| ApiError::Network)?;
    let response = request.send().await.map_err(|_| cut())?;
    if response.status() == NOT_MODIFIED && held.is_some() {
        return Ok(None);
    }
    let tag = response.headers().get("etag");
    let (ok, status) = (response.ok(), response.status());
    let text = response.text().await.map_err(|_| cut())?;
    if ok { Ok(Some((text, tag))) } else { Err(refusal(status, &text)) }
}

/// GET of a route with a token in place of a cookie.
pub async fn get_shared<T: DeserializeOwned>(path: &str, token: &str) -> Result<T, ApiError> {
    let deadline = Deadline::after(u32::try_from(TIMEOUT).unwrap_or(u32::MAX));
    let builder = request(Method::GET, path, &deadline).header("authorization", &format!("Bearer {token}"));
    serde_json::from_str(&answered(builder.build(), &deadline).await?).map_err(|_| ApiError::NotOurs)
}

/// A file to save.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name.
    pub name: String,
    /// Its media type, as the server told it.
    pub media_type: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// GET of a route whose answer is a file to save.
pub async fn get_file(path: &str) -> Result<File, ApiError> {
    let (response, bytes) = fetch_bytes(path).await?;
    let header = |name: &str| response.headers().get(name);
    // What does not come as a file is not our server's: a captive portal's page.
    let named = header("content-disposition").and_then(|value| {
        let (_, rest) = value.split_once("filename=\"")?;
        Some(rest.split_once('"')?.0.to_owned())
    });
    let name = named.ok_or(ApiError::NotOurs)?;
    Ok(File { name, media_type: header("content-type").unwrap_or_default(), bytes })
}

/// GET of a route whose answer is bytes.
pub async fn get_bytes(path: &str) -> Result<Vec<u8>, ApiError> {
    fetch_bytes(path).await.map(|(_, bytes)| bytes)
}

async fn fetch_bytes(path: &str) -> Result<(Response, Vec<u8>), ApiError> {
    let deadline = Deadline::after(u32::try_from(TIMEOUT).unwrap_or(u32::MAX));
    let cut = || if deadline.has_passed() { ApiError::TimedOut } else { ApiError::Network };
    let response = request(Method::GET, path, &deadline).build().map_err(|_| ApiError::Network)?;
    let response = response.send().await.map_err(|_| cut())?;
    if !response.ok() {
        return Err(refusal(response.status(), &response.text().await.map_err(|_| cut())?));
    }
    let bytes = response.binary().await.map_err(|_| cut())?;
    Ok((response, bytes))
}

/// POST of any route.
pub async fn post<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, ApiError> {
    exchange(Method::POST, path, Some(Body::Plain(json(body)?))).await
}

/// POST of a route that takes no body; what the answer holds is of no interest.
pub async fn post_empty(path: &str) -> Result<(), ApiError> {
    send(Method::POST, path, None).await.map(drop)
}

/// PUT of any route.
pub async fn put<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, ApiError> {
    exchange(Method::PUT, path, Some(Body::Plain(json(body)?))).await
}

/// PATCH of any route.
pub async fn patch<T: DeserializeOwned>(path: &str, body: &impl Serialize) -> Result<T, ApiError> {
    exchange(Method::PATCH, path, Some(Body::Plain(json(body)?))).await
}

/// DELETE of any route; what the answer holds is of no interest.
pub async fn delete(path: &str) -> Result<(), ApiError> {
    send(Method::DELETE, path, None).await.map(drop)
}

/// A batch of ops under the device's credential.
pub async fn push(batch: &Push) -> Result<PushAnswer, ApiError> {
    let body = gzip::pack(json(batch)?).await;
    exchange(Method::POST, routes::SYNC_PUSH, Some(body)).await
}

/// A correction of a contact or the chair, under their session.
pub async fn correct(batch: &Push) -> Result<PushAnswer, ApiError> {
    let body = gzip::pack(json(batch)?).await;
    exchange(Method::POST, routes::OPS, Some(body)).await
}

/// Changes after a cursor.
pub async fn pull(cursor: Option<&str>) -> Result<PullAnswer, ApiError> {
    match cursor {
        Some(cursor) => {
            let cursor = String::from(js_sys::encode_uri_component(cursor));
            get(&format!("{}?cursor={cursor}", routes::SYNC_PULL)).await
        }
        None => get(routes::SYNC_PULL).await,
    }
}

/// Which of these ops does the server lack?
pub async fn offer(offer: &Offer) -> Result<OfferAnswer, ApiError> {
    post(routes::SYNC_OFFER, offer).await
}

/// What became of ops that were held?
pub async fn held(ask: &AskHeld) -> Result<HeldAnswer, ApiError> {
    post(routes::SYNC_HELD, ask).await
}

/// What this tablet knows of its network.
pub async fn device() -> Result<DeviceConfig, ApiError> {
    get(routes::DEVICE).await
}

/// Makes this browser a tablet.
pub async fn enrol(body: &Enrol) -> Result<DeviceConfig, ApiError> {
    post(routes::DEVICE_ENROL, body).await
}

/// What the tablet says of itself.
pub async fn report(body: &DeviceReport) -> Result<(), ApiError> {
    send(Method::POST, routes::DEVICE_REPORT, Some(Body::Plain(json(body)?))).await.map(drop)
}

/// Who is signed in.
pub async fn session() -> Result<Me, ApiError> {
    get(routes::SESSION).await
}

/// Signs in.
pub async fn sign_in(body: &SignIn) -> Result<Me, ApiError> {
    post(routes::SESSION, body).await
}

/// Signs out: ends the session, never a queue.
pub async fn sign_out() -> Result<(), ApiError> {
    delete(routes::SESSION).await
}

fn json(body: &impl Serialize) -> Result<String, ApiError> {
    // Our own types never fail to be written.
    serde_json::to_string(body).map_err(|_| ApiError::NotOurs)
}

async fn exchange<T: DeserializeOwned>(
    method: Method,
    path: &str,
    body: Option<Body>,
) -> Result<T, ApiError> {
    let text = send(method, path, body).await?;
    // What cannot be read is no answer of our server: a captive portal says 200 too.
    serde_json::from_str(&text).map_err(|_| ApiError::NotOurs)
}

/// Sends a request and takes the body of a success.
async fn send(method: Method, path: &str, body: Option<Body>) -> Result<String, ApiError> {
    let deadline = Deadline::after(u32::try_from(TIMEOUT).unwrap_or(u32::MAX));
    let builder = request(method, path, &deadline);
    let request = match body {
        None => builder.build(),
        Some(Body::Plain(text)) => builder.header("content-type", "application/json").body(text),
        Some(Body::Gzip(bytes)) => {
            builder.header("content-type", "application/json").header("content-encoding", "gzip").body(bytes)
        }
    };
    answered(request, &deadline).await
}

async fn answered(
    request: Result<Request, gloo_net::Error>,
    deadline: &Deadline,
) -> Result<String, ApiError> {
    let cut = || if deadline.has_passed() { ApiError::TimedOut } else { ApiError::Network };
    let response: Response = request.map_err(|_| ApiError::Network)?.send().await.map_err(|_| cut())?;
    let (ok, status) = (response.ok(), response.status());
    // A connection may break in the middle of the body: an answer that is cut is no answer.
    let text = response.text().await.map_err(|_| cut())?;
    if ok { Ok(text) } else { Err(refusal(status, &text)) }
}

fn request(method: Method, path: &str, deadline: &Deadline) -> RequestBuilder {
    RequestBuilder::new(path)
        .method(method)
        .header("accept", "application/json")
        .abort_signal(deadline.signal().as_ref())
}

fn refusal(status: u16, text: &str) -> ApiError {
    match serde_json::from_str::<Problem>(text) {
        Ok(problem) => ApiError::Problem(Box::new(Problem { status, ..problem })),
        Err(_) => ApiError::Status(status),
    }
}
