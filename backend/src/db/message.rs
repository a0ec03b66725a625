//! Messages of the organisers to groups: SQL. The mails that carry them are `mail`'s.

use shared::domain::day::Texts;
use shared::domain::message::{Audience, Draft};
use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::message::SentMessage;
use sqlx::FromRow;
use uuid::Uuid;

use super::sql::count;
use super::{DbError, Result, Tx, on};

#[derive(FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: Id,
    year: i64,
    audience: String,
    library: Option<String>,
    subject: String,
    text: String,
    sent_at: Millis,
    sent_by: String,
    recipients: i64,
    taken: i64,
    failed: i64,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT m.id, m.year, m.audience, m.library, m.subject, m.text, m.sent_at, m.sent_by, m.recipients, \
             (SELECT CAST(COUNT(*) AS BIGINT) FROM mail t WHERE t.network_id = m.network_id \
                AND t.message = m.id AND t.state = 'sent') AS taken, \
             (SELECT CAST(COUNT(*) AS BIGINT) FROM mail t WHERE t.network_id = m.network_id \
                AND t.message = m.id AND t.state IN ('failed', 'uncertain')) AS failed \
             FROM message m WHERE m.network_id = $1 ",
            $rest
        )
    };
}

const LIST: &str = select!("AND m.year = $2 ORDER BY m.sent_at DESC, m.id DESC");
const GET: &str = select!("AND m.id = $2");
const INSERT: &str = "INSERT INTO message (network_id, id, year, audience, library, subject, text, sent_at, sent_by, \
     recipients) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

impl Row {
    fn sent(self) -> Result<(i32, SentMessage)> {
        let odd = |what: &str| DbError::Corrupt(format!("a message's {what}"));
        let texts = |text: &str| serde_json::from_str::<Texts>(text).map_err(|_| odd("text"));
        let draft = Draft {
            audience: Audience::from_code(&self.audience).ok_or_else(|| odd("audience"))?,
            library: self.library,
            subject: texts(&self.subject)?,
            text: texts(&self.text)?,
        };
        let sent = SentMessage {
            id: self.id,
            draft,
            sent_at: self.sent_at,
            sent_by: self.sent_by,
            recipients: count(self.recipients),
            taken: count(self.taken),
            failed: count(self.failed),
        };
        Ok((i32::try_from(self.year).unwrap_or(0), sent))
    }
}

/// All of a day, newest first.
pub async fn list(tx: &mut Tx, network: Id, year: i32) -> Result<Vec<SentMessage>> {
    let rows: Vec<Row> =
        on!(tx, c => sqlx::query_as(LIST).bind(network.uuid()).bind(i64::from(year)).fetch_all(c).await?);
    rows.into_iter().map(|row| row.sent().map(|(_, sent)| sent)).collect()
}

/// A message and its day's year.
pub async fn get(tx: &mut Tx, network: Id, id: Id) -> Result<Option<(i32, SentMessage)>> {
    let row: Option<Row> =
        on!(tx, c => sqlx::query_as(GET).bind(network.uuid()).bind(id.uuid()).fetch_optional(c).await?);
    row.map(Row::sent).transpose()
}

/// Stores a message.
pub async fn insert(tx: &mut Tx, network: Id, year: i32, new: &SentMessage) -> Result<()> {
    let text = |texts: &Texts| {
        serde_json::to_string(texts).map_err(|error| DbError::Corrupt(format!("a message: {error}")))
    };
    let (subject, body) = (text(&new.draft.subject)?, text(&new.draft.text)?);
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(new.id.uuid()).bind(i64::from(year))
        .bind(new.draft.audience.code()).bind(&new.draft.library).bind(subject).bind(body).bind(new.sent_at)
        .bind(&new.sent_by).bind(i64::from(new.recipients)).execute(c).await.map(|_| ())?);
    Ok(())
}
