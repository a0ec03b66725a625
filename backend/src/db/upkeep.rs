//! Upkeep of the database: checks for `doctor` and `/readyz`, the backup, the checkpoint after erasure.
//!
//! Here the two databases differ: what is a pragma on the file is nothing, or another question, on a server.

use std::path::Path;

use super::{Db, DbError, Result};

impl Db {
    /// Answers whether the database can be asked at all.
    pub async fn ping(&self) -> Result<()> {
        match self {
            Self::Sqlite { readers, .. } => sqlx::query("SELECT 1").execute(readers).await.map(|_| ())?,
            Self::Postgres(pool) => sqlx::query("SELECT 1").execute(pool).await.map(|_| ())?,
        }
        Ok(())
    }

    /// What is wrong with the file: broken pages and foreign keys that lead nowhere. A server checks itself.
    pub async fn integrity(&self) -> Result<Vec<String>> {
        let Self::Sqlite { readers, .. } = self else { return Ok(Vec::new()) };
        let mut found: Vec<String> =
            sqlx::query_scalar("PRAGMA integrity_check(20)").fetch_all(readers).await?;
        found.retain(|line| line != "ok");
        let orphans = sqlx::query("PRAGMA foreign_key_check").fetch_all(readers).await?.len();
        if orphans > 0 {
            found.push(format!("{orphans} rows with a foreign key that leads nowhere"));
        }
        Ok(found)
    }

    /// Copies the database into a new file, consistent while others write.
    pub async fn backup(&self, target: &Path) -> Result<()> {
        let Self::Sqlite { readers, .. } = self else {
            return Err(DbError::Corrupt("a PostgreSQL database is backed up with pg_dump".to_owned()));
        };
        let Some(target) = target.to_str() else {
            return Err(DbError::Corrupt("the path of the backup is not UTF-8".to_owned()));
        };
        // VACUUM INTO only reads the source, but query_only refuses it: a connection of its own.
        let mut connection = readers.acquire().await?.detach();
        sqlx::query("PRAGMA query_only = OFF").execute(&mut connection).await?;
        sqlx::query("VACUUM INTO $1").bind(target).execute(&mut connection).await?;
        Ok(())
    }

    /// Folds a database file that nobody has open into one file without a log; unavailable where somebody has it open.
    pub async fn fold(file: &Path) -> Result<()> {
        use sqlx::{ConnectOptions as _, Connection as _};
        let options = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(file)
            .busy_timeout(std::time::Duration::from_millis(500));
        let mut connection = options.connect().await?;
        // Leaving the write-ahead log takes the file for itself, which a connection elsewhere prevents.
        let outcome = sqlx::query("PRAGMA journal_mode = DELETE").execute(&mut connection).await;
        connection.close().await?;
        outcome?;
        Ok(())
    }

    /// Empties the write-ahead log, so that nothing that was deleted is left in it.
    pub async fn checkpoint(&self) -> Result<()> {
        if let Self::Sqlite { writer, .. } = self {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(writer).await.map(|_| ())?;
        }
        Ok(())
    }
}
