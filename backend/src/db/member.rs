//! Members and accounts: SQL. The password's hash leaves this file in [`Account`] only.

use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::member::{Member, Role};
use sqlx::FromRow;
use uuid::Uuid;

use super::{Result, Tx, on};

#[derive(FromRow)]
struct Row {
    #[sqlx(try_from = "Uuid")]
    network_id: Id,
    #[sqlx(try_from = "Uuid")]
    id: Id,
    name: String,
    chip: String,
    library: Option<String>,
    role: String,
    email: Option<String>,
    password_hash: Option<String>,
    language: String,
    created_at: Millis,
    removed_at: Option<Millis>,
    organiser: i64,
}

/// A member with what a sign-in needs.
#[derive(Clone, Debug)]
pub struct Account {
    /// The network.
    pub network: Id,
    /// The member.
    pub member: Member,
    /// The password's hash in PHC form.
    pub password_hash: Option<String>,
}

impl From<Row> for Account {
    fn from(row: Row) -> Self {
        Self {
            network: row.network_id,
            member: Member {
                id: row.id,
                name: row.name,
                chip: row.chip,
                library: row.library,
                role: Role::from_code(&row.role),
                email: row.email,
                language: row.language,
                created_at: row.created_at,
                removed_at: row.removed_at,
                has_password: row.password_hash.is_some(),
                organiser: row.organiser == 1,
            },
            password_hash: row.password_hash,
        }
    }
}

const LIST: &str = "SELECT network_id, id, name, chip, library, role, email, password_hash, language, created_at, removed_at, \
     organiser \
     FROM member WHERE network_id = $1 ORDER BY CASE WHEN removed_at IS NULL THEN 0 ELSE 1 END, \
     COALESCE(library, ''), name, id";
const OF_LIBRARY: &str = "SELECT network_id, id, name, chip, library, role, email, password_hash, language, created_at, removed_at, \
     organiser \
     FROM member WHERE network_id = $1 AND library = $2 ORDER BY CASE WHEN removed_at IS NULL THEN 0 ELSE 1 \
     END, name, id";
const GET: &str = "SELECT network_id, id, name, chip, library, role, email, password_hash, language, created_at, removed_at, \
     organiser \
     FROM member WHERE network_id = $1 AND id = $2";
const BY_EMAIL: &str = "SELECT network_id, id, name, chip, library, role, email, password_hash, language, created_at, removed_at, \
     organiser \
     FROM member WHERE email = $1 AND removed_at IS NULL AND role IN ('contact', 'chair') ORDER BY network_id \
     LIMIT 8";
const INSERT: &str = "INSERT INTO member (network_id, id, name, chip, library, role, email, password_hash, language, \
     created_at, removed_at, organiser) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const UPDATE: &str = "UPDATE member SET name = $3, chip = $4, library = $5, role = $6, email = $7, language = $8, \
     removed_at = $9, organiser = $10 WHERE network_id = $1 AND id = $2";
const SET_PASSWORD: &str = "UPDATE member SET password_hash = $3 WHERE network_id = $1 AND id = $2";
const CHAIRS: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM member WHERE network_id = $1 AND role = 'chair' \
     AND removed_at IS NULL AND password_hash IS NOT NULL AND id <> $2";

/// The members of a network, or of one library; removed ones last.
pub async fn list(tx: &mut Tx, network: Id, library: Option<&str>) -> Result<Vec<Member>> {
    let rows: Vec<Row> = match library {
        None => on!(tx, c => sqlx::query_as(LIST).bind(network.uuid()).fetch_all(c).await?),
        Some(library) => {
            on!(tx, c => sqlx::query_as(OF_LIBRARY).bind(network.uuid()).bind(library).fetch_all(c).await?)
        }
    };
    Ok(rows.into_iter().map(|row| Account::from(row).member).collect())
}

/// A member, removed or not.
pub async fn get(tx: &mut Tx, network: Id, id: Id) -> Result<Option<Account>> {
    let row: Option<Row> =
        on!(tx, c => sqlx::query_as(GET).bind(network.uuid()).bind(id.uuid()).fetch_optional(c).await?);
    Ok(row.map(Account::from))
}

/// The living accounts under an e-mail (in lower case), one per network at most.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Vec<Account>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(BY_EMAIL).bind(email).fetch_all(c).await?);
    Ok(rows.into_iter().map(Account::from).collect())
}

/// Stores a new member.
pub async fn insert(tx: &mut Tx, network: Id, m: &Member, password_hash: Option<&str>) -> Result<()> {
    on!(tx, c => sqlx::query(INSERT).bind(network.uuid()).bind(m.id.uuid()).bind(&m.name).bind(&m.chip)
        .bind(&m.library).bind(m.role.code()).bind(&m.email).bind(password_hash).bind(&m.language)
        .bind(m.created_at).bind(m.removed_at).bind(i64::from(m.organiser)).execute(c).await.map(|_| ())?);
    Ok(())
}

/// Stores a changed member; the password stays.
pub async fn update(tx: &mut Tx, network: Id, m: &Member) -> Result<()> {
    on!(tx, c => sqlx::query(UPDATE).bind(network.uuid()).bind(m.id.uuid()).bind(&m.name).bind(&m.chip)
        .bind(&m.library).bind(m.role.code()).bind(&m.email).bind(&m.language).bind(m.removed_at)
        .bind(i64::from(m.organiser)).execute(c).await.map(|_| ())?);
    Ok(())
}

/// Stores a new password's hash, or takes the password away.
pub async fn set_password(tx: &mut Tx, network: Id, id: Id, hash: Option<&str>) -> Result<()> {
    on!(tx, c => sqlx::query(SET_PASSWORD).bind(network.uuid()).bind(id.uuid()).bind(hash)
        .execute(c).await.map(|_| ())?);
    Ok(())
}

/// How many other chairs can sign in: the last one is never removed.
pub async fn other_chairs(tx: &mut Tx, network: Id, id: Id) -> Result<i64> {
    Ok(on!(tx, c => sqlx::query_scalar(CHAIRS).bind(network.uuid()).bind(id.uuid()).fetch_one(c).await?))
}
