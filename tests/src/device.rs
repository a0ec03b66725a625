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
use backend::clock::Clock;
use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::Method;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::domain::help::Help;
use shared::domain::op::{Act, Kind, Op, Registers};
use shared::id::Id;
use shared::routes;
use shared::sync::backoff::Random;
use shared::sync::engine::Engine;
use shared::sync::outbox::Item;
use shared::sync::protocol::{Effect, Event, Failure};
use shared::sync::view::View;
use shared::time::Millis;
use tokio::time::Instant;

use crate::actor::{Actor, Answer};
use crate::faults::{Fate, Faults};
use shared::sync::store::Store;

/// A device gives up after so many steps of the engine: something is stuck.
const PATIENCE: u32 = 20_000;

/// How long to wait for a server that cannot be reached.
const AWAY: Duration = Duration::from_millis(10);

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
    /// Answers of the server that were not success.
    pub refused: u32,
    /// How long requests took that the server answered with success, by route.
    pub took: BTreeMap<&'static str, Vec<Duration>>,
    actor: Actor,
    engine: Engine,
    random: Random,
    clock: Arc<dyn Clock>,
    offset: Millis,
    /// The engine's time; only differences matter.
    now: Millis,
    wake: Option<Millis>,
    events: VecDeque<Event>,
}

impl Device {
    /// A tablet over an enrolled browser's cookies, with the server's clock as the true time.
    pub fn new(actor: Actor, library: &str, seed: u64, clock: Arc<dyn Clock>) -> Self {
        let mut random = Random::new(seed);
        let mut device = Self {
            library: library.to_owned(),
            replica: Id::v7(clock.now(), random.ten_bytes()),
            store: Store::default(),
            view: View::new(),
            faults: Faults::none(),
            wrong_by: 0,
            internal: 0,
            refused: 0,
            took: BTreeMap::new(),
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
        self.read();
        self.events.push_back(Event::Started(self.store.memory.clone()));
    }

    /// Shows what the store holds.
    fn read(&mut self) {
        self.view = View::new();
        if let Some(epoch) = self.store.memory.epoch {
            self.view.pulled(epoch, self.store.memory.position, true, self.store.base.values().cloned());
        }
        for batch in &self.store.sent {
            self.view.add_sent(batch);
        }
        for wedged in &self.store.quarantine {
            self.view.add_wedged(wedged.item.clone(), wedged.code.clone());
        }
        for item in self.store.outbox.values() {
            self.view.add(item.clone());
        }
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
        let item = self.store.append(Item::new(op, self.replica, self.corrected(), self.offset));
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

    /// Does all that can be done now, in real time; answers when, by the same clock, there is more to do.
    pub async fn turn(&mut self, now: impl Fn() -> Millis) -> Result<Millis> {
        self.now = now();
        if self.wake.is_some_and(|wake| wake <= self.now) {
            self.wake = None;
            self.events.push_back(Event::Timer);
        }
        while let Some(event) = self.events.pop_front() {
            self.now = now();
            self.take(event).await?;
        }
        Ok(self.wake.unwrap_or(self.now))
    }

    /// The event stream tells of a position.
    pub fn hear(&mut self, position: i64) {
        self.events.push_back(Event::Changed(position));
    }

    async fn take(&mut self, event: Event) -> Result<()> {
        for effect in self.engine.on(self.now, event) {
            if let Some(event) = self.perform(effect).await? {
                self.events.push_back(event);
            }
        }
        Ok(())
    }

    /// One event, or the next timer. False when there is nothing to do but wait for the regular pull.
    async fn step(&mut self) -> Result<bool> {
        if let Some(event) = self.events.pop_front() {
            self.take(event).await?;
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
            Effect::Load { limit, aside } => Some(self.store.load(limit, &aside)),
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
                let corrected = self.corrected();
                self.store.settle(&plan, corrected);
                self.view.settle(&plan);
                if plan.renames() {
                    self.read();
                }
                Some(Event::Settled(Ok(())))
            }
            Effect::Apply(answer) => {
                self.store.apply(&answer);
                self.view.pulled(answer.epoch, answer.position, answer.reset, answer.rows);
                Some(Event::Applied(Ok(())))
            }
            Effect::ListSent { epoch } => {
                let (ids, met) = self.store.list_sent(epoch);
                if met {
                    self.view.meet(epoch);
                }
                Some(Event::SentIds(ids))
            }
            Effect::Requeue { offered, unknown, epoch, position } => {
                for item in self.store.requeue(&offered, &unknown, epoch, position) {
                    self.view.add(item);
                }
                for batch in self.store.sent.iter().filter(|batch| batch.epoch == epoch) {
                    self.view.add_sent(batch);
                }
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
        let begun = Instant::now();
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
            self.refused += 1;
            let problem: Value = serde_json::from_str(&answer.text).unwrap_or_default();
            let code = problem["code"].as_str().map(str::to_owned);
            return Ok(Err(Failure::Status(answer.status, code)));
        }
        let routes = [routes::SYNC_PUSH, routes::SYNC_PULL, routes::SYNC_OFFER];
        if let Some(route) = routes.into_iter().find(|route| path.starts_with(route)) {
            self.took.entry(route).or_default().push(begun.elapsed());
        }
        let Ok(read) = serde_json::from_str::<A>(&answer.text) else { return Ok(Err(Failure::NotOurs)) };
        if let Some(server_time) = server_time(&read) {
            self.offset = shared::sync::engine::clock_offset(sent, self.device_time(), server_time);
            self.events.push_back(Event::Clock(self.offset));
        }
        Ok(Ok(read))
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
            actor.exchange(Method::POST, path, finish).await
        }
        None => actor.exchange(Method::GET, path, |request| request).await,
    }
}
