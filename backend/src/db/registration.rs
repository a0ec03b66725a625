//! Registrations: SQL. What a person told is spread over four tables, each with a retention of its own.

use shared::domain::lang::Lang;
use shared::domain::registration::{Care, Contribution, Mode, Registration, Ride, RideKind, State};
use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::registration::{Verdict, Via};
use sqlx::FromRow;
use uuid::Uuid;

use super::{DbError, Result, Tx, on};

/// A registration as it is stored, without diet and access needs.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Identity.
    pub id: Id,
    /// The day's year.
    pub year: i32,
    /// The order of arrival; a new number where somebody joins the waiting list again.
    pub arrival: i64,
    /// Where it stands.
    pub state: State,
    /// When a reserved or offered place is taken back, ms UTC.
    pub until: Option<Millis>,
    /// What the person told; [`Registration::care`] is absent.
    pub registration: Registration,
    /// What became of the contribution, where there is one.
    pub verdict: Option<Verdict>,
    /// How it came.
    pub via: Via,
    /// SHA-256 of the manage link's secret.
    pub secret_hash: Vec<u8>,
    /// Grows with each change that a calendar should know of.
    pub sequence: i64,
    /// When it came, ms UTC.
    pub created_at: Millis,
    /// When it was confirmed, ms UTC.
    pub confirmed_at: Option<Millis>,
    /// When it was changed last, ms UTC.
    pub changed_at: Millis,
    /// When the personal fields were emptied, ms UTC.
    pub anonymised_at: Option<Millis>,
}

#[derive(FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    id: Id,
    year: i64,
    arrival: i64,
    state: String,
    mode: String,
    until: Option<Millis>,
    name: String,
    email: String,
    library: Option<String>,
    other_library: Option<String>,
    lang: String,
    lunch: Option<i64>,
    photo: i64,
    answers: String,
    via: String,
    secret_hash: Vec<u8>,
    sequence: i64,
    created_at: Millis,
    confirmed_at: Option<Millis>,
    changed_at: Millis,
    anonymised_at: Option<Millis>,
    ride: Option<String>,
    seats: Option<i64>,
    municipality: Option<String>,
    share: Option<i64>,
    contribution: Option<String>,
    title: Option<String>,
    minutes: Option<i64>,
    equipment: Option<String>,
    verdict: Option<String>,
}

impl TryFrom<Row> for Stored {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self> {
        let odd = |what: &str| DbError::Corrupt(format!("a registration's {what}"));
        let number = |n: i64| u32::try_from(n).unwrap_or(0);
        let ride = match (row.ride, row.municipality) {
            (Some(kind), Some(municipality)) => Some(Ride {
                kind: RideKind::from_code(&kind).ok_or_else(|| odd("ride"))?,
                seats: number(row.seats.unwrap_or(1)),
                municipality,
                share: row.share == Some(1),
            }),
            _ => None,
        };
        let contribution = row.contribution.map(|kind| Contribution {
            kind,
            title: row.title.unwrap_or_default(),
            minutes: row.minutes.map(number),
            equipment: row.equipment.unwrap_or_default(),
        });
        Ok(Self {
            id: row.id,
            year: i32::try_from(row.year).unwrap_or(0),
            arrival: row.arrival,
            state: State::from_code(&row.state).ok_or_else(|| odd("state"))?,
            until: row.until,
            registration: Registration {
                name: row.name,
                email: row.email,
                library: row.library,
                other_library: row.other_library,
                mode: Mode::from_code(&row.mode).ok_or_else(|| odd("mode"))?,
                lunch: row.lunch.map(|lunch| lunch == 1),
                care: None,
                ride,
                contribution,
                photo: row.photo == 1,
                lang: Lang::ALL.into_iter().find(|lang| lang.code() == row.lang).unwrap_or_default(),
                answers: serde_json::from_str(&row.answers).map_err(|_| odd("answers"))?,
            },
            verdict: row.verdict.as_deref().and_then(Verdict::from_code),
            via: Via::from_code(&row.via).ok_or_else(|| odd("via"))?,
            secret_hash: row.secret_hash,
            sequence: row.sequence,
            created_at: row.created_at,
            confirmed_at: row.confirmed_at,
            changed_at: row.changed_at,
            anonymised_at: row.anonymised_at,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.year, r.arrival, r.state, r.mode, r.until, r.name, r.email, r.library, r.other_library, \
             r.lang, r.lunch, r.photo, r.answers, r.via, r.secret_hash, r.sequence, r.created_at, r.confirmed_at, \
             r.changed_at, r.anonymised_at, ride.kind AS ride, ride.seats, ride.municipality, ride.share, \
             contribution.kind AS contribution, contribution.title, contribution.minutes, contribution.equipment, \
             contribution.state AS verdict FROM registration r \
             LEFT JOIN ride ON ride.network_id = r.network_id AND ride.registration = r.id \
             LEFT JOIN contribution ON contribution.network_id = r.network_id \
                AND contribution.registration = r.id WHERE r.network_id = $1 ",
            $rest
        )
    };
}

const GET: &str = select!("AND r.id = $2");
const BY_SECRET: &str = select!("AND r.secret_hash = $2");
const LIST: &str = select!("AND r.year = $2 ORDER BY r.arrival");
const SAME: &str = select!("AND r.year = $2 AND r.email = $3 ORDER BY r.arrival");
const WAITING: &str =
    select!("AND r.year = $2 AND r.state = 'waiting' AND r.mode = $3 ORDER BY r.arrival LIMIT 1");
const OVERDUE: &str = select!(
    "AND r.year = $2 AND r.until <= $3 AND r.state IN ('reserved', 'offered') ORDER BY r.until, r.arrival"
);
/// Only those to whom no letter about it is still to be sent.
const OVERDUE_TOLD: &str = select!(
    "AND r.year = $2 AND r.until <= $3 AND r.state IN ('reserved', 'offered') AND NOT EXISTS (SELECT 1 FROM mail m \
     WHERE m.network_id = r.network_id AND m.registration = r.id AND m.once IS NULL \
       AND m.state IN ('queued', 'sending')) ORDER BY r.until, r.arrival"
);
const COUNTS: &str = "SELECT mode, state, CAST(COUNT(*) AS BIGINT) FROM registration \
     WHERE network_id = $1 AND year = $2 GROUP BY mode, state";
const BEFORE: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM registration WHERE network_id = $1 AND year = $2 \
     AND state = 'waiting' AND mode = $3 AND arrival < $4";
const INSERT: &str = "INSERT INTO registration (network_id, id, year, arrival, state, mode, until, name, email, library, \
     other_library, lang, lunch, photo, answers, via, secret_hash, sequence, created_at, confirmed_at, changed_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";
const UPDATE: &str = "UPDATE registration SET arrival = $3, state = $4, mode = $5, until = $6, name = $7, email = $8, \
     library = $9, other_library = $10, lang = $11, lunch = $12, photo = $13, answers = $14, sequence = $15, \
     confirmed_at = $16, changed_at = $17 WHERE network_id = $1 AND id = $2";
const DELETE: &str = "DELETE FROM registration WHERE network_id = $1 AND id = $2";
const DROP_RIDE: &str = "DELETE FROM ride WHERE network_id = $1 AND registration = $2";
const ADD_RIDE: &str = "INSERT INTO ride (network_id, registration, kind, seats, municipality, share) \
     VALUES ($1, $2, $3, $4, $5, $6)";
const DROP_CONTRIBUTION: &str = "DELETE FROM contribution WHERE network_id = $1 AND registration = $2";
const ADD_CONTRIBUTION: &str = "INSERT INTO contribution (network_id, registration, kind, title, minutes, equipment, state) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";
const JUDGE: &str = "UPDATE contribution SET state = $3 WHERE network_id = $1 AND registration = $2";
const CARE: &str =
    "SELECT diets, diet_other, access FROM registration_care WHERE network_id = $1 AND registration = $2";
const DROP_CARE: &str = "DELETE FROM registration_care WHERE network_id = $1 AND registration = $2";
const ADD_CARE: &str = "INSERT INTO registration_care (network_id, registration, diets, diet_other, access, consented_at) \
     VALUES ($1, $2, $3, $4, $5, $6)";

/// A registration by its id.
pub async fn get(tx: &mut Tx, network: Id, id: Id) -> Result<Option<Stored>> {
    let row: Option<Row> =
        on!(tx, c => sqlx::query_as(GET).bind(network.uuid()).bind(id.uuid()).fetch_optional(c).await?);
    row.map(Stored::try_from).transpose()
}

/// A registration by its manage link's secret.
pub async fn by_secret(tx: &mut Tx, network: Id, hash: &[u8]) -> Result<Option<Stored>> {
    let row: Option<Row> =
        on!(tx, c => sqlx::query_as(BY_SECRET).bind(network.uuid()).bind(hash).fetch_optional(c).await?);
    row.map(Stored::try_from).transpose()
}

/// All of a day, in order of arrival.
pub async fn list(tx: &mut Tx, network: Id, year: i32) -> Result<Vec<Stored>> {
    let rows: Vec<Row> =
        on!(tx, c => sqlx::query_as(LIST).bind(network.uuid()).bind(i64::from(year)).fetch_all(c).await?);
    rows.into_iter().map(Stored::try_from).collect()
}

/// Those of a day under an address.
pub async fn same_email(tx: &mut Tx, network: Id, year: i32, email: &str) -> Result<Vec<Stored>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(SAME).bind(network.uuid()).bind(i64::from(year)).bind(email)
        .fetch_all(c).await?);
    rows.into_iter().map(Stored::try_from).collect()
}

/// Who is next on a waiting list.
pub async fn next_waiting(tx: &mut Tx, network: Id, year: i32, mode: Mode) -> Result<Option<Stored>> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(WAITING).bind(network.uuid()).bind(i64::from(year))
        .bind(mode.code()).fetch_optional(c).await?);
    row.map(Stored::try_from).transpose()
}

/// Those whose reserved or offered place is taken back; with `told` only those whose letter about it has gone out.
pub async fn overdue(tx: &mut Tx, network: Id, year: i32, now: Millis, told: bool) -> Result<Vec<Stored>> {
    let overdue = if told { OVERDUE_TOLD } else { OVERDUE };
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(overdue).bind(network.uuid()).bind(i64::from(year)).bind(now)
        .fetch_all(c).await?);
    rows.into_iter().map(Stored::try_from).collect()
}

/// How many stand where.
pub async fn counts(tx: &mut Tx, network: Id, year: i32) -> Result<Vec<(Mode, State, u32)>> {
    let rows: Vec<(String, String, i64)> = on!(tx, c => sqlx::query_as(COUNTS).bind(network.uuid())
        .bind(i64::from(year)).fetch_all(c).await?);
    let known = rows.into_iter().filter_map(|(mode, state, n)| {
        Some((Mode::from_code(&mode)?, State::from_code(&state)?, u32::try_from(n).unwrap_or(u32::MAX)))
    });
    Ok(known.collect())
}

/// How many wait in front of a number in the order of arrival.
pub async fn waiting_before(tx: &mut Tx, network: Id, of: &Stored) -> Result<u32> {
    let n: i64 = on!(tx, c => sqlx::query_scalar(BEFORE).bind(network.uuid()).bind(i64::from(of.year))
        .bind(of.registration.mode.code()).bind(of.arrival).fetch_one(c).await?);
    Ok(u32::try_from(n).unwrap_or(u32::MAX))
}

/// Stores a new one, with all that the person told.
pub async fn insert(tx: &mut Tx, network: Id, new: &Stored) -> Result<()> {
    let told = &new.registration;
    let answers = answers(told)?;
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(new.id.uuid()).bind(i64::from(new.year))
        .bind(new.arrival).bind(new.state.code()).bind(told.mode.code()).bind(new.until).bind(&told.name)
        .bind(&told.email).bind(&told.library).bind(&told.other_library).bind(told.lang.code())
        .bind(told.lunch.map(i64::from)).bind(i64::from(told.photo)).bind(answers).bind(new.via.code())
        .bind(&new.secret_hash).bind(new.sequence).bind(new.created_at).bind(new.confirmed_at)
        .bind(new.changed_at).execute(c).await.map(|_| ())?);
    add_parts(tx, network, new).await
}

/// Stores a changed one, with all that the person told.
pub async fn update(tx: &mut Tx, network: Id, changed: &Stored) -> Result<()> {
    stand(tx, network, changed).await?;
    for drop in [DROP_RIDE, DROP_CONTRIBUTION, DROP_CARE] {
        on!(tx, c => sqlx::query(drop).bind(network.uuid()).bind(changed.id.uuid()).execute(c).await.map(|_| ())?);
    }
    add_parts(tx, network, changed).await
}

/// Stores one that somebody else than the person has changed: diet and access needs stay as they are, and go when the person
/// does not come on site any more.
pub async fn amend(tx: &mut Tx, network: Id, changed: &Stored) -> Result<()> {
    stand(tx, network, changed).await?;
    let is_onsite = changed.registration.mode == Mode::Onsite;
    for drop in [DROP_RIDE, DROP_CONTRIBUTION].into_iter().chain((!is_onsite).then_some(DROP_CARE)) {
        on!(tx, c => sqlx::query(drop).bind(network.uuid()).bind(changed.id.uuid()).execute(c).await.map(|_| ())?);
    }
    add_parts(tx, network, changed).await
}

/// Stores where one stands, and its own fields; ride, contribution and needs stay as they are.
pub async fn stand(tx: &mut Tx, network: Id, changed: &Stored) -> Result<()> {
    let told = &changed.registration;
    let answers = answers(told)?;
    on!(tx, c => sqlx::query(UPDATE).bind(network.uuid()).bind(changed.id.uuid()).bind(changed.arrival)
        .bind(changed.state.code()).bind(told.mode.code()).bind(changed.until).bind(&told.name)
        .bind(&told.email).bind(&told.library).bind(&told.other_library).bind(told.lang.code())
        .bind(told.lunch.map(i64::from)).bind(i64::from(told.photo)).bind(answers).bind(changed.sequence)
        .bind(changed.confirmed_at).bind(changed.changed_at).execute(c).await.map(|_| ())?);
    Ok(())
}

fn answers(told: &Registration) -> Result<String> {
    serde_json::to_string(&told.answers).map_err(|error| DbError::Corrupt(format!("answers: {error}")))
}

async fn add_parts(tx: &mut Tx, network: Id, of: &Stored) -> Result<()> {
    let (network, id) = (network.uuid(), of.id.uuid());
    if let Some(ride) = &of.registration.ride {
        on!(tx, c => sqlx::query(ADD_RIDE).bind(network).bind(id).bind(ride.kind.code())
            .bind(i64::from(ride.seats)).bind(&ride.municipality).bind(i64::from(ride.share))
            .execute(c).await.map(|_| ())?);
    }
    if let Some(own) = &of.registration.contribution {
        let verdict = of.verdict.unwrap_or(Verdict::Proposed).code();
        on!(tx, c => sqlx::query(ADD_CONTRIBUTION).bind(network).bind(id).bind(&own.kind).bind(&own.title)
            .bind(own.minutes.map(i64::from)).bind(&own.equipment).bind(verdict)
            .execute(c).await.map(|_| ())?);
    }
    if let Some(care) = &of.registration.care {
        on!(tx, c => sqlx::query(ADD_CARE).bind(network).bind(id).bind(care.diets.join(","))
            .bind(&care.diet_other).bind(&care.access).bind(of.changed_at).execute(c).await.map(|_| ())?);
    }
    Ok(())
}

/// Diet and access needs of one registration: for the person, who has the link.
pub async fn care(tx: &mut Tx, network: Id, id: Id) -> Result<Option<Care>> {
    let row: Option<(String, String, String)> =
        on!(tx, c => sqlx::query_as(CARE).bind(network.uuid()).bind(id.uuid()).fetch_optional(c).await?);
    Ok(row.map(|(diets, diet_other, access)| Care {
        diets: diets.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        diet_other,
        access,
    }))
}

/// Decides about a contribution; false where there is none.
pub async fn judge(tx: &mut Tx, network: Id, id: Id, verdict: Verdict) -> Result<bool> {
    let changed = on!(tx, c => sqlx::query(JUDGE).bind(network.uuid()).bind(id.uuid()).bind(verdict.code())
        .execute(c).await?.rows_affected());
    Ok(changed == 1)
}

/// Deletes all that is known of a person, mails to be sent too.
pub async fn delete(tx: &mut Tx, network: Id, id: Id) -> Result<bool> {
    let deleted = on!(tx, c => sqlx::query(DELETE).bind(network.uuid()).bind(id.uuid()).execute(c).await?
        .rows_affected());
    Ok(deleted == 1)
}
