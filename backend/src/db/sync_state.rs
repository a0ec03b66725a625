//! The counter row of a network: SQL. Positions are taken here, inside the writing transaction, never from a sequence.

use shared::id::Id;
use shared::time::Millis;
use sqlx::FromRow;
use uuid::Uuid;

use super::{DbError, Result, Tx, on};

/// A network's history: its identity, how far it has come, and the key that signs its cursors.
#[derive(Clone, Debug, FromRow)]
pub struct SyncState {
    /// Identity of the history.
    #[sqlx(try_from = "Uuid")]
    pub epoch: Id,
    /// The last position given.
    pub position: i64,
    /// Signs cursors.
    pub cursor_key: Vec<u8>,
    /// When this history began from an older copy, ms UTC.
    pub restored_at: Option<Millis>,
    /// Entries that were made before then and have come since.
    pub restored_entries: i64,
}

const GET: &str = "SELECT epoch, position, cursor_key, restored_at, restored_entries FROM sync_state \
     WHERE network_id = $1";
// Changes nothing, but from here on this transaction is the only writer of the network: what it reads after this
// statement cannot change before it commits.
const LOCK: &str = "UPDATE sync_state SET position = position WHERE network_id = $1 \
     RETURNING epoch, position, cursor_key, restored_at, restored_entries";
const ADVANCE: &str = "UPDATE sync_state SET position = $2 WHERE network_id = $1";
const POSITIONS: &str = "SELECT network_id, position FROM sync_state";
const NEW_EPOCH: &str = "UPDATE sync_state SET epoch = $2, restored_at = $3, restored_entries = 0 \
     WHERE network_id = $1";
const CAME_BACK: &str =
    "UPDATE sync_state SET restored_entries = restored_entries + $2 WHERE network_id = $1";

fn known(state: Option<SyncState>) -> Result<SyncState> {
    state.ok_or_else(|| DbError::Corrupt("a network has no counter row".to_owned()))
}

/// The state as this transaction sees it.
pub async fn get(tx: &mut Tx, network: Id) -> Result<SyncState> {
    known(on!(tx, c => sqlx::query_as(GET).bind(network.uuid()).fetch_optional(c).await?))
}

/// The first statement of every push: the state, and the network's other writers wait until this transaction ends.
pub async fn lock(tx: &mut Tx, network: Id) -> Result<SyncState> {
    known(on!(tx, c => sqlx::query_as(LOCK).bind(network.uuid()).fetch_optional(c).await?))
}

/// Where every network stands.
pub async fn positions(tx: &mut Tx) -> Result<Vec<(Id, i64)>> {
    let rows: Vec<(Uuid, i64)> = on!(tx, c => sqlx::query_as(POSITIONS).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(network, position)| (Id::from(network), position)).collect())
}

/// Stores the last position given, and tells the other nodes.
pub async fn advance(tx: &mut Tx, network: Id, position: i64) -> Result<()> {
    super::news::tell(tx, network, position).await?;
    on!(tx, c => sqlx::query(ADVANCE).bind(network.uuid()).bind(position).execute(c).await.map(|_| ())?);
    Ok(())
}

/// Begins another history from what an older copy holds: from now on what comes back is counted.
pub async fn restored(tx: &mut Tx, network: Id, epoch: Id, now: Millis) -> Result<()> {
    on!(tx, c => sqlx::query(NEW_EPOCH).bind(network.uuid()).bind(epoch.uuid()).bind(now).execute(c).await
        .map(|_| ())?);
    Ok(())
}

/// Counts entries that came back.
pub async fn came_back(tx: &mut Tx, network: Id, entries: i64) -> Result<()> {
    on!(tx, c => sqlx::query(CAME_BACK).bind(network.uuid()).bind(entries).execute(c).await.map(|_| ())?);
    Ok(())
}
