//! The device in this tab: its store, what it holds, and who wants to know.
//!
//! Owns: that store, memory and other tabs are told of each change in this order: durable first, then shown, then told.
//! Must not: talk to the server (the driver does).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use shared::id::Id;
use shared::sync::outbox::Item;
use shared::sync::plan::Settlement;
use shared::sync::protocol::Memory;
use shared::sync::view::Changed;
use shared::time::Millis;
use shared::wire::v1::held::HeldAnswer;
use shared::wire::v1::pull::PullAnswer;

use super::driver::Driver;
use super::news::{Network, News};
use crate::platform::channel::Channel;
use crate::platform::clock::Clock;
use crate::platform::{random, storage};
use crate::store::replica::Replica;
use crate::store::{Store, StoreError, key};

/// What has changed.
#[derive(Clone, Debug)]
pub enum Change {
    /// These entities look different.
    Entities(Changed),
    /// Everything may look different.
    All,
    /// The network's state.
    Network,
    /// Something changed at the server.
    Server(i64),
    /// The configuration was stored by another tab.
    Config,
    /// Somebody signed in or out in another tab.
    Session,
    /// The base rows were dropped: the sender must start again.
    Afresh,
}

type Told = Rc<dyn Fn(&Change)>;

/// The device in this tab.
pub struct Hub {
    /// Its store.
    pub store: Rc<Store>,
    /// Its clock.
    pub clock: Rc<Clock>,
    /// What it holds.
    pub replica: RefCell<Replica>,
    pub(super) driver: RefCell<Option<Rc<Driver>>>,
    pub(super) heard_at: Cell<Millis>,
    /// This tab has the lock.
    pub(super) leading: Cell<u32>,
    /// There is a device credential: ops may be sent.
    pub(super) enrolled: Cell<bool>,
    /// Somebody is signed in: the event stream is wanted even without a device.
    pub(super) signed_in: Cell<bool>,
    /// Counts the changes of the replica, so that a slow reading of the store does not undo a newer one.
    changes: Cell<u64>,
    network: RefCell<Network>,
    channel: RefCell<Option<Channel>>,
    told: RefCell<Vec<Told>>,
}

impl Hub {
    /// Reads what the device's store holds; `mirrored` is how many entries an earlier store of this browser held unsent.
    pub async fn open(
        store: Rc<Store>,
        clock: Rc<Clock>,
        mirrored: Option<u32>,
    ) -> Result<Rc<Self>, StoreError> {
        // What cannot be forgotten today is forgotten tomorrow.
        let _ = store.prune(clock.now()).await;
        let replica = store.claim(random::id(clock.now()), mirrored).await?;
        let loaded = store.load(replica).await?;
        let hub = Rc::new(Self {
            store,
            heard_at: Cell::new(clock.steady()),
            clock,
            replica: RefCell::new(Replica::of(loaded)),
            driver: RefCell::new(None),
            leading: Cell::new(0),
            enrolled: Cell::new(false),
            signed_in: Cell::new(false),
            changes: Cell::new(0),
            network: RefCell::new(Network { reachable: true, ..Network::default() }),
            channel: RefCell::new(None),
            told: RefCell::new(Vec::new()),
        });
        let weak = Rc::downgrade(&hub);
        let channel = Channel::join(hub.store.name(), move |text| {
            if let (Some(hub), Some(news)) = (weak.upgrade(), News::from_text(&text)) {
                hub.hear(news);
            }
        });
        *hub.channel.borrow_mut() = Some(channel);
        Ok(hub)
    }

    /// Calls back at each change.
    pub fn on_change(&self, told: impl Fn(&Change) + 'static) {
        self.told.borrow_mut().push(Rc::new(told));
    }

    /// Whether this tab is the one that sends.
    pub fn is_sender(&self) -> bool {
        self.leading.get() > 0
    }

    /// How the network is.
    pub fn network(&self) -> Network {
        self.network.borrow().clone()
    }

    /// Shows ops that were made durable and tells of them.
    pub fn saved(&self, items: &[Item]) {
        let changed = self.replica.borrow_mut().saved(items);
        self.show(&Change::Entities(changed));
        self.tell(&News::Saved(items.to_vec()));
        self.nudge_driver(shared::sync::protocol::Event::Written);
    }

    /// Takes a rejected op out of the quarantine.
    pub async fn drop_wedged(&self, op: Id) -> Result<(), StoreError> {
        self.store.drop_wedged(op).await?;
        let changed = self.replica.borrow_mut().drop_wedged(op);
        self.show(&Change::Entities(changed));
        self.tell(&News::Dropped(op));
        Ok(())
    }

    /// Takes over what the review of held ops decided.
    pub async fn reviewed(&self, answer: &HeldAnswer) -> Result<(), StoreError> {
        if self.store.reviewed(answer).await? {
            self.reload().await?;
            self.tell(&News::Reload);
        }
        Ok(())
    }

    /// Tells the other tabs that the configuration was stored.
    pub fn tell_config(&self) {
        self.tell(&News::Config);
    }

    /// Tells the other tabs that somebody signed in or out.
    pub fn tell_session(&self) {
        self.tell(&News::Session);
    }

    /// Makes room on a full disk: drops what can be fetched again. Nothing that a person logged is touched.
    pub async fn make_room(&self) {
        storage::drop_spare_caches().await;
        // A full disk may refuse even this; the write that follows says so.
        let _ = self.store.drop_base().await;
        self.show(&Change::Afresh);
        self.tell(&News::Afresh);
    }

    /// Reads everything again.
    pub async fn reload(&self) -> Result<(), StoreError> {
        let id = self.replica.borrow().id;
        loop {
            let before = self.changes.get();
            let loaded = self.store.load(id).await?;
            if self.changes.get() != before {
                // Something was saved meanwhile, which this reading may lack.
                continue;
            }
            let clock = self.replica.borrow().clock();
            let mut replica = Replica::of(loaded);
            replica.observe(clock.last);
            *self.replica.borrow_mut() = replica;
            break;
        }
        self.show(&Change::All);
        Ok(())
    }

    /// Stores what receipts did; `false`: another tab has moved the store on, and it was read again instead.
    pub(super) async fn settled(&self, plan: &Settlement, epoch: Option<Id>) -> Result<bool, StoreError> {
        if !self.store.settle(plan, epoch).await? {
            return self.overtaken().await;
        }
        let now = self.clock.now();
        let (changed, clock) = {
            let mut replica = self.replica.borrow_mut();
            (replica.settled(plan, now), replica.clock().last)
        };
        if self.replica.borrow().waiting() == 0 {
            self.store.put(key::CLOCK, &clock).await?;
        }
        self.show(&Change::Entities(changed));
        self.tell(&News::Settled(plan.into()));
        if plan.renames() {
            self.reload().await?;
        }
        Ok(true)
    }

    /// Stores pulled rows; `false`: another tab has moved the store on, and it was read again instead.
    pub(super) async fn pulled(&self, answer: &PullAnswer, from: &Memory) -> Result<bool, StoreError> {
        if !self.store.apply(answer, from).await? {
            return self.overtaken().await;
        }
        let changed = self.replica.borrow_mut().pulled(answer);
        self.show(&Change::Entities(changed));
        let small = !answer.reset && answer.rows.len() <= 500;
        self.tell(&if small { News::Pulled(answer.clone()) } else { News::Reload });
        Ok(true)
    }

    async fn overtaken(&self) -> Result<bool, StoreError> {
        // What that tab told while this one was frozen may be lost.
        self.reload().await?;
        Ok(false)
    }

    pub(super) async fn reloaded(&self) -> Result<(), StoreError> {
        self.reload().await?;
        self.tell(&News::Reload);
        Ok(())
    }

    pub(super) fn set_network(&self, network: Network) {
        if *self.network.borrow() != network {
            *self.network.borrow_mut() = network.clone();
            self.show(&Change::Network);
            self.tell(&News::Network(network));
        }
    }

    pub(super) fn measured(self: &Rc<Self>, offset: Millis) {
        /// Less than this is the network's jitter, not worth a write.
        const JITTER: Millis = 500;
        let moved = (offset - self.clock.offset()).abs();
        self.clock.correct(offset);
        if moved > JITTER {
            let hub = self.clone();
            wasm_bindgen_futures::spawn_local(async move {
                // Unwritten, it is measured again at the next contact.
                let _ = hub.store.put(key::OFFSET, &offset).await;
            });
            self.tell(&News::Offset(offset));
        }
    }

    pub(super) fn server_changed(&self, position: i64) {
        self.show(&Change::Server(position));
        self.tell(&News::Changed(position));
    }

    pub(super) fn tell(&self, news: &News) {
        if let (Some(channel), Some(text)) = (self.channel.borrow().as_ref(), news.to_text()) {
            channel.tell(&text);
        }
    }

    pub(super) fn nudge_driver(&self, event: shared::sync::protocol::Event) {
        let driver = self.driver.borrow().clone();
        if let Some(driver) = driver {
            driver.on(event);
        }
    }

    fn show(&self, change: &Change) {
        self.changes.set(self.changes.get() + 1);
        // Whoever is told may ask to be told: no borrow may last.
        let told: Vec<Told> = self.told.borrow().clone();
        for told in told {
            told(change);
        }
    }

    fn reload_soon(self: &Rc<Self>) {
        let hub = self.clone();
        wasm_bindgen_futures::spawn_local(async move {
            // What cannot be read now is read at the next change.
            let _ = hub.reload().await;
        });
    }

    /// What another tab says.
    fn hear(self: &Rc<Self>, news: News) {
        let now = self.clock.now();
        let change = match news {
            News::Alive => {
                self.heard_at.set(self.clock.steady());
                return;
            }
            News::Saved(items) => {
                self.nudge_driver(shared::sync::protocol::Event::Written);
                Change::Entities(self.replica.borrow_mut().saved(&items))
            }
            News::Settled(receipts) => {
                let plan = Settlement::from(receipts);
                if plan.renames() {
                    self.reload_soon();
                }
                Change::Entities(self.replica.borrow_mut().settled(&plan, now))
            }
            News::Pulled(answer) => Change::Entities(self.replica.borrow_mut().pulled(&answer)),
            News::Dropped(op) => Change::Entities(self.replica.borrow_mut().drop_wedged(op)),
            News::Reload => {
                self.reload_soon();
                return;
            }
            News::Network(network) => {
                *self.network.borrow_mut() = network;
                Change::Network
            }
            News::Offset(offset) => {
                self.clock.correct(offset);
                return;
            }
            News::Changed(position) => Change::Server(position),
            News::Config => Change::Config,
            News::Session => Change::Session,
            News::Afresh => Change::Afresh,
        };
        self.show(&change);
    }
}
