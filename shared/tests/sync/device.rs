//! A device: durable stores, and an engine and a view that a crash takes away.

use std::collections::{BTreeMap, VecDeque};

use serde_json::json;
use shared::domain::hlc::Clock;
use shared::domain::op::{Act, Kind, Op, Registers};
use shared::domain::row::Row;
use shared::id::Id;
use shared::sync::backoff::Random;
use shared::sync::engine::Engine;
use shared::sync::outbox::{self, Item, SentBatch};
use shared::sync::plan::{self, Settlement, Wedged};
use shared::sync::protocol::{Effect, Event, Memory, StoreFailed};
use shared::sync::view::View;
use shared::time::Millis;

/// What survives a crash.
#[derive(Clone, Default)]
pub struct Store {
    pub outbox: BTreeMap<u64, Item>,
    pub sent: Vec<SentBatch>,
    pub quarantine: Vec<Wedged>,
    base: BTreeMap<Id, Row>,
    memory: Memory,
    clock: Clock,
    next_key: u64,
}

pub struct Device {
    pub replica: Id,
    pub store: Store,
    pub view: View,
    engine: Engine,
    /// Requests on their way; the world decides what becomes of them.
    pub wire: VecDeque<Effect>,
    pub wake: Option<Millis>,
    random: Random,
    /// How far the device's clock is from the true time.
    pub wrong_by: Millis,
    /// The correction it believes in.
    offset: Millis,
    /// Every op that was ever saved here, by id: what must not be lost. A renamed op takes its old one's place.
    pub saved: BTreeMap<Id, Item>,
    entities: Vec<Id>,
    /// The next store writes fail once.
    pub fail_store: bool,
}

impl Device {
    pub fn new(index: u8, seed: u64) -> Self {
        let mut device = Self {
            replica: Id::v7(1, [index; 10]),
            store: Store::default(),
            view: View::new(),
            engine: Engine::new(seed),
            wire: VecDeque::new(),
            wake: None,
            random: Random::new(seed ^ 0xdead_beef),
            wrong_by: 0,
            offset: 0,
            saved: BTreeMap::new(),
            entities: Vec::new(),
            fail_store: false,
        };
        device.start(0);
        device
    }

    /// A crash: engine, view and requests are gone; the stores stay.
    pub fn crash(&mut self, now: Millis) {
        self.engine = Engine::new(self.random.bits());
        self.wire.clear();
        self.start(now);
    }

    fn start(&mut self, now: Millis) {
        self.view = View::new();
        if let Some(epoch) = self.store.memory.epoch {
            self.view.pulled(epoch, self.store.memory.position, true, self.store.base.values().cloned());
        }
        for batch in &self.store.sent {
            self.view.add_sent(batch);
        }
        for item in self.store.outbox.values() {
            self.view.add(item.clone());
        }
        let memory = self.store.memory.clone();
        self.report(now, Event::Started(memory));
    }

    /// Saves a change, as a tap does: one durable transaction, then the view, then the engine.
    pub fn write(&mut self, now: Millis, choice: u8) {
        let corrected = now + self.wrong_by + self.offset;
        let known: Vec<Id> = self.view.entities().collect();
        let create = choice.is_multiple_of(3) || known.is_empty();
        let act = match (create, choice % 7) {
            (true, _) => Act::Create,
            (_, 0) => Act::Delete,
            (_, 1) => Act::Restore,
            _ => Act::Patch,
        };
        let tick = self.store.clock.tick(corrected);
        let set = match act {
            Act::Create => Registers::from([
                ("count".to_owned(), json!(1)),
                ("when".to_owned(), json!({"now": true, "uncertain": tick.uncertain})),
            ]),
            Act::Patch => {
                Registers::from([(["count", "duration"][usize::from(choice % 2)].to_owned(), json!(choice))])
            }
            Act::Delete | Act::Restore => Registers::new(),
        };
        let id = Id::v7(corrected, self.random.ten_bytes());
        let op = Op {
            id,
            at: tick.at,
            act,
            of: Kind::Help,
            entity: (act != Act::Create).then(|| known[usize::from(choice) % known.len()]),
            library: "turku".to_owned(),
            lists: 1,
            set,
            replaces: None,
        };
        self.store.next_key += 1;
        let item = Item { key: self.store.next_key, ..Item::new(&op, self.replica, corrected, self.offset) };
        self.store.outbox.insert(item.key, item.clone());
        self.saved.insert(item.id, item.clone());
        self.entities.push(op.entity());
        self.view.add(item);
        self.report(now, Event::Written);
    }

    pub fn report(&mut self, now: Millis, event: Event) {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            for effect in self.engine.on(now, event) {
                events.extend(self.perform(now, effect));
            }
        }
    }

    /// The clock as measured by a contact.
    pub fn measure(&mut self, now: Millis, server_time: Millis) {
        self.offset = server_time - (now + self.wrong_by);
        self.report(now, Event::Clock(self.offset));
    }

    fn perform(&mut self, now: Millis, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Load { limit, aside } => Some(Event::Loaded {
                items: outbox::cut(self.store.outbox.values(), limit, &aside),
                waiting: u32::try_from(self.store.outbox.len()).expect("few"),
                oldest: self.store.outbox.values().map(|item| item.made).min(),
            }),
            Effect::Settle(plan) => Some(Event::Settled(self.stored().map(|()| self.settle(now, &plan)))),
            Effect::Apply(answer) => Some(Event::Applied(self.stored().map(|()| {
                if answer.reset {
                    self.store.base.clear();
                }
                self.store.base.extend(answer.rows.iter().map(|row| (row.id, row.clone())));
                self.store.memory = Memory {
                    epoch: Some(answer.epoch),
                    cursor: Some(answer.cursor.clone()),
                    position: answer.position,
                };
                if let Some(latest) = answer.latest() {
                    self.store.clock.observe(latest);
                }
                self.view.pulled(answer.epoch, answer.position, answer.reset, answer.rows);
            }))),
            Effect::ListSent { epoch } => {
                if self.store.memory.epoch != Some(epoch) {
                    self.store.memory = Memory { epoch: Some(epoch), cursor: None, position: 0 };
                    self.view.meet(epoch);
                }
                let old = self.store.sent.iter().filter(|batch| batch.epoch != epoch);
                Some(Event::SentIds(old.flat_map(|batch| batch.ops.iter().map(|op| op.item.id)).collect()))
            }
            Effect::Requeue { offered, unknown, epoch } => {
                Some(Event::Requeued(self.stored().map(|()| self.requeue(&offered, &unknown, epoch))))
            }
            Effect::Wake(after) => {
                self.wake = Some(now + after);
                None
            }
            Effect::Push(_) | Effect::Pull { .. } | Effect::Offer(_) => {
                self.wire.push_back(effect);
                None
            }
            Effect::Tell(_) => None,
        }
    }

    fn stored(&mut self) -> Result<(), StoreFailed> {
        if std::mem::take(&mut self.fail_store) { Err(StoreFailed) } else { Ok(()) }
    }

    fn settle(&mut self, now: Millis, plan: &Settlement) {
        for key in &plan.remove {
            self.store.outbox.remove(key);
        }
        for item in self.store.outbox.values_mut() {
            if let Some(new) = plan::renamed(item, &plan.rename) {
                self.saved.remove(&item.id);
                self.saved.insert(new.id, new.clone());
                *item = new;
            }
        }
        if let Some(batch) = &plan.sent {
            self.store.next_key += 1;
            self.store.sent.push(SentBatch { key: self.store.next_key, ..batch.clone() });
        }
        self.store.quarantine.extend(plan.wedged.iter().cloned());
        if self.store.outbox.is_empty() {
            let corrected = now + self.wrong_by + self.offset;
            self.store.clock.relax(corrected, plan.accepted.unwrap_or_default());
        }
        self.view.settle(plan);
    }

    fn requeue(&mut self, offered: &[Id], unknown: &[Id], epoch: Id) {
        let mut sent = Vec::new();
        for batch in std::mem::take(&mut self.store.sent) {
            if !batch.ops.iter().any(|op| offered.contains(&op.item.id)) {
                sent.push(batch);
                continue;
            }
            let (back, stay) = plan::requeue(&batch, unknown, epoch);
            for item in back {
                self.store.next_key += 1;
                let item = Item { key: self.store.next_key, ..item };
                self.store.outbox.insert(item.key, item.clone());
                self.view.add(item);
            }
            if let Some(batch) = stay {
                self.view.add_sent(&batch);
                sent.push(batch);
            }
        }
        self.store.sent = sent;
    }
}
