//! Notes on dates: SQL.

use shared::domain::sample_period::Period;
use shared::id::Id;
use shared::time::{Date, Millis};
use shared::wire::v1::note::Note;
use sqlx::FromRow;
use uuid::Uuid;

use super::{DbError, Result, Tx, on};

#[derive(FromRow)]
struct Row {
    id: Uuid,
    from_date: String,
    to_date: String,
    library: Option<String>,
    body: String,
}

impl TryFrom<Row> for Note {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self> {
        let date = |text: &str| -> Result<Date> {
            text.parse().map_err(|_| DbError::Corrupt(format!("a note's date: {text}")))
        };
        let period = Period { from: date(&row.from_date)?, to: date(&row.to_date)? };
        Ok(Self { id: row.id.into(), period, library: row.library, body: row.body })
    }
}

const LIST: &str = "SELECT id, from_date, to_date, library, body FROM note WHERE network_id = $1 \
     ORDER BY from_date DESC, to_date DESC, id DESC";
const PUT: &str = "INSERT INTO note (network_id, id, from_date, to_date, library, body, changed_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (network_id, id) DO UPDATE SET from_date = excluded.from_date, \
     to_date = excluded.to_date, library = excluded.library, body = excluded.body, changed_at = excluded.changed_at";
const DELETE: &str = "DELETE FROM note WHERE network_id = $1 AND id = $2";

/// All notes of a network, newest first.
pub async fn list(tx: &mut Tx, network: Id) -> Result<Vec<Note>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(LIST).bind(network.uuid()).fetch_all(c).await?);
    rows.into_iter().map(Note::try_from).collect()
}

/// Stores a note, over the one with its id.
pub async fn put(tx: &mut Tx, network: Id, note: &Note, now: Millis) -> Result<()> {
    let (from, to) = (note.period.from.to_string(), note.period.to.to_string());
    on!(tx, c => sqlx::query(PUT).bind(network.uuid()).bind(note.id.uuid()).bind(from).bind(to)
        .bind(&note.library).bind(&note.body).bind(now).execute(c).await.map(|_| ())?);
    Ok(())
}

/// Deletes a note; false where there is none.
pub async fn delete(tx: &mut Tx, network: Id, id: Id) -> Result<bool> {
    let gone = on!(tx, c => sqlx::query(DELETE).bind(network.uuid()).bind(id.uuid()).execute(c).await?
        .rows_affected());
    Ok(gone == 1)
}
