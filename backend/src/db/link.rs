//! One-time links: SQL. Tokens are stored as SHA-256 only.

use shared::id::Id;
use shared::time::Millis;
use sqlx::FromRow;
use uuid::Uuid;

use super::{Result, Tx, on};

/// A link's row.
#[derive(Clone, Debug, FromRow)]
pub struct LinkRow {
    /// `setup`, `invite` or `reset`.
    pub purpose: String,
    /// Whose account; none for a set-up.
    pub member_id: Option<Uuid>,
    /// When it ends, ms UTC.
    pub expires_at: Millis,
}

const INSERT: &str = "INSERT INTO link (network_id, token_hash, purpose, member_id, created_at, expires_at, used_at) \
     VALUES ($1, $2, $3, $4, $5, $6, NULL)";
const GET: &str = "SELECT purpose, member_id, expires_at FROM link \
     WHERE network_id = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > $3";
const USE: &str = "UPDATE link SET used_at = $3 \
     WHERE network_id = $1 AND token_hash = $2 AND used_at IS NULL AND expires_at > $3";
const END_OF_MEMBER: &str =
    "UPDATE link SET used_at = $3 WHERE network_id = $1 AND member_id = $2 AND used_at IS NULL";
const END_SETUP: &str = "UPDATE link SET used_at = $1 WHERE purpose = 'setup' AND used_at IS NULL";

/// Stores a new link.
pub async fn insert(tx: &mut Tx, network: Id, hash: &[u8], link: &LinkRow, now: Millis) -> Result<()> {
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(hash).bind(&link.purpose).bind(link.member_id)
        .bind(now).bind(link.expires_at).execute(c).await.map(|_| ())?);
    Ok(())
}

/// A link that can still be used.
pub async fn get(tx: &mut Tx, network: Id, hash: &[u8], now: Millis) -> Result<Option<LinkRow>> {
    Ok(on!(tx, c => sqlx::query_as(GET).bind(network.uuid()).bind(hash).bind(now).fetch_optional(c).await?))
}

/// Uses a link up; false where somebody was faster.
pub async fn consume(tx: &mut Tx, network: Id, hash: &[u8], now: Millis) -> Result<bool> {
    let used = on!(tx, c => sqlx::query(USE).bind(network.uuid()).bind(hash).bind(now).execute(c).await?
        .rows_affected());
    Ok(used == 1)
}

/// Ends a member's open links.
pub async fn end_of_member(tx: &mut Tx, network: Id, member: Id, now: Millis) -> Result<()> {
    on!(tx, c => sqlx::query(END_OF_MEMBER).bind(network.uuid()).bind(member.uuid()).bind(now)
        .execute(c).await.map(|_| ())?);
    Ok(())
}

/// Ends all open set-up links.
pub async fn end_setup(tx: &mut Tx, now: Millis) -> Result<()> {
    on!(tx, c => sqlx::query(END_SETUP).bind(now).execute(c).await.map(|_| ())?);
    Ok(())
}

/// Ends every open link of a network.
pub async fn end_all(tx: &mut Tx, network: Id, now: Millis) -> Result<()> {
    const END_ALL: &str = "UPDATE link SET used_at = $2 WHERE network_id = $1 AND used_at IS NULL";
    on!(tx, c => sqlx::query(END_ALL).bind(network.uuid()).bind(now).execute(c).await.map(|_| ())?);
    Ok(())
}
