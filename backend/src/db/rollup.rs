//! Rollups: SQL. Sums are changed by deltas in the push transaction; pages and reports read these only.

use shared::domain::op::Kind;
use shared::id::Id;
use shared::stats::dim::Dim;
use shared::stats::rollup::{Counts, Key};
use shared::time::Date;
use sqlx::FromRow;

use super::rows::Many;
use super::{DbError, Result, Tx, on};

/// A sum over a span of dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// The library's code.
    pub library: String,
    /// What kind of entity.
    pub entity: Kind,
    /// Customer or own staff.
    pub kind: String,
    /// The code within the dimension.
    pub code: String,
    /// The sums.
    pub counts: Counts,
}

#[derive(FromRow)]
struct Stored {
    library: String,
    entity: String,
    kind: String,
    code: String,
    n: i64,
    people: i64,
}

static ADD: Many = Many::insert(
    "INSERT INTO rollup (network_id, dim, on_date, library, entity, kind, mode, code, n, people) VALUES",
    10,
    " ON CONFLICT (network_id, dim, on_date, library, entity, kind, mode, code) \
     DO UPDATE SET n = rollup.n + excluded.n, people = rollup.people + excluded.people",
);
const SUMS: &str = "SELECT library, entity, kind, code, CAST(SUM(n) AS BIGINT) AS n, \
     CAST(SUM(people) AS BIGINT) AS people FROM rollup \
     WHERE network_id = $1 AND dim = $2 AND on_date BETWEEN $3 AND $4 GROUP BY library, entity, kind, code";
const MONTHS: &str = "SELECT library, entity, kind, substr(on_date, 6, 2) AS code, CAST(SUM(n) AS BIGINT) AS n, \
     CAST(SUM(people) AS BIGINT) AS people FROM rollup WHERE network_id = $1 AND dim = 'total' \
     AND on_date BETWEEN $2 AND $3 GROUP BY library, entity, kind, substr(on_date, 6, 2)";
const FIRST_DATE: &str = "SELECT MIN(on_date) FROM rollup WHERE network_id = $1 AND dim = 'total' AND n > 0";
const LAST_DATES: &str = "SELECT library, MAX(on_date) FROM rollup \
     WHERE network_id = $1 AND dim = 'total' AND on_date BETWEEN $2 AND $3 AND n > 0 GROUP BY library";
const SAMPLES: &str = "SELECT library, on_date, code FROM rollup \
     WHERE network_id = $1 AND dim = 'sample' AND on_date >= $2 AND n > 0";
const ALL: &str = "SELECT dim, on_date, library, entity, kind, mode, code, n, people FROM rollup \
     WHERE network_id = $1 AND (n <> 0 OR people <> 0)";

/// Adds changes to the sums; each key at most once.
pub async fn add(tx: &mut Tx, network: Id, deltas: &[(Key, Counts)]) -> Result<()> {
    let network = network.uuid();
    let dated: Vec<_> = deltas.iter().map(|(key, counts)| (key, key.on.to_string(), counts)).collect();
    for (sql, piece) in ADD.pieces(tx, &dated) {
        on!(&mut *tx, c => {
            let mut query = sqlx::query(sql);
            for (key, on, counts) in piece {
                query = query.bind(network).bind(key.dim.code()).bind(on.as_str()).bind(key.library.as_str())
                    .bind(key.entity.code()).bind(key.kind.as_str()).bind(key.mode.as_str())
                    .bind(key.code.as_str()).bind(counts.n).bind(counts.people);
            }
            query.execute(c).await.map(|_| ())?
        });
    }
    Ok(())
}

/// The sums of a dimension over a span of dates, by library, entity, kind and code.
pub async fn sums(tx: &mut Tx, network: Id, dim: Dim, from: Date, to: Date) -> Result<Vec<Sum>> {
    read(on!(tx, c => sqlx::query_as(SUMS).bind(network.uuid()).bind(dim.code()).bind(from.to_string())
        .bind(to.to_string()).fetch_all(c).await?))
}

/// The totals of a span of dates within one year, by library, entity, kind and month; the code is the month's two digits.
pub async fn months(tx: &mut Tx, network: Id, from: Date, to: Date) -> Result<Vec<Sum>> {
    read(on!(tx, c => sqlx::query_as(MONTHS).bind(network.uuid()).bind(from.to_string()).bind(to.to_string())
        .fetch_all(c).await?))
}

/// The first date with an entry.
pub async fn first_date(tx: &mut Tx, network: Id) -> Result<Option<Date>> {
    let first: Option<String> =
        on!(tx, c => sqlx::query_scalar(FIRST_DATE).bind(network.uuid()).fetch_one(c).await?);
    first.map(|on| date(&on)).transpose()
}

/// The last date with an entry in a span of dates, by library.
pub async fn last_dates(tx: &mut Tx, network: Id, from: Date, to: Date) -> Result<Vec<(String, Date)>> {
    let rows: Vec<(String, String)> = on!(tx, c => sqlx::query_as(LAST_DATES).bind(network.uuid())
        .bind(from.to_string()).bind(to.to_string()).fetch_all(c).await?);
    rows.into_iter().map(|(library, on)| Ok((library, date(&on)?))).collect()
}

/// The sample periods that began on a date or later: library, first and last date.
pub async fn samples(tx: &mut Tx, network: Id, from: Date) -> Result<Vec<(String, Date, Date)>> {
    let rows: Vec<(String, String, String)> = on!(tx, c => sqlx::query_as(SAMPLES).bind(network.uuid())
        .bind(from.to_string()).fetch_all(c).await?);
    rows.into_iter().map(|(library, from, to)| Ok((library, date(&from)?, date(&to)?))).collect()
}

/// Every sum that is not zero, for comparing with a recount.
pub async fn all(tx: &mut Tx, network: Id) -> Result<Vec<(Key, Counts)>> {
    type Line = (String, String, String, String, String, String, String, i64, i64);
    let rows: Vec<Line> = on!(tx, c => sqlx::query_as(ALL).bind(network.uuid()).fetch_all(c).await?);
    let read = |(dim, on, library, entity, kind, mode, code, n, people): Line| {
        let dim =
            Dim::from_code(&dim).ok_or_else(|| DbError::Corrupt(format!("a rollup's dimension: {dim}")))?;
        let key = Key { dim, on: date(&on)?, library, entity: kind_of(&entity)?, kind, mode, code };
        Ok((key, Counts { n, people }))
    };
    rows.into_iter().map(read).collect()
}

fn read(rows: Vec<Stored>) -> Result<Vec<Sum>> {
    let sum = |row: Stored| {
        let counts = Counts { n: row.n, people: row.people };
        Ok(Sum {
            library: row.library,
            entity: kind_of(&row.entity)?,
            kind: row.kind,
            code: row.code,
            counts,
        })
    };
    rows.into_iter().map(sum).collect()
}

fn kind_of(code: &str) -> Result<Kind> {
    [Kind::Help, Kind::GroupSession, Kind::Duty, Kind::SamplePeriod]
        .into_iter()
        .find(|kind| kind.code() == code)
        .ok_or_else(|| DbError::Corrupt(format!("a kind of entity: {code}")))
}

fn date(text: &str) -> Result<Date> {
    text.parse().map_err(|_| DbError::Corrupt(format!("a date: {text}")))
}
