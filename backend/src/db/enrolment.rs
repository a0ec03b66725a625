//! Enrolment codes: SQL. Codes are stored as SHA-256 only.

use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::enrolment::Enrolment;
use sqlx::FromRow;
use uuid::Uuid;

use super::{Result, Tx, on};

#[derive(FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: Id,
    library: String,
    point: String,
    created_by_name: Option<String>,
    created_at: Millis,
    expires_at: Millis,
    used_at: Option<Millis>,
    used_by_device: Option<Uuid>,
}

impl From<Row> for Enrolment {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            library: row.library,
            point: row.point,
            created_by: row.created_by_name.unwrap_or_default(),
            created_at: row.created_at,
            expires_at: row.expires_at,
            used_at: row.used_at,
            used_by_device: row.used_by_device.map(Id::from),
        }
    }
}

/// What a code grants once.
#[derive(Clone, Debug, FromRow)]
pub struct Grant {
    /// The network.
    #[sqlx(try_from = "Uuid")]
    pub network_id: Id,
    /// The enrolment.
    #[sqlx(try_from = "Uuid")]
    pub id: Id,
    /// The library's code.
    pub library: String,
    /// The point's code.
    pub point: String,
    /// Who made the code.
    pub created_by: Option<Uuid>,
}

const INSERT: &str = "INSERT INTO enrolment (network_id, id, code_hash, library, point, created_by, created_at, \
     expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const CONSUME: &str = "UPDATE enrolment SET used_at = $2, used_by_device = $3 \
     WHERE code_hash = $1 AND used_at IS NULL AND expires_at > $2 \
     RETURNING network_id, id, library, point, created_by";
const GET: &str = "SELECT e.id, e.library, e.point, m.name AS created_by_name, e.created_at, e.expires_at, e.used_at, \
     e.used_by_device FROM enrolment e \
     LEFT JOIN member m ON m.network_id = e.network_id AND m.id = e.created_by \
     WHERE e.network_id = $1 AND e.id = $2";
const END: &str = "UPDATE enrolment SET expires_at = $3 \
     WHERE network_id = $1 AND id = $2 AND used_at IS NULL AND expires_at > $3";
const LIST: &str = "SELECT e.id, e.library, e.point, m.name AS created_by_name, e.created_at, e.expires_at, e.used_at, \
     e.used_by_device FROM enrolment e \
     LEFT JOIN member m ON m.network_id = e.network_id AND m.id = e.created_by \
     WHERE e.network_id = $1 AND e.created_at >= $2 ORDER BY e.created_at DESC, e.id DESC";

/// Stores a new code.
pub async fn insert(tx: &mut Tx, hash: &[u8], g: &Grant, now: Millis, expires_at: Millis) -> Result<()> {
    on!(tx, c => sqlx::query(INSERT).bind(g.network_id.uuid()).bind(g.id.uuid()).bind(hash).bind(&g.library)
        .bind(&g.point).bind(g.created_by).bind(now).bind(expires_at).execute(c).await.map(|_| ())?);
    Ok(())
}

/// Uses a code up for a device; `None` where it was never made, is used or has ended.
pub async fn consume(tx: &mut Tx, hash: &[u8], now: Millis, device: Id) -> Result<Option<Grant>> {
    Ok(
        on!(tx, c => sqlx::query_as(CONSUME).bind(hash).bind(now).bind(device.uuid()).fetch_optional(c).await?),
    )
}

/// The enrolments made since an instant, newest first.
pub async fn since(tx: &mut Tx, network: Id, since: Millis) -> Result<Vec<Enrolment>> {
    let rows: Vec<Row> =
        on!(tx, c => sqlx::query_as(LIST).bind(network.uuid()).bind(since).fetch_all(c).await?);
    Ok(rows.into_iter().map(Enrolment::from).collect())
}

/// An enrolment by its id.
pub async fn get(tx: &mut Tx, network: Id, id: Id) -> Result<Option<Enrolment>> {
    let row: Option<Row> =
        on!(tx, c => sqlx::query_as(GET).bind(network.uuid()).bind(id.uuid()).fetch_optional(c).await?);
    Ok(row.map(Enrolment::from))
}

/// Ends an open code now; false where it is used or has ended already.
pub async fn end(tx: &mut Tx, network: Id, id: Id, now: Millis) -> Result<bool> {
    let changed = on!(tx, c => sqlx::query(END).bind(network.uuid()).bind(id.uuid()).bind(now)
        .execute(c).await?.rows_affected());
    Ok(changed == 1)
}

/// Ends every open code of a network.
pub async fn end_all(tx: &mut Tx, network: Id, now: Millis) -> Result<()> {
    const END_ALL: &str =
        "UPDATE enrolment SET expires_at = $2 WHERE network_id = $1 AND used_at IS NULL AND expires_at > $2";
    on!(tx, c => sqlx::query(END_ALL).bind(network.uuid()).bind(now).execute(c).await.map(|_| ())?);
    Ok(())
}
