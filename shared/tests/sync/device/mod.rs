//! A device: one durable store and its tabs, of which one holds the lock and sends. What a crash takes away is in the
//! tabs.

mod driver;
mod screen;
mod tabs;
mod wrong;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use shared::domain::op::Op;
use shared::id::Id;
use shared::sync::backoff::Random;
use shared::sync::outbox::Item;
use shared::sync::protocol::{Effect, Event, Failure, TIMEOUT};
use shared::time::Millis;
use shared::wire::v1::pull::PullAnswer;

use crate::action::StorageFault;
use crate::mutation::Mutation;
use crate::tab::{News, Tab};
use shared::sync::store::Store;

/// A request on its way; the world decides what becomes of it.
#[derive(Clone)]
pub struct Request {
    tab: u32,
    run: u32,
    pub effect: Effect,
    sent_at: Millis,
    /// Reported as failed already.
    pub given_up: bool,
}

pub struct Device {
    pub replica: Id,
    pub store: Store,
    pub tabs: Vec<Tab>,
    lock: Option<u32>,
    next_tab: u32,
    next_run: u32,
    pub wire: Vec<Request>,
    pub random: Random,
    /// How far the device's clock is from the true time.
    pub wrong_by: Millis,
    /// The correction it believes in.
    pub offset: Millis,
    pub storage_fault: Option<StorageFault>,
    died: bool,
    /// Its store, and the history that the base rows in it come from.
    pub backup: Option<(Store, Option<Id>)>,
    /// The schema version of the ops that its app makes.
    pub version: u32,
    /// The server does not know its credential.
    pub expired: bool,
    /// Counts what may rightly take entities from the screen: another history, a rejection, new ids, a restored store.
    generation: u32,
    /// Another device has the same ops. Of the mark that a clock was wrong, the two may think differently until they pull.
    is_cloned: bool,
    /// The history that the base rows come from.
    base_epoch: Option<Id>,
    /// The ops that a new history was found to have.
    anew: BTreeSet<Id>,
    /// Ops whose tab was frozen before it told of them: nobody knows that they are saved, the sender neither until it polls.
    pub untold: BTreeSet<Id>,
    /// Looks different since it was last checked.
    changed: bool,
    parsed: BTreeMap<Id, Rc<Op>>,
    mutation: Option<Mutation>,
}

impl Device {
    pub fn new(index: u8, now: Millis, seed: u64, mutation: Option<Mutation>) -> Self {
        let replica = Id::v7(1, [index; 10]);
        Self::of(replica, Store::default(), now, seed, mutation)
    }

    fn of(replica: Id, store: Store, now: Millis, seed: u64, mutation: Option<Mutation>) -> Self {
        let mut device = Self {
            replica,
            store,
            tabs: Vec::new(),
            lock: None,
            next_tab: 0,
            next_run: 0,
            wire: Vec::new(),
            random: Random::new(seed),
            wrong_by: 0,
            offset: 0,
            storage_fault: None,
            died: false,
            backup: None,
            version: 1,
            expired: false,
            generation: 0,
            is_cloned: false,
            base_epoch: None,
            anew: BTreeSet::new(),
            untold: BTreeSet::new(),
            changed: true,
            parsed: BTreeMap::new(),
            mutation,
        };
        device.open_tab(now);
        device
    }

    /// Another device with the same storage.
    pub fn cloned(&mut self, now: Millis) -> Self {
        let seed = self.random.bits();
        let mut clone = Self::of(self.replica, self.store.clone(), now, seed, self.mutation);
        (clone.offset, clone.version, clone.expired) = (self.offset, self.version, self.expired);
        (self.is_cloned, clone.is_cloned) = (true, true);
        clone.anew.clone_from(&self.anew);
        clone
    }

    /// Answers wait in a frozen tab.
    pub fn has_late_news(&self) -> bool {
        self.tabs.iter().any(|tab| !tab.inbox.is_empty())
    }

    fn is(&self, mutation: Mutation) -> bool {
        self.mutation == Some(mutation)
    }

    fn turn(&mut self) {
        self.generation += 1;
        self.parsed.clear();
    }

    /// The time as the device believes it to be.
    pub fn corrected(&self, now: Millis) -> Millis {
        now + self.wrong_by + self.offset
    }

    /// The browser is killed and started again. What it had sent may still arrive.
    pub fn crash(&mut self, now: Millis) {
        self.died = false;
        self.turn();
        self.tabs.clear();
        self.untold.clear();
        self.lock = None;
        self.wire.iter_mut().for_each(|request| request.given_up = true);
        self.open_tab(now);
    }

    /// Starts the browser again if it was killed in a transaction.
    pub fn revive(&mut self, now: Millis) {
        if self.died {
            self.crash(now);
        }
    }

    pub fn back_up(&mut self) {
        self.backup = Some((self.store.clone(), self.base_epoch));
    }

    pub fn restore(&mut self, now: Millis) {
        if let Some(backup) = self.backup.clone() {
            (self.store, self.base_epoch) = backup;
            self.turn();
            self.crash(now);
        }
    }

    /// Everything a tab does by itself up to now.
    pub fn tick(&mut self, now: Millis) {
        let late = |request: &Request| !request.given_up && request.sent_at + TIMEOUT <= now;
        while let Some(at) = self.wire.iter().position(late) {
            self.wire[at].given_up = true;
            let request = self.wire[at].clone();
            self.answered(now, &request, failed(&request.effect, Failure::TimedOut));
        }
        let mut tab = 0;
        while tab < self.tabs.len() && !self.died {
            if !self.tabs[tab].frozen && self.tabs[tab].beat_at <= now {
                self.beat(now, tab);
            }
            if !self.tabs[tab].frozen && self.tabs[tab].wake.is_some_and(|at| at <= now) {
                self.tabs[tab].wake = None;
                self.report(now, tab, Event::Timer);
            }
            tab += 1;
        }
    }

    /// When something next happens by itself.
    pub fn due(&self) -> Option<Millis> {
        let requests = self.wire.iter().filter(|request| !request.given_up).map(|r| r.sent_at + TIMEOUT);
        self.tabs.iter().filter_map(Tab::due).chain(requests).min()
    }

    /// Saves a change, as a tap does: one durable transaction, then the view, then the engine. Whether it was told
    /// *saved*, or is in the store although nobody was told. With `freezes` the tab is frozen after the commit.
    pub fn save(&mut self, now: Millis, tab: usize, item: &Item, freezes: bool) -> bool {
        let written = self.write(|device| device.store.append(item.clone()));
        let died = written.is_none();
        match written {
            Some(Ok(item)) => {
                self.tabs[tab].frozen = freezes;
                self.untold.insert(item.id);
                self.send_news(now, tab, News::Committed(Box::new(item)));
                true
            }
            _ if self.is(Mutation::SavedBeforeDurable) => true,
            _ => died && self.store.outbox.values().any(|kept| kept.id == item.id),
        }
    }

    /// What the other tabs are told.
    fn tell(&mut self, now: Millis, from: usize, news: &News) {
        for tab in (0..self.tabs.len()).filter(|tab| *tab != from) {
            self.send_news(now, tab, news.clone());
        }
    }

    fn send_news(&mut self, now: Millis, tab: usize, news: News) {
        if self.tabs[tab].frozen {
            self.tabs[tab].inbox.push_back(news);
        } else {
            self.hear(now, tab, &news);
        }
    }

    fn hear(&mut self, now: Millis, tab: usize, news: &News) {
        match news {
            News::Committed(item) => {
                self.untold.remove(&item.id);
                self.tabs[tab].view.saved((**item).clone());
                self.tell(now, tab, &News::Saved(item.clone()));
                self.report(now, tab, Event::Written);
            }
            News::Saved(item) => {
                self.tabs[tab].view.saved((**item).clone());
                self.report(now, tab, Event::Written);
            }
            News::Settled(plan) => {
                self.tabs[tab].view.settle(plan);
                if plan.renames() {
                    self.tabs[tab].load(&self.store);
                }
            }
            News::Pulled(answer) => {
                let PullAnswer { epoch, position, reset, ref rows, .. } = **answer;
                self.tabs[tab].view.pulled(epoch, position, reset, rows.iter().cloned());
            }
            News::Reload => self.tabs[tab].load(&self.store),
            News::Granted => self.lead(now, tab),
            News::Answer(run, event) => {
                if self.tabs[tab].run == *run {
                    self.report(now, tab, event.clone());
                }
            }
        }
    }
}

/// The failure of a request.
pub fn failed(request: &Effect, failure: Failure) -> Event {
    match request {
        Effect::Push(_) => Event::Pushed(Err(failure)),
        Effect::Pull { .. } => Event::Pulled(Err(failure)),
        _ => Event::Offered(Err(failure)),
    }
}
