//! Entities: SQL. The body is the row as it goes over the wire, in JSON.

use serde_json::value::RawValue;
use shared::domain::check::date_of;
use shared::domain::row::Row;
use shared::id::Id;
use shared::time::Date;
use sqlx::FromRow;

use super::rows::Many;
use super::{DbError, Result, Tx, on};

/// An entity with the position of its last change.
#[derive(Clone, Debug)]
pub struct Entity {
    /// The position.
    pub position: i64,
    /// The merged state.
    pub row: Row,
}

/// An entity as it is stored, for handing on unread.
#[derive(Debug)]
pub struct RawEntity {
    /// The position of its last change.
    pub position: i64,
    /// Its row in JSON.
    pub body: Box<RawValue>,
}

impl RawEntity {
    /// Whether it has been deleted.
    pub fn is_deleted(&self) -> bool {
        // Hardly any row is: those that cannot be are not read.
        self.body.get().contains("\"deleted\":true")
            && serde_json::from_str(self.body.get()).is_ok_and(|row: Row| row.is_deleted())
    }
}

#[derive(FromRow)]
struct Stored {
    position: i64,
    body: String,
}

impl TryFrom<Stored> for Entity {
    type Error = DbError;

    fn try_from(stored: Stored) -> Result<Self> {
        let row = serde_json::from_str(&stored.body)
            .map_err(|error| DbError::Corrupt(format!("an entity's body: {error}")))?;
        Ok(Self { position: stored.position, row })
    }
}

impl TryFrom<Stored> for RawEntity {
    type Error = DbError;

    fn try_from(stored: Stored) -> Result<Self> {
        let body = RawValue::from_string(stored.body)
            .map_err(|error| DbError::Corrupt(format!("an entity's body: {error}")))?;
        Ok(Self { position: stored.position, body })
    }
}

static UPSERT: Many = Many::insert(
    "INSERT INTO entity (network_id, id, kind, library, position, on_date, body) VALUES",
    7,
    " ON CONFLICT (network_id, id) DO UPDATE SET kind = excluded.kind, library = excluded.library, \
     position = excluded.position, on_date = excluded.on_date, body = excluded.body",
);
static GET: Many = Many::list("SELECT position, body FROM entity WHERE network_id = {} AND id IN (", ")");
const SINCE: &str = "SELECT position, body FROM entity WHERE network_id = $1 AND library = $2 AND position > $3 \
     ORDER BY position LIMIT $4";
const WINDOW: &str = "SELECT position, body FROM entity WHERE network_id = $1 AND library = $2 AND on_date >= $3 \
     AND position > $4 AND position <= $5 ORDER BY position LIMIT $6";
const DATED: &str = "SELECT position, body FROM entity WHERE network_id = $1 AND library = $2 AND on_date >= $3 \
     ORDER BY on_date DESC, id DESC LIMIT $4";
const WITHIN: &str = "SELECT position, body FROM entity WHERE network_id = $1 AND library = $2 \
     AND on_date BETWEEN $3 AND $4 ORDER BY on_date, id";
// One look into the index for each library, where a grouping would read all of it.
const LAST: &str = "SELECT l.code, (SELECT MAX(e.position) FROM entity e \
     WHERE e.network_id = l.network_id AND e.library = l.code) AS last FROM library l WHERE l.network_id = $1";
const PAGE: &str = "SELECT position, body FROM entity WHERE network_id = $1 AND id > $2 ORDER BY id LIMIT $3";

fn entities(stored: Vec<Stored>) -> Result<Vec<Entity>> {
    stored.into_iter().map(Entity::try_from).collect()
}

fn raw(stored: Vec<Stored>) -> Result<Vec<RawEntity>> {
    stored.into_iter().map(RawEntity::try_from).collect()
}

/// Stores the state of entities, new or changed; each at most once.
pub async fn upsert(tx: &mut Tx, network: Id, all: impl IntoIterator<Item = &Entity>) -> Result<()> {
    let network = network.uuid();
    let mut bodies = Vec::new();
    for entity in all {
        let body = serde_json::to_string(&entity.row)
            .map_err(|error| DbError::Corrupt(format!("an entity cannot be written: {error}")))?;
        // An entity of which only a patch is known may have no date yet.
        let on = date_of(&entity.row).map(|on| on.to_string()).unwrap_or_default();
        bodies.push((entity, on, body));
    }
    for (sql, piece) in UPSERT.pieces(tx, &bodies) {
        on!(&mut *tx, c => {
            let mut query = sqlx::query(sql);
            for (entity, on, body) in piece {
                query = query.bind(network).bind(entity.row.id.uuid()).bind(entity.row.of.code())
                    .bind(entity.row.library.as_str()).bind(entity.position).bind(on.as_str()).bind(body.as_str());
            }
            query.execute(c).await.map(|_| ())?
        });
    }
    Ok(())
}

/// Those of the ids that are known.
pub async fn get(tx: &mut Tx, network: Id, ids: &[Id]) -> Result<Vec<Entity>> {
    let mut found = Vec::new();
    for (sql, piece) in GET.pieces(tx, ids) {
        let rows: Vec<Stored> = on!(&mut *tx, c => {
            let mut query = sqlx::query_as(sql).bind(network.uuid());
            for id in piece {
                query = query.bind(id.uuid());
            }
            query.fetch_all(c).await?
        });
        found.extend(entities(rows)?);
    }
    Ok(found)
}

/// A library's entities after a position, deleted ones included, in the order of their positions.
pub async fn since(
    tx: &mut Tx,
    network: Id,
    library: &str,
    after: i64,
    limit: i64,
) -> Result<Vec<RawEntity>> {
    raw(on!(tx, c => sqlx::query_as(SINCE).bind(network.uuid()).bind(library).bind(after).bind(limit)
        .fetch_all(c).await?))
}

/// The same up to a position, of entries on a date or later.
pub async fn window(
    tx: &mut Tx,
    network: Id,
    library: &str,
    from: Date,
    positions: std::ops::Range<i64>,
    limit: i64,
) -> Result<Vec<RawEntity>> {
    raw(on!(tx, c => sqlx::query_as(WINDOW).bind(network.uuid()).bind(library).bind(from.to_string())
        .bind(positions.start).bind(positions.end).bind(limit).fetch_all(c).await?))
}

/// A library's entities on a date or later, latest first.
pub async fn dated(tx: &mut Tx, network: Id, library: &str, from: Date, limit: i64) -> Result<Vec<Entity>> {
    entities(
        on!(tx, c => sqlx::query_as(DATED).bind(network.uuid()).bind(library).bind(from.to_string()).bind(limit)
        .fetch_all(c).await?),
    )
}

/// A library's entities of a span of dates, in their order.
pub async fn within(tx: &mut Tx, network: Id, library: &str, from: Date, to: Date) -> Result<Vec<Entity>> {
    entities(on!(tx, c => sqlx::query_as(WITHIN).bind(network.uuid()).bind(library).bind(from.to_string())
        .bind(to.to_string()).fetch_all(c).await?))
}

/// All entities of a network, page by page in the order of their ids.
pub async fn page(tx: &mut Tx, network: Id, after: Id, limit: i64) -> Result<Vec<Entity>> {
    entities(on!(tx, c => sqlx::query_as(PAGE).bind(network.uuid()).bind(after.uuid()).bind(limit)
        .fetch_all(c).await?))
}

/// The position of each library's last change; libraries without any are absent.
pub async fn last_positions(tx: &mut Tx, network: Id) -> Result<Vec<(String, i64)>> {
    let all: Vec<(String, Option<i64>)> =
        on!(tx, c => sqlx::query_as(LAST).bind(network.uuid()).fetch_all(c).await?);
    Ok(all.into_iter().filter_map(|(library, last)| Some((library, last?))).collect())
}
