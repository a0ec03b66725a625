//! The audit log: SQL.

use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::audit::AuditEntry;
use sqlx::FromRow;
use uuid::Uuid;

use super::{Result, Tx, on};

#[derive(FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: Id,
    at: Millis,
    actor_kind: String,
    actor_name: String,
    action: String,
    subject: String,
    detail: String,
}

const INSERT: &str = "INSERT INTO audit (network_id, id, at, actor_kind, actor_id, actor_name, action, subject, detail) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
const FIRST: &str = "SELECT id, at, actor_kind, actor_name, action, subject, detail FROM audit \
     WHERE network_id = $1 ORDER BY id DESC LIMIT $2";
const BEFORE: &str = "SELECT id, at, actor_kind, actor_name, action, subject, detail FROM audit \
     WHERE network_id = $1 AND id < $3 ORDER BY id DESC LIMIT $2";

/// Stores an entry; `actor` is the person's or tablet's id.
pub async fn insert(tx: &mut Tx, network: Id, actor: Option<Id>, e: &AuditEntry) -> Result<()> {
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(e.id.uuid()).bind(e.at).bind(&e.actor_kind)
        .bind(actor.map(|id| id.uuid())).bind(&e.actor_name).bind(&e.action).bind(&e.subject).bind(&e.detail)
        .execute(c).await.map(|_| ())?);
    Ok(())
}

/// Up to `limit` entries before an id (from the newest where absent), newest first.
pub async fn page(tx: &mut Tx, network: Id, before: Option<Id>, limit: i64) -> Result<Vec<AuditEntry>> {
    let rows: Vec<Row> = match before {
        None => on!(tx, c => sqlx::query_as(FIRST).bind(network.uuid()).bind(limit).fetch_all(c).await?),
        Some(before) => {
            on!(tx, c => sqlx::query_as(BEFORE).bind(network.uuid()).bind(limit).bind(before.uuid())
            .fetch_all(c).await?)
        }
    };
    Ok(rows
        .into_iter()
        .map(|row| AuditEntry {
            id: row.id,
            at: row.at,
            actor_kind: row.actor_kind,
            actor_name: row.actor_name,
            action: row.action,
            subject: row.subject,
            detail: row.detail,
        })
        .collect())
}
