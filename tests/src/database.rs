//! A database per test.

use std::path::PathBuf;

use anyhow::Result;
use backend::db::Db;
use tempfile::TempDir;

/// A fresh SQLite database in a folder that goes away with it.
pub struct TestDatabase {
    /// The open database, at the newest schema.
    pub db: Db,
    /// The folder.
    pub folder: TempDir,
}

impl TestDatabase {
    /// Makes one.
    pub async fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let db = Db::open_sqlite(&folder.path().join("digiverkosto.sqlite")).await?;
        db.migrate().await?;
        Ok(Self { db, folder })
    }

    /// The file.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("digiverkosto.sqlite")
    }
}
