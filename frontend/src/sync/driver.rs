//! The driver: performs what the engine asks for and reports how it went.
//!
//! Owns: one engine while this tab is the sender, its timer, the measuring of the clock. Must not: decide.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use shared::gather::gather;
use shared::id::Id;
use shared::sync::engine::{Engine, clock_offset};
use shared::sync::outbox::Limit;
use shared::sync::protocol::{Effect, Event, Memory, StoreFailed};
use shared::time::Millis;
use shared::wire::v1::pull::PullAnswer;

use super::hub::Hub;
use crate::api::{self, ApiError};
use crate::platform::{random, worker};
use crate::store::{Listed, StoreError, SyncMeta, key};

/// How often at most the browser's background sync is asked for. While there is a network it fires at once and nudges the
/// engine past its pause: asked for at each failure, it would make a server that refuses pushes a storm of them.
const WISH_EVERY: Millis = 60_000;

/// A running engine.
pub struct Driver {
    hub: Weak<Hub>,
    engine: RefCell<Engine>,
    /// What the engine takes the store to hold. Another tab may move the store on, while this one is frozen.
    memory: RefCell<Memory>,
    timer: RefCell<Option<Timeout>>,
    stopped: Cell<bool>,
    /// A request of this run has ended: until then nothing is known of the server.
    heard: Cell<bool>,
    /// When the browser's background sync was asked for last, by the steady clock.
    wished_at: Cell<Option<Millis>>,
}

impl Driver {
    /// Starts an engine from what the store remembers.
    pub(super) fn start(hub: &Rc<Hub>) -> Rc<Self> {
        let driver = Rc::new(Self {
            hub: Rc::downgrade(hub),
            engine: RefCell::new(Engine::new(random::seed())),
            memory: RefCell::default(),
            timer: RefCell::new(None),
            stopped: Cell::new(false),
            heard: Cell::new(false),
            wished_at: Cell::new(None),
        });
        let (starting, hub) = (driver.clone(), hub.clone());
        wasm_bindgen_futures::spawn_local(async move {
            // A store that cannot be read now is asked again by whatever the engine wants of it.
            let memory = starting.remember(&hub).await.unwrap_or_default();
            starting.on(Event::Started(memory));
        });
        driver
    }

    /// Ends it; what is under way is not waited for, and its end is not listened to.
    pub(super) fn stop(&self) {
        self.stopped.set(true);
        self.timer.borrow_mut().take();
    }

    /// Reports an event.
    pub(super) fn on(self: &Rc<Self>, event: Event) {
        let Some(hub) = self.hub.upgrade().filter(|_| !self.stopped.get()) else { return };
        let effects = self.engine.borrow_mut().on(hub.clock.steady(), event);
        for effect in effects {
            self.perform(&hub, effect);
        }
    }

    fn perform(self: &Rc<Self>, hub: &Rc<Hub>, effect: Effect) {
        match effect {
            Effect::Wake(ms) => {
                let driver = self.clone();
                let timer = Timeout::new(u32::try_from(ms).unwrap_or(0), move || driver.on(Event::Timer));
                // Replaced, the earlier timer never rings.
                *self.timer.borrow_mut() = Some(timer);
            }
            Effect::Tell(status) => {
                let before = hub.network();
                let reachable = if self.heard.get() { status.reachable } else { before.reachable };
                let failing = !reachable;
                hub.set_network(super::news::Network { reachable, ..before.with(status) });
                if failing && hub.replica.borrow().waiting() > 0 && self.may_wish(hub.clock.steady()) {
                    wasm_bindgen_futures::spawn_local(worker::wish_for_sync());
                }
            }
            effect => {
                let (driver, hub) = (self.clone(), hub.clone());
                wasm_bindgen_futures::spawn_local(async move {
                    for event in driver.outcome(&hub, effect).await {
                        driver.on(event);
                    }
                });
            }
        }
    }

    fn may_wish(&self, now: Millis) -> bool {
        let may = self.wished_at.get().is_none_or(|last| now - last >= WISH_EVERY);
        if may {
            self.wished_at.set(Some(now));
        }
        may
    }

    async fn outcome(self: &Rc<Self>, hub: &Rc<Hub>, effect: Effect) -> Vec<Event> {
        let event = match effect {
            Effect::Load { limit, aside } => self.load(hub, limit, &aside).await,
            Effect::Push(batch) => {
                let sent = hub.clock.device();
                let answer = api::push(&batch).await;
                self.measure(hub, sent, answer.as_ref().map(|answer| answer.server_time));
                Event::Pushed(answer.map_err(Into::into))
            }
            Effect::Settle(plan) => {
                let epoch = self.memory.borrow().epoch;
                match hub.settled(&plan, epoch).await {
                    Ok(false) => return self.overtaken(hub, Event::Settled(Err(StoreFailed))).await,
                    written => Event::Settled(stored(written.map(drop))),
                }
            }
            Effect::Pull { cursor } => {
                let sent = hub.clock.device();
                let answer = api::pull(cursor.as_deref()).await;
                self.measure(hub, sent, answer.as_ref().map(|answer| answer.server_time));
                Event::Pulled(answer.map_err(Into::into))
            }
            Effect::Apply(answer) => {
                let from = self.memory.borrow().clone();
                match hub.pulled(&answer, &from).await {
                    Ok(false) => return self.overtaken(hub, Event::Applied(Err(StoreFailed))).await,
                    Ok(true) => {
                        let PullAnswer { epoch, cursor, position, .. } = answer;
                        *self.memory.borrow_mut() =
                            Memory { epoch: Some(epoch), cursor: Some(cursor), position };
                        Event::Applied(Ok(()))
                    }
                    Err(_) => Event::Applied(Err(StoreFailed)),
                }
            }
            Effect::ListSent { epoch } => self.list_sent(hub, epoch).await,
            Effect::Offer(offer) => {
                let answer = api::offer(&offer).await;
                self.heard.set(true);
                Event::Offered(answer.map_err(Into::into))
            }
            Effect::Requeue { offered, unknown, epoch, position } => {
                let offered = gather(offered);
                let outcome = match hub.store.requeue(&offered, &unknown, epoch, position).await {
                    Ok(()) => hub.reloaded().await,
                    Err(error) => Err(error),
                };
                Event::Requeued(stored(outcome))
            }
            Effect::Wake(_) | Effect::Tell(_) => return Vec::new(),
        };
        vec![event]
    }

    /// Reads what the store remembers; `None` where it cannot be read.
    async fn remember(&self, hub: &Hub) -> Option<Memory> {
        let memory: SyncMeta = hub.store.get(key::SYNC).await.ok()?.unwrap_or_default();
        *self.memory.borrow_mut() = memory.clone().into();
        Some(memory.into())
    }

    /// Another tab has moved the store on: nothing was written, and the engine goes on from what the store holds.
    async fn overtaken(&self, hub: &Hub, failed: Event) -> Vec<Event> {
        let memory = self.remember(hub).await;
        [Some(failed), memory.map(Event::Started)].into_iter().flatten().collect()
    }

    async fn list_sent(&self, hub: &Hub, epoch: Id) -> Event {
        let mut listed = hub.store.list_sent(epoch).await;
        if listed.is_err() {
            // The engine waits for an answer to this one; what is not listed now is listed in the next run.
            gloo_timers::future::TimeoutFuture::new(5_000).await;
            listed = hub.store.list_sent(epoch).await;
        }
        let Ok(Listed { ids, met, memory }) = listed else { return Event::SentIds(Vec::new()) };
        if met {
            hub.replica.borrow_mut().view.meet(epoch);
        }
        *self.memory.borrow_mut() = memory;
        Event::SentIds(ids)
    }

    async fn load(
        &self,
        hub: &Hub,
        limit: Limit,
        aside: &std::collections::BTreeSet<shared::id::Id>,
    ) -> Event {
        match hub.store.head(limit, aside).await {
            Ok(head) => {
                let known = hub.replica.borrow().oldest();
                let oldest = [head.oldest, known.filter(|_| head.waiting > 0)].into_iter().flatten().min();
                Event::Loaded { items: head.items, waiting: head.waiting, oldest }
            }
            // Not read is not empty: the engine asks again when its poll is due, or something is written.
            Err(_) => {
                Event::Loaded { items: Vec::new(), waiting: hub.replica.borrow().waiting(), oldest: None }
            }
        }
    }

    /// Takes the server's time from an answer, before the answer itself is reported.
    fn measure(self: &Rc<Self>, hub: &Rc<Hub>, sent: Millis, server: Result<Millis, &ApiError>) {
        self.heard.set(true);
        let Ok(server) = server else { return };
        let offset = clock_offset(sent, hub.clock.device(), server);
        hub.measured(offset);
        let contact = Some(hub.clock.now());
        hub.set_network(super::news::Network { contact, ..hub.network() });
        self.on(Event::Clock(offset));
    }
}

fn stored(outcome: Result<(), StoreError>) -> Result<(), StoreFailed> {
    outcome.map_err(|_| StoreFailed)
}
