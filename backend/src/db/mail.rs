//! Mails to participants: SQL. A node takes a mail into its hand by a lease, so that no two send the same one.

use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::registration::Mail;
use sqlx::FromRow;
use uuid::Uuid;

use super::{Result, Tx, on};

/// A mail in the hand of this node.
#[derive(Clone, Debug, FromRow)]
pub struct Held {
    /// The network.
    #[sqlx(try_from = "Uuid")]
    pub network_id: Id,
    /// Identity.
    #[sqlx(try_from = "Uuid")]
    pub id: Id,
    /// To whom.
    #[sqlx(try_from = "Uuid")]
    pub registration: Id,
    /// What it tells.
    pub kind: String,
    /// How often it was tried, this time too.
    pub attempts: i64,
    /// The text that it carries, where it is a message to a group.
    pub message: Option<Uuid>,
    /// When it was queued, ms UTC.
    pub created_at: Millis,
}

#[derive(FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: Id,
    #[sqlx(try_from = "Uuid")]
    registration: Id,
    kind: String,
    state: String,
    attempts: i64,
    created_at: Millis,
    sent_at: Option<Millis>,
    trouble: String,
}

const INSERT: &str = "INSERT INTO mail (network_id, id, year, registration, kind, state, due_at, created_at) \
     VALUES ($1, $2, $3, $4, $5, 'queued', $6, $6)";
/// The index of `once` decides whether there is one already.
const INSERT_ONCE: &str = "INSERT INTO mail (network_id, id, year, registration, kind, state, due_at, created_at, once, \
     message) VALUES ($1, $2, $3, $4, $5, 'queued', $6, $6, $7, $8) \
     ON CONFLICT (network_id, registration, once) DO NOTHING";
/// Those who come and have no mail of a kind yet. Whoever confirmed after its date has just read the same.
const LACKING: &str = "SELECT r.id FROM registration r WHERE r.network_id = $1 AND r.year = $2 \
     AND r.state = 'confirmed' AND r.mode <> 'declined' AND r.email <> '' AND r.confirmed_at <= $3 \
     AND NOT EXISTS (SELECT 1 FROM mail m WHERE m.network_id = r.network_id AND m.registration = r.id \
        AND m.once = $4) ORDER BY r.arrival";
const NAMED: &str =
    "SELECT registration FROM mail WHERE network_id = $1 AND year = $2 AND once = $3 ORDER BY registration";
const LIST: &str = "SELECT id, registration, kind, state, attempts, created_at, sent_at, trouble FROM mail \
     WHERE network_id = $1 AND year = $2 ORDER BY created_at DESC, id DESC";
const LAST: &str =
    "SELECT MAX(created_at) FROM mail WHERE network_id = $1 AND registration = $2 AND kind = $3";
const CLAIM: &str = "UPDATE mail SET state = 'sending', leased_until = $2, attempts = attempts + 1 \
     WHERE (network_id, id) = (SELECT network_id, id FROM mail WHERE state = 'queued' AND due_at <= $1 \
        ORDER BY due_at, id LIMIT 1) RETURNING network_id, id, registration, kind, attempts, message, created_at";
/// On PostgreSQL several nodes claim at once: each passes over what another one has in its hand, and waits for nobody who
/// puts a newer mail in its place. `=` and not `IN`: that is a join, whose plan may look for the one mail again and again, and
/// take others into the hand of which nobody is told.
const CLAIM_POSTGRES: &str = "UPDATE mail SET state = 'sending', leased_until = $2, attempts = attempts + 1 \
     WHERE (network_id, id) = (SELECT network_id, id FROM mail WHERE state = 'queued' AND due_at <= $1 \
        ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) \
     RETURNING network_id, id, registration, kind, attempts, message, created_at";
const STALE: &str = "SELECT network_id, id, registration, kind, attempts, message, created_at FROM mail \
     WHERE state = 'sending' AND leased_until <= $1";
const SETTLE: &str = "UPDATE mail SET state = $3, due_at = $4, sent_at = $5, trouble = $6, leased_until = NULL \
     WHERE network_id = $1 AND id = $2 AND state = 'sending'";
const AGAIN: &str = "UPDATE mail SET state = 'queued', due_at = $3, attempts = 0, trouble = '' \
     WHERE network_id = $1 AND id = $2 AND state IN ('failed', 'uncertain')";
const DOUBT: &str = "UPDATE mail SET state = 'uncertain', leased_until = NULL \
     WHERE kind = $1 AND state IN ('queued', 'sending')";
/// Only letters that say how a registration stands: the newest says it all. What is sent once, and what the organisers write,
/// stays.
const SUPERSEDE: &str = "UPDATE mail SET state = 'moot' WHERE network_id = $1 AND registration = $2 \
     AND state = 'queued' AND once IS NULL";

/// Puts a mail in the queue.
pub async fn enqueue(tx: &mut Tx, network: Id, id: Id, to: (i32, Id), kind: &str, now: Millis) -> Result<()> {
    let (year, registration) = to;
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(id.uuid()).bind(i64::from(year))
        .bind(registration.uuid()).bind(kind).bind(now).execute(c).await.map(|_| ())?);
    Ok(())
}

/// What a mail is that is made at most once for a registration.
#[derive(Clone, Copy, Debug)]
pub struct Once<'a> {
    /// What it tells.
    pub kind: &'a str,
    /// What it is about: never two under this name.
    pub once: &'a str,
    /// The text that it carries.
    pub message: Option<Id>,
}

/// Puts a mail in the queue unless there is or was one under its name; answers whether it did.
pub async fn enqueue_once(
    tx: &mut Tx,
    network: Id,
    id: Id,
    to: (i32, Id),
    mail: Once<'_>,
    now: Millis,
) -> Result<bool> {
    let (year, registration) = to;
    let made = on!(tx, c => sqlx::query(INSERT_ONCE).bind(network.uuid()).bind(id.uuid()).bind(i64::from(year))
        .bind(registration.uuid()).bind(mail.kind).bind(now).bind(mail.once)
        .bind(mail.message.map(|id| id.uuid())).execute(c).await?.rows_affected());
    Ok(made == 1)
}

/// Those of a day who come, had confirmed by an instant, and have no mail under a name.
pub async fn lacking(
    tx: &mut Tx,
    network: Id,
    year: i32,
    confirmed_by: Millis,
    once: &str,
) -> Result<Vec<Id>> {
    let ids: Vec<Uuid> = on!(tx, c => sqlx::query_scalar(LACKING).bind(network.uuid()).bind(i64::from(year))
        .bind(confirmed_by).bind(once).fetch_all(c).await?);
    Ok(ids.into_iter().map(Id::from).collect())
}

/// Those of a day who have a mail under a name.
pub async fn named(tx: &mut Tx, network: Id, year: i32, once: &str) -> Result<Vec<Id>> {
    let ids: Vec<Uuid> = on!(tx, c => sqlx::query_scalar(NAMED).bind(network.uuid()).bind(i64::from(year))
        .bind(once).fetch_all(c).await?);
    Ok(ids.into_iter().map(Id::from).collect())
}

/// All mails of a day, newest first.
pub async fn list(tx: &mut Tx, network: Id, year: i32) -> Result<Vec<Mail>> {
    let rows: Vec<Row> =
        on!(tx, c => sqlx::query_as(LIST).bind(network.uuid()).bind(i64::from(year)).fetch_all(c).await?);
    let mail = |row: Row| Mail {
        id: row.id,
        registration: row.registration,
        kind: row.kind,
        state: row.state,
        attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
        created_at: row.created_at,
        sent_at: row.sent_at,
        trouble: row.trouble,
    };
    Ok(rows.into_iter().map(mail).collect())
}

/// When a mail of a kind was last made for somebody, ms UTC.
pub async fn last(tx: &mut Tx, network: Id, registration: Id, kind: &str) -> Result<Option<Millis>> {
    Ok(on!(tx, c => sqlx::query_scalar(LAST).bind(network.uuid()).bind(registration.uuid()).bind(kind)
        .fetch_one(c).await?))
}

/// Takes the mail that has been due for longest into this node's hand until `until`; `None` where none is due.
pub async fn claim(tx: &mut Tx, now: Millis, until: Millis) -> Result<Option<Held>> {
    let claim = match tx {
        Tx::Sqlite(_) => CLAIM,
        Tx::Postgres(_) => CLAIM_POSTGRES,
    };
    Ok(on!(tx, c => sqlx::query_as(claim).bind(now).bind(until).fetch_optional(c).await?))
}

/// Mails that a node took and did not settle in its time: it has died, or hangs.
pub async fn stale(tx: &mut Tx, now: Millis) -> Result<Vec<Held>> {
    Ok(on!(tx, c => sqlx::query_as(STALE).bind(now).fetch_all(c).await?))
}

/// What became of a mail in the hand.
#[derive(Clone, Debug)]
pub struct Settled<'a> {
    /// `sent`, `queued` (to be tried again), `failed`, `uncertain`, `moot`.
    pub state: &'static str,
    /// When to try again, ms UTC; of no meaning in other states.
    pub due_at: Millis,
    /// When the mail server took it, ms UTC.
    pub sent_at: Option<Millis>,
    /// The mail server's answer.
    pub trouble: &'a str,
}

/// Notes what became of a mail; false where another node has noted it before.
pub async fn settle(tx: &mut Tx, mail: &Held, settled: &Settled<'_>) -> Result<bool> {
    let changed = on!(tx, c => sqlx::query(SETTLE).bind(mail.network_id.uuid()).bind(mail.id.uuid())
        .bind(settled.state).bind(settled.due_at).bind(settled.sent_at).bind(settled.trouble)
        .execute(c).await?.rows_affected());
    Ok(changed == 1)
}

/// Queues one again that failed or is uncertain; false where it is neither.
pub async fn again(tx: &mut Tx, network: Id, id: Id, now: Millis) -> Result<bool> {
    let changed = on!(tx, c => sqlx::query(AGAIN).bind(network.uuid()).bind(id.uuid()).bind(now)
        .execute(c).await?.rows_affected());
    Ok(changed == 1)
}

/// Notes of all mails of a kind that wait, in every network, that nobody knows whether they have gone out.
pub async fn doubt(tx: &mut Tx, kind: &str) -> Result<()> {
    on!(tx, c => sqlx::query(DOUBT).bind(kind).execute(c).await.map(|_| ())?);
    Ok(())
}

/// Takes back what was not sent yet of how the registration stands: something newer says it.
pub async fn supersede(tx: &mut Tx, network: Id, registration: Id) -> Result<()> {
    on!(tx, c => sqlx::query(SUPERSEDE).bind(network.uuid()).bind(registration.uuid()).execute(c).await
        .map(|_| ())?);
    Ok(())
}
