//! The feedback after activity days: SQL. Nothing that is stored tells who answered or when.

use std::collections::BTreeMap;

use shared::domain::day_feedback::{About, Scale};
use shared::domain::registration::Mode;
use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::day_feedback::FeedbackText;
use uuid::Uuid;

use super::{DbError, Result, Tx, on};

/// An answer as it is stored, without its texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// How the person took part, where told.
    pub mode: Option<Mode>,
    /// What was agreed with.
    pub scores: BTreeMap<Scale, u8>,
}

/// An answer to store.
pub struct New<'a> {
    /// Of the form's stamp.
    pub receipt: &'a [u8],
    /// The day's year.
    pub year: i32,
    /// Which group of answers it is in, from 0.
    pub group: u32,
    /// The answer.
    pub answer: &'a Stored,
}

/// A free text to store.
pub struct NewText<'a> {
    /// Identity, without a time.
    pub id: Id,
    /// The day's year.
    pub year: i32,
    /// Which group of answers it came with.
    pub group: u32,
    /// What it is about.
    pub about: About,
    /// The text.
    pub body: &'a str,
    /// The day's midnight, ms UTC.
    pub held_at: Millis,
}

const COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM day_feedback WHERE network_id = $1 AND year = $2";
const KNOWN: &str =
    "SELECT CAST(COUNT(*) AS BIGINT) FROM day_feedback WHERE network_id = $1 AND receipt = $2";
const LIST: &str = "SELECT mode, scores FROM day_feedback WHERE network_id = $1 AND year = $2 AND group_no < $3 \
     ORDER BY receipt";
const INSERT: &str = "INSERT INTO day_feedback (network_id, receipt, year, group_no, mode, scores) \
     VALUES ($1, $2, $3, $4, $5, $6)";
const TEXTS: &str = "SELECT id, about, body FROM day_feedback_text \
     WHERE network_id = $1 AND year = $2 AND group_no < $3 ORDER BY id";
const INSERT_TEXT: &str = "INSERT INTO day_feedback_text (network_id, id, year, group_no, about, body, held_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const DELETE_TEXT: &str = "DELETE FROM day_feedback_text WHERE network_id = $1 AND year = $2 AND id = $3";

/// How many have answered.
pub async fn count(tx: &mut Tx, network: Id, year: i32) -> Result<u32> {
    let n: i64 = on!(tx, c => sqlx::query_scalar(COUNT).bind(network.uuid()).bind(i64::from(year))
        .fetch_one(c).await?);
    Ok(super::sql::count(n))
}

/// Whether the answer of a form is stored already.
pub async fn is_known(tx: &mut Tx, network: Id, receipt: &[u8]) -> Result<bool> {
    let n: i64 =
        on!(tx, c => sqlx::query_scalar(KNOWN).bind(network.uuid()).bind(receipt).fetch_one(c).await?);
    Ok(n > 0)
}

/// The answers of the first groups.
pub async fn list(tx: &mut Tx, network: Id, year: i32, groups: u32) -> Result<Vec<Stored>> {
    let rows: Vec<(Option<String>, String)> = on!(tx, c => sqlx::query_as(LIST).bind(network.uuid())
        .bind(i64::from(year)).bind(i64::from(groups)).fetch_all(c).await?);
    let stored = |(mode, scores): (Option<String>, String)| {
        let scores = serde_json::from_str(&scores)
            .map_err(|error| DbError::Corrupt(format!("a feedback's scores: {error}")))?;
        Ok(Stored { mode: mode.as_deref().and_then(Mode::from_code), scores })
    };
    rows.into_iter().map(stored).collect()
}

/// Stores an answer.
pub async fn insert(tx: &mut Tx, network: Id, new: &New<'_>) -> Result<()> {
    let scores = serde_json::to_string(&new.answer.scores)
        .map_err(|error| DbError::Corrupt(format!("a feedback's scores: {error}")))?;
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(new.receipt).bind(i64::from(new.year))
        .bind(i64::from(new.group)).bind(new.answer.mode.map(Mode::code)).bind(scores)
        .execute(c).await.map(|_| ())?);
    Ok(())
}

/// Stores a free text.
pub async fn insert_text(tx: &mut Tx, network: Id, new: &NewText<'_>) -> Result<()> {
    on!(tx, c => sqlx::query(INSERT_TEXT).bind(network.uuid()).bind(new.id.uuid()).bind(i64::from(new.year))
        .bind(i64::from(new.group)).bind(new.about.code()).bind(new.body).bind(new.held_at)
        .execute(c).await.map(|_| ())?);
    Ok(())
}

/// The free texts of the first groups of answers, in the order of their random ids.
pub async fn texts(tx: &mut Tx, network: Id, year: i32, groups: u32) -> Result<Vec<FeedbackText>> {
    let rows: Vec<(Uuid, String, String)> = on!(tx, c => sqlx::query_as(TEXTS).bind(network.uuid())
        .bind(i64::from(year)).bind(i64::from(groups)).fetch_all(c).await?);
    let text = |(id, about, body): (Uuid, String, String)| {
        let about =
            About::from_code(&about).ok_or_else(|| DbError::Corrupt(format!("a text about {about}")))?;
        Ok(FeedbackText { id: id.into(), about, body })
    };
    rows.into_iter().map(text).collect()
}

/// Removes a free text; false where there is none.
pub async fn delete_text(tx: &mut Tx, network: Id, year: i32, id: Id) -> Result<bool> {
    let gone = on!(tx, c => sqlx::query(DELETE_TEXT).bind(network.uuid()).bind(i64::from(year)).bind(id.uuid())
        .execute(c).await?.rows_affected());
    Ok(gone == 1)
}
