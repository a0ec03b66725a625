//! A tab: a view of the device's store, and an engine while it believes that it is the sender. A closed one is gone.

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use shared::id::Id;
use shared::sync::engine::Engine;
use shared::sync::outbox::Item;
use shared::sync::plan::Settlement;
use shared::sync::protocol::{Event, Memory};
use shared::sync::view::View;
use shared::time::Millis;
use shared::wire::v1::pull::PullAnswer;

use shared::sync::store::Store;

/// How often a sender shows that it lives.
pub const HEARTBEAT: Millis = 5_000;
/// After so long a silence a visible tab takes the lock.
pub const SILENCE: Millis = 20_000;

/// What reaches a tab from outside; a frozen one takes it in when it thaws.
#[derive(Clone)]
pub enum News {
    Saved(Box<Item>),
    /// What this tab itself has saved: it was frozen after the commit, before it showed it or told anybody.
    Committed(Box<Item>),
    Settled(Rc<Settlement>),
    Pulled(Rc<PullAnswer>),
    /// Too much changed to tell.
    Reload,
    /// The lock is this tab's.
    Granted,
    /// The answer to a request of that run.
    Answer(u32, Event),
}

pub struct Tab {
    pub id: u32,
    pub view: View,
    pub engine: Option<Engine>,
    /// Which engine of the device it is: answers to an earlier one are not listened to.
    pub run: u32,
    /// What its engine takes the store to hold.
    pub memory: Memory,
    /// Another tab took the lock, which this one learns at its next heartbeat.
    pub lost: bool,
    pub frozen: bool,
    pub visible: bool,
    pub heard_at: Millis,
    pub beat_at: Millis,
    pub wake: Option<Millis>,
    pub inbox: VecDeque<News>,
    /// The entities that a person has seen, and in which state of the replica.
    pub shown: (u32, BTreeSet<Id>),
}

impl Tab {
    pub fn open(id: u32, now: Millis, store: &Store) -> Self {
        let mut tab = Self {
            id,
            view: View::new(),
            engine: None,
            run: 0,
            memory: Memory::default(),
            lost: false,
            frozen: false,
            visible: true,
            heard_at: now,
            beat_at: now + HEARTBEAT,
            wake: None,
            inbox: VecDeque::new(),
            shown: (0, BTreeSet::new()),
        };
        tab.load(store);
        tab
    }

    /// Reads the store.
    pub fn load(&mut self, store: &Store) {
        self.view = View::new();
        if let Some(epoch) = store.memory.epoch {
            self.view.pulled(epoch, store.memory.position, false, store.base.values().cloned());
        }
        for batch in &store.sent {
            self.view.add_sent(batch);
        }
        for wedged in &store.quarantine {
            self.view.add_wedged(wedged.item.clone(), wedged.code.clone());
        }
        for item in store.outbox.values() {
            self.view.add(item.clone());
        }
    }

    /// When it next does something by itself.
    pub fn due(&self) -> Option<Millis> {
        (!self.frozen).then(|| self.wake.map_or(self.beat_at, |wake| wake.min(self.beat_at)))
    }
}
