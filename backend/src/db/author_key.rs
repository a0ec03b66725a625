//! Author keys: SQL. The only place that knows whose entry it was; the retention job empties it after 13 months.

use shared::id::Id;
use sqlx::FromRow;
use uuid::Uuid;

use super::{Result, Tx, on};

/// One member's key of one month.
#[derive(Clone, Debug, FromRow)]
pub struct AuthorKey {
    /// The member.
    #[sqlx(try_from = "Uuid")]
    pub member_id: Id,
    /// `YYYY-MM`.
    pub month: String,
    /// The random key.
    #[sqlx(try_from = "Uuid")]
    pub key: Id,
}

const OF_LIBRARY: &str = "SELECT a.member_id, a.month, a.key FROM author_key a \
     JOIN member m ON m.network_id = a.network_id AND m.id = a.member_id \
     WHERE a.network_id = $1 AND m.library = $2 AND m.removed_at IS NULL AND a.month >= $3 AND a.month <= $4 \
     ORDER BY a.member_id, a.month";
const INSERT: &str = "INSERT INTO author_key (network_id, key, member_id, month) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (network_id, member_id, month) DO NOTHING";

/// The keys of a library's living members from one month to another, both included.
pub async fn of_library(
    tx: &mut Tx,
    network: Id,
    library: &str,
    from: &str,
    to: &str,
) -> Result<Vec<AuthorKey>> {
    Ok(on!(tx, c => sqlx::query_as(OF_LIBRARY).bind(network.uuid()).bind(library).bind(from).bind(to)
        .fetch_all(c).await?))
}

/// Stores a key unless the member has one for the month.
pub async fn insert(tx: &mut Tx, network: Id, key: &AuthorKey) -> Result<()> {
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(key.key.uuid()).bind(key.member_id.uuid())
        .bind(&key.month).execute(c).await.map(|_| ())?);
    Ok(())
}
