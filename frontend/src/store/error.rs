//! Why something could not be stored.
//!
//! Owns: telling the causes apart that a person is told differently. Must not: hold texts for people.

use std::fmt;

use indexed_db_futures::error::{DomException, Error, OpenDbError};

/// A failure of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreError {
    /// The browser has no IndexedDB here, or refuses to open it.
    Absent(String),
    /// The disk, or what the browser grants, is full.
    Quota,
    /// Another tab runs a newer version, or the database was deleted: this tab must be loaded again.
    Superseded,
    /// The op's id is stored already.
    Duplicate,
    /// The connection was closed by force and could not be opened again in time.
    Closed,
    /// Anything else.
    Failed(String),
}

impl StoreError {
    /// Sorts an error of the crate; `aborted` is the name of the transaction's own error, where it has one.
    pub(super) fn of(error: &Error, aborted: Option<&str>) -> Self {
        match aborted {
            Some("QuotaExceededError") => return Self::Quota,
            // Chromium's word for a transaction whose connection was closed by force. A write that failed for another
            // unknown reason may be tried once more as well: an op that is there already is noticed by its id.
            Some("AbortError" | "UnknownError") => return Self::Closed,
            Some("ConstraintError") => return Self::Duplicate,
            _ => {}
        }
        match error {
            Error::DomException(DomException::ConstraintError(_)) => Self::Duplicate,
            Error::DomException(DomException::InvalidStateError(_) | DomException::AbortError(_)) => {
                Self::Closed
            }
            Error::DomException(exception)
                if web_sys::DomException::from(exception.clone()).name() == "QuotaExceededError" =>
            {
                Self::Quota
            }
            other => Self::Failed(other.to_string()),
        }
    }

    /// Sorts an error of opening.
    pub(super) fn of_open(error: &OpenDbError) -> Self {
        if let OpenDbError::Base(Error::DomException(exception)) = error {
            let name = web_sys::DomException::from(exception.clone()).name();
            match name.as_str() {
                "VersionError" => return Self::Superseded,
                "QuotaExceededError" => return Self::Quota,
                _ => {}
            }
        }
        Self::Absent(error.to_string())
    }

    /// The stable code that the interface translates.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Absent(_) => "store_absent",
            Self::Quota => "store_full",
            Self::Superseded => "store_superseded",
            Self::Duplicate => "store_duplicate",
            Self::Closed => "store_closed",
            Self::Failed(_) => "store_failed",
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent(why) | Self::Failed(why) => write!(f, "{}: {why}", self.code()),
            _ => f.write_str(self.code()),
        }
    }
}

impl std::error::Error for StoreError {}
