//! What a request can be refused with.
//!
//! Owns: the list of problems and the only place that chooses a status code. Must not: hold texts for people (the
//! interface has one per code and language) or let the inside of an error out: what is internal is logged.

use shared::id::Id;
use shared::problem::Problem;

use crate::db::DbError;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $status:literal $code:literal $title:literal;)*) => {
        /// The kinds of problem, each with its status, stable code and English title.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Kind {
            $($(#[$doc])* $name,)*
        }

        impl Kind {
            /// All of them, in the order of their status.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Status, code, title.
            pub fn parts(self) -> (u16, &'static str, &'static str) {
                match self {
                    $(Self::$name => ($status, $code, $title),)*
                }
            }
        }
    };
}

kinds! {
    /// The request cannot be read.
    BadRequest = 400 "bad_request" "The request cannot be read";
    /// The body is not JSON, or not of the expected shape.
    BadJson = 400 "bad_json" "The body is not the expected JSON";
    /// The cursor was not made by this server, or for another scope.
    BadCursor = 400 "bad_cursor" "The cursor is not one of this server";
    /// Nobody is signed in.
    NotSignedIn = 401 "not_signed_in" "Not signed in";
    /// Unknown e-mail or wrong password: they look alike.
    WrongCredentials = 401 "wrong_credentials" "E-mail or password is wrong";
    /// No device credential, or one that this server does not know.
    DeviceUnknown = 401 "device_unknown" "This browser is not an enrolled tablet";
    /// The tablet was revoked.
    DeviceRevoked = 403 "device_revoked" "The tablet has been revoked";
    /// Known, but not allowed.
    Forbidden = 403 "forbidden" "Not allowed";
    /// The list of a day's door is given out from a day before it until a day after it only.
    DoorClosed = 403 "door_closed" "The list of that day is not given out now";
    /// A browser sent it from another site.
    ForeignOrigin = 403 "foreign_origin" "The request comes from another origin";
    /// Plain HTTP from another machine: the browser has no service worker, locks or crypto there.
    InsecureContext = 403 "insecure_context" "This needs HTTPS";
    /// The demo answers on this machine only.
    DemoLocalOnly = 403 "demo_local_only" "The demo answers on this machine only";
    /// No such route, or no such thing in what the asker may see.
    NotFound = 404 "not_found" "Not found";
    /// The link was used, has ended, or never was.
    LinkEnded = 404 "link_ended" "The link has been used or has ended";
    /// The code was used, has ended, or never was.
    CodeUnknown = 404 "code_unknown" "The code is not known, has been used or has ended";
    /// No figures of the year can be given out yet.
    NothingReleased = 404 "nothing_released" "There are no figures of that year to give out yet";
    /// The route does not know the method.
    MethodNotAllowed = 405 "method_not_allowed" "The method is not allowed here";
    /// The request took too long.
    Timeout = 408 "timeout" "The request took too long";
    /// The id or code is taken by something else.
    AlreadyExists = 409 "already_exists" "Something else exists under this name";
    /// A tablet has been enrolled with the code: it cannot be withdrawn any more.
    CodeUsed = 409 "code_used" "A tablet has been enrolled with the code";
    /// The op was reviewed and stored: as any entry it is corrected or deleted now.
    AlreadyReviewed = 409 "already_reviewed" "The op has been reviewed already";
    /// Somebody else has changed it since it was read.
    Overtaken = 409 "overtaken" "It has been changed by somebody else";
    /// Nobody could manage the network any more.
    LastChair = 409 "last_chair" "The network needs a chair who can sign in";
    /// The ops are of a newer app than this server: it must be updated first, and the queue stays where it is.
    ClientTooNew = 412 "client_too_new" "The app is newer than the server";
    /// The body is over the limit, packed or unpacked.
    TooLarge = 413 "too_large" "The body is over the limit";
    /// The body is of another type than the route takes.
    UnsupportedMediaType = 415 "unsupported_media_type" "The body is of a type that is not taken here";
    /// A field breaks a rule.
    Invalid = 422 "invalid" "A field breaks a rule";
    /// A held op breaks a rule and cannot be stored as it is; `detail` is the receipt's code.
    EntryRejected = 422 "entry_rejected" "The entry breaks a rule and cannot be stored as it is";
    /// Too many tries; `retry_after` says when.
    TooManyTries = 429 "too_many_tries" "Too many tries";
    /// A bug.
    Internal = 500 "internal" "Something went wrong on the server";
    /// The database is busy, away or full; nothing was written.
    Busy = 503 "busy" "The server is busy; nothing was written";
}

/// Why a request is refused.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
    detail: Option<String>,
    field: Option<&'static str>,
    retry_after: Option<u64>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

/// What use cases and handlers answer.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A problem of a kind.
    pub fn new(kind: Kind) -> Self {
        Self { kind, detail: None, field: None, retry_after: None, source: None }
    }

    /// A field that breaks a rule; `why` is English, for developers, without what was typed.
    pub fn invalid(field: &'static str, why: impl Into<String>) -> Self {
        Self { field: Some(field), detail: Some(why.into()), ..Self::new(Kind::Invalid) }
    }

    /// A bug or a broken machine: logged in full, told as `internal`.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { source: Some(source.into()), ..Self::new(Kind::Internal) }
    }

    /// Adds what is special of this occurrence.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds the field it is about.
    #[must_use]
    pub fn field(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// Adds the seconds after which trying again makes sense.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The problem that stands for an answer of a library (a router's 404, a layer's 413).
    pub fn from_status(status: u16) -> Self {
        Self::new(match status {
            401 => Kind::NotSignedIn,
            403 => Kind::Forbidden,
            404 => Kind::NotFound,
            405 => Kind::MethodNotAllowed,
            408 => Kind::Timeout,
            413 => Kind::TooLarge,
            415 => Kind::UnsupportedMediaType,
            422 => Kind::Invalid,
            429 => Kind::TooManyTries,
            503 | 504 => Kind::Busy,
            500..=599 => Kind::Internal,
            _ => Kind::BadRequest,
        })
    }

    /// The document to send.
    pub fn problem(&self) -> Problem {
        let (status, code, title) = self.kind.parts();
        Problem {
            detail: self.detail.clone(),
            field: self.field.map(str::to_owned),
            retry_after: self.retry_after,
            ..Problem::new(status, code, title)
        }
    }

    /// What the log should say: only of what is the server's fault.
    pub fn log(&self) {
        if self.kind.parts().0 >= 500 {
            match &self.source {
                Some(source) => {
                    tracing::error!(error = %source, code = self.kind.parts().1, "request failed")
                }
                None => tracing::error!(code = self.kind.parts().1, "request failed"),
            }
        }
    }

    /// The same of a job that leaves a day out until its next turn. Neither names anybody.
    pub fn log_of_day(&self, network: Id, year: i32) {
        self.log();
        tracing::error!(%network, year, code = self.kind.parts().1, "left out until the next look");
    }
}

impl From<Kind> for Error {
    fn from(kind: Kind) -> Self {
        Self::new(kind)
    }
}

impl From<DbError> for Error {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Unavailable(_) => {
                Self { source: Some(error.into()), ..Self::new(Kind::Busy).retry_after(2) }
            }
            // Somebody was faster; the name of the key stays inside.
            DbError::Taken(_) => Self { source: Some(error.into()), ..Self::new(Kind::AlreadyExists) },
            DbError::NoText(_) => Self { source: Some(error.into()), ..Self::new(Kind::BadRequest) },
            DbError::Corrupt(_) | DbError::Migration(_) | DbError::Other(_) => Self::internal(error),
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (_, code, title) = self.kind.parts();
        write!(f, "{code}: {title}")?;
        if let Some(detail) = &self.detail {
            write!(f, " ({detail})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_every_status_is_an_error() {
        for (at, kind) in Kind::ALL.iter().enumerate() {
            let (status, code, title) = kind.parts();
            assert!((400..600).contains(&status) && !title.is_empty());
            assert!(Kind::ALL.iter().skip(at + 1).all(|other| other.parts().1 != code), "{code}");
        }
    }

    #[test]
    fn a_library_answer_keeps_its_status_where_a_kind_has_it() {
        for status in [400, 403, 404, 405, 408, 413, 415, 422, 429, 500, 503] {
            assert_eq!(Error::from_status(status).problem().status, status);
        }
    }
}
