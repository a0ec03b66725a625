//! What a screen shows: base rows plus the replayed ops of the outbox, and of `sent` beyond the cursor.
//!
//! Owns: the rule that nothing flickers between a save, its receipt and the pull that brings it back (I6), kept up to
//! date one change at a time. Must not: store anything.

use std::collections::{BTreeMap, BTreeSet};

use super::outbox::{Item, SentBatch};
use super::plan::{self, Settlement};
use crate::domain::check::Rejection;
use crate::domain::op::{Kind, Op};
use crate::domain::row::Row;
use crate::id::Id;
use crate::stats::changes::Changes;
use crate::stats::facts::Block;
use crate::time::Millis;
use crate::wire::v1::push::Hold;

/// Where an op of this device is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// In the outbox: on this device, waiting to be sent.
    Waiting,
    /// Acknowledged at that time (Unix ms by the server's clock).
    Sent(Millis),
    /// Kept by the server for review.
    Held(Hold),
    /// Rejected; in quarantine.
    Wedged(Rejection),
}

#[derive(Clone, Debug)]
struct Local {
    item: Item,
    op: Op,
    delivery: Delivery,
    /// In which history and where the server has it; `None` while it has not.
    stored: Option<(Id, i64)>,
}

/// The rows of a replica as its screens show them.
#[derive(Clone, Debug, Default)]
pub struct View {
    base: BTreeMap<Id, Row>,
    /// This device's ops by entity: those not yet in the base, and those whose delivery is worth telling.
    local: BTreeMap<Id, Vec<Local>>,
    /// Entities by op, to find an op again.
    entity_of: BTreeMap<Id, Id>,
    epoch: Option<Id>,
    position: i64,
    waiting: BTreeMap<Id, Millis>,
    /// Ops that were rejected or held.
    stuck: BTreeSet<Id>,
}

/// Entities that look different after a change.
pub type Changed = BTreeSet<Id>;

impl View {
    /// A view of an empty replica.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in a waiting op.
    pub fn add(&mut self, item: Item) -> Option<Id> {
        let op = item.op()?;
        let entity = op.entity();
        self.insert(entity, Local { item, op, delivery: Delivery::Waiting, stored: None });
        Some(entity)
    }

    /// Takes in an op that a tab has saved. Word of it may come late, to or from a tab that was frozen: what is known of the
    /// op by then, under its id or under the one that it got instead, is newer and stays.
    pub fn saved(&mut self, item: Item) -> Option<Id> {
        let is_known = |id| self.entity_of.contains_key(&id);
        if is_known(item.id) || is_known(plan::new_id(&item)) {
            return None;
        }
        self.add(item)
    }

    /// Takes in an acknowledged batch, at start or after its receipts.
    pub fn add_sent(&mut self, batch: &SentBatch) -> Changed {
        let mut changed = Changed::new();
        for sent in &batch.ops {
            let Some(op) = sent.item.op() else { continue };
            let delivery = sent.hold.map_or(Delivery::Sent(batch.at), Delivery::Held);
            let stored = sent.position.map(|position| (batch.epoch, position));
            let entity = op.entity();
            self.insert(entity, Local { item: sent.item.clone(), op, delivery, stored });
            changed.insert(entity);
        }
        changed
    }

    /// Takes in a rejected op: it no longer counts, but its entity still tells of it.
    pub fn add_wedged(&mut self, item: Item, code: Rejection) -> Option<Id> {
        let op = item.op()?;
        let entity = op.entity();
        self.insert(entity, Local { item, op, delivery: Delivery::Wedged(code), stored: None });
        Some(entity)
    }

    /// Forgets a rejected op, after a person corrected it or took it out.
    pub fn drop_wedged(&mut self, op: Id) -> Option<Id> {
        self.take(op)
    }

    /// Applies what the receipts of a batch did. Where it [renames](Settlement::renames), the view is read from the store
    /// next; until then it shows what it knows under the new ids.
    pub fn settle(&mut self, plan: &Settlement) -> Changed {
        let mut changed = Changed::new();
        if plan.renames() {
            let waiting = self.locals().filter(|local| local.delivery == Delivery::Waiting);
            let new = plan::rename_all(waiting.map(|local| &local.item), &plan.rename);
            let old: Vec<Id> =
                plan.rename.keys().filter(|id| self.waiting.contains_key(id)).copied().collect();
            changed.extend(old.into_iter().filter_map(|id| self.take(id)));
            for item in new {
                changed.extend(self.add(item));
            }
        }
        if let Some(batch) = &plan.sent {
            changed.extend(self.add_sent(batch));
        }
        for wedged in &plan.wedged {
            changed.extend(self.add_wedged(wedged.item.clone(), wedged.code.clone()));
        }
        changed
    }

    /// Applies pulled rows up to a position; `reset` drops the base first.
    pub fn pulled(
        &mut self,
        epoch: Id,
        position: i64,
        reset: bool,
        rows: impl IntoIterator<Item = Row>,
    ) -> Changed {
        let mut changed = Changed::new();
        if reset {
            changed.extend(self.base.keys());
            self.base.clear();
        }
        self.epoch = Some(epoch);
        self.position = position;
        for row in rows {
            changed.insert(row.id);
            self.base.insert(row.id, row);
        }
        changed
    }

    /// Another history has been met: the base rows are shown until a pull replaces them, but what this device sent counts
    /// on top of them again, whatever positions it had.
    pub fn meet(&mut self, epoch: Id) {
        self.epoch = Some(epoch);
        self.position = 0;
    }

    /// The row of an entity as it is shown; `None` where nothing is known of it.
    pub fn row(&self, entity: Id) -> Option<Row> {
        self.replayed(entity, |_| true)
    }

    fn replayed(&self, entity: Id, only: impl Fn(&Local) -> bool) -> Option<Row> {
        let base = self.base.get(&entity);
        let locals = self.local.get(&entity).map_or(&[][..], Vec::as_slice);
        let mut row = base.cloned();
        for local in locals.iter().filter(|local| self.counts(local) && only(local)) {
            row.get_or_insert_with(|| Row::unborn(&local.op)).merge(
                &local.op,
                local.item.effective(&local.op),
                local.item.skewed,
                local.item.replica,
            );
        }
        row
    }

    /// Where this device's changes to an entity are: the least settled one speaks for all. `None` where this device has
    /// made none (or they are older than what it keeps).
    pub fn delivery(&self, entity: Id) -> Option<Delivery> {
        let rank = |delivery: &Delivery| match delivery {
            Delivery::Wedged(_) => (3, 0),
            // Decided, and without effect: whatever else is known of the entity says more.
            Delivery::Held(Hold::Dismissed) => (0, Millis::MIN),
            Delivery::Held(_) => (2, 0),
            Delivery::Waiting => (1, 0),
            Delivery::Sent(at) => (0, *at),
        };
        self.local.get(&entity)?.iter().map(|local| &local.delivery).max_by_key(|d| rank(d)).cloned()
    }

    /// Every entity that has a row or a local op.
    pub fn entities(&self) -> impl Iterator<Item = Id> {
        let locals = self.local.keys().filter(|id| !self.base.contains_key(id));
        self.base.keys().chain(locals).copied()
    }

    /// This device's ops as far as it keeps them, with where each is.
    pub fn ops(&self) -> impl Iterator<Item = (&Item, &Op, &Delivery)> {
        self.locals().map(|local| (&local.item, &local.op, &local.delivery))
    }

    /// The registrations that this device made and still keeps, sealed as they are: with when each was made and where it is.
    pub fn registrations(&self) -> impl Iterator<Item = (&Op, Millis, &Delivery)> {
        let sealed = self.locals().filter(|local| local.op.of == Kind::Registration);
        sealed.map(|local| (&local.op, local.item.made, &local.delivery))
    }

    /// How many ops wait.
    pub fn waiting(&self) -> u32 {
        u32::try_from(self.waiting.len()).unwrap_or(u32::MAX)
    }

    /// What the ops that wait will do to the figures when the server has them, and to how many entries.
    pub fn unsent(&self) -> (Block, usize) {
        let mut changes = Changes::default();
        let is_entry =
            |id: &&Id| self.local.get(id).is_some_and(|ops| ops.iter().all(|local| local.op.of.is_entry()));
        let entities: BTreeSet<Id> =
            self.waiting.keys().filter_map(|op| self.entity_of.get(op)).filter(is_entry).copied().collect();
        for entity in &entities {
            let before = self.replayed(*entity, |local| local.delivery != Delivery::Waiting);
            if let Some(after) = self.row(*entity) {
                changes.change(before.as_ref(), &after);
            }
        }
        // Where that will be, nobody knows yet.
        changes.block.close(0);
        (changes.block, entities.len())
    }

    /// When the oldest waiting op was made, Unix ms by the corrected clock.
    pub fn oldest_waiting(&self) -> Option<Millis> {
        self.waiting.values().min().copied()
    }

    /// The ops that were rejected or held, in the order in which they were made, each with its entity's row as the op
    /// would have it.
    pub fn stuck(&self) -> Vec<(&Item, &Op, &Delivery, Row)> {
        let locals = self.stuck.iter().filter_map(|id| {
            let entity = self.entity_of.get(id)?;
            self.local.get(entity)?.iter().find(|local| local.item.id == *id)
        });
        let shown = locals.map(|local| {
            let mut row = self.row(local.op.entity()).unwrap_or_else(|| Row::unborn(&local.op));
            let effective = local.item.effective(&local.op);
            row.merge(&local.op, effective, local.item.skewed, local.item.replica);
            (&local.item, &local.op, &local.delivery, row)
        });
        shown.collect()
    }

    /// An op counts on top of the base until the base is known to hold it.
    fn counts(&self, local: &Local) -> bool {
        match (&local.delivery, local.stored) {
            (Delivery::Wedged(_) | Delivery::Held(Hold::Dismissed), _) => false,
            (_, None) => true,
            (_, Some((epoch, position))) => Some(epoch) != self.epoch || position > self.position,
        }
    }

    fn locals(&self) -> impl Iterator<Item = &Local> + Clone {
        self.local.values().flatten()
    }

    fn insert(&mut self, entity: Id, local: Local) {
        let op = local.item.id;
        self.take(op);
        if local.delivery == Delivery::Waiting {
            self.waiting.insert(op, local.item.made);
        }
        if matches!(local.delivery, Delivery::Held(_) | Delivery::Wedged(_)) {
            self.stuck.insert(op);
        }
        self.entity_of.insert(op, entity);
        self.local.entry(entity).or_default().push(local);
    }

    fn take(&mut self, op: Id) -> Option<Id> {
        let entity = self.entity_of.remove(&op)?;
        self.waiting.remove(&op);
        self.stuck.remove(&op);
        if let Some(locals) = self.local.get_mut(&entity) {
            locals.retain(|local| local.item.id != op);
            if locals.is_empty() {
                self.local.remove(&entity);
            }
        }
        Some(entity)
    }
}
