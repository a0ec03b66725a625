//! Versions of the masked figures: SQL.

use shared::id::Id;
use shared::stats::release::Release;
use shared::time::{Date, Millis};

use super::{DbError, Result, Tx, on};

/// A version as it is stored.
#[derive(Clone, Debug)]
pub struct Stored {
    /// What was given out.
    pub release: Release,
    /// When it was made, ms UTC.
    pub made_at: Millis,
}

const OF_YEAR: &str = "SELECT body, made_at FROM release WHERE network_id = $1 AND year = $2 ORDER BY as_of";
const INSERT: &str =
    "INSERT INTO release (network_id, year, as_of, made_at, body) VALUES ($1, $2, $3, $4, $5)";

/// The versions of a year, oldest first.
pub async fn of_year(tx: &mut Tx, network: Id, year: i32) -> Result<Vec<Stored>> {
    let rows: Vec<(String, Millis)> = on!(tx, c => sqlx::query_as(OF_YEAR).bind(network.uuid())
        .bind(i64::from(year)).fetch_all(c).await?);
    let stored = |(body, made_at): (String, Millis)| {
        let release =
            serde_json::from_str(&body).map_err(|error| DbError::Corrupt(format!("a release: {error}")))?;
        Ok(Stored { release, made_at })
    };
    rows.into_iter().map(stored).collect()
}

/// Stores a version; there is at most one of a date.
pub async fn insert(tx: &mut Tx, network: Id, release: &Release, as_of: Date, now: Millis) -> Result<()> {
    let body =
        serde_json::to_string(release).map_err(|error| DbError::Corrupt(format!("a release: {error}")))?;
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(i64::from(release.year)).bind(as_of.to_string())
        .bind(now).bind(body).execute(c).await.map(|_| ())?);
    Ok(())
}
