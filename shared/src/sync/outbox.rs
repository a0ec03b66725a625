//! The outbox: ops that wait for a receipt, and the batches made of them.
//!
//! Owns: what is kept of a waiting or sent op, and how a batch is cut. Must not: re-serialise an op; its bytes are made
//! once.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::domain::hlc::{AHEAD_LIMIT, Hlc};
use crate::domain::op::{self, Op};
use crate::gather::gather;
use crate::id::Id;
use crate::time::Millis;
use crate::wire::v1::push::{Hold, MAX_BYTES, MAX_OPS, Push};

/// An op on the device, as its stores keep it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Local order: what was made first is sent first. Given by the store.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub key: u64,
    /// The op's id.
    pub id: Id,
    /// The op's bytes (JSON), as stored, sent and hashed.
    pub bytes: String,
    /// The schema version of the op.
    pub v: u32,
    /// The replica that made it.
    pub replica: Id,
    /// When it was made, by the corrected clock, Unix ms.
    pub made: Millis,
    /// The clock's correction that was in force, in ms: corrected = device + offset.
    pub offset: Millis,
    /// The stamp that a server gave it, where that is not its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective: Option<Hlc>,
    /// The clock that stamped it has since been found wrong.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub skewed: bool,
}

fn is_zero(key: &u64) -> bool {
    *key == 0
}

impl Item {
    /// Serialises an op, once and for all.
    pub fn new(op: &Op, replica: Id, made: Millis, offset: Millis) -> Self {
        Self {
            key: 0,
            id: op.id,
            // Our own types never fail to be written; were it otherwise, the server would reject the empty text aloud.
            bytes: serde_json::to_string(op).unwrap_or_default(),
            v: op::VERSION,
            replica,
            made,
            offset,
            effective: None,
            skewed: false,
        }
    }

    /// The op; `None` where the bytes cannot be read.
    pub fn op(&self) -> Option<Op> {
        serde_json::from_str(&self.bytes).ok()
    }

    /// The entity that the op names, as it stands in the bytes; `None` on a create. Read without reading the whole op: in
    /// JSON an unescaped quote is never part of a text.
    fn entity(&self) -> Option<&str> {
        const KEY: &str = "\"entity\":\"";
        let (_, rest) = self.bytes.split_once(KEY)?;
        rest.split_once('"').map(|(entity, _)| entity)
    }

    /// The stamp under which the op counts.
    pub fn effective(&self, op: &Op) -> Hlc {
        self.effective.unwrap_or(op.at)
    }
}

/// Ops that were acknowledged together: one packed record, kept 90 days so that a server that lost them can be healed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentBatch {
    /// Local order. Given by the store.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub key: u64,
    /// The history that acknowledged them.
    pub epoch: Id,
    /// When the receipts came, Unix ms by the server's clock.
    pub at: Millis,
    /// The highest position among them; a cursor at or beyond it has them all in the base rows.
    pub position: i64,
    /// The ops.
    pub ops: Vec<SentOp>,
}

/// One acknowledged op.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentOp {
    /// The op as it was in the outbox.
    pub item: Item,
    /// Its position; absent where it is held for review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<i64>,
    /// Why it is held, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<Hold>,
}

/// Days that sent ops are kept.
pub const KEEP_SENT_DAYS: i64 = 90;

/// How much one batch may hold; halved when a batch does not get through, doubled when one does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Ops.
    pub ops: usize,
    /// Bytes of ops before compression; a single op may be larger.
    pub bytes: usize,
}

impl Limit {
    /// What the protocol allows.
    pub const FULL: Self = Self { ops: MAX_OPS, bytes: MAX_BYTES };

    /// Half of a batch that had `ops` ops.
    pub fn halved(self, ops: usize) -> Self {
        Self { ops: (ops.min(self.ops) / 2).max(1), bytes: self.bytes }
    }

    /// Twice as much, up to the full limit.
    pub fn doubled(self) -> Self {
        Self { ops: (self.ops * 2).min(MAX_OPS), bytes: MAX_BYTES }
    }
}

/// The first items of a queue that make one batch: one replica, one schema version, within the limit, without those set
/// aside. At least one item where there is one.
///
/// What changes an entity waits until its create has a receipt: where that is `rekey`, the change must follow under the
/// new id, and would else have changed the entity that has the old one.
pub fn cut<'a>(queue: impl IntoIterator<Item = &'a Item>, limit: Limit, aside: &BTreeSet<Id>) -> Vec<Item> {
    let mut batch: Vec<Item> = Vec::new();
    // Of the ops before, as they stand in the bytes.
    let mut ids = BTreeSet::new();
    let mut bytes = 0;
    for item in queue {
        let waits = item.entity().is_some_and(|entity| ids.contains(entity));
        if aside.contains(&item.id) || waits {
            ids.insert(item.id.to_string());
            continue;
        }
        bytes += item.bytes.len();
        if let Some(first) = batch.first()
            && (batch.len() >= limit.ops
                || bytes > limit.bytes
                || (first.replica, first.v) != (item.replica, item.v))
        {
            break;
        }
        ids.insert(item.id.to_string());
        batch.push(item.clone());
    }
    batch
}

/// Marks the items whose clock has since been found wrong: the correction in force when they were made differs from
/// today's by more than five minutes.
pub fn mark_skewed(items: &mut [Item], offset: Option<Millis>) {
    let Some(offset) = offset else { return };
    for item in items {
        item.skewed |= (item.offset - offset).abs() > AHEAD_LIMIT;
    }
}

/// The message of a batch. Items whose bytes are not even JSON cannot be sent and are returned apart.
pub fn message(items: &[Item], nonce: String, pending: u32, oldest: Option<Millis>) -> Option<Push> {
    let first = items.first()?;
    let ops = items
        .iter()
        .map(|item| RawValue::from_string(item.bytes.clone()).ok())
        .collect::<Option<Vec<_>>>()?;
    let indexed = || (0u32..).zip(items);
    Some(Push {
        v: first.v,
        nonce,
        replica: first.replica,
        pending,
        oldest,
        ops,
        effective: gather(indexed().filter_map(|(i, item)| item.effective.map(|at| (i, at)))),
        skewed: indexed().filter(|(_, item)| item.skewed).map(|(i, _)| i).collect(),
    })
}
