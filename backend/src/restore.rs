//! `digiverkosto restore`: a backup becomes the database, as the beginning of another history.
//!
//! Owns: what must be so before (nobody has the folder's database open, nothing is overwritten), what changes in the copy
//! (its epoch; sessions, links and codes end; mails that may have gone out wait for people), that its keys come along, and the
//! exchange of the files, which is the last step. Must not: delete a database or a key, or touch the backup.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use shared::time::{Millis, helsinki};

use crate::app::App;
use crate::backup::keys_of;
use crate::config::Config;
use crate::db::{self, Db, DbError};
use crate::keys;
use crate::usecase::audit::{self, By};
use crate::usecase::mail::send;

/// What was done.
#[derive(Debug)]
pub struct Restored {
    /// The database now.
    pub file: PathBuf,
    /// Where the earlier one is, where there was one.
    pub aside: Option<PathBuf>,
    /// The networks of the copy.
    pub networks: Vec<Network>,
    /// What became of the keys; absent where the backup has none beside it.
    pub keys: Option<RestoredKeys>,
}

/// What became of the keys.
#[derive(Debug)]
pub struct RestoredKeys {
    /// How many came from the backup.
    pub copied: usize,
    /// Where the earlier ones are, where the backup has another key of a name. Those of other names stayed.
    pub aside: Option<PathBuf>,
}

/// A network of the copy.
#[derive(Debug)]
pub struct Network {
    /// Its name.
    pub name: String,
    /// Tablets in use, as the copy knows them.
    pub tablets: usize,
    /// The last contact of a tablet that the copy knows of, ms UTC.
    pub last_contact: Option<Millis>,
}

/// Puts a copy of `backup` in the place of the database; an earlier database is moved aside, with `force` only. `make`
/// gives the app its clock and randomness.
pub async fn restore(
    config: Config,
    backup: &Path,
    force: bool,
    make: impl FnOnce(Db, Config) -> App,
) -> anyhow::Result<Restored> {
    if config.database_url.is_some() {
        bail!("a PostgreSQL database is restored with pg_restore; the server notices by itself");
    }
    if !backup.is_file() {
        bail!("there is no file {}", backup.display());
    }
    let file = config.database_file();
    let before = file.exists();
    if before {
        if matches!(Db::fold(&file).await, Err(DbError::Unavailable(_))) {
            bail!("{} is in use: stop the server first", file.display());
        }
        if !force {
            bail!("{} exists: with --force it is moved aside (never deleted)", file.display());
        }
    }
    let copy = sibling(&file, ".restoring");
    remove(&copy);
    std::fs::copy(backup, &copy).with_context(|| format!("cannot copy {}", backup.display()))?;
    let data = config.data.clone();
    let networks = match prepare(config, &copy, make).await {
        Ok(networks) => networks,
        Err(error) => {
            remove(&copy);
            return Err(
                error.context(format!("{} cannot be restored; nothing was changed", backup.display()))
            );
        }
    };
    // Before the database: keys without their database harm nobody, and a second try finds them there.
    let keys = restore_keys(&keys_of(backup), &data.join(keys::FOLDER), &networks.1)
        .context("the keys cannot be restored; the database was not changed")?;
    let aside = before.then(|| free(&file, &networks.1)).transpose()?;
    if let Some(aside) = &aside {
        for end in ["", "-wal", "-shm"] {
            let (from, to) = (sibling(&file, end), sibling(aside, end));
            if from.exists() {
                std::fs::rename(&from, &to).with_context(|| format!("cannot move {}", from.display()))?;
            }
        }
    }
    std::fs::rename(&copy, &file).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(Restored { file, aside, networks: networks.0, keys })
}

/// Brings the copy up to date and begins its new history; also the local date and time, for a file's name.
async fn prepare(
    config: Config,
    copy: &Path,
    make: impl FnOnce(Db, Config) -> App,
) -> anyhow::Result<(Vec<Network>, String)> {
    let db = Db::open_sqlite(copy).await?;
    let outcome = begin(config, db.clone(), make).await;
    db.close().await;
    let outcome = outcome?;
    // What the copy had in its log goes into the one file that is moved.
    Db::fold(copy).await?;
    Ok(outcome)
}

async fn begin(
    config: Config,
    db: Db,
    make: impl FnOnce(Db, Config) -> App,
) -> anyhow::Result<(Vec<Network>, String)> {
    let (applied, known) = db.schema_version().await.context("it is no database of this program")?;
    if applied > known {
        bail!("it is at version {applied}, this program at {known}: restore it with a newer one");
    }
    db.migrate().await.context("it cannot be brought up to this version")?;
    let faults = db.integrity().await?;
    if !faults.is_empty() {
        bail!("it is damaged: {}", faults.join("; "));
    }
    let app = make(db, config);
    // Mails that go at most once do not go once more.
    send::restored(&app).await.map_err(|error| anyhow::anyhow!("{error}"))?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    let mut networks = Vec::new();
    for network in db::network::all(&mut tx).await? {
        let id = network.id;
        db::sync_state::restored(&mut tx, id, app.new_id(), now).await?;
        db::session::delete_all(&mut tx, id).await?;
        db::link::end_all(&mut tx, id, now).await?;
        db::enrolment::end_all(&mut tx, id, now).await?;
        audit::record(&app, &mut tx, id, By::Server, "restored", &network.name, "")
            .await
            .map_err(|error| anyhow::anyhow!("{error}"))?;
        let devices = db::device::list(&mut tx, id, None).await?;
        let used = || devices.iter().filter(|device| device.revoked_at.is_none());
        networks.push(Network {
            name: network.name,
            tablets: used().count(),
            last_contact: used().map(|device| device.last_contact).max(),
        });
    }
    if networks.is_empty() {
        bail!("it holds no network");
    }
    tx.commit().await?;
    let local = helsinki(now);
    Ok((networks, format!("{}-{:02}{:02}", local.date, local.hour, local.minute)))
}

/// Adds a backup's keys to those that there are. Where it has another key of the same name, the folder is moved aside and
/// the new one holds the backup's keys and the others: what was sealed to any of them can be opened.
fn restore_keys(theirs: &Path, ours: &Path, date: &str) -> anyhow::Result<Option<RestoredKeys>> {
    if !theirs.is_dir() {
        return Ok(None);
    }
    if !keys::differ(theirs, ours)? {
        return Ok(Some(RestoredKeys { copied: keys::copy(theirs, ours)?, aside: None }));
    }
    let new = sibling(ours, ".restoring");
    if new.exists() {
        // What an earlier try left; its keys are in the two folders that it was made of.
        std::fs::remove_dir_all(&new)?;
    }
    let copied = keys::copy(theirs, &new)?;
    keys::copy(ours, &new)?;
    let name = |n: u32| if n == 1 { format!("-{date}") } else { format!("-{date}-{n}") };
    let aside = (1..1000).map(|n| sibling(ours, &name(n))).find(|path| !path.exists());
    let aside = aside.context("no name is free")?;
    std::fs::rename(ours, &aside)?;
    std::fs::rename(&new, ours)?;
    Ok(Some(RestoredKeys { copied, aside: Some(aside) }))
}

/// A name beside the database that nothing has yet.
fn free(file: &Path, date: &str) -> anyhow::Result<PathBuf> {
    let folder = file.parent().context("the database has no folder")?;
    let name = |n: u32| match n {
        1 => format!("digiverkosto-{date}.sqlite"),
        n => format!("digiverkosto-{date}-{n}.sqlite"),
    };
    (1..1000).map(|n| folder.join(name(n))).find(|path| !path.exists()).context("no name is free")
}

fn sibling(file: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(file);
    name.push(end);
    PathBuf::from(name)
}

/// Removes what an earlier try left of its own copy.
fn remove(copy: &Path) {
    for end in ["", "-wal", "-shm", "-journal"] {
        // What is not there need not go; what cannot go is told by the copying.
        let _ = std::fs::remove_file(sibling(copy, end));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_a_backup_are_added_and_none_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let (theirs, ours) = (folder.path().join("backup.keys"), folder.path().join("keys"));
        assert!(restore_keys(&theirs, &ours, "2026-04-14-1200").unwrap().is_none());
        let write = |folder: &Path, name: &str, text: &str| {
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(folder.join(name), text).unwrap();
        };
        let read = |folder: &Path, name: &str| std::fs::read_to_string(folder.join(name)).ok();
        write(&theirs, "a.key", "of the backup");
        write(&ours, "b.key", "of later");
        let done = restore_keys(&theirs, &ours, "2026-04-14-1200").unwrap().unwrap();
        assert_eq!((done.copied, done.aside), (1, None));
        write(&ours, "a.key", "of now");
        let done = restore_keys(&theirs, &ours, "2026-04-14-1200").unwrap().unwrap();
        let aside = done.aside.unwrap();
        assert_eq!(read(&aside, "a.key").as_deref(), Some("of now"));
        assert_eq!(read(&ours, "a.key").as_deref(), Some("of the backup"));
        assert_eq!(read(&ours, "b.key").as_deref(), Some("of later"));
        // Once more: nothing is left to do.
        assert_eq!(restore_keys(&theirs, &ours, "2026-04-14-1200").unwrap().unwrap().copied, 0);
    }
}
