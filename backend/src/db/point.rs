//! Points of service: SQL.

use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::point::Point;
use sqlx::FromRow;

use super::{Result, Tx, on};

#[derive(FromRow)]
struct Row {
    library: String,
    code: String,
    name_fi: String,
    name_sv: Option<String>,
    name_en: Option<String>,
    ended_at: Option<Millis>,
}

impl From<Row> for Point {
    fn from(row: Row) -> Self {
        Self {
            library: row.library,
            code: row.code,
            name_fi: row.name_fi,
            name_sv: row.name_sv,
            name_en: row.name_en,
            ended_at: row.ended_at,
        }
    }
}

const LIST: &str = "SELECT library, code, name_fi, name_sv, name_en, ended_at FROM point WHERE network_id = $1 \
     ORDER BY library, CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, name_fi, code";
const OF_LIBRARY: &str = "SELECT library, code, name_fi, name_sv, name_en, ended_at FROM point \
     WHERE network_id = $1 AND library = $2 ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, name_fi, code";
const GET: &str = "SELECT library, code, name_fi, name_sv, name_en, ended_at FROM point \
     WHERE network_id = $1 AND library = $2 AND code = $3";
const INSERT: &str = "INSERT INTO point (network_id, library, code, name_fi, name_sv, name_en, ended_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const UPDATE: &str = "UPDATE point SET name_fi = $4, name_sv = $5, name_en = $6, ended_at = $7 \
     WHERE network_id = $1 AND library = $2 AND code = $3";

/// The points of a network, or of one library.
pub async fn list(tx: &mut Tx, network: Id, library: Option<&str>) -> Result<Vec<Point>> {
    let rows: Vec<Row> = match library {
        None => on!(tx, c => sqlx::query_as(LIST).bind(network.uuid()).fetch_all(c).await?),
        Some(library) => {
            on!(tx, c => sqlx::query_as(OF_LIBRARY).bind(network.uuid()).bind(library).fetch_all(c).await?)
        }
    };
    Ok(rows.into_iter().map(Point::from).collect())
}

/// A point by its library and code.
pub async fn get(tx: &mut Tx, network: Id, library: &str, code: &str) -> Result<Option<Point>> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(GET).bind(network.uuid()).bind(library).bind(code)
        .fetch_optional(c).await?);
    Ok(row.map(Point::from))
}

/// Stores a new point.
pub async fn insert(tx: &mut Tx, network: Id, p: &Point) -> Result<()> {
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(&p.library).bind(&p.code).bind(&p.name_fi)
        .bind(&p.name_sv).bind(&p.name_en).bind(p.ended_at).execute(c).await.map(|_| ())?);
    Ok(())
}

/// Stores a changed point.
pub async fn update(tx: &mut Tx, network: Id, p: &Point) -> Result<()> {
    on!(tx, c => sqlx::query(UPDATE).bind(network.uuid()).bind(&p.library).bind(&p.code).bind(&p.name_fi)
        .bind(&p.name_sv).bind(&p.name_en).bind(p.ended_at).execute(c).await.map(|_| ())?);
    Ok(())
}
