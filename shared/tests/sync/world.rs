//! The world: devices, a server, a network with moods, and time.

use serde_json::json;
use shared::domain::op::{Act, Kind, Op, Registers};
use shared::id::Id;
use shared::sync::outbox::Item;
use shared::sync::protocol::{Effect, Event, Failure};
use shared::time::Millis;

use crate::action::{Action, DEVICES, FREEZES, Fate, History};
use crate::device::{Device, failed};
use crate::ledger::Ledger;
use crate::mutation::Mutation;
use crate::server::{Fresh, REJECTED, Server, is_rejected};

/// The count of an op on which a server with poison fails.
const POISON: u64 = 66;

pub struct World {
    now: Millis,
    pub devices: Vec<Device>,
    pub server: Server,
    backup: Option<Server>,
    fresh: Fresh,
    poison: bool,
    /// A history has twins, or other histories of the server and clones, and not both: an offer names
    /// ids and not bytes, so that a restored server cannot tell that it has only the twin of an op.
    twins: Option<bool>,
    pub ledger: Ledger,
    mutation: Option<Mutation>,
}

impl World {
    /// Plays a history to its end and checks it.
    pub fn play(history: &History, mutation: Option<Mutation>) {
        let mut world = Self::new(history, mutation);
        for action in &history.actions {
            world.act(action);
        }
        world.heal();
    }

    fn new(history: &History, mutation: Option<Mutation>) -> Self {
        let now = 1_776_157_500_000;
        let mut fresh = Fresh::default();
        let server = Server { mutation, ..Server::new(&mut fresh) };
        let device =
            |index: u8| Device::new(index, now, history.seed.wrapping_add(u64::from(index)), mutation);
        Self {
            now,
            devices: (1..=DEVICES.0).map(device).collect(),
            server,
            backup: None,
            fresh,
            poison: history.poison,
            twins: None,
            ledger: Ledger::default(),
            mutation,
        }
    }

    fn act(&mut self, action: &Action) {
        let now = self.now;
        let many = self.devices.len();
        match *action {
            Action::Restore | Action::Promote | Action::Wipe | Action::Clone(_) if self.has_twins(false) => {}
            Action::Write { device, tab, choice } => self.write(device % many, tab, choice, None),
            Action::Twin { device, choice } => self.twin(device % many, choice),
            Action::Deliver { device, pick, fate } => self.deliver(device % many, pick.into(), fate),
            Action::Pass(ms) => self.pass(i64::from(ms), false),
            Action::Crash(device) => self.devices[device % many].crash(now),
            Action::Storage { device, fault } => self.devices[device % many].storage_fault = Some(fault),
            Action::Nudge(device) => {
                let device = &mut self.devices[device % many];
                (0..device.tabs.len())
                    .filter(|tab| !device.tabs[*tab].frozen)
                    .collect::<Vec<_>>()
                    .into_iter()
                    .for_each(|tab| {
                        if tab < device.tabs.len() {
                            device.report(now, tab, Event::Nudged);
                        }
                    });
            }
            Action::Jump { device, jump } => self.devices[device % many].wrong_by = jump,
            Action::Tab { device, tab, change } => {
                let device = &mut self.devices[device % many];
                let tab = usize::from(tab) % device.tabs.len();
                device.change_tab(now, tab, change);
            }
            Action::Clone(device) => {
                if many < DEVICES.1 {
                    let clone = self.devices[device % many].cloned(now);
                    self.devices.push(clone);
                }
            }
            Action::DeviceBackup(device) => self.devices[device % many].back_up(),
            Action::DeviceRestore(device) => self.restore_device(device % many),
            Action::NewApp(device) => self.devices[device % many].version = 2,
            Action::NewServer => self.server.knows = 2,
            Action::Expire(device) => self.devices[device % many].expired = true,
            Action::Enrol(device) => self.devices[device % many].expired = false,
            Action::Backup => self.backup = Some(self.server.clone()),
            Action::Restore => {
                if let Some(backup) = &self.backup {
                    self.server = Server { knows: self.server.knows, ..backup.restored(&mut self.fresh) };
                    self.ledger.server_restored(&self.server);
                }
            }
            Action::Promote => self.promote(),
            Action::Wipe => {
                let empty = Server::new(&mut self.fresh);
                self.server = Server { mutation: self.mutation, ..empty };
                // It has no devices either.
                self.devices.iter_mut().for_each(|device| device.expired = true);
                self.ledger.server_restored(&self.server);
            }
        }
        for device in &mut self.devices {
            device.revive(now);
            device.check_screens();
        }
    }

    fn write(&mut self, device: usize, tab: u8, choice: u8, id: Option<Id>) {
        let now = self.now;
        let device = &mut self.devices[device];
        let freezes = tab == FREEZES;
        let tab = device.usable_tab(now, tab.into());
        let corrected = device.corrected(now);
        let known: Vec<Id> = device.tabs[tab].view.entities().collect();
        let act = match choice % 7 {
            _ if choice.is_multiple_of(3) || known.is_empty() || id.is_some() => Act::Create,
            0 => Act::Delete,
            1 => Act::Restore,
            _ => Act::Patch,
        };
        let mut clock = device.store.clock;
        let tick = clock.tick(corrected);
        let count = match choice % 16 {
            6 => POISON,
            7 => REJECTED,
            small => u64::from(small),
        };
        let set = match act {
            Act::Create => Registers::from([
                ("count".to_owned(), json!(count)),
                ("kind".to_owned(), json!(["customer", "staff"][usize::from(choice % 2)])),
                ("when".to_owned(), json!({"now": true, "uncertain": tick.uncertain})),
            ]),
            Act::Patch if choice % 4 == 1 => {
                Registers::from([("lang".to_owned(), json!(format!("l{choice}")))])
            }
            Act::Patch => Registers::from([("count".to_owned(), json!(count))]),
            Act::Delete | Act::Restore => Registers::new(),
        };
        let op = Op {
            id: id.unwrap_or_else(|| Id::v7(corrected, device.random.ten_bytes())),
            at: tick.at,
            act,
            of: Kind::Help,
            entity: (act != Act::Create).then(|| known[usize::from(choice) % known.len()]),
            library: "turku".to_owned(),
            // The serial: it stays when an op gets a new id, and nothing here judges it.
            lists: self.ledger.next(),
            set,
            replaces: None,
        };
        let made = Item::new(&op, device.replica, corrected, device.offset);
        let item = Item { v: device.version, ..made };
        device.store.clock = clock;
        let twins = |id: Id| {
            device.store.base.contains_key(&id) && device.store.outbox.values().any(|item| item.id == id)
        };
        let row = op.entity.filter(|id| !twins(*id)).and_then(|id| device.tabs[tab].view.row(id));
        let whose = row.and_then(|row| row.born).map(|born| born.1);
        if device.save(now, tab, &item, freezes) {
            self.ledger.saved(&op, whose);
        }
    }

    /// Whether this is a history with twins; what asks first decides.
    fn has_twins(&mut self, first: bool) -> bool {
        *self.twins.get_or_insert(first)
    }

    /// A new entry under an id that another device has used.
    fn twin(&mut self, device: usize, choice: u8) {
        let replica = self.devices[device].replica;
        // One that this device has not seen yet, and that does not wait in its store: that one a browser refuses.
        let Device { tabs, store, .. } = &self.devices[device];
        let shown = tabs.iter().flat_map(|tab| tab.view.entities());
        let seen: Vec<Id> = shown.chain(store.held().map(|item| item.id)).collect();
        let others = self.devices.iter().filter(|other| other.replica != replica);
        let items = others.flat_map(|other| other.store.held());
        let ids = items
            .filter_map(Item::op)
            .filter(|op| op.act == Act::Create && !is_rejected(&op.set))
            .map(|op| op.id);
        let ids: Vec<Id> = ids.filter(|id| !seen.contains(id)).collect();
        let choice = choice & !0xf;
        if !ids.is_empty() && self.has_twins(true) {
            self.write(device, 0, choice, Some(ids[usize::from(choice) % ids.len()]));
        }
    }

    fn restore_device(&mut self, device: usize) {
        // The cursor that proves a promotion must not be lost with the device.
        if self.server.untold || self.devices[device].backup.is_none() {
            return;
        }
        let before = self.devices[device].store.clone();
        self.devices[device].restore(self.now);
        let stores = self.devices.iter().map(|device| &device.store);
        self.ledger.device_restored(&before, stores, &self.server);
    }

    fn promote(&mut self) {
        let Some(backup) = self.backup.as_ref().filter(|backup| backup.epoch == self.server.epoch) else {
            return;
        };
        let position = backup.position;
        let beyond = |device: &Device| {
            let memory = &device.store.memory;
            memory.epoch == Some(backup.epoch) && memory.position > position
        };
        // Only a cursor beyond it can prove the later state: somebody has one, and so has each device that was told of an
        // op there.
        let told = |device: &Device| {
            let batches = device.store.sent.iter().filter(|batch| batch.epoch == backup.epoch);
            batches.map(|batch| batch.position).max().is_some_and(|at| at > position)
                || device.has_late_news()
        };
        if self.devices.iter().any(beyond)
            && self.devices.iter().all(|device| beyond(device) || !told(device))
        {
            self.server = Server { knows: self.server.knows, ..backup.promoted() };
            self.ledger.server_restored(&self.server);
        }
    }

    fn deliver(&mut self, device: usize, pick: usize, fate: Fate) {
        let now = self.now;
        let wire = &mut self.devices[device].wire;
        if wire.is_empty() {
            return;
        }
        let mut request = wire.remove(pick % wire.len());
        let late = request.given_up;
        let effect = request.effect.clone();
        let event = match fate {
            Fate::Fine => self.serve(device, &effect),
            Fate::Doubled(times) => {
                // The last answer is the one that comes through.
                (0..times).for_each(|_| drop(self.serve(device, &effect)));
                self.serve(device, &effect)
            }
            Fate::LostThere => failed(&effect, Failure::Network),
            Fate::LostBack => {
                self.serve(device, &effect);
                failed(&effect, Failure::Network)
            }
            Fate::Late => {
                if !late {
                    request.given_up = true;
                    self.devices[device].wire.push(request.clone());
                }
                failed(&effect, Failure::TimedOut)
            }
            Fate::Killed => self.killed(device, &effect),
            Fate::Status(status) => failed(&effect, Failure::Status(status, None)),
            Fate::Portal => failed(&effect, Failure::NotOurs),
        };
        if late {
            self.devices[device].answered_late(now, &request, event);
        } else {
            self.devices[device].answered(now, &request, event);
        }
        self.devices[device].revive(now);
    }

    /// The server does what it is asked.
    fn serve(&mut self, device: usize, request: &Effect) -> Event {
        if self.devices[device].expired {
            return failed(request, Failure::Status(401, None));
        }
        let now = self.now;
        match request {
            Effect::Push(push) if push.v > self.server.knows => {
                failed(request, Failure::Status(412, Some("client_too_new".to_owned())))
            }
            Effect::Push(push) if push.ops.iter().any(|op| self.is_poisonous(op.get())) => {
                failed(request, Failure::Status(500, None))
            }
            Effect::Push(push) => Event::Pushed(Ok(self.server.push(now, push, &mut self.fresh))),
            Effect::Pull { cursor } => {
                Event::Pulled(Ok(self.server.pull(now, cursor.as_deref(), &mut self.fresh)))
            }
            Effect::Offer(offer) => Event::Offered(Ok(self.server.offer(offer))),
            other => unreachable!("{other:?} is not a request"),
        }
    }

    /// The server is killed before the commit.
    fn killed(&mut self, device: usize, request: &Effect) -> Event {
        let before = self.server.clone();
        let answer = self.serve(device, request);
        match self.mutation {
            Some(Mutation::AnsweredBeforeCommit) => {
                self.server = before;
                answer
            }
            Some(Mutation::HalfTransaction) => {
                self.server.sums = before.sums;
                failed(request, Failure::Network)
            }
            _ => {
                self.server = before;
                failed(request, Failure::Network)
            }
        }
    }

    fn is_poisonous(&self, bytes: &str) -> bool {
        self.poison && bytes.contains(&format!("\"count\":{POISON}"))
    }

    /// Time goes by; with `online`, each request is answered at once.
    fn pass(&mut self, ms: Millis, online: bool) {
        let end = self.now + ms;
        loop {
            for device in 0..self.devices.len() {
                while online && !self.devices[device].wire.is_empty() {
                    self.deliver(device, 0, Fate::Fine);
                }
            }
            if self.now >= end {
                return;
            }
            let due = self.devices.iter().filter_map(Device::due).min();
            let next = due.map_or(end, |due| due.clamp(self.now + 1, end));
            self.now = next;
            for device in &mut self.devices {
                device.tick(next);
                device.revive(next);
                device.check_screens();
            }
        }
    }

    /// The network heals and nobody touches anything: within 60 s the queue of each visible page drains, and a poisonous
    /// op blocks nothing else. In the end everything is everywhere, also in tabs that were frozen for long.
    fn heal(&mut self) {
        let now = self.now;
        self.server.knows = 2;
        for device in &mut self.devices {
            (device.storage_fault, device.wrong_by, device.expired) = (None, 0, false);
            if !device.tabs.iter().any(|tab| tab.visible && !tab.frozen) {
                device.open_tab(now);
            }
        }
        self.pass(60_000, true);
        for device in &self.devices {
            let (poisonous, others): (Vec<_>, Vec<_>) =
                device.store.outbox.values().partition(|item| self.is_poisonous(&item.bytes));
            // What changes an entry waits for its create.
            let waits = |item: &Item| {
                let entity = item.op().and_then(|op| op.entity);
                poisonous.iter().any(|poison| Some(poison.id) == entity)
            };
            let is_known = |item: &Item| !device.untold.contains(&item.id);
            let stuck = others.into_iter().filter(|item| is_known(item) && !waits(item)).count();
            assert_eq!(stuck, 0, "the queue of {} drained", device.replica);
        }
        self.poison = false;
        // A minute more for the poison, and a poll for each device to see the others' last changes.
        self.pass(180_000, true);
        self.ledger.check(&self.devices, &self.server);
        for device in &mut self.devices {
            (0..device.tabs.len()).for_each(|tab| device.thaw(self.now, tab));
        }
        self.pass(180_000, true);
        self.ledger.check(&self.devices, &self.server);
    }
}
