//! Networks: SQL.

use shared::id::Id;
use shared::time::Millis;
use sqlx::FromRow;
use uuid::Uuid;

use super::{Result, Tx, on};

/// A network's row.
#[derive(Clone, Debug, FromRow)]
pub struct Network {
    /// Identity.
    #[sqlx(try_from = "Uuid", rename = "network_id")]
    pub id: Id,
    /// Short name in addresses.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Controller of the personal data.
    pub controller: String,
    /// How to reach it.
    pub controller_contact: String,
    /// How to reach the data protection officer.
    pub dpo_contact: String,
    /// Address for feedback on accessibility.
    pub accessibility_contact: String,
    /// Telephone for the same; may be empty.
    pub accessibility_phone: String,
    /// 1 for the demo network.
    pub demo: i64,
    /// 1 where the log screen asks for effort.
    pub effort_enabled: i64,
    /// 1 where the log screen asks for strain.
    pub strain_enabled: i64,
    /// Version of the controlled lists.
    pub lists_version: i64,
    /// Version of everything a tablet knows.
    pub config_version: i64,
    /// When it was made, ms UTC.
    pub created_at: Millis,
}

const INSERT: &str = "INSERT INTO network (network_id, slug, name, controller, controller_contact, dpo_contact, \
     accessibility_contact, accessibility_phone, demo, effort_enabled, strain_enabled, lists_version, config_version, \
     created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
const GET: &str = "SELECT network_id, slug, name, controller, controller_contact, dpo_contact, accessibility_contact, \
     accessibility_phone, demo, effort_enabled, strain_enabled, lists_version, config_version, created_at \
     FROM network WHERE network_id = $1";
const BY_SLUG: &str = "SELECT network_id, slug, name, controller, controller_contact, dpo_contact, accessibility_contact, \
     accessibility_phone, demo, effort_enabled, strain_enabled, lists_version, config_version, created_at \
     FROM network WHERE slug = $1";
const ALL: &str = "SELECT network_id, slug, name, controller, controller_contact, dpo_contact, accessibility_contact, \
     accessibility_phone, demo, effort_enabled, strain_enabled, lists_version, config_version, created_at \
     FROM network ORDER BY created_at, network_id";
const UPDATE: &str = "UPDATE network SET name = $2, controller = $3, controller_contact = $4, dpo_contact = $5, \
     accessibility_contact = $6, accessibility_phone = $7, effort_enabled = $8, strain_enabled = $9, \
     config_version = config_version + 1 WHERE network_id = $1";
const BUMP: &str = "UPDATE network SET config_version = config_version + 1 WHERE network_id = $1";
const NEW_SYNC_STATE: &str =
    "INSERT INTO sync_state (network_id, epoch, position, cursor_key) VALUES ($1, $2, 0, $3)";

/// Stores a network and the counter row of its sync.
pub async fn insert(tx: &mut Tx, n: &Network, epoch: Id, cursor_key: [u8; 32]) -> Result<()> {
    on!(&mut *tx, c => sqlx::query(INSERT)
        .bind(n.id.uuid()).bind(&n.slug).bind(&n.name).bind(&n.controller).bind(&n.controller_contact)
        .bind(&n.dpo_contact).bind(&n.accessibility_contact).bind(&n.accessibility_phone).bind(n.demo)
        .bind(n.effort_enabled).bind(n.strain_enabled).bind(n.lists_version).bind(n.config_version)
        .bind(n.created_at).execute(c).await.map(|_| ())?);
    on!(tx, c => sqlx::query(NEW_SYNC_STATE).bind(n.id.uuid()).bind(epoch.uuid()).bind(cursor_key.to_vec())
        .execute(c).await.map(|_| ())?);
    Ok(())
}

/// A network by its id.
pub async fn get(tx: &mut Tx, id: Id) -> Result<Option<Network>> {
    Ok(on!(tx, c => sqlx::query_as(GET).bind(id.uuid()).fetch_optional(c).await?))
}

/// A network by its slug.
pub async fn by_slug(tx: &mut Tx, slug: &str) -> Result<Option<Network>> {
    Ok(on!(tx, c => sqlx::query_as(BY_SLUG).bind(slug).fetch_optional(c).await?))
}

/// All networks of this server, oldest first.
pub async fn all(tx: &mut Tx) -> Result<Vec<Network>> {
    Ok(on!(tx, c => sqlx::query_as(ALL).fetch_all(c).await?))
}

/// Stores a network's changed name, contacts and switches, and that something a tablet knows has changed.
pub async fn update(tx: &mut Tx, n: &Network) -> Result<()> {
    on!(tx, c => sqlx::query(UPDATE)
        .bind(n.id.uuid()).bind(&n.name).bind(&n.controller).bind(&n.controller_contact).bind(&n.dpo_contact)
        .bind(&n.accessibility_contact).bind(&n.accessibility_phone).bind(n.effort_enabled).bind(n.strain_enabled)
        .execute(c).await.map(|_| ())?);
    Ok(())
}

/// Says that something a tablet knows has changed.
pub async fn bump_config(tx: &mut Tx, id: Id) -> Result<()> {
    on!(tx, c => sqlx::query(BUMP).bind(id.uuid()).execute(c).await.map(|_| ())?);
    Ok(())
}
