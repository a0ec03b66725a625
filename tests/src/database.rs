//! A database per test.
//!
//! Owns: which of the two kinds the tests of this process use (SQLite, or PostgreSQL where TEST_DATABASE=postgres),
//! copies of a database and what comes back from them.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use anyhow::{Result, bail};
use backend::db::Db;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection as _};
use tempfile::TempDir;

use crate::postgres::{self, Cluster};

/// A fresh database that goes away with its folder.
pub struct TestDatabase {
    /// The open database, at the newest schema.
    pub db: Db,
    /// Where it is.
    pub place: Place,
}

/// Where a database is: enough to open it again. The folder goes away with the last of its places.
#[derive(Clone)]
pub struct Place {
    /// The folder of a node; on SQLite it holds the database.
    pub folder: Arc<TempDir>,
    /// PostgreSQL's address; absent on SQLite.
    pub url: Option<String>,
}

/// A database as it was at some time.
pub struct Copy {
    folder: TempDir,
}

/// Whether these tests run on PostgreSQL.
pub fn is_postgres() -> bool {
    std::env::var("TEST_DATABASE").is_ok_and(|kind| kind == "postgres")
}

impl TestDatabase {
    /// Makes one of the kind that these tests run on.
    pub async fn new() -> Result<Self> {
        let folder = Arc::new(tempfile::tempdir()?);
        let url = if is_postgres() { Some(postgres::shared().await?.database().await?) } else { None };
        Self::open(Place { folder, url }).await
    }

    /// Opens a database and brings its schema up to date.
    pub async fn open(place: Place) -> Result<Self> {
        let db = place.connect().await?;
        db.migrate().await?;
        Ok(Self { db, place })
    }
}

impl Place {
    /// The file, on SQLite.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("digiverkosto.sqlite")
    }

    /// Opens it, as one more node.
    pub async fn connect(&self) -> Result<Db> {
        Ok(match &self.url {
            Some(url) => Db::open_postgres(url).await?,
            None => Db::open_sqlite(&self.file()).await?,
        })
    }

    /// Copies it while others write, as an operator does.
    pub async fn copy(&self, db: &Db) -> Result<Copy> {
        let copy = Copy { folder: tempfile::tempdir()? };
        match &self.url {
            Some(url) => {
                let file = std::fs::File::create(copy.file())?;
                program("pg_dump", &["--clean", "--if-exists", url], Stdio::null(), file.into())?;
            }
            None => db.backup(&copy.file()).await?,
        }
        Ok(copy)
    }

    /// All rows as text, table by table: equal where nothing has changed.
    pub async fn rows(&self) -> Result<Vec<String>> {
        if let Some(url) = &self.url {
            let file = tempfile::NamedTempFile::new()?;
            let output = file.reopen()?;
            program("pg_dump", &["--data-only", "--inserts", url], Stdio::null(), output.into())?;
            let text = std::fs::read_to_string(file.path())?;
            let rows = text.lines().filter(|line| line.starts_with("INSERT"));
            return Ok(rows.map(str::to_owned).collect());
        }
        let options = SqliteConnectOptions::new().filename(self.file()).read_only(true);
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
        let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut connection).await?;
        let mut rows = Vec::new();
        for table in tables {
            let columns = "SELECT 'quote(' || name || ')' FROM pragma_table_info($1)";
            let columns: Vec<String> =
                sqlx::query_scalar(columns).bind(&table).fetch_all(&mut connection).await?;
            let all = format!("SELECT '{table} ' || {} FROM {table} ORDER BY 1", columns.join(" || ',' || "));
            let found: Vec<String> =
                sqlx::query_scalar(AssertSqlSafe(all)).fetch_all(&mut connection).await?;
            rows.extend(found);
        }
        Ok(rows)
    }

    /// Puts a copy in its place. Nobody may have it open.
    pub fn come_back(&self, copy: &Copy) -> Result<()> {
        match &self.url {
            Some(url) => {
                let file = std::fs::File::open(copy.file())?;
                program("psql", &["--quiet", "--set", "ON_ERROR_STOP=1", url], file.into(), Stdio::null())
            }
            None => {
                for rest in ["-wal", "-shm"] {
                    let mut name = self.file().into_os_string();
                    name.push(rest);
                    let _ = std::fs::remove_file(name);
                }
                std::fs::copy(copy.file(), self.file())?;
                Ok(())
            }
        }
    }
}

impl Copy {
    fn file(&self) -> PathBuf {
        self.folder.path().join("copy")
    }
}

fn program(name: &str, arguments: &[&str], input: Stdio, output: Stdio) -> Result<()> {
    let mut command = std::process::Command::new(Cluster::program(name)?);
    let status = command.args(arguments).stdin(input).stdout(output).status()?;
    if !status.success() {
        bail!("{name} failed: {status}");
    }
    Ok(())
}
