//! A tablet without a browser: the real engine over a store in memory, against the real server.
//!
//! Owns: the native driver. It performs the engine's effects as the browser's does, but time passes at will, so that
//! no test waits. Must not: know better than the engine.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use backend::clock::{Clock as _, ManualClock};
use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::Method;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::domain::help::Help;
use shared::domain::hlc::Clock;
use shared::domain::op::{Act, Kind, Op, Registers};
use shared::domain::row::Row;
use shared::id::Id;
use shared::routes;
use shared::sync::backoff::Random;
use shared::sync::engine::Engine;
use shared::sync::outbox::{self, Item, SentBatch};
use shared::sync::plan::{self, Settlement, Wedged};
use shared::sync::protocol::{Effect, Event, Failure, Memory};
use shared::sync::view::View;
use shared::time::Millis;

use crate::actor::{Actor, Answer};
use crate::faults::{Fate, Faults};

/// A device gives up after so many steps of the engine: something is stuck.
const PATIENCE: u32 = 20_000;

/// How long to wait for a server that cannot be reached.
const AWAY: Duration = Duration::from_millis(10);

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
    memory: Memory,
    clock: Clock,
    next_key: u64,
}

/// A tablet.
pub struct Device {
    /// Its library.
    pub library: String,
    /// The replica of its store.
    pub replica: Id,
    /// What survives a crash.
    pub store: Store,
    /// What its screens show.
    pub view: View,
    /// The network between it and the server.
    pub faults: Faults,
    /// How far its clock is from the server's.
    pub wrong_by: Millis,
    /// Answers that tell of a bug of the server.
    pub internal: u32,
    /// Requests that were made, by route.
    pub requests: BTreeMap<String, u32>,
    actor: Actor,
    engine: Engine,
    random: Random,
    clock: Arc<ManualClock>,
    offset: Millis,
    /// The engine's time; only differences matter.
    now: Millis,
    wake: Option<Millis>,
    events: VecDeque<Event>,
}

impl Device {
    /// A tablet over an enrolled browser's cookies, with the server's clock as the true time.
    pub fn new(actor: Actor, library: &str, seed: u64, clock: Arc<ManualClock>) -> Self {
        let mut random = Random::new(seed);
        let mut device = Self {
            library: library.to_owned(),
            replica: Id::v7(clock.now(), random.ten_bytes()),
            store: Store::default(),
            view: View::new(),
            faults: Faults::none(),
            wrong_by: 0,
            internal: 0,
            requests: BTreeMap::new(),
            actor,
            engine: Engine::new(random.bits()),
            random,
            clock,
            offset: 0,
            now: 0,
            wake: None,
            events: VecDeque::new(),
        };
        device.start();
        device
    }

    /// The same stores in a new process: engine, view and requests are gone.
    pub fn restart(&mut self) {
        self.engine = Engine::new(self.random.bits());
        self.wake = None;
        self.events.clear();
        self.start();
    }

    /// The server has come back under another address.
    pub fn move_to(&mut self, address: SocketAddr) {
        self.actor = self.actor.twin_at(address);
    }

    fn start(&mut self) {
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
        self.events.push_back(Event::Started(self.store.memory.clone()));
    }

    fn device_time(&self) -> Millis {
        self.clock.now() + self.wrong_by
    }

    fn corrected(&self) -> Millis {
        self.device_time() + self.offset
    }

    /// A plain help, as two taps make it.
    pub fn blank_help(&self) -> Help {
        Help { topics: vec!["gov".to_owned()], ..Help::blank(Some("main".to_owned()), None) }
    }

    /// Logs a help; answers its id.
    pub fn log(&mut self, help: &Help) -> Id {
        self.write(Act::Create, Kind::Help, None, help.registers())
    }

    /// Changes an entity's registers.
    pub fn patch(&mut self, entity: Id, set: Registers) -> Id {
        self.write(Act::Patch, Kind::Help, Some(entity), set)
    }

    /// Saves an op, as a tap does: durable, then shown, then the engine hears of it.
    pub fn write(&mut self, act: Act, of: Kind, entity: Option<Id>, set: Registers) -> Id {
        let made = self.corrected();
        let id = Id::v7(made, self.random.ten_bytes());
        let at = self.store.clock.tick(made).at;
        let library = self.library.clone();
        self.save(&Op { id, at, act, of, entity, library, lists: 1, set, replaces: None })
    }

    /// Saves an op as it is.
    pub fn save(&mut self, op: &Op) -> Id {
        self.store.next_key += 1;
        let key = self.store.next_key;
        let item = Item { key, ..Item::new(op, self.replica, self.corrected(), self.offset) };
        self.store.outbox.insert(key, item.clone());
        self.view.add(item);
        self.events.push_back(Event::Written);
        op.id
    }

    /// Tells the engine that now is a good time.
    pub fn nudge(&mut self) {
        self.events.push_back(Event::Nudged);
    }

    /// Works until the outbox is empty, everything pulled, and the engine waits for its next regular pull.
    pub async fn settle(&mut self) -> Result<()> {
        self.nudge();
        for _ in 0..PATIENCE {
            if !self.step().await? && self.store.outbox.is_empty() {
                return Ok(());
            }
        }
        bail!("stuck with {} ops in the outbox", self.store.outbox.len())
    }

    /// Works for some steps of the engine; a device that is used and switched off at any moment.
    pub async fn work(&mut self, steps: u32) -> Result<()> {
        for _ in 0..steps {
            self.step().await?;
        }
        Ok(())
    }

    /// One event, or the next timer. False when there is nothing to do but wait for the regular pull.
    async fn step(&mut self) -> Result<bool> {
        if let Some(event) = self.events.pop_front() {
            for effect in self.engine.on(self.now, event) {
                if let Some(event) = self.perform(effect).await? {
                    self.events.push_back(event);
                }
            }
            return Ok(true);
        }
        let Some(wake) = self.wake.take() else { return Ok(false) };
        let idle = self.store.outbox.is_empty() && wake - self.now >= shared::sync::protocol::POLL / 2;
        self.now = wake;
        self.events.push_back(Event::Timer);
        Ok(!idle)
    }

    async fn perform(&mut self, effect: Effect) -> Result<Option<Event>> {
        Ok(match effect {
            Effect::Load { limit, aside } => Some(Event::Loaded {
                items: outbox::cut(self.store.outbox.values(), limit, &aside),
                waiting: u32::try_from(self.store.outbox.len())?,
                oldest: self.store.outbox.values().map(|item| item.made).min(),
            }),
            Effect::Push(push) => Some(Event::Pushed(
                self.ask(routes::SYNC_PUSH, Some(&push), |a: &shared::wire::v1::push::PushAnswer| {
                    Some(a.server_time)
                })
                .await?,
            )),
            Effect::Pull { cursor } => {
                let path = match cursor {
                    Some(cursor) => format!("{}?cursor={cursor}", routes::SYNC_PULL),
                    None => routes::SYNC_PULL.to_owned(),
                };
                let time = |answer: &shared::wire::v1::pull::PullAnswer| Some(answer.server_time);
                Some(Event::Pulled(self.ask(&path, None::<&()>, time).await?))
            }
            Effect::Offer(offer) => Some(Event::Offered(
                self.ask(routes::SYNC_OFFER, Some(&offer), |_: &shared::wire::v1::offer::OfferAnswer| None)
                    .await?,
            )),
            Effect::Settle(plan) => {
                self.settle_receipts(&plan);
                Some(Event::Settled(Ok(())))
            }
            Effect::Apply(answer) => {
                if answer.reset {
                    self.store.base.clear();
                }
                if let Some(latest) = answer.latest() {
                    self.store.clock.observe(latest);
                }
                self.store.base.extend(answer.rows.iter().map(|row| (row.id, row.clone())));
                self.store.memory = Memory {
                    epoch: Some(answer.epoch),
                    cursor: Some(answer.cursor.clone()),
                    position: answer.position,
                };
                self.view.pulled(answer.epoch, answer.position, answer.reset, answer.rows);
                Some(Event::Applied(Ok(())))
            }
            Effect::ListSent { epoch } => {
                if self.store.memory.epoch != Some(epoch) {
                    self.store.memory = Memory { epoch: Some(epoch), cursor: None, position: 0 };
                    self.view.meet(epoch);
                }
                let old = self.store.sent.iter().filter(|batch| batch.epoch != epoch);
                Some(Event::SentIds(old.flat_map(|batch| batch.ops.iter().map(|op| op.item.id)).collect()))
            }
            Effect::Requeue { offered, unknown, epoch } => {
                self.requeue(&offered, &unknown, epoch);
                Some(Event::Requeued(Ok(())))
            }
            Effect::Wake(after) => {
                self.wake = Some(self.now + after);
                None
            }
            Effect::Tell(_) => None,
        })
    }

    /// One request over the network with a temper.
    async fn ask<A: DeserializeOwned>(
        &mut self,
        path: &str,
        body: Option<&impl Serialize>,
        server_time: impl Fn(&A) -> Option<Millis>,
    ) -> Result<Result<A, Failure>> {
        let route = path.split('?').next().unwrap_or_default().to_owned();
        *self.requests.entry(route).or_default() += 1;
        let packed = body.map(pack).transpose()?;
        let sent = self.device_time();
        let answer = match self.faults.draw() {
            Fate::Lost => return Ok(Err(Failure::Network)),
            Fate::Unavailable => return Ok(Err(Failure::Status(503, None))),
            Fate::Portal => return Ok(Err(Failure::NotOurs)),
            Fate::AnswerLost => {
                let _ = send(&mut self.actor, path, packed).await;
                return Ok(Err(Failure::Network));
            }
            Fate::Doubled => {
                let mut twin = self.actor.twin();
                let again = send(&mut twin, path, packed.clone());
                futures::future::join(send(&mut self.actor, path, packed), again).await.0
            }
            Fate::Fine => send(&mut self.actor, path, packed).await,
        };
        let Ok(answer) = answer else {
            // The server is really away: the engine's time is of the test's making, this is not.
            tokio::time::sleep(AWAY).await;
            return Ok(Err(Failure::Network));
        };
        self.internal += u32::from(answer.status == 500);
        if answer.status != 200 {
            let code = answer.json["code"].as_str().map(str::to_owned);
            return Ok(Err(Failure::Status(answer.status, code)));
        }
        let Ok(read) = serde_json::from_str::<A>(&answer.text) else { return Ok(Err(Failure::NotOurs)) };
        if let Some(server_time) = server_time(&read) {
            self.offset = shared::sync::engine::clock_offset(sent, self.device_time(), server_time);
            self.events.push_back(Event::Clock(self.offset));
        }
        Ok(Ok(read))
    }

    fn settle_receipts(&mut self, plan: &Settlement) {
        for key in &plan.remove {
            self.store.outbox.remove(key);
        }
        for item in self.store.outbox.values_mut() {
            if let Some(new) = plan::renamed(item, &plan.rename) {
                *item = new;
            }
        }
        if let Some(batch) = &plan.sent {
            self.store.next_key += 1;
            self.store.sent.push(SentBatch { key: self.store.next_key, ..batch.clone() });
        }
        self.store.quarantine.extend(plan.wedged.iter().cloned());
        if self.store.outbox.is_empty() {
            let corrected = self.corrected();
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

    /// Ids of the ops that the server has acknowledged as stored.
    pub fn acknowledged(&self) -> BTreeSet<Id> {
        let ops = self.store.sent.iter().flat_map(|batch| &batch.ops);
        ops.filter(|op| op.position.is_some()).map(|op| op.item.id).collect()
    }

    /// Who calls, for requests that are not the engine's.
    pub fn actor(&mut self) -> &mut Actor {
        &mut self.actor
    }
}

/// JSON, packed as browsers pack it.
pub fn pack(body: &impl Serialize) -> Result<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(&serde_json::to_vec(body)?)?;
    packer.finish().context("gzip")
}

async fn send(actor: &mut Actor, path: &str, packed: Option<Vec<u8>>) -> Result<Answer> {
    match packed {
        Some(body) => {
            let finish = |request: reqwest::RequestBuilder| {
                request.header(CONTENT_TYPE, "application/json").header(CONTENT_ENCODING, "gzip").body(body)
            };
            actor.send(Method::POST, path, finish).await
        }
        None => actor.get(path).await,
    }
}
