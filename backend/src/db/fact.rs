//! Facts: SQL. A row per push, later joined; rows are added at the end, and joined or made anew as a whole.

use shared::id::Id;
use sqlx::FromRow;
use uuid::Uuid;

use super::{Result, Tx, on};

/// What a row says of its facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct Head {
    /// Where the row before ends.
    pub after: i64,
    /// Where this one ends.
    pub position: i64,
    /// How many facts it has.
    pub rows: i64,
    /// Set where it was made from the entities.
    pub generation: Option<Uuid>,
}

/// The facts after one position up to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where they stand.
    pub head: Head,
    /// The block.
    pub body: Vec<u8>,
}

const INSERT: &str = "INSERT INTO fact (network_id, position, after, rows, generation, body) \
     VALUES ($1, $2, $3, $4, $5, $6)";
const HEADS: &str = "SELECT after, position, rows, generation FROM fact \
     WHERE network_id = $1 AND position > $2 ORDER BY position LIMIT $3";
const BLOCKS: &str = "SELECT body FROM fact WHERE network_id = $1 AND position > $2 AND position <= $3 \
     ORDER BY position";
const GENERATION: &str = "SELECT generation FROM fact WHERE network_id = $1 ORDER BY position LIMIT 1";
const REMOVE: &str = "DELETE FROM fact WHERE network_id = $1 AND position > $2 AND position <= $3";
const STRADDLES: &str = "SELECT COUNT(*) FROM fact WHERE network_id = $1 AND after < $2 AND position > $2";

/// Adds a row.
pub async fn insert(tx: &mut Tx, network: Id, segment: &Segment) -> Result<()> {
    let Segment { head: Head { after, position, rows, generation }, body } = segment;
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(position).bind(after).bind(rows)
        .bind(*generation).bind(body).execute(c).await.map(|_| ())?);
    Ok(())
}

/// At most `limit` rows that lead beyond a position, in their order, without their blocks: a block may be megabytes.
pub async fn heads(tx: &mut Tx, network: Id, position: i64, limit: i64) -> Result<Vec<Head>> {
    Ok(
        on!(tx, c => sqlx::query_as(HEADS).bind(network.uuid()).bind(position).bind(limit).fetch_all(c).await?),
    )
}

/// The blocks of the rows that lead beyond a position and up to another, in their order.
pub async fn blocks(tx: &mut Tx, network: Id, position: i64, to: i64) -> Result<Vec<Vec<u8>>> {
    Ok(
        on!(tx, c => sqlx::query_scalar(BLOCKS).bind(network.uuid()).bind(position).bind(to).fetch_all(c).await?),
    )
}

/// The generation of the first row.
pub async fn generation(tx: &mut Tx, network: Id) -> Result<Option<Uuid>> {
    let first: Option<Option<Uuid>> =
        on!(tx, c => sqlx::query_scalar(GENERATION).bind(network.uuid()).fetch_optional(c).await?);
    Ok(first.flatten())
}

/// Removes the rows after a position up to another.
pub async fn remove(tx: &mut Tx, network: Id, after: i64, to: i64) -> Result<()> {
    on!(tx, c => sqlx::query(REMOVE).bind(network.uuid()).bind(after).bind(to).execute(c).await.map(|_| ())?);
    Ok(())
}

/// Whether a row has its beginning before a position and its end after it.
pub async fn straddles(tx: &mut Tx, network: Id, position: i64) -> Result<bool> {
    let count: i64 =
        on!(tx, c => sqlx::query_scalar(STRADDLES).bind(network.uuid()).bind(position).fetch_one(c).await?);
    Ok(count > 0)
}
