//! Held ops: SQL. What may not be stored as the sender asked is kept for review, with its bytes.

use shared::id::Id;
use shared::time::Millis;
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
    /// The tablet that pushed it.
    pub device: Option<Id>,
    /// The library it speaks of.
    pub library: &'a str,
    /// When it came, ms UTC.
    pub received_at: Millis,
}

static INSERT: Many = Many::insert(
    "INSERT INTO held (network_id, op_id, bytes, reason, device_id, library, received_at) VALUES",
    7,
    " ON CONFLICT (network_id, op_id) DO NOTHING",
);
static BYTES: Many = Many::list("SELECT op_id, bytes FROM held WHERE network_id = {} AND op_id IN (", ")");
const ANY_OPEN: &str =
    "SELECT CAST(COUNT(*) AS BIGINT) FROM held WHERE network_id = $1 AND resolved_at IS NULL";
// What was held and has since been stored by somebody who may is no longer open.
const RESOLVE: &str = "UPDATE held SET resolved_at = $2 WHERE network_id = $1 AND resolved_at IS NULL \
     AND EXISTS (SELECT 1 FROM op WHERE op.network_id = held.network_id AND op.id = held.op_id)";

/// Keeps ops; one that is kept already stays as it is.
pub async fn insert(tx: &mut Tx, network: Id, ops: &[HeldOp<'_>]) -> Result<()> {
    let network = network.uuid();
    for (sql, piece) in INSERT.pieces(tx, ops) {
        on!(&mut *tx, c => {
            let mut query = sqlx::query(sql);
            for op in piece {
                query = query.bind(network).bind(op.id.uuid()).bind(op.bytes).bind(op.reason)
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

/// How many ops wait for review.
pub async fn open(tx: &mut Tx, network: Id) -> Result<i64> {
    Ok(on!(tx, c => sqlx::query_scalar(ANY_OPEN).bind(network.uuid()).fetch_one(c).await?))
}

/// Closes the review of ops that have been stored since.
pub async fn resolve_stored(tx: &mut Tx, network: Id, now: Millis) -> Result<()> {
    on!(tx, c => sqlx::query(RESOLVE).bind(network.uuid()).bind(now).execute(c).await.map(|_| ())?);
    Ok(())
}
