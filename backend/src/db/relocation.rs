//! All rows of a database, table by table: out of one and into another, of either kind.
//!
//! Owns: the tables in an order that foreign keys allow, and how the two kinds write the same value. Must not: know what
//! a row means, so that a new column needs no line here.

use futures::StreamExt as _;
use futures::stream::BoxStream;
use sqlx::postgres::{PgArguments, PgRow, Postgres};
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteRow};
use sqlx::{AssertSqlSafe, Row as _};
use uuid::Uuid;

use super::rows::written;
use super::{Db, DbError, Result, Tx, on};

/// Every table, each after those that its foreign keys lead to.
pub const TABLES: [&str; 41] = [
    "network",
    "sync_state",
    "mark",
    "library",
    "point",
    "list_value",
    "member",
    "author_key",
    "device",
    "enrolment",
    "session",
    "link",
    "audit",
    "op",
    "held",
    "entity",
    "rollup",
    "fact",
    "feedback",
    "retention_log",
    "plan",
    "note",
    "share",
    "release",
    "day",
    "registration",
    "registration_care",
    "ride",
    "contribution",
    "mail",
    "care_sent",
    "message",
    "ride_match",
    "ride_told",
    "door",
    "check_in",
    "seal_key",
    "day_cost",
    "day_feedback",
    "day_feedback_text",
    "day_staff",
];

/// Parameters of one insert; both kinds allow more.
const PARAMETERS: usize = 8_000;

/// A value that both kinds can store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// No value.
    Null,
    /// BIGINT, INTEGER.
    Integer(i64),
    /// TEXT.
    Text(String),
    /// BYTEA, UUID, BLOB.
    Bytes(Vec<u8>),
}

/// How one of the two kinds writes a column's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Integer,
    Text,
    Bytes,
    Id,
}

/// A table as a database has it.
#[derive(Clone, Debug)]
pub struct Table {
    name: &'static str,
    columns: Vec<(String, Kind)>,
}

impl Table {
    /// Reads a table's columns.
    pub async fn describe(tx: &mut Tx, name: &'static str) -> Result<Self> {
        const SQLITE: &str = "SELECT name, type FROM pragma_table_info($1) ORDER BY cid";
        const POSTGRES: &str = "SELECT column_name::text, data_type::text FROM information_schema.columns \
            WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position";
        let found: Vec<(String, String)> = match tx {
            Tx::Sqlite(tx) => sqlx::query_as(SQLITE).bind(name).fetch_all(&mut **tx).await?,
            Tx::Postgres(tx) => sqlx::query_as(POSTGRES).bind(name).fetch_all(&mut **tx).await?,
        };
        let columns = found.into_iter().map(|(column, kind)| Ok((column, Kind::of(&kind)?)));
        Ok(Self { name, columns: columns.collect::<Result<_>>()? })
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether the database has it at all.
    pub fn exists(&self) -> bool {
        !self.columns.is_empty()
    }

    /// Whether both have the same columns; their order may differ.
    pub fn is_like(&self, other: &Self) -> bool {
        let names = |table: &Self| {
            let mut names: Vec<_> = table.columns.iter().map(|(name, _)| name.clone()).collect();
            names.sort();
            names
        };
        self.exists() && names(self) == names(other)
    }

    /// How many rows it has.
    pub async fn count(&self, tx: &mut Tx) -> Result<u64> {
        let text = format!("SELECT COUNT(*) FROM {}", self.name);
        let count: i64 = on!(tx, c => sqlx::query_scalar(AssertSqlSafe(text)).fetch_one(c).await?);
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Reads all rows and hands them over in pieces, values in the order of `like`'s columns.
    pub async fn read(
        &self,
        tx: &mut Tx,
        like: &Self,
        each: impl AsyncFnMut(Vec<Vec<Value>>) -> Result<()>,
    ) -> Result<()> {
        let names: Vec<_> = like.columns.iter().map(|(name, _)| name.as_str()).collect();
        let text = format!("SELECT {} FROM {}", names.join(", "), self.name);
        let kinds: Vec<Kind> = names.iter().filter_map(|name| self.kind(name)).collect();
        let piece = (PARAMETERS / kinds.len().max(1)).max(1);
        match tx {
            Tx::Sqlite(tx) => {
                let rows = sqlx::query(AssertSqlSafe(text)).fetch(&mut **tx);
                pump(rows, piece, |row| values(&kinds, |at, kind| of_sqlite(row, at, kind)), each).await
            }
            Tx::Postgres(tx) => {
                let rows = sqlx::query(AssertSqlSafe(text)).fetch(&mut **tx);
                pump(rows, piece, |row| values(&kinds, |at, kind| of_postgres(row, at, kind)), each).await
            }
        }
    }

    /// Writes rows whose values are in the order of its columns.
    pub async fn write(&self, tx: &mut Tx, rows: &[Vec<Value>]) -> Result<()> {
        let names: Vec<_> = self.columns.iter().map(|(name, _)| name.as_str()).collect();
        let head = format!("INSERT INTO {} ({}) VALUES", self.name, names.join(", "));
        let values = || rows.iter().flat_map(|row| row.iter().zip(&self.columns));
        match tx {
            Tx::Sqlite(tx) => {
                let text = written(&head, names.len(), 0, "", rows.len(), |_| "?".to_owned());
                let mut query = sqlx::query::<Sqlite>(AssertSqlSafe(text));
                for (value, _) in values() {
                    query = to_sqlite(query, value);
                }
                query.execute(&mut **tx).await?;
            }
            Tx::Postgres(tx) => {
                let text = written(&head, names.len(), 0, "", rows.len(), |n| format!("${n}"));
                let mut query = sqlx::query::<Postgres>(AssertSqlSafe(text));
                for (value, (_, kind)) in values() {
                    query = to_postgres(query, value, *kind)?;
                }
                query.execute(&mut **tx).await?;
            }
        }
        Ok(())
    }

    fn kind(&self, name: &str) -> Option<Kind> {
        self.columns.iter().find(|(column, _)| column == name).map(|(_, kind)| *kind)
    }
}

impl Tx {
    /// Keeps everybody else from writing until the transaction ends, and sees one state of all tables.
    pub async fn hold_all(&mut self) -> Result<()> {
        // On SQLite a writing transaction is alone already.
        if let Self::Postgres(tx) = self {
            sqlx::query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ").execute(&mut **tx).await?;
            let lock = format!("LOCK TABLE {} IN EXCLUSIVE MODE NOWAIT", TABLES.join(", "));
            sqlx::query(AssertSqlSafe(lock)).execute(&mut **tx).await?;
        }
        Ok(())
    }
}

impl Db {
    /// How many other connections of this program a PostgreSQL server has on this database; a file knows of none.
    pub async fn other_sessions(&self) -> Result<u64> {
        const OTHERS: &str = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
            AND application_name = $1 AND pid <> pg_backend_pid()";
        let Self::Postgres(pool) = self else { return Ok(0) };
        let count: i64 = sqlx::query_scalar(OTHERS).bind(super::APPLICATION).fetch_one(pool).await?;
        Ok(u64::try_from(count).unwrap_or(0))
    }

    /// Whether there is a network in it, whatever its version; a database without tables has none.
    pub async fn has_networks(&self) -> Result<bool> {
        const TABLE: &str = "SELECT COUNT(*) FROM information_schema.tables \
            WHERE table_schema = current_schema() AND table_name = 'network'";
        const FILE_TABLE: &str =
            "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'network'";
        const NETWORKS: &str = "SELECT COUNT(*) FROM network";
        let mut tx = self.read().await?;
        let tables: i64 = match &mut tx {
            Tx::Sqlite(tx) => sqlx::query_scalar(FILE_TABLE).fetch_one(&mut **tx).await?,
            Tx::Postgres(tx) => sqlx::query_scalar(TABLE).fetch_one(&mut **tx).await?,
        };
        if tables == 0 {
            return Ok(false);
        }
        let networks: i64 = on!(&mut tx, c => sqlx::query_scalar(NETWORKS).fetch_one(c).await?);
        Ok(networks > 0)
    }

    /// Tells the planner what has arrived.
    pub async fn analyze(&self) -> Result<()> {
        match self {
            Self::Sqlite { writer, .. } => sqlx::query("ANALYZE").execute(writer).await.map(drop)?,
            Self::Postgres(pool) => sqlx::query("ANALYZE").execute(pool).await.map(drop)?,
        }
        Ok(())
    }
}

impl Kind {
    fn of(name: &str) -> Result<Self> {
        Ok(match name {
            "INTEGER" | "bigint" => Self::Integer,
            "TEXT" | "text" => Self::Text,
            "BLOB" | "bytea" => Self::Bytes,
            "uuid" => Self::Id,
            _ => return Err(DbError::Corrupt(format!("a column has the type {name}"))),
        })
    }
}

async fn pump<R>(
    mut rows: BoxStream<'_, sqlx::Result<R>>,
    piece: usize,
    values: impl Fn(&R) -> Result<Vec<Value>>,
    mut each: impl AsyncFnMut(Vec<Vec<Value>>) -> Result<()>,
) -> Result<()> {
    let mut gathered = Vec::with_capacity(piece);
    while let Some(row) = rows.next().await {
        gathered.push(values(&row?)?);
        if gathered.len() == piece {
            each(std::mem::take(&mut gathered)).await?;
        }
    }
    if gathered.is_empty() { Ok(()) } else { each(gathered).await }
}

fn values(kinds: &[Kind], of: impl Fn(usize, Kind) -> sqlx::Result<Option<Value>>) -> Result<Vec<Value>> {
    let value = |(at, kind): (usize, &Kind)| Ok(of(at, *kind)?.unwrap_or(Value::Null));
    kinds.iter().enumerate().map(value).collect()
}

fn of_sqlite(row: &SqliteRow, at: usize, kind: Kind) -> sqlx::Result<Option<Value>> {
    Ok(match kind {
        Kind::Integer => row.try_get::<Option<i64>, _>(at)?.map(Value::Integer),
        Kind::Text => row.try_get::<Option<String>, _>(at)?.map(Value::Text),
        Kind::Bytes | Kind::Id => row.try_get::<Option<Vec<u8>>, _>(at)?.map(Value::Bytes),
    })
}

fn of_postgres(row: &PgRow, at: usize, kind: Kind) -> sqlx::Result<Option<Value>> {
    Ok(match kind {
        Kind::Integer => row.try_get::<Option<i64>, _>(at)?.map(Value::Integer),
        Kind::Text => row.try_get::<Option<String>, _>(at)?.map(Value::Text),
        Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(at)?.map(Value::Bytes),
        Kind::Id => row.try_get::<Option<Uuid>, _>(at)?.map(|id| Value::Bytes(id.as_bytes().to_vec())),
    })
}

fn to_sqlite<'q>(
    query: Query<'q, Sqlite, SqliteArguments>,
    value: &'q Value,
) -> Query<'q, Sqlite, SqliteArguments> {
    match value {
        Value::Null => query.bind(None::<i64>),
        Value::Integer(number) => query.bind(*number),
        Value::Text(text) => query.bind(text.as_str()),
        Value::Bytes(bytes) => query.bind(bytes.as_slice()),
    }
}

fn to_postgres<'q>(
    query: Query<'q, Postgres, PgArguments>,
    value: &'q Value,
    kind: Kind,
) -> Result<Query<'q, Postgres, PgArguments>> {
    let wrong = || DbError::Corrupt(format!("{value:?} does not fit a column of {kind:?}"));
    Ok(match (kind, value) {
        (Kind::Integer, Value::Null) => query.bind(None::<i64>),
        (Kind::Integer, Value::Integer(number)) => query.bind(*number),
        (Kind::Text, Value::Null) => query.bind(None::<&str>),
        (Kind::Text, Value::Text(text)) => query.bind(text.as_str()),
        (Kind::Bytes, Value::Null) => query.bind(None::<&[u8]>),
        (Kind::Bytes, Value::Bytes(bytes)) => query.bind(bytes.as_slice()),
        (Kind::Id, Value::Null) => query.bind(None::<Uuid>),
        (Kind::Id, Value::Bytes(bytes)) => query.bind(Uuid::from_slice(bytes).map_err(|_| wrong())?),
        _ => return Err(wrong()),
    })
}
