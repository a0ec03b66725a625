//! The schema and its versions.
//!
//! Owns: bringing a database up to this version while nodes of the version before go on. Migrations only add, so that
//! those can. Must not: make anybody's push fail. On PostgreSQL a migration changes one table that exists, so that it never
//! holds one lock while it waits for another, and gives up and begins again where it has to wait for long.

use std::sync::LazyLock;
use std::time::Duration;

use sqlx::Executor as _;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::PgPool;

use super::{Db, DbError, Result};

static SQLITE: LazyLock<Migrator> = LazyLock::new(|| lenient(sqlx::migrate!("../migrations/sqlite")));
static POSTGRES: LazyLock<Migrator> = LazyLock::new(|| lenient(sqlx::migrate!("../migrations/postgres")));

/// In a rolling upgrade a node of this version may start over the next one's schema, and serves as before.
fn lenient(mut migrations: Migrator) -> Migrator {
    migrations.set_ignore_missing(true);
    migrations
}

/// A migration waits for a lock at most so long, because whoever comes after it waits as well. It is well under the second
/// after which PostgreSQL looks for deadlocks and chooses somebody to fail.
const LOCK_TIMEOUT: &str = "SET lock_timeout = '300ms'";
/// How often it begins again, with a pause in between: a minute and a half.
const TRIES: u32 = 180;
const PAUSE: Duration = Duration::from_millis(200);

impl Db {
    /// Brings the schema up to this version of the program; a newer one stays as it is.
    pub async fn migrate(&self) -> Result<()> {
        match self {
            Self::Sqlite { .. } => self.migrate_to(&SQLITE).await,
            Self::Postgres(_) => self.migrate_to(&POSTGRES).await,
        }
    }

    /// Brings it up to other migrations than this version's own.
    pub async fn migrate_to(&self, migrations: &Migrator) -> Result<()> {
        match self {
            Self::Sqlite { writer, .. } => migrations.run(writer).await?,
            Self::Postgres(pool) => migrate_among_others(pool, migrations).await?,
        }
        Ok(())
    }

    /// The newest migration that has been applied, and the newest this program knows.
    pub async fn schema_version(&self) -> Result<(i64, i64)> {
        const APPLIED: &str = "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations";
        let (applied, migrations): (i64, _) = match self {
            Self::Sqlite { readers, .. } => (sqlx::query_scalar(APPLIED).fetch_one(readers).await?, &SQLITE),
            Self::Postgres(pool) => (sqlx::query_scalar(APPLIED).fetch_one(pool).await?, &POSTGRES),
        };
        Ok((applied, migrations.iter().map(|migration| migration.version).max().unwrap_or(0)))
    }
}

async fn migrate_among_others(pool: &PgPool, migrations: &Migrator) -> Result<()> {
    // The setting ends with the connection.
    let mut connection = pool.acquire().await?.detach();
    connection.execute(LOCK_TIMEOUT).await?;
    for _ in 1..TRIES {
        match migrations.run(&mut connection).await {
            Err(error) if is_locked(&error) => {
                tracing::info!("the schema is in use: the migration begins again");
                tokio::time::sleep(PAUSE).await;
            }
            outcome => return outcome.map_err(DbError::from),
        }
    }
    Ok(migrations.run(&mut connection).await?)
}

/// Whether somebody else's lock was in the way: 55P03 lock not available, 40P01 deadlock.
fn is_locked(error: &MigrateError) -> bool {
    let (MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) = error else {
        return false;
    };
    error
        .as_database_error()
        .and_then(|error| error.code())
        .is_some_and(|code| code == "55P03" || code == "40P01")
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{Migrator, POSTGRES, SQLITE};

    /// Table → columns, in the order of the migration files.
    fn tables(migrations: &Migrator) -> BTreeMap<String, Vec<String>> {
        let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for migration in migrations.iter() {
            let mut table = None;
            for line in migration.sql.as_str().lines() {
                let mut words = line.split_whitespace();
                if let Some(added) = line.strip_prefix("ALTER TABLE ") {
                    let mut words = added.split_whitespace();
                    let (name, column) = (words.next().unwrap(), words.nth(2).unwrap());
                    tables.entry(name.to_owned()).or_default().push(column.to_owned());
                    continue;
                }
                match (words.next(), words.next(), words.next()) {
                    (Some("CREATE"), Some("TABLE"), Some(name)) => table = Some(name.to_owned()),
                    (Some(word), Some(_), _) if line.starts_with("    ") => {
                        let is_key = ["PRIMARY", "FOREIGN", "UNIQUE"].contains(&word);
                        if let Some(table) = table.as_ref().filter(|_| !is_key) {
                            tables.entry(table.clone()).or_default().push(word.to_owned());
                        }
                    }
                    _ => table = None,
                }
            }
        }
        tables
    }

    #[test]
    fn both_databases_have_the_same_tables_and_columns() {
        let files = |migrations: &Migrator| -> Vec<(i64, String)> {
            migrations.iter().map(|one| (one.version, one.description.to_string())).collect()
        };
        assert_eq!(files(&SQLITE), files(&POSTGRES));
        let sqlite = tables(&SQLITE);
        assert_eq!(sqlite, tables(&POSTGRES));
        assert!(
            sqlite.len() >= 19 && sqlite.values().all(|columns| columns[0] == "network_id"),
            "{sqlite:?}"
        );
        let mut moved: Vec<_> = crate::db::relocation::TABLES.to_vec();
        moved.sort_unstable();
        assert_eq!(moved, sqlite.keys().map(String::as_str).collect::<Vec<_>>(), "a table stays behind");
    }

    /// The tables that a migration changes and has not made itself.
    fn changed(sql: &str) -> BTreeSet<String> {
        let noise = ["IF", "NOT", "EXISTS", "ONLY", "UNIQUE", "CONCURRENTLY"];
        let words: Vec<_> = sql.split_whitespace().filter(|word| !noise.contains(word)).collect();
        let after = |sign: &[&str]| -> BTreeSet<String> {
            let found = words.windows(sign.len() + 1).filter(|some| some.starts_with(sign));
            found.map(|some| some[sign.len()].trim_end_matches(['(', ';']).to_owned()).collect()
        };
        let mut changed = after(&["ALTER", "TABLE"]);
        for sign in [["INSERT", "INTO"], ["DELETE", "FROM"], ["DROP", "TABLE"]] {
            changed.extend(after(&sign));
        }
        changed.extend(after(&["UPDATE"]));
        let index = words.windows(4).filter(|some| some[0] == "INDEX" && some[2] == "ON");
        changed.extend(index.map(|some| some[3].split('(').next().unwrap_or_default().to_owned()));
        let made = after(&["CREATE", "TABLE"]);
        changed.retain(|table| !made.contains(table));
        changed
    }

    #[test]
    fn the_tables_that_a_migration_changes_are_found() {
        for (sql, tables) in [
            ("CREATE TABLE a (id INT);\nCREATE INDEX a_id ON a (id);", &[][..]),
            ("ALTER TABLE IF EXISTS a ADD COLUMN b INT;", &["a"]),
            (
                "ALTER TABLE a ADD COLUMN b INT;\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON c(b);",
                &["a", "c"],
            ),
            ("UPDATE a SET b = 1;\nINSERT INTO d (x) VALUES (1);", &["a", "d"]),
        ] {
            let tables: BTreeSet<_> = tables.iter().map(|&table| table.to_owned()).collect();
            assert_eq!(changed(sql), tables, "{sql}");
        }
    }

    #[test]
    fn a_migration_changes_one_table_that_exists() {
        // The first ones were made before anybody could be in the way.
        for migration in POSTGRES.iter().filter(|migration| migration.version > 2) {
            let changed = changed(migration.sql.as_str());
            assert!(changed.len() <= 1, "{} changes {changed:?}: one file for each", migration.version);
        }
    }
}
