//! Yearly plans: SQL.

use shared::domain::plan::Plan;
use shared::id::Id;
use shared::time::Millis;
use uuid::Uuid;

use super::{DbError, Result, Tx, on};

/// A plan as it is stored.
#[derive(Clone, Debug)]
pub struct Stored {
    /// The plan.
    pub plan: Plan,
    /// Grows with each change.
    pub version: i64,
    /// When it was changed last, ms UTC.
    pub changed_at: Millis,
}

type Row = (i64, String, i64);

const ALL: &str = "SELECT version, body, changed_at FROM plan WHERE network_id = $1 ORDER BY year DESC";
const GET: &str = "SELECT version, body, changed_at FROM plan WHERE network_id = $1 AND year = $2";
const INSERT: &str = "INSERT INTO plan (network_id, year, version, body, changed_at, changed_by) \
     VALUES ($1, $2, 1, $3, $4, $5) ON CONFLICT (network_id, year) DO NOTHING";
const UPDATE: &str = "UPDATE plan SET version = version + 1, body = $4, changed_at = $5, changed_by = $6 \
     WHERE network_id = $1 AND year = $2 AND version = $3";

fn stored((version, body, changed_at): Row) -> Result<Stored> {
    let plan = serde_json::from_str(&body).map_err(|error| DbError::Corrupt(format!("a plan: {error}")))?;
    Ok(Stored { plan, version, changed_at })
}

/// The network's plans, newest year first.
pub async fn all(tx: &mut Tx, network: Id) -> Result<Vec<Stored>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(ALL).bind(network.uuid()).fetch_all(c).await?);
    rows.into_iter().map(stored).collect()
}

/// A year's plan.
pub async fn get(tx: &mut Tx, network: Id, year: i32) -> Result<Option<Stored>> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(GET).bind(network.uuid()).bind(i64::from(year))
        .fetch_optional(c).await?);
    row.map(stored).transpose()
}

/// Stores a year's plan over a version, or the first one; false where that is not the version there is.
pub async fn save(
    tx: &mut Tx,
    network: Id,
    plan: &Plan,
    over: Option<i64>,
    now: Millis,
    by: Id,
) -> Result<bool> {
    let body = serde_json::to_string(plan).map_err(|error| DbError::Corrupt(format!("a plan: {error}")))?;
    let (network, year, by): (Uuid, i64, Uuid) = (network.uuid(), i64::from(plan.year), by.uuid());
    let written = match over {
        None => on!(tx, c => sqlx::query(INSERT).bind(network).bind(year).bind(body).bind(now).bind(by)
            .execute(c).await?.rows_affected()),
        Some(version) => on!(tx, c => sqlx::query(UPDATE).bind(network).bind(year).bind(version).bind(body)
            .bind(now).bind(by).execute(c).await?.rows_affected()),
    };
    Ok(written == 1)
}
