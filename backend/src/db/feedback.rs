//! The feedback channel: SQL.

use shared::id::Id;
use shared::time::{Date, Millis};
use shared::wire::v1::feedback::Feedback;
use sqlx::FromRow;
use uuid::Uuid;

use super::{DbError, Result, Tx, on};

#[derive(FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: Id,
    at: Millis,
    due_on: String,
    body: String,
    reply_to: Option<String>,
    page: String,
    language: String,
    answered_at: Option<Millis>,
    answered_by_name: Option<String>,
    answer_note: Option<String>,
}

impl TryFrom<Row> for Feedback {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: row.id,
            at: row.at,
            due_on: row.due_on.parse().map_err(|_| DbError::Corrupt(format!("due_on {:?}", row.due_on)))?,
            body: row.body,
            reply_to: row.reply_to,
            page: row.page,
            language: row.language,
            answered_at: row.answered_at,
            answered_by: row.answered_by_name,
            answer_note: row.answer_note,
        })
    }
}

const INSERT: &str = "INSERT INTO feedback (network_id, id, at, due_on, body, reply_to, page, language) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (network_id, id) DO NOTHING";
const LIST: &str = "SELECT f.id, f.at, f.due_on, f.body, f.reply_to, f.page, f.language, f.answered_at, f.answer_note, \
     m.name AS answered_by_name FROM feedback f LEFT JOIN member m ON m.network_id = f.network_id AND m.id = \
     f.answered_by WHERE f.network_id = $1 ORDER BY CASE WHEN f.answered_at IS NULL THEN 0 ELSE 1 END, CASE \
     WHEN f.answered_at IS NULL THEN f.due_on ELSE '' END, f.at DESC";
const GET: &str = "SELECT f.id, f.at, f.due_on, f.body, f.reply_to, f.page, f.language, f.answered_at, f.answer_note, \
     m.name AS answered_by_name FROM feedback f LEFT JOIN member m ON m.network_id = f.network_id AND m.id = \
     f.answered_by WHERE f.network_id = $1 AND f.id = $2";
const ANSWER: &str = "UPDATE feedback SET answered_at = $3, answered_by = $4, answer_note = $5 \
     WHERE network_id = $1 AND id = $2";

/// Stores a feedback unless it is stored already.
pub async fn insert(tx: &mut Tx, network: Id, f: &Feedback) -> Result<()> {
    let due_on: Date = f.due_on;
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(f.id.uuid()).bind(f.at).bind(due_on.to_string())
        .bind(&f.body).bind(&f.reply_to).bind(&f.page).bind(&f.language).execute(c).await.map(|_| ())?);
    Ok(())
}

/// All feedback of a network, unanswered first.
pub async fn list(tx: &mut Tx, network: Id) -> Result<Vec<Feedback>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(LIST).bind(network.uuid()).fetch_all(c).await?);
    rows.into_iter().map(Feedback::try_from).collect()
}

/// One feedback.
pub async fn get(tx: &mut Tx, network: Id, id: Id) -> Result<Option<Feedback>> {
    let row: Option<Row> =
        on!(tx, c => sqlx::query_as(GET).bind(network.uuid()).bind(id.uuid()).fetch_optional(c).await?);
    row.map(Feedback::try_from).transpose()
}

/// Marks a feedback as answered by a person, or takes that back.
pub async fn answer(
    tx: &mut Tx,
    network: Id,
    id: Id,
    answered: Option<(Millis, Id)>,
    note: &str,
) -> Result<()> {
    on!(tx, c => sqlx::query(ANSWER).bind(network.uuid()).bind(id.uuid()).bind(answered.map(|(at, _)| at))
        .bind(answered.map(|(_, by)| by.uuid())).bind(note).execute(c).await.map(|_| ())?);
    Ok(())
}
