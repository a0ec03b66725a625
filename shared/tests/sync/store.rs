//! What survives a crash of a device, and its transactions: each is done whole or not at all.

use std::collections::{BTreeMap, BTreeSet};

use shared::domain::hlc::Clock;
use shared::domain::row::Row;
use shared::id::Id;
use shared::sync::outbox::{self, Item, Limit, SentBatch};
use shared::sync::plan::{self, Settlement, Wedged};
use shared::sync::protocol::{Event, Memory};
use shared::time::Millis;
use shared::wire::v1::pull::PullAnswer;

#[derive(Clone, Default)]
pub struct Store {
    pub outbox: BTreeMap<u64, Item>,
    pub sent: Vec<SentBatch>,
    pub quarantine: Vec<Wedged>,
    pub base: BTreeMap<Id, Row>,
    pub memory: Memory,
    pub clock: Clock,
    next_key: u64,
}

impl Store {
    /// Ops that are here in any state but rejected.
    pub fn held(&self) -> impl Iterator<Item = &Item> {
        let sent = self.sent.iter().flat_map(|batch| &batch.ops).map(|sent| &sent.item);
        self.outbox.values().chain(sent)
    }

    pub fn append(&mut self, item: Item) -> Item {
        self.next_key += 1;
        let item = Item { key: self.next_key, ..item };
        self.outbox.insert(item.key, item.clone());
        item
    }

    pub fn load(&self, limit: Limit, aside: &BTreeSet<Id>) -> Event {
        Event::Loaded {
            items: outbox::cut(self.outbox.values(), limit, aside),
            waiting: u32::try_from(self.outbox.len()).expect("few"),
            oldest: self.outbox.values().map(|item| item.made).min(),
        }
    }

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
            self.keep(batch.clone());
        }
        self.quarantine.extend(plan.wedged.iter().cloned());
        if self.outbox.is_empty() {
            self.clock.relax(corrected, plan.accepted.unwrap_or(self.clock.last));
        }
    }

    fn keep(&mut self, batch: SentBatch) {
        self.next_key += 1;
        self.sent.push(SentBatch { key: self.next_key, ..batch });
    }

    pub fn apply(&mut self, answer: &PullAnswer) {
        if answer.reset {
            self.base.clear();
        }
        self.base.extend(answer.rows.iter().map(|row| (row.id, row.clone())));
        self.memory = Memory {
            epoch: Some(answer.epoch),
            cursor: Some(answer.cursor.clone()),
            position: answer.position,
        };
        if let Some(latest) = answer.latest() {
            self.clock.observe(latest);
        }
    }

    /// The ids of the sent ops of other epochs; also whether the epoch was a new one.
    pub fn list_sent(&mut self, epoch: Id) -> (Vec<Id>, bool) {
        let met = self.memory.epoch != Some(epoch);
        if met {
            self.memory = Memory { epoch: Some(epoch), cursor: None, position: 0 };
        }
        let old = self.sent.iter().filter(|batch| batch.epoch != epoch);
        (old.flat_map(|batch| batch.ops.iter().map(|op| op.item.id)).collect(), met)
    }

    pub fn requeue(&mut self, offered: &[Id], unknown: &[Id], epoch: Id) {
        let mut waiting: BTreeSet<Id> = self.outbox.values().map(|item| item.id).collect();
        for batch in std::mem::take(&mut self.sent) {
            if batch.epoch == epoch {
                self.sent.push(batch);
                continue;
            }
            // An offer may end in the middle of a batch: what was not asked about is asked about next.
            let (asked, rest): (Vec<_>, Vec<_>) =
                batch.ops.iter().cloned().partition(|op| offered.contains(&op.item.id));
            let (back, stay) = plan::requeue(&SentBatch { ops: asked, ..batch.clone() }, unknown, epoch);
            for item in back {
                // Two batches may hold the same op, where two tabs sent at once.
                if waiting.insert(item.id) {
                    self.append(item);
                }
            }
            let rest = Some(SentBatch { ops: rest, ..batch }).filter(|rest| !rest.ops.is_empty());
            [stay, rest].into_iter().flatten().for_each(|part| self.keep(part));
        }
    }
}
