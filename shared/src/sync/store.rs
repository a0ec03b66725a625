//! A device's store in memory: what survives a crash of the native device and of the simulated one.
//!
//! Owns: the changes that the engine's effects ask of a store, each whole or not at all; the browser's store makes the
//! same of IndexedDB. Must not: show anything, or decide what the plans in [`plan`] decide.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::hlc::Clock;
use crate::domain::row::Row;
use crate::id::Id;
use crate::sync::outbox::{self, Item, Limit, SentBatch};
use crate::sync::plan::{self, Settlement, Wedged};
use crate::sync::protocol::{Event, Memory};
use crate::time::Millis;
use crate::wire::v1::pull::PullAnswer;

/// What a device keeps.
#[derive(Clone, Default)]
pub struct Store {
    /// Waiting ops by local order.
    pub outbox: BTreeMap<u64, Item>,
    /// Acknowledged batches.
    pub sent: Vec<SentBatch>,
    /// Rejected ops.
    pub quarantine: Vec<Wedged>,
    /// Pulled rows.
    pub base: BTreeMap<Id, Row>,
    /// The epoch and how far it has been pulled.
    pub memory: Memory,
    /// The clock that stamps the next op.
    pub clock: Clock,
    next_key: u64,
}

impl Store {
    /// Ops that are here in any state but rejected.
    pub fn held(&self) -> impl Iterator<Item = &Item> {
        let sent = self.sent.iter().flat_map(|batch| &batch.ops).map(|sent| &sent.item);
        self.outbox.values().chain(sent)
    }

    /// Keeps an op; answers it with its key.
    pub fn append(&mut self, item: Item) -> Item {
        self.next_key += 1;
        let item = Item { key: self.next_key, ..item };
        self.outbox.insert(item.key, item.clone());
        item
    }

    /// What the engine is told of the outbox.
    pub fn load(&self, limit: Limit, aside: &BTreeSet<Id>) -> Event {
        Event::Loaded {
            items: outbox::cut(self.outbox.values(), limit, aside),
            waiting: u32::try_from(self.outbox.len()).unwrap_or(u32::MAX),
            oldest: self.outbox.values().map(|item| item.made).min(),
        }
    }

    /// Does what receipts ask for; `corrected` is the time.
    pub fn settle(&mut self, plan: &Settlement, corrected: Millis) {
        for key in &plan.remove {
            self.outbox.remove(key);
        }
        for item in plan::rename_all(self.outbox.values(), &plan.rename) {
            self.outbox.insert(item.key, item);
        }
        if let Some(batch) = &plan.sent {
            self.keep(batch.clone());
        }
        self.quarantine.extend(plan.wedged.iter().cloned());
        if self.outbox.is_empty() {
            self.clock.relax(corrected, plan.accepted.unwrap_or(self.clock.last));
        }
    }

    /// Takes rows over.
    pub fn apply(&mut self, answer: &PullAnswer) {
        if answer.reset {
            self.base.clear();
        }
        if let Some(latest) = answer.latest() {
            self.clock.observe(latest);
        }
        self.base.extend(answer.rows.iter().map(|row| (row.id, row.clone())));
        self.memory = Memory {
            epoch: Some(answer.epoch),
            cursor: Some(answer.cursor.clone()),
            position: answer.position,
        };
    }

    /// The ids of the sent ops of other epochs; also whether the epoch is a new one.
    pub fn list_sent(&mut self, epoch: Id) -> (Vec<Id>, bool) {
        let met = self.memory.epoch != Some(epoch);
        if met {
            self.memory = Memory { epoch: Some(epoch), cursor: None, position: 0 };
        }
        let old = self.sent.iter().filter(|batch| batch.epoch != epoch);
        (old.flat_map(|batch| batch.ops.iter().map(|op| op.item.id)).collect(), met)
    }

    /// Puts back those of the offered ops that a restored server lacks; answers them.
    pub fn requeue(&mut self, offered: &[Id], unknown: &[Id], epoch: Id, position: i64) -> Vec<Item> {
        let mut waiting: BTreeSet<Id> = self.outbox.values().map(|item| item.id).collect();
        let mut again = Vec::new();
        for batch in std::mem::take(&mut self.sent) {
            if batch.epoch == epoch {
                self.sent.push(batch);
                continue;
            }
            // An offer may end in the middle of a batch: what was not asked about is asked about next.
            let (asked, rest): (Vec<_>, Vec<_>) =
                batch.ops.iter().cloned().partition(|op| offered.contains(&op.item.id));
            let (back, stay) =
                plan::requeue(&SentBatch { ops: asked, ..batch.clone() }, unknown, epoch, position);
            // Two batches may hold the same op, where two tabs sent at once.
            let back = back.into_iter().filter(|item| waiting.insert(item.id));
            again.extend(back.map(|item| self.append(item)).collect::<Vec<_>>());
            let rest = Some(SentBatch { ops: rest, ..batch }).filter(|rest| !rest.ops.is_empty());
            [stay, rest].into_iter().flatten().for_each(|part| self.keep(part));
        }
        again
    }

    fn keep(&mut self, batch: SentBatch) {
        self.next_key += 1;
        self.sent.push(SentBatch { key: self.next_key, ..batch });
    }
}
