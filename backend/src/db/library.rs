//! Libraries: SQL.

use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::library::Library;
use sqlx::FromRow;

use super::sql::count;
use super::{Result, Tx, on};

#[derive(FromRow)]
struct Row {
    code: String,
    name_fi: String,
    name_sv: Option<String>,
    province: String,
    languages: String,
    ended_at: Option<Millis>,
    ord: i64,
}

impl From<Row> for Library {
    fn from(row: Row) -> Self {
        Self {
            code: row.code,
            name_fi: row.name_fi,
            name_sv: row.name_sv,
            province: row.province,
            languages: row.languages.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
            ended_at: row.ended_at,
            ord: count(row.ord),
        }
    }
}

const LIST: &str = "SELECT code, name_fi, name_sv, province, languages, ended_at, ord FROM library \
     WHERE network_id = $1 ORDER BY CASE WHEN ended_at IS NULL THEN 0 ELSE 1 END, ord, code";
const GET: &str = "SELECT code, name_fi, name_sv, province, languages, ended_at, ord FROM library \
     WHERE network_id = $1 AND code = $2";
const INSERT: &str = "INSERT INTO library (network_id, code, name_fi, name_sv, province, languages, ended_at, ord) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const UPDATE: &str = "UPDATE library SET name_fi = $3, name_sv = $4, province = $5, languages = $6, ended_at = $7 \
     WHERE network_id = $1 AND code = $2";
const NEXT_ORD: &str = "SELECT CAST(COALESCE(MAX(ord) + 1, 0) AS BIGINT) FROM library WHERE network_id = $1";

/// All libraries of a network, ended ones last.
pub async fn list(tx: &mut Tx, network: Id) -> Result<Vec<Library>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(LIST).bind(network.uuid()).fetch_all(c).await?);
    Ok(rows.into_iter().map(Library::from).collect())
}

/// A library by its code.
pub async fn get(tx: &mut Tx, network: Id, code: &str) -> Result<Option<Library>> {
    let row: Option<Row> =
        on!(tx, c => sqlx::query_as(GET).bind(network.uuid()).bind(code).fetch_optional(c).await?);
    Ok(row.map(Library::from))
}

/// Stores a new library.
pub async fn insert(tx: &mut Tx, network: Id, l: &Library) -> Result<()> {
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(&l.code).bind(&l.name_fi).bind(&l.name_sv)
        .bind(&l.province).bind(l.languages.join(",")).bind(l.ended_at).bind(i64::from(l.ord))
        .execute(c).await.map(|_| ())?);
    Ok(())
}

/// Stores a changed library.
pub async fn update(tx: &mut Tx, network: Id, l: &Library) -> Result<()> {
    on!(tx, c => sqlx::query(UPDATE).bind(network.uuid()).bind(&l.code).bind(&l.name_fi).bind(&l.name_sv)
        .bind(&l.province).bind(l.languages.join(",")).bind(l.ended_at).execute(c).await.map(|_| ())?);
    Ok(())
}

/// The place of a new library in lists.
pub async fn next_ord(tx: &mut Tx, network: Id) -> Result<u32> {
    let ord: i64 = on!(tx, c => sqlx::query_scalar(NEXT_ORD).bind(network.uuid()).fetch_one(c).await?);
    Ok(count(ord))
}
