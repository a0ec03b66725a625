//! Tablets at the door of an activity day: SQL.

use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::door::Grant;
use uuid::Uuid;

use super::{Result, Tx, on};

const OF_DEVICE: &str =
    "SELECT year, revoked_at FROM door WHERE network_id = $1 AND device_id = $2 ORDER BY year";
const OF_YEAR: &str = "SELECT device_id, granted_at, revoked_at FROM door WHERE network_id = $1 AND year = $2 \
     ORDER BY granted_at, device_id";
const STANDING: &str = "SELECT DISTINCT device_id FROM door WHERE network_id = $1 AND revoked_at IS NULL";
const GRANT: &str = "INSERT INTO door (network_id, year, device_id, granted_at, granted_by) VALUES ($1, $2, $3, $4, $5) \
     ON CONFLICT (network_id, year, device_id) DO UPDATE SET granted_at = excluded.granted_at, \
     granted_by = excluded.granted_by, revoked_at = NULL WHERE door.revoked_at IS NOT NULL";
const REVOKE: &str = "UPDATE door SET revoked_at = $4 WHERE network_id = $1 AND year = $2 AND device_id = $3 \
     AND revoked_at IS NULL";

/// The years at whose door a tablet stands or stood, and until when.
pub async fn of_device(tx: &mut Tx, network: Id, device: Id) -> Result<Vec<(i32, Option<Millis>)>> {
    let rows: Vec<(i64, Option<Millis>)> =
        on!(tx, c => sqlx::query_as(OF_DEVICE).bind(network.uuid()).bind(device.uuid()).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(year, until)| (i32::try_from(year).unwrap_or(0), until)).collect())
}

/// The tablets of a year's door, revoked ones too; the first to be granted is first.
pub async fn of_year(tx: &mut Tx, network: Id, year: i32) -> Result<Vec<Grant>> {
    let rows: Vec<(Uuid, Millis, Option<Millis>)> = on!(tx, c => sqlx::query_as(OF_YEAR).bind(network.uuid())
        .bind(i64::from(year)).fetch_all(c).await?);
    let grant = |(device, granted_at, revoked_at): (Uuid, _, _)| Grant {
        device: device.into(),
        granted_at,
        revoked_at,
    };
    Ok(rows.into_iter().map(grant).collect())
}

/// The tablets that stand at some door.
pub async fn standing(tx: &mut Tx, network: Id) -> Result<Vec<Id>> {
    let rows: Vec<Uuid> = on!(tx, c => sqlx::query_scalar(STANDING).bind(network.uuid()).fetch_all(c).await?);
    Ok(rows.into_iter().map(Id::from).collect())
}

/// Lets a tablet stand at a year's door; false where it does already.
pub async fn grant(tx: &mut Tx, network: Id, year: i32, device: Id, now: Millis, by: Id) -> Result<bool> {
    let changed = on!(tx, c => sqlx::query(GRANT).bind(network.uuid()).bind(i64::from(year)).bind(device.uuid())
        .bind(now).bind(by.uuid()).execute(c).await?.rows_affected());
    Ok(changed == 1)
}

/// Takes a tablet away from a year's door; false where it does not stand there.
pub async fn revoke(tx: &mut Tx, network: Id, year: i32, device: Id, now: Millis) -> Result<bool> {
    let changed = on!(tx, c => sqlx::query(REVOKE).bind(network.uuid()).bind(i64::from(year)).bind(device.uuid())
        .bind(now).execute(c).await?.rows_affected());
    Ok(changed == 1)
}
