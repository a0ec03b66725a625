//! Recount: do the sums agree with the entries?
//!
//! Owns: the comparison of the kept rollups with a count from scratch; `doctor` asks it too. Must not: repair.

use std::collections::BTreeMap;

use shared::id::Id;
use shared::stats::rollup::{Counts, Deltas, Key};

use crate::db::{self, Db};
use crate::error::Result;

/// Entities read at a time.
const PAGE: usize = 5_000;

/// A sum that is not what the entries say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Which sum.
    pub key: Key,
    /// As kept.
    pub kept: Counts,
    /// As counted.
    pub counted: Counts,
}

/// What a recount found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recount {
    /// Entities read.
    pub entities: u64,
    /// Sums compared.
    pub sums: u64,
    /// Those that differ.
    pub differences: Vec<Difference>,
}

/// Counts a network's entries from scratch, in one snapshot, and compares.
pub async fn recount(db: &Db, network: Id) -> Result<Recount> {
    let mut tx = db.read().await?;
    let mut counted = Deltas::default();
    let mut entities = 0;
    let mut after = Id::from_bytes([0; 16]);
    loop {
        let page = db::entity::page(&mut tx, network, after, i64::try_from(PAGE).unwrap_or(i64::MAX)).await?;
        page.iter().for_each(|entity| counted.put(&entity.row));
        entities += u64::try_from(page.len()).unwrap_or(0);
        match page.last() {
            Some(last) if page.len() == PAGE => after = last.row.id,
            _ => break,
        }
    }
    let mut sums: BTreeMap<Key, (Counts, Counts)> = BTreeMap::new();
    for (key, kept) in db::rollup::all(&mut tx, network).await? {
        sums.entry(key).or_default().0 = kept;
    }
    for (key, counts) in counted.into_sorted() {
        sums.entry(key).or_default().1 = counts;
    }
    let compared = u64::try_from(sums.len()).unwrap_or(0);
    let differences = sums
        .into_iter()
        .filter(|(_, (kept, counted))| kept != counted)
        .map(|(key, (kept, counted))| Difference { key, kept, counted })
        .collect();
    Ok(Recount { entities, sums: compared, differences })
}
