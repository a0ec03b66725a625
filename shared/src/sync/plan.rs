//! What the receipts of a batch do to the stores: a pure plan, applied by the driver in one transaction.
//!
//! Owns: the only way in which the outbox empties. Must not: touch a store.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::backoff::Random;
use super::outbox::{Item, SentBatch, SentOp};
use crate::domain::check::Rejection;
use crate::domain::hlc::Hlc;
use crate::domain::op::Op;
use crate::id::Id;
use crate::time::Millis;
use crate::wire::v1::held::Outcome;
use crate::wire::v1::push::{Hold, PushAnswer, Verdict};

/// An op that the server rejected: kept, shown, editable, exportable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wedged {
    /// The op as it was in the outbox.
    pub item: Item,
    /// Why.
    pub code: Rejection,
    /// When the receipt came, Unix ms by the server's clock.
    pub at: Millis,
}

/// The changes to the stores that one answer asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// Keys of the outbox records that go: each is in `sent` or in `wedged`.
    pub remove: Vec<u64>,
    /// The record to add to `sent`.
    pub sent: Option<SentBatch>,
    /// The records to add to `quarantine`.
    pub wedged: Vec<Wedged>,
    /// Ids that get a new one: put what [`rename_all`] makes of the outbox under its own keys.
    pub rename: BTreeMap<Id, Id>,
    /// The latest effective stamp among the stored ops.
    pub accepted: Option<Hlc>,
}

/// The answer is not an answer to that batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mismatch;

/// Plans what an answer does. Every item ends in exactly one place: removed into `sent` or `wedged`, or left in the
/// outbox (renamed).
pub fn settle(items: &[Item], answer: &PushAnswer) -> Result<Settlement, Mismatch> {
    let in_order = answer.receipts.len() == items.len()
        && items
            .iter()
            .zip(&answer.receipts)
            .all(|(item, receipt)| receipt.id.is_none_or(|id| id == item.id));
    if !in_order {
        return Err(Mismatch);
    }
    let mut plan = Settlement::default();
    let mut sent = Vec::new();
    for (item, receipt) in items.iter().zip(&answer.receipts) {
        let mut item = item.clone();
        match &receipt.verdict {
            Verdict::Rekey => {
                plan.rename.insert(item.id, new_id(&item));
                continue;
            }
            Verdict::Rejected { code } => {
                plan.remove.push(item.key);
                plan.wedged.push(Wedged { item, code: code.clone(), at: answer.server_time });
            }
            Verdict::Held { reason } => {
                plan.remove.push(item.key);
                sent.push(SentOp { item, position: None, hold: Some(*reason) });
            }
            Verdict::Applied(stored) | Verdict::Duplicate(stored) | Verdict::Superseded(stored) => {
                plan.remove.push(item.key);
                item.effective = stored.at;
                item.skewed = stored.skewed;
                let at = item.op().map(|op| item.effective(&op));
                plan.accepted = plan.accepted.max(at);
                sent.push(SentOp { item, position: Some(stored.position), hold: None });
            }
        }
    }
    let position = sent.iter().filter_map(|op| op.position).max();
    if !sent.is_empty() {
        plan.sent = Some(SentBatch {
            key: 0,
            epoch: answer.epoch,
            at: answer.server_time,
            position: position.unwrap_or(0),
            ops: sent,
        });
    }
    Ok(plan)
}

impl Settlement {
    /// Ops get new ids. Whoever shows them reads the store once it has been applied: only there each op has its new id, also
    /// one that another tab has saved under the old one and that has not been heard of here.
    pub fn renames(&self) -> bool {
        !self.rename.is_empty()
    }

    /// Lets the stored ops count on top of the base rows until a pull leads beyond this position, where the base rows
    /// stand. Receipts may name an earlier one: from a server that was replaced by a copy that lagged, and that nobody has
    /// found out yet. Merging an op that the base has already changes nothing.
    pub fn count_beyond(&mut self, position: i64) {
        let Some(batch) = &mut self.sent else { return };
        let beyond = |op: &mut SentOp| op.position.as_mut().map(|at| *at = (*at).max(position + 1));
        batch.ops.iter_mut().filter_map(beyond).for_each(drop);
        batch.position = batch.ops.iter().filter_map(|op| op.position).max().unwrap_or(0);
    }
}

/// The id that an op gets instead of one that is known with other bytes. It is made from those bytes (FNV-1a, 64 bits),
/// so that a clone of the device, a backup of it and a second sender all make the same one, and the op stays one op.
pub(super) fn new_id(item: &Item) -> Id {
    let hash = item.bytes.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    Id::v7(item.made, Random::new(hash).ten_bytes())
}

/// The items of an outbox that get new ids, under them; each keeps its place in the queue. An op under a new id is a new op,
/// so its bytes are made anew.
///
/// An id that no item has any more has been given up before, when another sender was told the same: what names it now means
/// the other op.
pub fn rename_all<'a>(
    outbox: impl Iterator<Item = &'a Item> + Clone,
    rename: &BTreeMap<Id, Id>,
) -> Vec<Item> {
    let here = outbox.clone().map(|item| item.id).filter_map(|id| Some((id, *rename.get(&id)?)));
    let rename: BTreeMap<Id, Id> = here.collect();
    if rename.is_empty() {
        return Vec::new();
    }
    outbox.filter_map(|item| renamed(item, &rename)).collect()
}

fn renamed(item: &Item, rename: &BTreeMap<Id, Id>) -> Option<Item> {
    let mut op = item.op()?;
    let id = rename.get(&op.id);
    let entity = op.entity.and_then(|entity| rename.get(&entity));
    if id.is_none() && entity.is_none() {
        return None;
    }
    op.id = id.copied().unwrap_or(op.id);
    op.entity = entity.copied().or(op.entity);
    Some(Item { key: item.key, ..rewritten(item, &op) })
}

fn rewritten(item: &Item, op: &Op) -> Item {
    Item {
        effective: item.effective,
        skewed: item.skewed,
        ..Item::new(op, item.replica, item.made, item.offset)
    }
}

/// What of a sent batch goes back into the outbox when the server turns out not to have some of it, and what stays.
/// Held ops stay: they are not part of the history that was lost.
///
/// The others are in the new history too, somewhere up to the `position` at which it stood when it was asked. They count
/// on top of the base rows until a pull leads there: an earlier pull of the same history may lack what a clone of this
/// device has brought back since.
pub fn requeue(
    batch: &SentBatch,
    unknown: &[Id],
    epoch: Id,
    position: i64,
) -> (Vec<Item>, Option<SentBatch>) {
    let (back, stay): (Vec<_>, Vec<_>) =
        batch.ops.iter().cloned().partition(|op| unknown.contains(&op.item.id));
    let items = back.into_iter().map(|op| Item { key: 0, ..op.item }).collect();
    // A server that does not tell its position yet: 1 is beyond the cursor until the fresh pull has been applied.
    let position = position.max(1);
    let known: Vec<_> =
        stay.into_iter().map(|op| SentOp { position: op.position.map(|_| position), ..op }).collect();
    let stay = (!known.is_empty()).then(|| SentBatch { epoch, position, ops: known, ..batch.clone() });
    (items, stay)
}

/// What the review of held ops makes of a sent batch; `None` where it changes nothing. What was accepted has a position
/// like any stored op, under the stamp that the server gave it; what was dismissed says so. A batch of another epoch waits
/// for its offer.
pub fn reviewed(batch: &SentBatch, epoch: Id, outcomes: &BTreeMap<Id, Outcome>) -> Option<SentBatch> {
    if batch.epoch != epoch {
        return None;
    }
    let mut reviewed = batch.clone();
    for sent in reviewed.ops.iter_mut().filter(|sent| sent.hold.is_some()) {
        match outcomes.get(&sent.item.id) {
            Some(Outcome::Accepted(stored)) => {
                sent.item.effective = stored.at.filter(|at| sent.item.op().is_none_or(|op| op.at != *at));
                sent.item.skewed = stored.skewed;
                sent.position = Some(stored.position);
                sent.hold = None;
                reviewed.position = reviewed.position.max(stored.position);
            }
            Some(Outcome::Dismissed) => sent.hold = Some(Hold::Dismissed),
            Some(Outcome::Waiting) | None => {}
        }
    }
    (reviewed != *batch).then_some(reviewed)
}
