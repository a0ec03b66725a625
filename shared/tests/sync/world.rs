//! The world: devices, a server, a network with moods, and what must be true of them.

use shared::sync::protocol::{Effect, Event, Failure};
use shared::time::Millis;

use crate::device::Device;
use crate::server::Server;

#[derive(Clone, Debug)]
pub enum Action {
    Write {
        device: usize,
        choice: u8,
    },
    /// The device's oldest request meets its fate.
    Deliver {
        device: usize,
        fate: u8,
    },
    /// Milliseconds go by.
    Pass(u32),
    Crash(usize),
    /// The next bookkeeping transaction fails.
    CrashUnstored(usize),
    Nudge(usize),
    /// The device's clock is set wrong.
    Jump {
        device: usize,
        jump: Millis,
    },
    Backup,
    Restore,
}

pub struct World {
    now: Millis,
    pub devices: Vec<Device>,
    pub server: Server,
    backup: Option<Server>,
    epochs: u8,
    /// The server answers 500 to batches that hold an op with this choice of count.
    poison: bool,
}

impl World {
    pub fn new(seed: u64, devices: u8, poison: bool) -> Self {
        Self {
            now: 1_776_157_500_000,
            devices: (1..=devices)
                .map(|index| Device::new(index, seed.wrapping_add(u64::from(index))))
                .collect(),
            server: Server::new(1),
            backup: None,
            epochs: 1,
            poison,
        }
    }

    pub fn act(&mut self, action: Action) {
        let now = self.now;
        match action {
            Action::Write { device, choice } => self.devices[device].write(now, choice),
            Action::Deliver { device, fate } => self.deliver(device, fate),
            Action::Pass(ms) => self.pass(i64::from(ms)),
            Action::Crash(device) => self.devices[device].crash(now),
            Action::CrashUnstored(device) => self.devices[device].fail_store = true,
            Action::Nudge(device) => self.devices[device].report(now, Event::Nudged),
            Action::Jump { device, jump } => self.devices[device].wrong_by = jump,
            Action::Backup => self.backup = Some(self.server.clone()),
            Action::Restore => {
                if let Some(backup) = &self.backup {
                    self.epochs += 1;
                    self.server = backup.restored(self.epochs);
                }
            }
        }
    }

    fn pass(&mut self, ms: Millis) {
        self.now += ms;
        let now = self.now;
        for device in &mut self.devices {
            if device.wake.is_some_and(|at| at <= now) {
                device.wake = None;
                device.report(now, Event::Timer);
            }
        }
    }

    fn deliver(&mut self, device: usize, fate: u8) {
        let now = self.now;
        let Some(request) = self.devices[device].wire.pop_front() else { return };
        let failure = match fate % 12 {
            // Lost on the way there: the server never saw it.
            0 => Some((false, Failure::Network)),
            // Lost on the way back, after the commit; sometimes doubled on the way there.
            1 => Some((true, Failure::Network)),
            2 => Some((true, Failure::TimedOut)),
            3 => Some((false, Failure::Status(503, None))),
            4 => Some((false, Failure::NotOurs)),
            5 => Some((false, Failure::Status(429, None))),
            _ => None,
        };
        if failure.as_ref().is_none_or(|(arrives, _)| *arrives) && fate.is_multiple_of(2) {
            // Doubled: the second answer is the one that counts.
            self.answer(&request);
        }
        let event = match failure {
            Some((true, failure)) => {
                self.answer(&request);
                failed(&request, failure)
            }
            Some((false, failure)) => failed(&request, failure),
            None => self.answer(&request),
        };
        let event = match event {
            Event::Pulled(Ok(ref answer)) => {
                self.devices[device].measure(now, answer.server_time);
                event
            }
            other => other,
        };
        self.devices[device].report(now, event);
    }

    fn answer(&mut self, request: &Effect) -> Event {
        match request {
            Effect::Push(push)
                if self.poison && push.ops.iter().any(|op| op.get().contains("\"count\":66")) =>
            {
                Event::Pushed(Err(Failure::Status(500, None)))
            }
            Effect::Push(push) => Event::Pushed(Ok(self.server.push(self.now, push))),
            Effect::Pull { cursor } => Event::Pulled(Ok(self.server.pull(self.now, cursor.as_deref()))),
            Effect::Offer(offer) => Event::Offered(Ok(self.server.offer(offer))),
            other => unreachable!("{other:?} is not a request"),
        }
    }

    /// The network heals and nobody touches anything: within 60 s every queue drains; a poisonous op blocks nothing else.
    pub fn heal(&mut self) {
        for device in &mut self.devices {
            device.fail_store = false;
            device.wrong_by = 0;
        }
        self.run(60_000);
        for device in &self.devices {
            let stuck = device.store.outbox.values().filter(|item| !self.is_poisonous(&item.bytes)).count();
            assert_eq!(stuck, 0, "the queue of {} drained", device.replica);
        }
        self.poison = false;
        // A minute more for the poison, and a poll for each device to see the others' last changes.
        self.run(180_000);
    }

    fn is_poisonous(&self, bytes: &str) -> bool {
        self.poison && bytes.contains("\"count\":66")
    }

    fn run(&mut self, ms: Millis) {
        let end = self.now + ms;
        while self.now < end {
            for device in 0..self.devices.len() {
                while !self.devices[device].wire.is_empty() {
                    self.deliver(device, 11);
                }
            }
            self.pass(100);
        }
    }

    /// I6: what was saved on a device is on its screen, whatever has been answered since.
    pub fn check_screens(&self) {
        for device in &self.devices {
            let settled = device.store.sent.iter().flat_map(|batch| &batch.ops).map(|sent| &sent.item);
            for item in device.store.outbox.values().chain(settled) {
                let op = item.op().expect("our own op");
                let row = device.view.row(op.entity()).expect("a saved entity is on the screen");
                let mut again = row.clone();
                again.merge(&op, item.effective(&op), item.skewed, item.replica);
                assert_eq!(again, row, "the screen of {} shows {}", device.replica, item.bytes);
            }
        }
    }

    /// Every saved op is at the server exactly once and nothing else is; all replicas equal the server.
    pub fn check_end(&self) {
        let mut saved = 0;
        for device in &self.devices {
            assert_eq!(device.store.outbox.len(), 0, "nothing waits on {}", device.replica);
            assert_eq!(device.store.quarantine.len(), 0, "nothing was rejected");
            for item in device.saved.values() {
                assert!(self.server.knows(item.id, &item.bytes), "lost: {}", item.bytes);
                saved += 1;
            }
            for (entity, (_, row)) in &self.server.rows {
                assert_eq!(device.view.row(*entity).as_ref(), Some(row), "{} converged", device.replica);
            }
            assert_eq!(device.view.entities().count(), self.server.rows.len(), "no ghosts");
            assert_eq!(device.view.waiting(), 0);
        }
        assert_eq!(self.server.op_count(), saved, "nothing that nobody saved");
    }
}

fn failed(request: &Effect, failure: Failure) -> Event {
    match request {
        Effect::Push(_) => Event::Pushed(Err(failure)),
        Effect::Pull { .. } => Event::Pulled(Err(failure)),
        _ => Event::Offered(Err(failure)),
    }
}
