//! `digiverkosto backup FILE`: the database into FILE, the keys beside it into the folder `FILE.keys`.
//!
//! Owns: that both are copied, the database first, so that no registration in it lacks its key; and that nothing is
//! overwritten. A folder and not one archive: the file stays a database that any tool opens, and who may have the one may
//! not need to have the other (a copy of the database alone opens no link and no sealed registration). A PostgreSQL
//! database is copied with `pg_dump`; of it only the keys are copied here.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use crate::app::App;
use crate::db::Db;
use crate::keys;

/// What was written.
#[derive(Debug)]
pub struct Written {
    /// Whether the database is in the file: not where it is on a PostgreSQL server.
    pub database: bool,
    /// The folder of the keys, and how many there are; there is none where there are none.
    pub keys: (PathBuf, usize),
}

/// Writes both.
pub async fn backup(app: &App, file: &Path) -> anyhow::Result<Written> {
    let folder = keys_of(file);
    for path in [file, &folder] {
        if path.exists() {
            bail!("{} exists already", path.display());
        }
    }
    let database = matches!(app.db, Db::Sqlite { .. });
    if database {
        app.db.backup(file).await?;
    }
    let copied = keys::copy(app.keys.folder(), &folder)
        .with_context(|| format!("the keys could not be copied to {}", folder.display()))?;
    Ok(Written { database, keys: (folder, copied) })
}

/// Where the keys of a backup are.
pub fn keys_of(file: &Path) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(".keys");
    PathBuf::from(name)
}
