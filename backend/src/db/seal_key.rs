//! The keys that registrations are sealed to: SQL. Only the public halves are here.

use shared::id::Id;
use shared::time::Millis;
use sqlx::FromRow;
use uuid::Uuid;

use super::{Result, Tx, on};

/// A key.
#[derive(Clone, Debug, FromRow)]
pub struct SealKey {
    /// The network.
    #[sqlx(try_from = "Uuid")]
    pub network_id: Id,
    /// Identity, which an envelope names.
    #[sqlx(try_from = "Uuid")]
    pub id: Id,
    /// The public half.
    pub public: Vec<u8>,
    /// From when, ms UTC.
    pub since: Millis,
    /// Since when tablets are given another one, ms UTC.
    pub ended_at: Option<Millis>,
}

const CURRENT: &str = "SELECT network_id, id, public, since, ended_at FROM seal_key \
     WHERE network_id = $1 AND ended_at IS NULL ORDER BY since DESC, id DESC LIMIT 1";
const KEPT: &str = "SELECT network_id, id, public, since, ended_at FROM seal_key \
     WHERE destroyed_at IS NULL ORDER BY network_id, since, id";
const INSERT: &str = "INSERT INTO seal_key (network_id, id, public, since) VALUES ($1, $2, $3, $4)";
const END: &str = "UPDATE seal_key SET ended_at = $2 WHERE network_id = $1 AND ended_at IS NULL";
const DESTROY: &str = "UPDATE seal_key SET destroyed_at = $3 WHERE network_id = $1 AND id = $2";
const DESTROYED: &str = "SELECT id FROM seal_key WHERE destroyed_at IS NOT NULL ORDER BY id";
// A tablet that was enrolled later has never seen the key. A revoked one may still deliver until its record goes.
const BEHIND: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM device d \
     LEFT JOIN seal_key k ON k.network_id = d.network_id AND k.id = d.settled_key \
     WHERE d.network_id = $1 AND d.enrolled_at <= $2 AND (k.since IS NULL OR k.since < $2)";

/// The key that tablets are given now; `None` before the first need.
pub async fn current(tx: &mut Tx, network: Id) -> Result<Option<SealKey>> {
    Ok(on!(tx, c => sqlx::query_as(CURRENT).bind(network.uuid()).fetch_optional(c).await?))
}

/// All that have not been destroyed, of all networks.
pub async fn kept(tx: &mut Tx) -> Result<Vec<SealKey>> {
    Ok(on!(tx, c => sqlx::query_as(KEPT).fetch_all(c).await?))
}

/// Stores a new key.
pub async fn insert(tx: &mut Tx, network: Id, id: Id, public: &[u8], since: Millis) -> Result<()> {
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(id.uuid()).bind(public).bind(since)
        .execute(c).await.map(|_| ())?);
    Ok(())
}

/// Ends a network's current keys.
pub async fn end(tx: &mut Tx, network: Id, now: Millis) -> Result<()> {
    on!(tx, c => sqlx::query(END).bind(network.uuid()).bind(now).execute(c).await.map(|_| ())?);
    Ok(())
}

/// How many tablets may still hold something that was sealed to a key that ended then.
pub async fn behind(tx: &mut Tx, network: Id, ended_at: Millis) -> Result<i64> {
    Ok(on!(tx, c => sqlx::query_scalar(BEHIND).bind(network.uuid()).bind(ended_at).fetch_one(c).await?))
}

/// Notes that a key's private half goes.
pub async fn destroy(tx: &mut Tx, network: Id, id: Id, now: Millis) -> Result<()> {
    on!(tx, c => sqlx::query(DESTROY).bind(network.uuid()).bind(id.uuid()).bind(now)
        .execute(c).await.map(|_| ())?);
    Ok(())
}

/// Those whose private half goes, on each node.
pub async fn destroyed(tx: &mut Tx) -> Result<Vec<Id>> {
    let ids: Vec<Uuid> = on!(tx, c => sqlx::query_scalar(DESTROYED).fetch_all(c).await?);
    Ok(ids.into_iter().map(Id::from).collect())
}
