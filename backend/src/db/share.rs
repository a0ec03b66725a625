//! Shares: SQL. Tokens are stored as SHA-256 only.

use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::share::{Share, ShareKind};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Result, Tx, on};

#[derive(FromRow)]
struct Row {
    id: Uuid,
    kind: String,
    name: String,
    created_at: Millis,
    expires_at: Millis,
    revoked_at: Option<Millis>,
    used_at: Option<Millis>,
    uses: i64,
}

impl From<Row> for Share {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            kind: KINDS
                .iter()
                .find(|(_, code)| *code == row.kind)
                .map_or(ShareKind::Unknown, |(kind, _)| *kind),
            name: row.name,
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            used_at: row.used_at,
            uses: row.uses,
        }
    }
}

const KINDS: [(ShareKind, &str); 2] = [(ShareKind::Page, "page"), (ShareKind::Program, "program")];
const LIST: &str = "SELECT id, kind, name, created_at, expires_at, revoked_at, used_at, uses FROM share \
     WHERE network_id = $1 ORDER BY created_at DESC, id DESC";
const OPEN: &str = "SELECT id, kind, name, created_at, expires_at, revoked_at, used_at, uses FROM share \
     WHERE network_id = $1 AND token_hash = $2 AND revoked_at IS NULL AND expires_at > $3";
const INSERT: &str = "INSERT INTO share (network_id, id, kind, name, token_hash, created_at, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (network_id, id) DO NOTHING";
const REVOKE: &str =
    "UPDATE share SET revoked_at = $3 WHERE network_id = $1 AND id = $2 AND revoked_at IS NULL";
const USED: &str = "UPDATE share SET used_at = $3, uses = uses + 1 WHERE network_id = $1 AND id = $2";

/// The code of a kind; `None` for one that cannot be made.
pub fn code(kind: ShareKind) -> Option<&'static str> {
    KINDS.iter().find(|(known, _)| *known == kind).map(|(_, code)| *code)
}

/// All shares of a network, newest first.
pub async fn list(tx: &mut Tx, network: Id) -> Result<Vec<Share>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(LIST).bind(network.uuid()).fetch_all(c).await?);
    Ok(rows.into_iter().map(Share::from).collect())
}

/// The share of a token, while it can be read.
pub async fn open(tx: &mut Tx, network: Id, hash: &[u8], now: Millis) -> Result<Option<Share>> {
    let row: Option<Row> =
        on!(tx, c => sqlx::query_as(OPEN).bind(network.uuid()).bind(hash).bind(now).fetch_optional(c).await?);
    Ok(row.map(Share::from))
}

/// Stores a new share; false where its id is taken.
pub async fn insert(tx: &mut Tx, network: Id, share: &Share, hash: &[u8]) -> Result<bool> {
    let kind = code(share.kind).unwrap_or_default();
    let made = on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(share.id.uuid()).bind(kind)
        .bind(&share.name).bind(hash).bind(share.created_at).bind(share.expires_at).execute(c).await?
        .rows_affected());
    Ok(made == 1)
}

/// Ends a share; false where it has ended or never was.
pub async fn revoke(tx: &mut Tx, network: Id, id: Id, now: Millis) -> Result<bool> {
    let ended = on!(tx, c => sqlx::query(REVOKE).bind(network.uuid()).bind(id.uuid()).bind(now).execute(c).await?
        .rows_affected());
    Ok(ended == 1)
}

/// Counts a reading.
pub async fn used(tx: &mut Tx, network: Id, id: Id, now: Millis) -> Result<()> {
    on!(tx, c => sqlx::query(USED).bind(network.uuid()).bind(id.uuid()).bind(now).execute(c).await.map(|_| ())?);
    Ok(())
}
