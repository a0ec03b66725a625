//! Asking the server on behalf of a signed-in person.
//!
//! Owns: requests with the session's cookie, their deadline, and what a failure is. Must not: send entries (`sync` does,
//! under the tablet's credential), or keep an answer.

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::problem::Problem;

use crate::api::{self, ApiError, File};

/// Why the server did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No answer that is the server's own: no network, a time-out, a captive portal.
    Offline,
    /// The server refused, and said why.
    Problem(Box<Problem>),
}

impl Failure {
    /// A failure of this browser, told by a code as the server's are.
    pub fn here(code: &str) -> Self {
        Self::Problem(Box::new(Problem::new(0, code, "")))
    }

    /// Whether the server was not reached at all.
    pub fn is_offline(&self) -> bool {
        matches!(self, Self::Offline)
    }

    /// Whether it is a problem with this code.
    pub fn has_code(&self, code: &str) -> bool {
        self.problem().is_some_and(|problem| problem.code == code)
    }

    /// The field that the problem is about, where it names one.
    pub fn field(&self) -> Option<&str> {
        self.problem()?.field.as_deref()
    }

    /// The problem, where the server told one.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Offline => None,
            Self::Problem(problem) => Some(problem),
        }
    }
}

/// Asks for a path.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    api::get(path).await.map_err(Failure::from)
}

/// Asks for a path; also gives the answer as it came.
pub async fn get_text<T: DeserializeOwned>(path: &str) -> Result<(T, String), Failure> {
    let text = api::get_text(path).await?;
    // What cannot be read is no answer of our server.
    let value = serde_json::from_str(&text).map_err(|_| Failure::Offline)?;
    Ok((value, text))
}

/// Asks for a path with a token in place of the session.
pub async fn get_shared<T: DeserializeOwned>(path: &str, token: &str) -> Result<T, Failure> {
    api::get_shared(path, token).await.map_err(Failure::from)
}

/// Asks for a path whose answer is a file to save.
pub async fn get_file(path: &str) -> Result<File, Failure> {
    api::get_file(path).await.map_err(Failure::from)
}

/// Asks for a path whose answer is bytes.
pub async fn get_bytes(path: &str) -> Result<Vec<u8>, Failure> {
    api::get_bytes(path).await.map_err(Failure::from)
}

/// Sends a body and takes the answer.
pub async fn post<T: DeserializeOwned>(path: &str, form: &impl Serialize) -> Result<T, Failure> {
    api::post(path, form).await.map_err(Failure::from)
}

/// Asks for something to be done that needs no words and gives no answer.
pub async fn post_empty(path: &str) -> Result<(), Failure> {
    api::post_empty(path).await.map_err(Failure::from)
}

/// Sends the whole of something and takes the answer.
pub async fn put<T: DeserializeOwned>(path: &str, form: &impl Serialize) -> Result<T, Failure> {
    api::put(path, form).await.map_err(Failure::from)
}

/// Sends a change and takes the answer.
pub async fn patch<T: DeserializeOwned>(path: &str, form: &impl Serialize) -> Result<T, Failure> {
    api::patch(path, form).await.map_err(Failure::from)
}

/// Asks for a removal.
pub async fn delete(path: &str) -> Result<(), Failure> {
    api::delete(path).await.map_err(Failure::from)
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Self {
        match error {
            ApiError::Problem(problem) => Self::Problem(problem),
            // What is no answer of our server comes from something between us and it.
            ApiError::Status(_) | ApiError::NotOurs | ApiError::TimedOut | ApiError::Network => Self::Offline,
        }
    }
}
