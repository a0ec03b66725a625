//! What can go wrong in the database.
//!
//! Owns: the translation of sqlx's errors. Must not: choose a status; `error.rs` does.

/// A failed statement, connection or migration.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// A unique key is taken. A use case that expects this says what it means; elsewhere it is a bug.
    #[error("a unique key is taken: {0}")]
    Taken(String),
    /// The database is busy, away or full: trying again later makes sense, and nothing was written.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] sqlx::Error),
    /// A value that no text can hold: a character that the database does not know. Nothing was written.
    #[error("a text that cannot be stored: {0}")]
    NoText(#[source] sqlx::Error),
    /// A stored value is not what this version expects.
    #[error("unexpected stored value: {0}")]
    Corrupt(String),
    /// The schema could not be brought up to date.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Anything else.
    #[error("database: {0}")]
    Other(#[source] sqlx::Error),
}

/// PostgreSQL: character_not_in_repertoire. A NUL in a text, which SQLite takes.
const NO_CHARACTER: &str = "22021";

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(db) if db.is_unique_violation() => Self::Taken(db.message().to_owned()),
            sqlx::Error::Database(db) if is_passing(db.code().as_deref()) => Self::Unavailable(error),
            sqlx::Error::Database(db) if db.code().as_deref() == Some(NO_CHARACTER) => Self::NoText(error),
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::Io(_)
            | sqlx::Error::WorkerCrashed => Self::Unavailable(error),
            _ => Self::Other(error),
        }
    }
}

/// Codes of passing trouble. SQLite: 5 busy, 6 locked, 10 input/output, 13 full, and their extended forms (low byte).
/// PostgreSQL: classes 08 connection, 40 rollback, 53 resources, 57 operator intervention.
fn is_passing(code: Option<&str>) -> bool {
    let Some(code) = code else { return false };
    if code.len() == 5 {
        return ["08", "40", "53", "57"].iter().any(|class| code.starts_with(class));
    }
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 13))
}

impl DbError {
    /// Whether a unique key was taken.
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Taken(_))
    }
}
