//! Recount: do the sums and the facts agree with the entries?
//!
//! Owns: the comparison of the kept rollups and facts with a count from scratch; `doctor` asks it too. Must not: repair.

use std::collections::BTreeMap;

use shared::id::Id;
use shared::stats::fact::Fact;
use shared::stats::facts::{self, Block};
use shared::stats::rollup::{Counts, Deltas, Key};

use crate::db::{self, Db, Tx};
use crate::error::{Error, Result};

/// Entities read at a time.
const PAGE: usize = 5_000;
/// Rows of facts read at a time.
const SEGMENTS: i64 = 500;

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
    /// The facts are not those of the entries. Facts that have a gap are no difference: they are made anew when somebody
    /// asks for them.
    pub facts_differ: bool,
}

/// Counts a network's entries from scratch, in one snapshot, and compares.
pub async fn recount(db: &Db, network: Id) -> Result<Recount> {
    let mut tx = db.read().await?;
    let mut counted = Deltas::default();
    let (mut entities, mut checksum) = (0, 0_u64);
    let mut after = Id::from_bytes([0; 16]);
    loop {
        let page = db::entity::page(&mut tx, network, after, i64::try_from(PAGE).unwrap_or(i64::MAX)).await?;
        let mut block = Block::default();
        for fact in page.iter().filter_map(|entity| Fact::of(&entity.row)) {
            block.push(&fact, 1);
            counted.add(fact, 1);
        }
        checksum = checksum.wrapping_add(block.checksum());
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
    let facts_differ = facts(&mut tx, network).await?.is_some_and(|kept| kept != checksum);
    Ok(Recount { entities, sums: compared, differences, facts_differ })
}

/// The sum over the kept facts; `None` where they have a gap.
async fn facts(tx: &mut Tx, network: Id) -> Result<Option<u64>> {
    let position = db::sync_state::get(tx, network).await?.position;
    let (mut end, mut sum) = (0, 0_u64);
    while end < position {
        let heads = db::fact::heads(tx, network, end, SEGMENTS).await?;
        if heads.is_empty() {
            return Ok(None);
        }
        for head in heads {
            if head.after != end {
                return Ok(None);
            }
            for body in db::fact::blocks(tx, network, end, head.position).await? {
                let block: Block = facts::read(&body).map_err(|_| Error::internal("a block of facts"))?;
                sum = sum.wrapping_add(block.checksum());
            }
            end = head.position;
        }
    }
    Ok(Some(sum))
}
