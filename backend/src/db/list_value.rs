//! The controlled lists: SQL.

use shared::domain::vocabulary::{Value, Vocabulary};
use shared::id::Id;
use sqlx::FromRow;

use super::sql::count;
use super::{Result, Tx, on};

#[derive(FromRow)]
struct Row {
    list: String,
    code: String,
    since: i64,
    until: Option<i64>,
    fi: String,
    sv: String,
    en: String,
    hint_fi: Option<String>,
    hint_sv: Option<String>,
    hint_en: Option<String>,
    implies_form: Option<String>,
    midpoint_minutes: Option<i64>,
    assumed: i64,
}

const ALL: &str = "SELECT list, code, since, until, fi, sv, en, hint_fi, hint_sv, hint_en, implies_form, \
     midpoint_minutes, assumed FROM list_value WHERE network_id = $1 ORDER BY list, ord, code";
const INSERT: &str = "INSERT INTO list_value (network_id, list, code, ord, since, until, fi, sv, en, hint_fi, hint_sv, \
     hint_en, implies_form, midpoint_minutes, assumed) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

/// All lists of a network; `version` is the network's `lists_version`.
pub async fn vocabulary(tx: &mut Tx, network: Id, version: i64) -> Result<Vocabulary> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(ALL).bind(network.uuid()).fetch_all(c).await?);
    let mut vocabulary = Vocabulary { version: count(version), ..Vocabulary::default() };
    for row in rows {
        vocabulary.lists.entry(row.list).or_default().push(Value {
            code: row.code,
            fi: row.fi,
            sv: row.sv,
            en: row.en,
            hint_fi: row.hint_fi,
            hint_sv: row.hint_sv,
            hint_en: row.hint_en,
            since: count(row.since),
            until: row.until.map(count),
            implies_form: row.implies_form,
            midpoint_minutes: row.midpoint_minutes.map(count),
            assumed: row.assumed != 0,
        });
    }
    Ok(vocabulary)
}

/// Stores all lists of a new network.
pub async fn insert_all(tx: &mut Tx, network: Id, vocabulary: &Vocabulary) -> Result<()> {
    for (list, values) in &vocabulary.lists {
        for (ord, v) in (0_i64..).zip(values) {
            on!(&mut *tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(list).bind(&v.code).bind(ord)
                .bind(i64::from(v.since)).bind(v.until.map(i64::from)).bind(&v.fi).bind(&v.sv).bind(&v.en)
                .bind(&v.hint_fi).bind(&v.hint_sv).bind(&v.hint_en).bind(&v.implies_form)
                .bind(v.midpoint_minutes.map(i64::from)).bind(i64::from(v.assumed))
                .execute(c).await.map(|_| ())?);
        }
    }
    Ok(())
}
