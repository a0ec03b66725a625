//! The two-armed seam to SQLite and PostgreSQL.
//!
//! Owns: connections, transactions, migrations; with its files, every SQL text. Nothing outside `db/` mentions sqlx.
//! Must not: decide anything; a use case does. A transaction that is dropped without [`Tx::commit`] rolls back.

pub mod audit;
pub mod author_key;
pub mod care;
pub mod check_in;
pub mod cost;
pub mod day;
pub mod day_feedback;
pub mod day_retention;
pub mod day_staff;
pub mod device;
pub mod door;
pub mod enrolment;
pub mod entity;
pub mod error;
pub mod fact;
pub mod feedback;
pub mod held;
pub mod library;
pub mod link;
pub mod list_value;
pub mod mail;
pub mod mark;
pub mod member;
pub mod message;
pub mod migration;
pub mod network;
pub mod news;
pub mod note;
pub mod op;
pub mod plan;
pub mod point;
pub mod registration;
pub mod release;
pub mod relocation;
pub mod retention;
pub mod ride;
pub mod rollup;
pub mod rows;
pub mod seal_key;
pub mod session;
pub mod share;
mod sql;
pub mod sync_state;
pub mod upkeep;

use std::path::Path;
use std::str::FromStr as _;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions, Postgres};
use sqlx::sqlite::{
    Sqlite, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection as _, Transaction};

pub use error::DbError;
pub(crate) use sql::on;

/// What every database function answers.
pub type Result<T> = std::result::Result<T, DbError>;

/// What a PostgreSQL server is told that we are.
const APPLICATION: &str = "digiverkosto";

/// How long a writer waits for its turn before the request gets `busy`.
const PATIENCE: Duration = Duration::from_secs(10);

/// The database of this server.
#[derive(Clone, Debug)]
pub enum Db {
    /// A file: one writer, many readers.
    Sqlite {
        /// The one connection that writes.
        writer: SqlitePool,
        /// Connections that only read.
        readers: SqlitePool,
    },
    /// A server that other nodes may share.
    Postgres(PgPool),
}

/// An open transaction.
#[derive(Debug)]
pub enum Tx {
    /// On the file.
    Sqlite(Transaction<'static, Sqlite>),
    /// On the server.
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Opens a SQLite file, creating it where it is missing.
    pub async fn open_sqlite(path: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // A commit is on the disk before it is acknowledged.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            // What the retention job deletes is overwritten, not only unlinked.
            .pragma("secure_delete", "ON");
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .idle_timeout(None)
            .max_lifetime(None)
            // On a full disk SQLite rolls back by itself; sqlx does not notice, and would refuse every later transaction.
            .before_acquire(|connection, _| Box::pin(async move { Ok(!connection.is_in_transaction()) }))
            .connect_with(options.clone())
            .await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(PATIENCE)
            .connect_lazy_with(options.pragma("query_only", "ON"));
        Ok(Self::Sqlite { writer, readers })
    }

    /// Connects to a PostgreSQL server.
    pub async fn open_postgres(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)?.application_name(APPLICATION);
        let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(PATIENCE);
        Ok(Self::Postgres(pool.connect_with(options).await?))
    }

    /// A transaction that sees one state and writes nothing.
    pub async fn read(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(readers.begin().await?),
            Self::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// A transaction that may write. On SQLite it takes the write lock at once, so that it never fails half-way.
    pub async fn write(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("BEGIN IMMEDIATE").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Closes the connections; on SQLite the write-ahead log goes into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes it last.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Begins a part that can be undone alone: one device's push in a group commit. Parts do not nest.
    pub async fn savepoint(&mut self) -> Result<()> {
        on!(self, c => sqlx::raw_sql("SAVEPOINT part").execute(c).await.map(|_| ())?);
        Ok(())
    }

    /// Keeps the part since [`Tx::savepoint`].
    pub async fn release(&mut self) -> Result<()> {
        on!(self, c => sqlx::raw_sql("RELEASE SAVEPOINT part").execute(c).await.map(|_| ())?);
        Ok(())
    }

    /// Undoes the part since [`Tx::savepoint`].
    pub async fn undo_part(&mut self) -> Result<()> {
        on!(self, c => sqlx::raw_sql("ROLLBACK TO SAVEPOINT part").execute(&mut *c).await.map(|_| ())?);
        on!(self, c => sqlx::raw_sql("RELEASE SAVEPOINT part").execute(c).await.map(|_| ())?);
        Ok(())
    }
}
