//! How an answer is put into HTTP.
//!
//! Owns: problems as responses, when to try again and cookies as headers. Must not: choose a status; `error` does.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use shared::problem::{MEDIA_TYPE, Problem};

use crate::error::{Error, Kind};

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        self.log();
        let problem = self.problem();
        let (status, retry_after) = (status(&problem), problem.retry_after);
        let mut response = (status, Json(problem)).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        with_retry_after(response, retry_after)
    }
}

impl IntoResponse for Kind {
    fn into_response(self) -> Response {
        Error::new(self).into_response()
    }
}

/// The status of a problem.
pub fn status(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Says after how many seconds it makes sense to try again, where that is known.
pub fn with_retry_after(mut response: Response, seconds: Option<u64>) -> Response {
    if let Some(seconds) = seconds {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// Adds a `Set-Cookie` header. The value is made of our own tokens, so it always fits a header.
pub fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}
