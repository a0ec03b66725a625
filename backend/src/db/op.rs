//! Ops: SQL. The bytes are kept as they came; nothing ever writes them anew.

use shared::id::Id;
use shared::time::Millis;
use sqlx::FromRow;
use uuid::Uuid;

use super::rows::Many;
use super::{Result, Tx, on};

/// An op as it is stored.
#[derive(Clone, Debug)]
pub struct NewOp<'a> {
    /// Minted by its device.
    pub id: Id,
    /// SHA-256 of the bytes.
    pub hash: [u8; 32],
    /// The entity it is about.
    pub entity: Id,
    /// Its place in the network's change order.
    pub position: i64,
    /// The effective stamp.
    pub at: i64,
    /// The replica that made it.
    pub replica: Id,
    /// The tablet that pushed it.
    pub device: Option<Id>,
    /// The person who pushed it.
    pub member: Option<Id>,
    /// When it came, ms UTC.
    pub received_at: Millis,
    /// What was peculiar about it; words separated by spaces.
    pub flag: Option<String>,
    /// As pushed.
    pub bytes: &'a [u8],
}

/// What is known of an op that came again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownOp {
    /// SHA-256 of its bytes.
    pub hash: Vec<u8>,
    /// Its place in the network's change order.
    pub position: i64,
    /// Its effective stamp.
    pub at: i64,
    /// It was stored as made by a clock that was found wrong.
    pub skewed: bool,
}

/// The word in an op's flags that says that its clock was found wrong.
pub const SKEWED: &str = "skewed";
/// The word that says that a code was taken on trust, from newer lists than the server had.
pub const NEWER_LISTS: &str = "newer_lists";
/// The word that says that a point was taken on trust, which the server did not know in that library.
pub const UNKNOWN_POINT: &str = "unknown_point";

#[derive(FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: Id,
    hash: Vec<u8>,
    position: i64,
    at: i64,
    flag: Option<String>,
}

static INSERT: Many = Many::insert(
    "INSERT INTO op (network_id, id, hash, entity_id, position, at, replica, device_id, member_id, received_at, flag, \
     bytes) VALUES",
    12,
    "",
);
static KNOWN: Many =
    Many::list("SELECT id, hash, position, at, flag FROM op WHERE network_id = {} AND id IN (", ")");

const FLAGGED: &str = "SELECT flag, CAST(COUNT(*) AS BIGINT) FROM op \
     WHERE network_id = $1 AND flag IS NOT NULL GROUP BY flag ORDER BY flag";

/// How many ops have which flags.
pub async fn flagged(tx: &mut Tx, network: Id) -> Result<Vec<(String, i64)>> {
    Ok(on!(tx, c => sqlx::query_as(FLAGGED).bind(network.uuid()).fetch_all(c).await?))
}

const LATEST: &str = "SELECT CAST(MAX(o.at) AS BIGINT) FROM op o \
     JOIN device d ON d.network_id = o.network_id AND d.id = o.device_id \
     WHERE o.network_id = $1 AND d.enrolled_at < $2";

/// The latest effective stamp of an op of the tablets that were enrolled before an instant.
pub async fn latest(tx: &mut Tx, network: Id, enrolled_before: Millis) -> Result<Option<i64>> {
    Ok(
        on!(tx, c => sqlx::query_scalar(LATEST).bind(network.uuid()).bind(enrolled_before).fetch_one(c).await?),
    )
}

/// Stores ops that are not known yet.
pub async fn insert(tx: &mut Tx, network: Id, ops: &[NewOp<'_>]) -> Result<()> {
    let network = network.uuid();
    for (sql, piece) in INSERT.pieces(tx, ops) {
        on!(&mut *tx, c => {
            let mut query = sqlx::query(sql);
            for op in piece {
                query = query.bind(network).bind(op.id.uuid()).bind(&op.hash[..]).bind(op.entity.uuid())
                    .bind(op.position).bind(op.at).bind(op.replica.uuid()).bind(op.device.map(|id| id.uuid()))
                    .bind(op.member.map(|id| id.uuid())).bind(op.received_at).bind(op.flag.as_deref())
                    .bind(op.bytes);
            }
            query.execute(c).await.map(|_| ())?
        });
    }
    Ok(())
}

/// Those of the ids that are known.
pub async fn known(tx: &mut Tx, network: Id, ids: &[Id]) -> Result<Vec<(Id, KnownOp)>> {
    let mut found = Vec::new();
    for (sql, piece) in KNOWN.pieces(tx, ids) {
        let rows: Vec<Row> = on!(&mut *tx, c => {
            let mut query = sqlx::query_as(sql).bind(network.uuid());
            for id in piece {
                query = query.bind(id.uuid());
            }
            query.fetch_all(c).await?
        });
        found.extend(rows.into_iter().map(|row| {
            let skewed = row.flag.is_some_and(|flag| flag.split(' ').any(|word| word == SKEWED));
            (row.id, KnownOp { hash: row.hash, position: row.position, at: row.at, skewed })
        }));
    }
    Ok(found)
}
