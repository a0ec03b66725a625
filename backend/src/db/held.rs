//! Held ops: SQL. What may not be stored as the sender asked is kept for review, with its bytes.

use std::collections::BTreeMap;

use serde_json::Value;
use shared::id::Id;
use shared::time::{Date, Millis};
use sqlx::FromRow;
use uuid::Uuid;

use super::rows::Many;
use super::{Result, Tx, on};

/// An op kept for review.
#[derive(Clone, Debug)]
pub struct HeldOp<'a> {
    /// The op.
    pub id: Id,
    /// As pushed.
    pub bytes: &'a [u8],
    /// Why.
    pub reason: &'static str,
    /// The schema version of the bytes.
    pub v: u32,
    /// The replica that made it.
    pub replica: Id,
    /// The stamp that it counts under, where that is not its own.
    pub effective: Option<i64>,
    /// The clock that stamped it was found wrong.
    pub skewed: bool,
    /// The tablet that pushed it.
    pub device: Option<Id>,
    /// The library it speaks of.
    pub library: &'a str,
    /// When it came, ms UTC.
    pub received_at: Millis,
}

/// An op as it is kept.
#[derive(Clone, Debug, FromRow)]
pub struct HeldRow {
    /// The op.
    #[sqlx(try_from = "Uuid")]
    pub op_id: Id,
    /// As pushed.
    pub bytes: Vec<u8>,
    /// Why.
    pub reason: String,
    /// The schema version of the bytes.
    pub v: i64,
    /// The replica that made it; absent where it was held before that was kept.
    pub replica: Option<Uuid>,
    /// The stamp that it counts under, where that is not its own.
    pub effective: Option<i64>,
    /// The clock that stamped it was found wrong.
    pub skewed: i64,
    /// The tablet that pushed it.
    pub device_id: Option<Uuid>,
    /// That tablet's name, where it is still known.
    pub device_name: Option<String>,
    /// That tablet's library, where it is still known.
    pub device_library: Option<String>,
    /// The replica of that tablet's store, where it is still known.
    pub device_replica: Option<Uuid>,
    /// When it came, ms UTC.
    pub received_at: Millis,
    /// [`ACCEPTED`], [`DISMISSED`] or [`STORED`].
    pub resolution: Option<String>,
}

/// A person has taken it in.
pub const ACCEPTED: &str = "accepted";
/// A person has not taken it in.
pub const DISMISSED: &str = "dismissed";
/// Somebody who may has pushed it.
pub const STORED: &str = "stored";

static INSERT: Many = Many::insert(
    "INSERT INTO held (network_id, op_id, bytes, reason, v, replica, effective, skewed, device_id, library, \
     received_at) VALUES",
    11,
    " ON CONFLICT (network_id, op_id) DO NOTHING",
);
static BYTES: Many = Many::list("SELECT op_id, bytes FROM held WHERE network_id = {} AND op_id IN (", ")");
static RESOLUTIONS: Many =
    Many::list("SELECT op_id, resolution FROM held WHERE network_id = {} AND op_id IN (", ")");
const ALL: &str = "SELECT network_id, op_id, bytes, received_at FROM held";
const DAYS: &str = "SELECT network_id, year, held_on FROM day";
const DELETE: &str = "DELETE FROM held WHERE network_id = $1 AND op_id = $2";
const ANY_OPEN: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM held \
     WHERE network_id = $1 AND resolved_at IS NULL";
const ANY_OPEN_OF: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM held \
     WHERE network_id = $1 AND library = $2 AND resolved_at IS NULL";
// What was held and has since been stored by somebody who may is no longer open.
const RESOLVE: &str = "UPDATE held SET resolved_at = $2, resolution = 'stored' \
     WHERE network_id = $1 AND resolved_at IS NULL \
     AND EXISTS (SELECT 1 FROM op WHERE op.network_id = held.network_id AND op.id = held.op_id)";
const DECIDE: &str = "UPDATE held SET resolved_at = $3, resolution = $4 WHERE network_id = $1 AND op_id = $2";
const OPEN: &str = "SELECT h.op_id, h.bytes, h.reason, h.v, h.replica, h.effective, h.skewed, h.device_id, \
     d.name AS device_name, d.library AS device_library, d.replica AS device_replica, h.received_at, h.resolution \
     FROM held h LEFT JOIN device d ON d.network_id = h.network_id AND d.id = h.device_id \
     WHERE h.network_id = $1 AND h.resolved_at IS NULL ORDER BY h.received_at, h.op_id LIMIT $2";
const OPEN_OF: &str = "SELECT h.op_id, h.bytes, h.reason, h.v, h.replica, h.effective, h.skewed, h.device_id, \
     d.name AS device_name, d.library AS device_library, d.replica AS device_replica, h.received_at, h.resolution \
     FROM held h LEFT JOIN device d ON d.network_id = h.network_id AND d.id = h.device_id \
     WHERE h.network_id = $1 AND h.library = $3 AND h.resolved_at IS NULL ORDER BY h.received_at, h.op_id LIMIT $2";
const GET: &str = "SELECT h.op_id, h.bytes, h.reason, h.v, h.replica, h.effective, h.skewed, h.device_id, \
     d.name AS device_name, d.library AS device_library, d.replica AS device_replica, h.received_at, h.resolution \
     FROM held h LEFT JOIN device d ON d.network_id = h.network_id AND d.id = h.device_id \
     WHERE h.network_id = $1 AND h.op_id = $2";

/// Keeps ops; one that is kept already stays as it is.
pub async fn insert(tx: &mut Tx, network: Id, ops: &[HeldOp<'_>]) -> Result<()> {
    let network = network.uuid();
    for (sql, piece) in INSERT.pieces(tx, ops) {
        on!(&mut *tx, c => {
            let mut query = sqlx::query(sql);
            for op in piece {
                query = query.bind(network).bind(op.id.uuid()).bind(op.bytes).bind(op.reason).bind(i64::from(op.v))
                    .bind(op.replica.uuid()).bind(op.effective).bind(i64::from(op.skewed))
                    .bind(op.device.map(|id| id.uuid())).bind(op.library).bind(op.received_at);
            }
            query.execute(c).await.map(|_| ())?
        });
    }
    Ok(())
}

/// The bytes of those of the ids that are kept.
pub async fn bytes(tx: &mut Tx, network: Id, ids: &[Id]) -> Result<Vec<(Id, Vec<u8>)>> {
    let mut found = Vec::new();
    for (sql, piece) in BYTES.pieces(tx, ids) {
        let rows: Vec<(Uuid, Vec<u8>)> = on!(&mut *tx, c => {
            let mut query = sqlx::query_as(sql).bind(network.uuid());
            for id in piece {
                query = query.bind(id.uuid());
            }
            query.fetch_all(c).await?
        });
        found.extend(rows.into_iter().map(|(id, bytes)| (Id::from(id), bytes)));
    }
    Ok(found)
}

/// What was decided about those of the ids that are kept; `None` where nobody has yet.
pub async fn resolutions(tx: &mut Tx, network: Id, ids: &[Id]) -> Result<Vec<(Id, Option<String>)>> {
    let mut found = Vec::new();
    for (sql, piece) in RESOLUTIONS.pieces(tx, ids) {
        let rows: Vec<(Uuid, Option<String>)> = on!(&mut *tx, c => {
            let mut query = sqlx::query_as(sql).bind(network.uuid());
            for id in piece {
                query = query.bind(id.uuid());
            }
            query.fetch_all(c).await?
        });
        found.extend(rows.into_iter().map(|(id, resolution)| (Id::from(id), resolution)));
    }
    Ok(found)
}

/// What waits for review in a network, or of one library; the first to come is first.
pub async fn waiting(tx: &mut Tx, network: Id, library: Option<&str>, limit: i64) -> Result<Vec<HeldRow>> {
    Ok(match library {
        None => on!(tx, c => sqlx::query_as(OPEN).bind(network.uuid()).bind(limit).fetch_all(c).await?),
        Some(library) => {
            on!(tx, c => sqlx::query_as(OPEN_OF).bind(network.uuid()).bind(limit).bind(library)
                .fetch_all(c).await?)
        }
    })
}

/// A held op, reviewed or not.
pub async fn get(tx: &mut Tx, network: Id, id: Id) -> Result<Option<HeldRow>> {
    Ok(on!(tx, c => sqlx::query_as(GET).bind(network.uuid()).bind(id.uuid()).fetch_optional(c).await?))
}

/// Notes what was decided.
pub async fn decide(tx: &mut Tx, network: Id, id: Id, now: Millis, resolution: &str) -> Result<()> {
    on!(tx, c => sqlx::query(DECIDE).bind(network.uuid()).bind(id.uuid()).bind(now).bind(resolution)
        .execute(c).await.map(|_| ())?);
    Ok(())
}

/// How many ops wait for review, in the network or in one library.
pub async fn open(tx: &mut Tx, network: Id, library: Option<&str>) -> Result<i64> {
    let network = network.uuid();
    Ok(match library {
        Some(library) => {
            on!(tx, c => sqlx::query_scalar(ANY_OPEN_OF).bind(network).bind(library).fetch_one(c).await?)
        }
        None => on!(tx, c => sqlx::query_scalar(ANY_OPEN).bind(network).fetch_one(c).await?),
    })
}

/// Closes the review of ops that have been stored since.
pub async fn resolve_stored(tx: &mut Tx, network: Id, now: Millis) -> Result<()> {
    on!(tx, c => sqlx::query(RESOLVE).bind(network.uuid()).bind(now).execute(c).await.map(|_| ())?);
    Ok(())
}

/// Deletes what tells of somebody, reviewed or not, and whose day was a date or before: check-ins of people who had not
/// registered, and sealed registrations. Where there is no such day, it counts from when they came. Without the person there is
/// nothing left that could be reviewed.
pub async fn forget_people(tx: &mut Tx, until: Date, before: Millis) -> Result<u64> {
    let days: Vec<(Uuid, i64, String)> = on!(tx, c => sqlx::query_as(DAYS).fetch_all(c).await?);
    let days: BTreeMap<_, _> = days.into_iter().map(|(network, year, on)| ((network, year), on)).collect();
    let until = until.to_string();
    let all: Vec<(Uuid, Uuid, Vec<u8>, Millis)> = on!(tx, c => sqlx::query_as(ALL).fetch_all(c).await?);
    let mut forgotten = 0;
    for (network, op, bytes, received_at) in all {
        let Some(year) = tells_of_somebody(&bytes) else { continue };
        let is_old = match year.and_then(|year| days.get(&(network, year))) {
            Some(on) => *on <= until,
            None => received_at <= before,
        };
        if is_old {
            forgotten +=
                on!(tx, c => sqlx::query(DELETE).bind(network).bind(op).execute(c).await?.rows_affected());
        }
    }
    Ok(forgotten)
}

/// Where an op names a walk-in or carries a registration: the day's year, if it tells one. Read loosely: what breaks a rule may
/// be held too.
fn tells_of_somebody(op: &[u8]) -> Option<Option<i64>> {
    let op: Value = serde_json::from_slice(op).ok()?;
    op.pointer("/set/who/walk_in").or_else(|| op.pointer("/set/envelope"))?;
    Some(op.pointer("/set/year").and_then(Value::as_i64))
}
