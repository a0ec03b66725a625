//! Activity days: SQL.

use shared::domain::day::Day;
use shared::id::Id;
use shared::time::Millis;
use uuid::Uuid;

use super::{DbError, Result, Tx, on};

/// A day as it is stored.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The day.
    pub day: Day,
    /// Grows with each change.
    pub version: i64,
    /// Grows when its time or place changes.
    pub sequence: i64,
    /// What has moved while it was withdrawn, as bits: to be told once it is published again.
    pub untold: i64,
    /// When it was changed last, ms UTC.
    pub changed_at: Millis,
}

type Row = (String, i64, i64, i64, i64);

const ALL: &str =
    "SELECT body, version, sequence, untold, changed_at FROM day WHERE network_id = $1 ORDER BY year DESC";
const GET: &str =
    "SELECT body, version, sequence, untold, changed_at FROM day WHERE network_id = $1 AND year = $2";
const INSERT: &str = "INSERT INTO day (network_id, year, version, body, held_on, changed_at, changed_by) \
     VALUES ($1, $2, 1, $3, $4, $5, $6) ON CONFLICT (network_id, year) DO NOTHING";
const UPDATE: &str = "UPDATE day SET version = version + 1, body = $4, held_on = $5, sequence = sequence + $6, \
     untold = $7, changed_at = $8, changed_by = $9 WHERE network_id = $1 AND year = $2 AND version = $3";
const ARRIVE: &str =
    "UPDATE day SET arrivals = arrivals + 1 WHERE network_id = $1 AND year = $2 RETURNING arrivals";
const KEYS: &str = "SELECT network_id, year FROM day WHERE held_on >= $1 ORDER BY network_id, year";

fn stored((body, version, sequence, untold, changed_at): Row) -> Result<Stored> {
    let day = serde_json::from_str(&body).map_err(|error| DbError::Corrupt(format!("a day: {error}")))?;
    Ok(Stored { day, version, sequence, untold, changed_at })
}

/// The network's days, newest first.
pub async fn all(tx: &mut Tx, network: Id) -> Result<Vec<Stored>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(ALL).bind(network.uuid()).fetch_all(c).await?);
    rows.into_iter().map(stored).collect()
}

/// A year's day.
pub async fn get(tx: &mut Tx, network: Id, year: i32) -> Result<Option<Stored>> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(GET).bind(network.uuid()).bind(i64::from(year))
        .fetch_optional(c).await?);
    row.map(stored).transpose()
}

/// What is stored of a day, and over which version.
pub struct Save<'a> {
    /// The day.
    pub day: &'a Day,
    /// The version that was changed; `None` for the first.
    pub over: Option<i64>,
    /// Whether calendars should know of the change.
    pub moved: bool,
    /// [`Stored::untold`] from now on.
    pub untold: i64,
    /// Now, ms UTC.
    pub now: Millis,
    /// Who changes it.
    pub by: Id,
}

/// Stores a year's day over a version, or the first one; false where that is not the version there is.
pub async fn save(tx: &mut Tx, network: Id, save: Save<'_>) -> Result<bool> {
    let Save { day, over, moved, untold, now, by } = save;
    let body = serde_json::to_string(day).map_err(|error| DbError::Corrupt(format!("a day: {error}")))?;
    let (network, year, by): (Uuid, i64, Uuid) = (network.uuid(), i64::from(day.year()), by.uuid());
    let on = day.date.to_string();
    let written = match over {
        None => {
            on!(tx, c => sqlx::query(INSERT).bind(network).bind(year).bind(body).bind(on).bind(now).bind(by)
            .execute(c).await?.rows_affected())
        }
        Some(version) => on!(tx, c => sqlx::query(UPDATE).bind(network).bind(year).bind(version).bind(body)
            .bind(on).bind(i64::from(moved)).bind(untold).bind(now).bind(by).execute(c).await?.rows_affected()),
    };
    Ok(written == 1)
}

/// Takes the day's row, so that places are given and taken one at a time, and the next number in the order of arrival.
/// The first statement of whoever changes a registration; `None` where there is no such day.
pub async fn arrive(tx: &mut Tx, network: Id, year: i32) -> Result<Option<i64>> {
    Ok(on!(tx, c => sqlx::query_scalar(ARRIVE).bind(network.uuid()).bind(i64::from(year))
        .fetch_optional(c).await?))
}

/// Network and year of each day that is on a date or after it.
pub async fn keys(tx: &mut Tx, from: &str) -> Result<Vec<(Id, i32)>> {
    let rows: Vec<(Uuid, i64)> = on!(tx, c => sqlx::query_as(KEYS).bind(from).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(network, year)| (network.into(), i32::try_from(year).unwrap_or(0))).collect())
}
