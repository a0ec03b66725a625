//! Tablets: SQL. Credentials are stored as SHA-256 only.

use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::device::{Device, Persistence};
use sqlx::FromRow;
use uuid::Uuid;

use super::sql::count;
use super::{Result, Tx, on};

/// A tablet's row.
#[derive(Clone, Debug, FromRow)]
pub struct DeviceRow {
    /// Identity.
    #[sqlx(try_from = "Uuid")]
    pub id: Id,
    /// The library's code.
    pub library: String,
    /// The point's code.
    pub point: String,
    /// Its name.
    pub name: String,
    /// When it was enrolled, ms UTC.
    pub enrolled_at: Millis,
    /// Who made its code.
    pub enrolled_by: Option<Uuid>,
    /// That person's name, where the person is still known.
    #[sqlx(default)]
    pub enrolled_by_name: Option<String>,
    /// When it was revoked, ms UTC.
    pub revoked_at: Option<Millis>,
    /// Its last contact, ms UTC.
    pub last_contact: Millis,
    /// Unsent entries as of the last contact.
    pub pending: i64,
    /// When the oldest of them was made, ms UTC.
    pub pending_oldest_at: Option<Millis>,
    /// `yes`, `no` or `unknown`.
    pub persisted: String,
    /// Replica id of its store.
    pub replica: Option<Uuid>,
    /// The device that this browser was before.
    pub previous_device: Option<Uuid>,
    /// When it reported its storage lost, ms UTC.
    pub storage_lost_at: Option<Millis>,
    /// How many unsent entries the mirror told of then.
    pub storage_lost_count: Option<i64>,
    /// Version of its app.
    pub app_version: String,
}

/// The code of a persistence answer as stored.
pub fn persistence_code(persisted: Persistence) -> &'static str {
    match persisted {
        Persistence::Yes => "yes",
        Persistence::No => "no",
        Persistence::Unknown => "unknown",
    }
}

impl From<DeviceRow> for Device {
    fn from(row: DeviceRow) -> Self {
        Self {
            id: row.id,
            library: row.library,
            point: row.point,
            name: row.name,
            enrolled_at: row.enrolled_at,
            enrolled_by: row.enrolled_by_name.unwrap_or_default(),
            revoked_at: row.revoked_at,
            last_contact: row.last_contact,
            pending: count(row.pending),
            pending_oldest_at: row.pending_oldest_at,
            persisted: match row.persisted.as_str() {
                "yes" => Persistence::Yes,
                "no" => Persistence::No,
                _ => Persistence::Unknown,
            },
            previous_device: row.previous_device.map(Id::from),
            storage_lost_at: row.storage_lost_at,
            storage_lost_count: row.storage_lost_count.map(count),
            app_version: row.app_version,
        }
    }
}

const BY_TOKEN: &str = "SELECT id, library, point, name, enrolled_at, enrolled_by, revoked_at, last_contact, pending, \
     pending_oldest_at, persisted, replica, previous_device, storage_lost_at, storage_lost_count, app_version \
     FROM device WHERE network_id = $1 AND token_hash = $2";
const GET: &str = "SELECT id, library, point, name, enrolled_at, enrolled_by, revoked_at, last_contact, pending, \
     pending_oldest_at, persisted, replica, previous_device, storage_lost_at, storage_lost_count, app_version \
     FROM device WHERE network_id = $1 AND id = $2";
const LIST: &str = "SELECT d.id, d.library, d.point, d.name, d.enrolled_at, d.enrolled_by, d.revoked_at, d.last_contact, \
     d.pending, d.pending_oldest_at, d.persisted, d.replica, d.previous_device, d.storage_lost_at, \
     d.storage_lost_count, d.app_version, m.name AS enrolled_by_name FROM device d LEFT JOIN member m ON \
     m.network_id = d.network_id AND m.id = d.enrolled_by WHERE d.network_id = $1 ORDER BY CASE WHEN \
     d.revoked_at IS NULL THEN 0 ELSE 1 END, d.library, d.point, d.name, d.id";
const OF_LIBRARY: &str = "SELECT d.id, d.library, d.point, d.name, d.enrolled_at, d.enrolled_by, d.revoked_at, d.last_contact, \
     d.pending, d.pending_oldest_at, d.persisted, d.replica, d.previous_device, d.storage_lost_at, \
     d.storage_lost_count, d.app_version, m.name AS enrolled_by_name FROM device d LEFT JOIN member m ON \
     m.network_id = d.network_id AND m.id = d.enrolled_by WHERE d.network_id = $1 AND d.library = $2 ORDER BY \
     CASE WHEN d.revoked_at IS NULL THEN 0 ELSE 1 END, d.point, d.name, d.id";
const INSERT: &str = "INSERT INTO device (network_id, id, library, point, name, token_hash, enrolled_at, enrolled_by, \
     last_contact, persisted, replica, previous_device, app_version) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const UPDATE: &str = "UPDATE device SET name = $3, point = $4 WHERE network_id = $1 AND id = $2";
const REVOKE: &str =
    "UPDATE device SET revoked_at = $3 WHERE network_id = $1 AND id = $2 AND revoked_at IS NULL";
const CONTACT: &str = "UPDATE device SET last_contact = $3, pending = $4, pending_oldest_at = $5, \
     settled_key = CASE WHEN CAST($4 AS BIGINT) = 0 THEN given_key ELSE settled_key END \
     WHERE network_id = $1 AND id = $2";
const SEEN: &str = "UPDATE device SET last_contact = $3 WHERE network_id = $1 AND id = $2";
const GIVEN: &str = "UPDATE device SET given_key = $3 WHERE network_id = $1 AND id = $2";
const REPORT: &str = "UPDATE device SET persisted = $3, app_version = $4, replica = COALESCE($5, replica), \
     storage_lost_at = COALESCE($6, storage_lost_at), storage_lost_count = COALESCE($7, storage_lost_count) \
     WHERE network_id = $1 AND id = $2";
const NAMES: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM device WHERE network_id = $1 AND library = $2";

/// The tablet of a credential, revoked or not.
pub async fn by_token(tx: &mut Tx, network: Id, hash: &[u8]) -> Result<Option<DeviceRow>> {
    Ok(on!(tx, c => sqlx::query_as(BY_TOKEN).bind(network.uuid()).bind(hash).fetch_optional(c).await?))
}

/// A tablet by its id.
pub async fn get(tx: &mut Tx, network: Id, id: Id) -> Result<Option<DeviceRow>> {
    Ok(on!(tx, c => sqlx::query_as(GET).bind(network.uuid()).bind(id.uuid()).fetch_optional(c).await?))
}

/// The tablets of a network, or of one library; revoked ones last.
pub async fn list(tx: &mut Tx, network: Id, library: Option<&str>) -> Result<Vec<Device>> {
    let rows: Vec<DeviceRow> = match library {
        None => on!(tx, c => sqlx::query_as(LIST).bind(network.uuid()).fetch_all(c).await?),
        Some(library) => {
            on!(tx, c => sqlx::query_as(OF_LIBRARY).bind(network.uuid()).bind(library).fetch_all(c).await?)
        }
    };
    Ok(rows.into_iter().map(Device::from).collect())
}

/// How many tablets a library has had.
pub async fn count_of_library(tx: &mut Tx, network: Id, library: &str) -> Result<i64> {
    Ok(on!(tx, c => sqlx::query_scalar(NAMES).bind(network.uuid()).bind(library).fetch_one(c).await?))
}

/// Stores a new tablet.
pub async fn insert(tx: &mut Tx, network: Id, hash: &[u8], d: &DeviceRow) -> Result<()> {
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(d.id.uuid()).bind(&d.library).bind(&d.point)
        .bind(&d.name).bind(hash).bind(d.enrolled_at).bind(d.enrolled_by).bind(d.last_contact).bind(&d.persisted)
        .bind(d.replica).bind(d.previous_device).bind(&d.app_version).execute(c).await.map(|_| ())?);
    Ok(())
}

/// Renames a tablet or moves it to another point of its library.
pub async fn update(tx: &mut Tx, network: Id, id: Id, name: &str, point: &str) -> Result<()> {
    on!(tx, c => sqlx::query(UPDATE).bind(network.uuid()).bind(id.uuid()).bind(name).bind(point)
        .execute(c).await.map(|_| ())?);
    Ok(())
}

/// Revokes a tablet; false where it was revoked already.
pub async fn revoke(tx: &mut Tx, network: Id, id: Id, now: Millis) -> Result<bool> {
    let changed = on!(tx, c => sqlx::query(REVOKE).bind(network.uuid()).bind(id.uuid()).bind(now)
        .execute(c).await?.rows_affected());
    Ok(changed == 1)
}

/// Notes a contact with what the tablet says of its queue.
pub async fn contact(
    tx: &mut Tx,
    network: Id,
    id: Id,
    now: Millis,
    pending: u32,
    oldest_at: Option<Millis>,
) -> Result<()> {
    on!(tx, c => sqlx::query(CONTACT).bind(network.uuid()).bind(id.uuid()).bind(now).bind(i64::from(pending))
        .bind(oldest_at).execute(c).await.map(|_| ())?);
    Ok(())
}

/// Notes a contact that says nothing of the queue.
pub async fn seen(tx: &mut Tx, network: Id, id: Id, now: Millis) -> Result<()> {
    on!(tx, c => sqlx::query(SEEN).bind(network.uuid()).bind(id.uuid()).bind(now).execute(c).await.map(|_| ())?);
    Ok(())
}

/// Notes the key of the registration form that a tablet is given.
pub async fn given(tx: &mut Tx, network: Id, id: Id, key: Id) -> Result<()> {
    on!(tx, c => sqlx::query(GIVEN).bind(network.uuid()).bind(id.uuid()).bind(key.uuid())
        .execute(c).await.map(|_| ())?);
    Ok(())
}

/// What a tablet says of its storage and app.
#[derive(Clone, Debug)]
pub struct Report {
    /// Whether its storage is persistent.
    pub persisted: Persistence,
    /// Version of its app.
    pub app_version: String,
    /// Replica id of its store, where it has one.
    pub replica: Option<Id>,
    /// When its storage was found lost, and the mirrored count.
    pub storage_lost: Option<(Millis, u32)>,
}

/// Stores a report.
pub async fn report(tx: &mut Tx, network: Id, id: Id, r: &Report) -> Result<()> {
    on!(tx, c => sqlx::query(REPORT).bind(network.uuid()).bind(id.uuid()).bind(persistence_code(r.persisted))
        .bind(&r.app_version).bind(r.replica.map(|id| id.uuid())).bind(r.storage_lost.map(|(at, _)| at))
        .bind(r.storage_lost.map(|(_, n)| i64::from(n))).execute(c).await.map(|_| ())?);
    Ok(())
}
