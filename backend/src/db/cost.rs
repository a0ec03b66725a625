//! The costs of activity days: SQL.

use shared::domain::cost::{Cost, Kind};
use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::cost::CostLine;
use sqlx::FromRow;
use uuid::Uuid;

use super::{DbError, Result, Tx, on};

#[derive(FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: Id,
    version: i64,
    kind: String,
    what: String,
    payer: String,
    receipt: String,
    cents: i64,
    on_date: String,
    changed_at: Millis,
}

impl TryFrom<Row> for CostLine {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self> {
        let odd = |what: &str| DbError::Corrupt(format!("a cost's {what}"));
        let cost = Cost {
            kind: Kind::from_code(&row.kind).ok_or_else(|| odd("kind"))?,
            what: row.what,
            payer: row.payer,
            receipt: row.receipt,
            cents: row.cents,
            on: row.on_date.parse().map_err(|_| odd("date"))?,
        };
        Ok(Self { id: row.id, version: row.version, changed_at: row.changed_at, cost })
    }
}

const LIST: &str = "SELECT id, version, kind, what, payer, receipt, cents, on_date, changed_at FROM day_cost \
     WHERE network_id = $1 AND year = $2 ORDER BY on_date, id";
const GET: &str = "SELECT id, version, kind, what, payer, receipt, cents, on_date, changed_at FROM day_cost \
     WHERE network_id = $1 AND year = $2 AND id = $3";
const INSERT: &str = "INSERT INTO day_cost (network_id, id, year, version, kind, what, payer, receipt, cents, on_date, \
     changed_at, changed_by) VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11) \
     ON CONFLICT (network_id, id) DO NOTHING";
const UPDATE: &str = "UPDATE day_cost SET version = version + 1, kind = $5, what = $6, payer = $7, receipt = $8, cents = $9, \
     on_date = $10, changed_at = $11, changed_by = $12 \
     WHERE network_id = $1 AND id = $2 AND year = $3 AND version = $4";
const DELETE: &str = "DELETE FROM day_cost WHERE network_id = $1 AND id = $2 AND year = $3 AND version = $4";

/// All lines of a year's day, by date.
pub async fn list(tx: &mut Tx, network: Id, year: i32) -> Result<Vec<CostLine>> {
    let rows: Vec<Row> =
        on!(tx, c => sqlx::query_as(LIST).bind(network.uuid()).bind(i64::from(year)).fetch_all(c).await?);
    rows.into_iter().map(CostLine::try_from).collect()
}

/// A line of a year's day.
pub async fn get(tx: &mut Tx, network: Id, year: i32, id: Id) -> Result<Option<CostLine>> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(GET).bind(network.uuid()).bind(i64::from(year))
        .bind(id.uuid()).fetch_optional(c).await?);
    row.map(CostLine::try_from).transpose()
}

/// What is stored of a line, and over which version.
pub struct Save<'a> {
    /// Identity.
    pub id: Id,
    /// The day's year.
    pub year: i32,
    /// The line.
    pub cost: &'a Cost,
    /// The version that was changed; `None` for a new line.
    pub over: Option<i64>,
    /// Now, ms UTC.
    pub now: Millis,
    /// Who changes it.
    pub by: Id,
}

/// Stores a line over a version, or a new one; false where that is not the version there is.
pub async fn save(tx: &mut Tx, network: Id, save: Save<'_>) -> Result<bool> {
    let Save { id, year, cost, over, now, by } = save;
    let (network, id, year, by): (Uuid, Uuid, i64, Uuid) =
        (network.uuid(), id.uuid(), i64::from(year), by.uuid());
    let (kind, on) = (cost.kind.code(), cost.on.to_string());
    let written = match over {
        None => {
            on!(tx, c => sqlx::query(INSERT).bind(network).bind(id).bind(year).bind(kind).bind(&cost.what)
            .bind(&cost.payer).bind(&cost.receipt).bind(cost.cents).bind(on).bind(now).bind(by)
            .execute(c).await?.rows_affected())
        }
        Some(version) => on!(tx, c => sqlx::query(UPDATE).bind(network).bind(id).bind(year).bind(version)
            .bind(kind).bind(&cost.what).bind(&cost.payer).bind(&cost.receipt).bind(cost.cents).bind(on)
            .bind(now).bind(by).execute(c).await?.rows_affected()),
    };
    Ok(written == 1)
}

/// Removes a line; false where that is not the version there is.
pub async fn delete(tx: &mut Tx, network: Id, year: i32, id: Id, version: i64) -> Result<bool> {
    let gone = on!(tx, c => sqlx::query(DELETE).bind(network.uuid()).bind(id.uuid()).bind(i64::from(year))
        .bind(version).execute(c).await?.rows_affected());
    Ok(gone == 1)
}
