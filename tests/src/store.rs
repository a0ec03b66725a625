//! A tablet's store in memory: what survives a crash of the native tablet, and its transactions.
//!
//! Owns: the same changes that the browser's store makes of the engine's effects. Must not: show anything.

use std::collections::{BTreeMap, BTreeSet};

use shared::domain::hlc::Clock;
use shared::domain::row::Row;
use shared::id::Id;
use shared::sync::outbox::{self, Item, Limit, SentBatch};
use shared::sync::plan::{self, Settlement, Wedged};
use shared::sync::protocol::{Event, Memory};
use shared::time::Millis;
use shared::wire::v1::pull::PullAnswer;

/// What a tablet keeps.
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
    pub(crate) memory: Memory,
    pub(crate) clock: Clock,
    next_key: u64,
}

impl Store {
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
        for item in self.outbox.values_mut() {
            if let Some(new) = plan::renamed(item, &plan.rename) {
                *item = new;
            }
        }
        if let Some(batch) = &plan.sent {
            self.next_key += 1;
            self.sent.push(SentBatch { key: self.next_key, ..batch.clone() });
        }
        self.quarantine.extend(plan.wedged.iter().cloned());
        if self.outbox.is_empty() {
            self.clock.relax(corrected, plan.accepted.unwrap_or_default());
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

    /// Puts back what a restored server lacks; answers it.
    pub fn requeue(&mut self, offered: &[Id], unknown: &[Id], epoch: Id) -> Vec<Item> {
        let mut again = Vec::new();
        for batch in std::mem::take(&mut self.sent) {
            if !batch.ops.iter().any(|op| offered.contains(&op.item.id)) {
                self.sent.push(batch);
                continue;
            }
            let (back, stay) = plan::requeue(&batch, unknown, epoch);
            again.extend(back.into_iter().map(|item| self.append(item)));
            self.sent.extend(stay);
        }
        again
    }
}
