//! The replica in memory: what the screens show, kept up to date one change at a time.
//!
//! Owns: the view (base rows and replayed ops), the replica's clock, the rejected ops. Must not: store anything or know
//! signals; whoever changes a store tells it.

use std::collections::BTreeMap;

use shared::domain::hlc::{Clock, Hlc, Tick};
use shared::gather::gather;
use shared::id::Id;
use shared::sync::outbox::Item;
use shared::sync::plan::{Settlement, Wedged};
use shared::sync::protocol::Memory;
use shared::sync::view::{Changed, Delivery, View};
use shared::time::Millis;
use shared::wire::v1::pull::PullAnswer;
use shared::wire::v1::push::Hold;

use super::Loaded;

/// What this device holds, as its screens show it.
#[derive(Clone, Debug)]
pub struct Replica {
    /// Its id.
    pub id: Id,
    /// The rows.
    pub view: View,
    /// Rejected ops by id.
    pub wedged: BTreeMap<Id, Wedged>,
    clock: Clock,
    waiting: u32,
    oldest: Option<Millis>,
    last_sent: Option<Millis>,
}

impl Replica {
    /// The replica of what was read.
    pub fn of(loaded: Loaded) -> Self {
        let mut clock = Clock { last: loaded.clock };
        let mut view = View::new();
        // Where the rows were dropped to make room, what was sent counts on top again until they are back.
        let memory = Memory::from(loaded.sync);
        if let Some(epoch) = memory.epoch {
            view.pulled(epoch, memory.position, false, loaded.rows);
        }
        let last_sent = loaded.sent.iter().map(|batch| batch.at).max();
        for batch in &loaded.sent {
            view.add_sent(batch);
        }
        let mut wedged = BTreeMap::new();
        for op in loaded.quarantine {
            view.add_wedged(op.item.clone(), op.code.clone());
            wedged.insert(op.item.id, op);
        }
        for item in loaded.outbox {
            // Another tab may have stamped it after the clock was written last.
            if let Some(op) = item.op() {
                clock.observe(op.at);
            }
            view.add(item);
        }
        let mut replica =
            Self { id: loaded.replica, view, wedged, clock, waiting: 0, oldest: None, last_sent };
        replica.recount();
        replica
    }

    /// A stamp for a change made now.
    pub fn tick(&mut self, now: Millis) -> Tick {
        self.clock.tick(now)
    }

    /// Takes notice of a stamp made elsewhere.
    pub fn observe(&mut self, seen: Hlc) {
        self.clock.observe(seen);
    }

    /// The clock, to be stored with the op it stamped.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Takes in ops that were saved, by this tab or another; word of what is known already changes nothing.
    pub fn saved(&mut self, items: &[Item]) -> Changed {
        let mut changed = Changed::new();
        for item in items {
            if let Some(op) = item.op() {
                self.clock.observe(op.at);
                if let Some(corrected) = op.replaces {
                    self.wedged.remove(&corrected);
                    changed.extend(self.view.drop_wedged(corrected));
                }
            }
            if let Some(entity) = self.view.saved(item.clone()) {
                self.oldest = Some(self.oldest.map_or(item.made, |oldest| oldest.min(item.made)));
                changed.insert(entity);
            }
        }
        self.waiting = self.view.waiting();
        changed
    }

    /// Takes in what receipts did.
    pub fn settled(&mut self, plan: &Settlement, now: Millis) -> Changed {
        let changed = self.view.settle(plan);
        for wedged in &plan.wedged {
            self.wedged.insert(wedged.item.id, wedged.clone());
        }
        self.last_sent = self.last_sent.max(plan.sent.as_ref().map(|batch| batch.at));
        self.recount();
        if self.waiting == 0 {
            self.clock.relax(now, plan.accepted.unwrap_or(self.clock.last));
        }
        changed
    }

    /// Takes in pulled rows.
    pub fn pulled(&mut self, answer: &PullAnswer) -> Changed {
        if let Some(latest) = answer.latest() {
            self.clock.observe(latest);
        }
        self.view.pulled(answer.epoch, answer.position, answer.reset, answer.rows.iter().cloned())
    }

    /// Forgets a rejected op.
    pub fn drop_wedged(&mut self, op: Id) -> Changed {
        self.wedged.remove(&op);
        gather(self.view.drop_wedged(op))
    }

    /// How many ops wait.
    pub fn waiting(&self) -> u32 {
        self.waiting
    }

    /// How many the server keeps for review.
    pub fn held(&self) -> usize {
        let waits =
            |delivery: &Delivery| matches!(delivery, Delivery::Held(hold) if *hold != Hold::Dismissed);
        self.view.stuck().iter().filter(|(_, _, delivery, _)| waits(delivery)).count()
    }

    /// When the oldest of them was made, by the corrected clock.
    pub fn oldest(&self) -> Option<Millis> {
        self.oldest
    }

    /// When receipts last came, by the server's clock.
    pub fn last_sent(&self) -> Option<Millis> {
        self.last_sent
    }

    fn recount(&mut self) {
        self.waiting = self.view.waiting();
        self.oldest = self.view.oldest_waiting();
    }
}
