//! Sessions of signed-in people: SQL. Tokens are stored as SHA-256 only.

use shared::id::Id;
use shared::time::Millis;
use sqlx::FromRow;
use uuid::Uuid;

use super::{Result, Tx, on};

/// A session's row.
#[derive(Clone, Debug, FromRow)]
pub struct Session {
    /// Who is signed in.
    #[sqlx(try_from = "Uuid")]
    pub member_id: Id,
    /// When it began, ms UTC.
    pub created_at: Millis,
    /// When it was last used, to the hour, ms UTC.
    pub last_seen_at: Millis,
    /// When it ends unless used, ms UTC.
    pub expires_at: Millis,
}

const INSERT: &str = "INSERT INTO session (network_id, token_hash, member_id, created_at, last_seen_at, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6)";
const GET: &str = "SELECT member_id, created_at, last_seen_at, expires_at FROM session \
     WHERE network_id = $1 AND token_hash = $2 AND expires_at > $3";
const TOUCH: &str =
    "UPDATE session SET last_seen_at = $3, expires_at = $4 WHERE network_id = $1 AND token_hash = $2";
const DELETE: &str = "DELETE FROM session WHERE network_id = $1 AND token_hash = $2";
const DELETE_OF_MEMBER: &str = "DELETE FROM session WHERE network_id = $1 AND member_id = $2";

/// Stores a new session.
pub async fn insert(tx: &mut Tx, network: Id, hash: &[u8], s: &Session) -> Result<()> {
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(hash).bind(s.member_id.uuid()).bind(s.created_at)
        .bind(s.last_seen_at).bind(s.expires_at).execute(c).await.map(|_| ())?);
    Ok(())
}

/// A session that has not ended.
pub async fn get(tx: &mut Tx, network: Id, hash: &[u8], now: Millis) -> Result<Option<Session>> {
    Ok(on!(tx, c => sqlx::query_as(GET).bind(network.uuid()).bind(hash).bind(now).fetch_optional(c).await?))
}

/// Moves a session's end on.
pub async fn touch(tx: &mut Tx, network: Id, hash: &[u8], now: Millis, expires_at: Millis) -> Result<()> {
    on!(tx, c => sqlx::query(TOUCH).bind(network.uuid()).bind(hash).bind(now).bind(expires_at)
        .execute(c).await.map(|_| ())?);
    Ok(())
}

/// Ends a session.
pub async fn delete(tx: &mut Tx, network: Id, hash: &[u8]) -> Result<()> {
    on!(tx, c => sqlx::query(DELETE).bind(network.uuid()).bind(hash).execute(c).await.map(|_| ())?);
    Ok(())
}

/// Ends all sessions of a member.
pub async fn delete_of_member(tx: &mut Tx, network: Id, member: Id) -> Result<()> {
    on!(tx, c => sqlx::query(DELETE_OF_MEMBER).bind(network.uuid()).bind(member.uuid())
        .execute(c).await.map(|_| ())?);
    Ok(())
}

/// Ends every session of a network.
pub async fn delete_all(tx: &mut Tx, network: Id) -> Result<()> {
    const DELETE_ALL: &str = "DELETE FROM session WHERE network_id = $1";
    on!(tx, c => sqlx::query(DELETE_ALL).bind(network.uuid()).execute(c).await.map(|_| ())?);
    Ok(())
}
