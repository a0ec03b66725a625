//! A database per test.
//!
//! Owns: which of the two kinds the tests of this process use (SQLite, or PostgreSQL where TEST_DATABASE=postgres),
//! copies of a database and what comes back from them.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use anyhow::{Result, bail};
use backend::db::Db;
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
