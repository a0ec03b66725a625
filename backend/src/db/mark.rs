//! Marks: SQL. One random mark per push that changed something; a cursor with an unknown mark tells of another history.

use shared::id::Id;
use shared::time::Millis;
use sqlx::FromRow;

use super::{Result, Tx, on};

/// A mark.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Mark {
    /// The last position of its push.
    pub position: i64,
    /// Random.
    pub mark: Vec<u8>,
    /// When it was made, ms UTC.
    pub at: Millis,
}

const INSERT: &str = "INSERT INTO mark (network_id, position, mark, at) VALUES ($1, $2, $3, $4)";
const COVERING: &str = "SELECT position, mark, at FROM mark WHERE network_id = $1 AND position >= $2 \
     ORDER BY position LIMIT 1";
// The last mark stays however old it is, so that a quiet network's cursors stay good.
const PRUNE: &str = "DELETE FROM mark WHERE at < $1 AND EXISTS (SELECT 1 FROM mark AS later \
     WHERE later.network_id = mark.network_id AND later.position > mark.position)";

/// Stores the mark of a push.
pub async fn insert(tx: &mut Tx, network: Id, mark: &Mark) -> Result<()> {
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(mark.position).bind(&mark.mark).bind(mark.at)
        .execute(c).await.map(|_| ())?);
    Ok(())
}

/// The mark of the push that gave a position; `None` where the history does not reach that far.
pub async fn covering(tx: &mut Tx, network: Id, position: i64) -> Result<Option<Mark>> {
    Ok(on!(tx, c => sqlx::query_as(COVERING).bind(network.uuid()).bind(position).fetch_optional(c).await?))
}

/// Deletes the marks of all networks that are older than `before`; answers how many.
pub async fn prune(tx: &mut Tx, before: Millis) -> Result<u64> {
    Ok(on!(tx, c => sqlx::query(PRUNE).bind(before).execute(c).await?.rows_affected()))
}
