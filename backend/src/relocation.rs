//! `digiverkosto move`: a whole database goes into another one, of either kind, and nobody's tablet notices.
//!
//! Owns: what must be so before (nobody serves the source, the target is empty, both at this version), and the comparison
//! afterwards. The epoch, the positions and the key of the cursors go along, so that each tablet goes on from where it
//! was. Must not: change the source, or leave half of it in the target: one transaction, or nothing.

use std::path::PathBuf;

use anyhow::{Context as _, bail};

use crate::db::relocation::{TABLES, Table};
use crate::db::{self, Db, DbError, Tx};

/// Where a database is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL address.
    Server(String),
}

/// What was moved.
#[derive(Debug)]
pub struct Moved {
    /// The networks, with the position that each is at.
    pub networks: Vec<(String, i64)>,
    /// Rows of each table that has any.
    pub tables: Vec<(&'static str, u64)>,
}

impl std::str::FromStr for Address {
    type Err = String;

    /// `sqlite:PATH` or `postgres://…`.
    fn from_str(text: &str) -> Result<Self, String> {
        if ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme)) {
            return Ok(Self::Server(text.to_owned()));
        }
        match text.strip_prefix("sqlite:").map(|path| path.strip_prefix("//").unwrap_or(path)) {
            Some(path) if !path.is_empty() => Ok(Self::File(PathBuf::from(path))),
            _ => Err("an address is sqlite:PATH or postgres://user@host/database".to_owned()),
        }
    }
}

/// Moves everything; `told` hears of each table when it is over there.
pub async fn relocate(from: &Address, to: &Address, told: impl Fn(&str, u64)) -> anyhow::Result<Moved> {
    if from == to {
        bail!("source and target are the same");
    }
    let source = open_source(from).await?;
    let target = match open_target(to).await {
        Ok(target) => target,
        Err(error) => {
            source.close().await;
            return Err(error);
        }
    };
    let outcome = carry(&source, &target, told).await;
    // The move is done, whatever becomes of the planner's figures.
    if outcome.is_ok()
        && let Err(error) = target.analyze().await
    {
        tracing::warn!(%error, "the target could not be analysed; `ANALYZE` can be run later");
    }
    source.close().await;
    target.close().await;
    outcome.context("nothing was written to the target")
}

async fn open_source(from: &Address) -> anyhow::Result<Db> {
    const IN_USE: &str = "the source is in use: stop its servers first";
    let db = match from {
        Address::File(file) => {
            if !file.is_file() {
                bail!("there is no database {}", file.display());
            }
            match Db::fold(file).await {
                Err(DbError::Unavailable(error)) => bail!("{IN_USE} ({error})"),
                folded => folded.with_context(|| format!("cannot read {}", file.display()))?,
            }
            Db::open_sqlite(file).await?
        }
        Address::Server(url) => Db::open_postgres(url).await.context("cannot connect to the source")?,
    };
    if db.other_sessions().await? > 0 {
        bail!(IN_USE);
    }
    let (applied, known) = db.schema_version().await.context("the source is no database of this program")?;
    if applied != known {
        bail!("the source is at version {applied}, this program at {known}: `digiverkosto migrate` it first");
    }
    Ok(db)
}

async fn open_target(to: &Address) -> anyhow::Result<Db> {
    let db = match to {
        Address::File(file) => {
            Db::open_sqlite(file).await.with_context(|| format!("cannot make {}", file.display()))?
        }
        Address::Server(url) => Db::open_postgres(url).await.context("cannot connect to the target")?,
    };
    if db.other_sessions().await? > 0 {
        bail!("a server runs over the target: stop it first");
    }
    // Before its schema is touched.
    if db.has_networks().await? {
        bail!("the target is not empty: it holds a network; give an empty database");
    }
    db.migrate().await.context("the target's schema cannot be made")?;
    Ok(db)
}

async fn carry(source: &Db, target: &Db, told: impl Fn(&str, u64)) -> anyhow::Result<Moved> {
    let (mut out, mut into) = (source.write().await?, target.write().await?);
    out.hold_all().await.context("somebody writes to the source: stop its servers first")?;
    into.hold_all().await.context("somebody writes to the target")?;
    for name in TABLES {
        let there = Table::describe(&mut into, name).await?.count(&mut into).await?;
        if there > 0 {
            bail!("the target is not empty: {there} rows in {name}; give an empty database");
        }
    }
    let mut tables = Vec::new();
    for name in TABLES {
        let rows = carry_table(&mut out, &mut into, name).await.with_context(|| format!("table {name}"))?;
        told(name, rows);
        tables.push((name, rows));
    }
    let mut networks = Vec::new();
    for network in db::network::all(&mut into).await? {
        let state = db::sync_state::get(&mut into, network.id).await?;
        networks.push((network.name, state.position));
    }
    if networks.is_empty() {
        bail!("the source holds no network");
    }
    into.commit().await?;
    tables.retain(|(_, rows)| *rows > 0);
    Ok(Moved { networks, tables })
}

/// Copies one table and counts it on both sides.
async fn carry_table(out: &mut Tx, into: &mut Tx, name: &'static str) -> anyhow::Result<u64> {
    let (theirs, ours) = (Table::describe(out, name).await?, Table::describe(into, name).await?);
    if !theirs.is_like(&ours) {
        bail!("the two databases have other columns");
    }
    theirs.read(out, &ours, async |rows| ours.write(into, &rows).await).await?;
    let (before, after) = (theirs.count(out).await?, ours.count(into).await?);
    if before != after {
        bail!("{before} rows there, {after} here");
    }
    Ok(after)
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn addresses() {
        let file = |path: &str| Ok(Address::File(path.into()));
        assert_eq!("sqlite:data/digiverkosto.sqlite".parse(), file("data/digiverkosto.sqlite"));
        assert_eq!("sqlite:///srv/d.sqlite".parse(), file("/srv/d.sqlite"));
        assert_eq!("sqlite:/srv/d.sqlite".parse(), file("/srv/d.sqlite"));
        assert_eq!("postgres://a@b/c".parse(), Ok(Address::Server("postgres://a@b/c".to_owned())));
        for bad in ["", "sqlite:", "data/x.sqlite", "mysql://a@b/c"] {
            assert!(bad.parse::<Address>().is_err(), "{bad}");
        }
    }
}
