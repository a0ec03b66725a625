//! Diets and access needs of a day, without names: SQL. Only `usecase::care` reads them, and logs that it has.

use shared::domain::care::{Counts, Guest};
use shared::domain::registration::{Care, State};
use shared::id::Id;
use shared::time::Millis;

use super::{DbError, Result, Tx, on};

/// Somebody on site who holds a place, and what they need.
#[derive(Clone, Debug)]
pub struct Told {
    /// As the counts see them.
    pub guest: Guest,
    /// What they have told; empty where nothing.
    pub care: Care,
}

/// A list that was sent to the caterer.
#[derive(Clone, Debug)]
pub struct Sent {
    /// When, ms UTC.
    pub at: Millis,
    /// The counts of that time.
    pub counts: Counts,
    /// Marks of the free texts of that time.
    pub marks: Vec<String>,
}

type Row = (String, Option<i64>, Option<String>, Option<String>, Option<String>);

const TOLD: &str = "SELECT r.state, r.lunch, c.diets, c.diet_other, c.access FROM registration r \
     LEFT JOIN registration_care c ON c.network_id = r.network_id AND c.registration = r.id \
     WHERE r.network_id = $1 AND r.year = $2 AND r.mode = 'onsite' \
        AND r.state IN ('reserved', 'confirmed', 'offered')";
const SENT: &str = "SELECT at, counts, marks FROM care_sent WHERE network_id = $1 AND year = $2 \
     ORDER BY at DESC, id DESC LIMIT 1";
const INSERT: &str =
    "INSERT INTO care_sent (network_id, id, year, at, counts, marks) VALUES ($1, $2, $3, $4, $5, $6)";

/// Those on site who hold a place, in no order.
pub async fn told(tx: &mut Tx, network: Id, year: i32) -> Result<Vec<Told>> {
    let rows: Vec<Row> =
        on!(tx, c => sqlx::query_as(TOLD).bind(network.uuid()).bind(i64::from(year)).fetch_all(c).await?);
    let told = |(state, lunch, diets, diet_other, access): Row| {
        let state = State::from_code(&state);
        let state = state.ok_or_else(|| DbError::Corrupt("a registration's state".to_owned()))?;
        let diets = diets.unwrap_or_default();
        let diets: Vec<String> =
            diets.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect();
        Ok(Told {
            guest: Guest { state, lunch: lunch.map(|lunch| lunch == 1), diets: diets.clone() },
            care: Care {
                diets,
                diet_other: diet_other.unwrap_or_default(),
                access: access.unwrap_or_default(),
            },
        })
    };
    rows.into_iter().map(told).collect()
}

/// What was sent to the caterer last.
pub async fn last_sent(tx: &mut Tx, network: Id, year: i32) -> Result<Option<Sent>> {
    let row: Option<(Millis, String, String)> = on!(tx, c => sqlx::query_as(SENT).bind(network.uuid())
        .bind(i64::from(year)).fetch_optional(c).await?);
    row.map(|(at, counts, marks)| {
        let counts = serde_json::from_str(&counts);
        Ok(Sent {
            at,
            counts: counts.map_err(|error| DbError::Corrupt(format!("counts of diets: {error}")))?,
            marks: marks.split(',').filter(|mark| !mark.is_empty()).map(str::to_owned).collect(),
        })
    })
    .transpose()
}

/// Stores what was sent.
pub async fn insert_sent(tx: &mut Tx, network: Id, id: Id, year: i32, sent: &Sent) -> Result<()> {
    let counts = serde_json::to_string(&sent.counts);
    let counts = counts.map_err(|error| DbError::Corrupt(format!("counts of diets: {error}")))?;
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(id.uuid()).bind(i64::from(year)).bind(sent.at)
        .bind(counts).bind(sent.marks.join(",")).execute(c).await.map(|_| ())?);
    Ok(())
}
