//! Check-ins: SQL. A row of the table is an entity's merged row, spread over columns so that a walk-in's name can be
//! emptied when its time is over; what the organisers decided stands beside it and is never overwritten by an op.

use std::collections::BTreeMap;

use shared::domain::check_in::{CheckIn, Passage, WalkIn, Who};
use shared::domain::hlc::{Hlc, Stamp};
use shared::domain::op::{DELETED, Kind, Registers};
use shared::domain::row::Row;
use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::door::{Decision, Recorded};
use sqlx::FromRow;
use uuid::Uuid;

use super::entity::Entity;
use super::rows::Many;
use super::{DbError, Result, Tx, on};

#[derive(FromRow)]
struct Stored {
    id: Uuid,
    position: i64,
    library: String,
    year: Option<i64>,
    passage: Option<String>,
    registration: Option<Uuid>,
    walk_in: Option<Uuid>,
    name: Option<String>,
    walk_in_library: Option<String>,
    other_library: Option<String>,
    born_at: Option<i64>,
    born_by: Option<Uuid>,
    deleted: Option<i64>,
    deleted_at: Option<i64>,
    deleted_by: Option<Uuid>,
    device_id: Option<Uuid>,
    decision: Option<String>,
    merged_into: Option<Uuid>,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, position, library, year, passage, registration, walk_in, name, walk_in_library, \
             other_library, born_at, born_by, deleted, deleted_at, deleted_by, device_id, decision, merged_into \
             FROM check_in WHERE network_id = ",
            $rest
        )
    };
}

static GET: Many = Many::list(select!("{} AND id IN ("), ")");
const OF_YEAR: &str = select!("$1 AND year = $2 ORDER BY id");
/// The tablet stays the one that made it, not the one that undid it.
static UPSERT: Many = Many::insert(
    "INSERT INTO check_in (network_id, id, position, library, year, passage, registration, walk_in, name, \
     walk_in_library, other_library, born_at, born_by, deleted, deleted_at, deleted_by, device_id, received_at) VALUES",
    18,
    " ON CONFLICT (network_id, id) DO UPDATE SET position = excluded.position, library = excluded.library, \
     year = excluded.year, passage = excluded.passage, registration = excluded.registration, \
     walk_in = excluded.walk_in, name = excluded.name, walk_in_library = excluded.walk_in_library, \
     other_library = excluded.other_library, born_by = excluded.born_by, deleted = excluded.deleted, \
     deleted_at = excluded.deleted_at, deleted_by = excluded.deleted_by, \
     device_id = CASE WHEN check_in.born_at IS NULL THEN excluded.device_id ELSE check_in.device_id END, \
     born_at = excluded.born_at",
);
const LAST: &str = "SELECT CAST(MAX(position) AS BIGINT) FROM check_in WHERE network_id = $1";
const YEAR: &str = "SELECT year FROM check_in WHERE network_id = $1 AND id = $2";
const DECIDE: &str = "UPDATE check_in SET decision = $3, merged_into = $4, decided_at = $5, decided_by = $6, \
     position = $7 WHERE network_id = $1 AND id = $2";

const ACCEPTED: &str = "accepted";
const REMOVED: &str = "removed";
const MERGED: &str = "merged";

fn stamp(at: Option<i64>, by: Option<Uuid>) -> Option<Stamp> {
    Some(Stamp(Hlc::from_i64(at?), by?.into()))
}

impl Stored {
    fn who(&self) -> Option<Who> {
        match (self.registration, self.walk_in) {
            (Some(registration), _) => Some(Who::Registration(registration.into())),
            (None, Some(walk_in)) => Some(Who::WalkIn(WalkIn {
                id: walk_in.into(),
                name: self.name.clone().unwrap_or_default(),
                library: self.walk_in_library.clone(),
                other_library: self.other_library.clone(),
            })),
            (None, None) => None,
        }
    }

    fn check_in(&self) -> Option<CheckIn> {
        let year = i32::try_from(self.year?).ok()?;
        Some(CheckIn { year, who: self.who()?, passage: Passage::from_code(self.passage.as_deref()?)? })
    }

    fn row(&self) -> Row {
        let mut set = self.check_in().map_or_else(Registers::new, |check_in| check_in.registers());
        let mut stamps = BTreeMap::new();
        if let (Some(deleted), Some(stamp)) = (self.deleted, stamp(self.deleted_at, self.deleted_by)) {
            set.insert(DELETED.to_owned(), (deleted == 1).into());
            stamps.insert(DELETED.to_owned(), stamp);
        }
        let born = stamp(self.born_at, self.born_by);
        Row { id: self.id.into(), of: Kind::CheckIn, library: self.library.clone(), born, set, stamps }
    }

    fn decision(&self) -> Option<Decision> {
        match (self.decision.as_deref()?, self.merged_into) {
            (ACCEPTED, _) => Some(Decision::Accepted),
            (REMOVED, _) => Some(Decision::Removed),
            (MERGED, Some(into)) => Some(Decision::Merged { into: into.into() }),
            _ => None,
        }
    }
}

/// Stores the state of check-ins, new or changed; each at most once. `device` has pushed them.
pub async fn upsert(
    tx: &mut Tx,
    network: Id,
    all: &[&Entity],
    device: Option<Id>,
    received_at: Millis,
) -> Result<()> {
    let (network, device) = (network.uuid(), device.map(|id| id.uuid()));
    let read: Vec<_> = all.iter().map(|entity| (*entity, CheckIn::of(&entity.row))).collect();
    for (sql, piece) in UPSERT.pieces(tx, &read) {
        on!(&mut *tx, c => {
            let mut query = sqlx::query(sql);
            for (Entity { position, row }, check_in) in piece {
                let who = check_in.as_ref().map(|check_in| &check_in.who);
                let registration = who.and_then(|who| match who {
                    Who::Registration(id) => Some(id.uuid()),
                    Who::WalkIn(_) => None,
                });
                let walk_in = who.and_then(|who| match who {
                    Who::Registration(_) => None,
                    Who::WalkIn(walk_in) => Some(walk_in),
                });
                let deleted = row.stamps.get(DELETED).copied();
                query = query.bind(network).bind(row.id.uuid()).bind(*position).bind(&row.library)
                    .bind(check_in.as_ref().map(|check_in| i64::from(check_in.year)))
                    .bind(check_in.as_ref().map(|check_in| check_in.passage.code()))
                    .bind(registration).bind(walk_in.map(|walk_in| walk_in.id.uuid()))
                    .bind(walk_in.map(|walk_in| &walk_in.name))
                    .bind(walk_in.and_then(|walk_in| walk_in.library.as_ref()))
                    .bind(walk_in.and_then(|walk_in| walk_in.other_library.as_ref()))
                    .bind(row.born.map(|stamp| stamp.0.to_i64())).bind(row.born.map(|stamp| stamp.1.uuid()))
                    .bind(deleted.map(|_| i64::from(row.is_deleted())))
                    .bind(deleted.map(|stamp| stamp.0.to_i64())).bind(deleted.map(|stamp| stamp.1.uuid()))
                    .bind(device).bind(received_at);
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
        found.extend(rows.iter().map(|stored| Entity { position: stored.position, row: stored.row() }));
    }
    Ok(found)
}

/// All of a day, undone ones too, in the order of their ids. What is known only as undone belongs to no day yet.
pub async fn of_year(tx: &mut Tx, network: Id, year: i32) -> Result<Vec<Recorded>> {
    let rows: Vec<Stored> = on!(tx, c => sqlx::query_as(OF_YEAR).bind(network.uuid()).bind(i64::from(year))
        .fetch_all(c).await?);
    let recorded = |stored: Stored| Recorded {
        row: stored.row(),
        device: stored.device_id.map(Id::from),
        decision: stored.decision(),
    };
    Ok(rows.into_iter().map(recorded).collect())
}

/// The position of a network's last change of a check-in; 0 where there is none.
pub async fn last_position(tx: &mut Tx, network: Id) -> Result<i64> {
    let last: Option<i64> = on!(tx, c => sqlx::query_scalar(LAST).bind(network.uuid()).fetch_one(c).await?);
    Ok(last.unwrap_or(0))
}

/// The year of a check-in's day; `None` where there is no such check-in.
pub async fn year(tx: &mut Tx, network: Id, id: Id) -> Result<Option<i32>> {
    let year: Option<Option<i64>> =
        on!(tx, c => sqlx::query_scalar(YEAR).bind(network.uuid()).bind(id.uuid()).fetch_optional(c).await?);
    year.flatten()
        .map(|year| i32::try_from(year).map_err(|_| DbError::Corrupt(format!("a check-in's year: {year}"))))
        .transpose()
}

/// What is decided about a check-in, by whom, as the network's change of a position.
#[derive(Clone, Copy, Debug)]
pub struct Decided {
    /// The decision; `None` takes an earlier one back.
    pub decision: Option<Decision>,
    /// Now, ms UTC.
    pub now: Millis,
    /// Who decides.
    pub by: Id,
    /// The position of the change.
    pub position: i64,
}

/// Notes what the organisers decide.
pub async fn decide(tx: &mut Tx, network: Id, id: Id, decided: Decided) -> Result<()> {
    let (code, into) = match decided.decision {
        None => (None, None),
        Some(Decision::Accepted) => (Some(ACCEPTED), None),
        Some(Decision::Removed) => (Some(REMOVED), None),
        Some(Decision::Merged { into }) => (Some(MERGED), Some(into.uuid())),
    };
    on!(tx, c => sqlx::query(DECIDE).bind(network.uuid()).bind(id.uuid()).bind(code).bind(into).bind(decided.now)
        .bind(decided.by.uuid()).bind(decided.position).execute(c).await.map(|_| ())?);
    Ok(())
}
