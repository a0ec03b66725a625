//! Who rides with whom, and what was told of it: SQL. Offers and needs are `registration`'s.

use shared::domain::ride::Match;
use shared::id::Id;
use shared::time::Millis;
use uuid::Uuid;

use super::{Result, Tx, on};

const MATCHES: &str = "SELECT m.passenger, m.driver, m.by_hand FROM ride_match m JOIN registration r \
     ON r.network_id = m.network_id AND r.id = m.passenger WHERE m.network_id = $1 AND r.year = $2 \
     ORDER BY m.passenger";
const PUT: &str = "INSERT INTO ride_match (network_id, passenger, driver, by_hand) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (network_id, passenger) DO UPDATE SET driver = $3, by_hand = $4";
const REMOVE: &str = "DELETE FROM ride_match WHERE network_id = $1 AND passenger = $2";
const TOLD: &str = "SELECT t.registration, t.about, t.at FROM ride_told t JOIN registration r \
     ON r.network_id = t.network_id AND r.id = t.registration WHERE t.network_id = $1 AND r.year = $2";
const PUT_TOLD: &str = "INSERT INTO ride_told (network_id, registration, about, at) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (network_id, registration) DO UPDATE SET about = $3, at = $4";

/// All of a day, those too that cannot be any more.
pub async fn matches(tx: &mut Tx, network: Id, year: i32) -> Result<Vec<Match>> {
    let rows: Vec<(Uuid, Uuid, i64)> = on!(tx, c => sqlx::query_as(MATCHES).bind(network.uuid())
        .bind(i64::from(year)).fetch_all(c).await?);
    let one = |(passenger, driver, by_hand): (Uuid, Uuid, i64)| Match {
        passenger: passenger.into(),
        driver: driver.into(),
        by_hand: by_hand == 1,
    };
    Ok(rows.into_iter().map(one).collect())
}

/// Puts somebody into a car, out of any other.
pub async fn put(tx: &mut Tx, network: Id, one: Match) -> Result<()> {
    on!(tx, c => sqlx::query(PUT).bind(network.uuid()).bind(one.passenger.uuid()).bind(one.driver.uuid())
        .bind(i64::from(one.by_hand)).execute(c).await.map(|_| ())?);
    Ok(())
}

/// Takes somebody out of the car.
pub async fn remove(tx: &mut Tx, network: Id, passenger: Id) -> Result<()> {
    on!(tx, c => sqlx::query(REMOVE).bind(network.uuid()).bind(passenger.uuid()).execute(c).await.map(|_| ())?);
    Ok(())
}

/// What each was told last, and when.
pub async fn told(tx: &mut Tx, network: Id, year: i32) -> Result<Vec<(Id, String, Millis)>> {
    let rows: Vec<(Uuid, String, Millis)> = on!(tx, c => sqlx::query_as(TOLD).bind(network.uuid())
        .bind(i64::from(year)).fetch_all(c).await?);
    Ok(rows.into_iter().map(|(id, about, at)| (id.into(), about, at)).collect())
}

/// Notes what somebody is told now.
pub async fn put_told(tx: &mut Tx, network: Id, registration: Id, about: &str, at: Millis) -> Result<()> {
    on!(tx, c => sqlx::query(PUT_TOLD).bind(network.uuid()).bind(registration.uuid()).bind(about).bind(at)
        .execute(c).await.map(|_| ())?);
    Ok(())
}
