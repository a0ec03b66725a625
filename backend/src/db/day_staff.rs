//! How many people work in the network's libraries in the year of an activity day: SQL.

use shared::id::Id;
use shared::time::Millis;

use super::{Result, Tx, on};

const GET: &str = "SELECT staff FROM day_staff WHERE network_id = $1 AND year = $2";
const PUT: &str = "INSERT INTO day_staff (network_id, year, staff, changed_at) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (network_id, year) DO UPDATE SET staff = excluded.staff, changed_at = excluded.changed_at";
const DELETE: &str = "DELETE FROM day_staff WHERE network_id = $1 AND year = $2";

/// The number, where somebody has said it.
pub async fn get(tx: &mut Tx, network: Id, year: i32) -> Result<Option<u32>> {
    let staff: Option<i64> = on!(tx, c => sqlx::query_scalar(GET).bind(network.uuid()).bind(i64::from(year))
        .fetch_optional(c).await?);
    Ok(staff.map(super::sql::count))
}

/// Stores the number; `None` takes it away.
pub async fn put(tx: &mut Tx, network: Id, year: i32, staff: Option<u32>, now: Millis) -> Result<()> {
    match staff {
        Some(staff) => on!(tx, c => sqlx::query(PUT).bind(network.uuid()).bind(i64::from(year))
            .bind(i64::from(staff)).bind(now).execute(c).await.map(|_| ())?),
        None => on!(tx, c => sqlx::query(DELETE).bind(network.uuid()).bind(i64::from(year))
            .execute(c).await.map(|_| ())?),
    }
    Ok(())
}
