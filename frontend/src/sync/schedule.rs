//! Which tab sends, and what makes it try now.
//!
//! Owns: the election by a Web Lock with a heartbeat, the triggers (network, visibility, background sync, event stream),
//! the life of the event stream. Must not: send.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo_timers::callback::{Interval, Timeout};
use serde::Deserialize;
use shared::routes;
use shared::sync::protocol::Event;
use shared::time::Millis;

use super::driver::Driver;
use super::hub::Hub;
use super::news::News;
use crate::platform::locks::{self, Mode};
use crate::platform::signs;
use crate::platform::stream::{self, Stream};

/// How often the sender shows that it lives.
const HEARTBEAT_MS: u32 = 5_000;
/// After so long a silence a visible tab takes the lock.
const SILENCE: Millis = 20_000;
/// The pause before a stream that the browser gave up is opened anew: the first, and the longest.
const REOPEN_MS: (u32, u32) = (2_000, 30_000);

/// Keeps the election and the triggers going.
pub struct Schedule {
    hub: Weak<Hub>,
    lock: String,
    stream: RefCell<Option<Stream>>,
    reopen: RefCell<Option<Timeout>>,
    pause: Cell<u32>,
    _beat: RefCell<Option<Interval>>,
}

impl Schedule {
    /// Starts; `name` is the lock's.
    pub fn start(hub: &Rc<Hub>, name: &str) -> Rc<Self> {
        let schedule = Rc::new(Self {
            hub: Rc::downgrade(hub),
            lock: format!("{name}-sender"),
            stream: RefCell::new(None),
            reopen: RefCell::new(None),
            pause: Cell::new(REOPEN_MS.0),
            _beat: RefCell::new(None),
        });
        schedule.stand(Mode::Queue);
        let beating = schedule.clone();
        *schedule._beat.borrow_mut() = Some(Interval::new(HEARTBEAT_MS, move || beating.beat()));
        let nudged = schedule.clone();
        signs::on_network(move |online| {
            if online {
                nudged.nudge();
            }
        });
        let seen = schedule.clone();
        signs::on_visibility(move |visible| {
            if visible {
                // Timers may have slept: look at once whether the sender still lives.
                seen.beat();
                seen.nudge();
            }
        });
        schedule
    }

    /// Tries now, if this tab sends.
    pub fn nudge(&self) {
        if let Some(hub) = self.hub.upgrade() {
            hub.nudge_driver(Event::Nudged);
        }
    }

    /// There is a device credential (or a new one): ops may be sent.
    pub fn set_enrolled(self: &Rc<Self>, enrolled: bool) {
        let Some(hub) = self.hub.upgrade() else { return };
        hub.enrolled.set(enrolled);
        self.restart();
    }

    /// Somebody is signed in, or nobody is.
    pub fn set_signed_in(self: &Rc<Self>, signed_in: bool) {
        let Some(hub) = self.hub.upgrade() else { return };
        hub.signed_in.set(signed_in);
        // A stream opened under another credential hears other things.
        self.stream.borrow_mut().take();
        self.listen();
    }

    /// Stands for election.
    fn stand(self: &Rc<Self>, mode: Mode) {
        let (got, lost) = (self.clone(), self.clone());
        locks::request(
            &self.lock,
            mode,
            move || {
                let Some(hub) = got.hub.upgrade() else { return };
                hub.leading.set(hub.leading.get() + 1);
                hub.tell(&News::Alive);
                if hub.leading.get() == 1 {
                    got.restart();
                }
            },
            move || {
                let Some(hub) = lost.hub.upgrade() else { return };
                hub.leading.set(hub.leading.get().saturating_sub(1));
                hub.heard_at.set(hub.clock.steady());
                if hub.leading.get() == 0 {
                    lost.restart();
                }
                lost.stand(Mode::Queue);
            },
        );
    }

    /// Shows life, or notices its absence.
    fn beat(self: &Rc<Self>) {
        let Some(hub) = self.hub.upgrade() else { return };
        if hub.store.is_superseded() {
            // Nothing can be stored here any more: silent, so that a tab of the newer version takes over.
            let driver = hub.driver.borrow_mut().take();
            if let Some(driver) = driver {
                driver.stop();
            }
        } else if hub.leading.get() > 0 {
            hub.tell(&News::Alive);
            // A tab that has just opened learns how the network is.
            hub.tell(&News::Network(hub.network()));
        } else if signs::is_visible() && hub.clock.steady() - hub.heard_at.get() > SILENCE {
            hub.heard_at.set(hub.clock.steady());
            self.stand(Mode::Steal);
        }
    }

    /// Starts or stops the driver and the stream, as lock and credential say.
    pub fn restart(self: &Rc<Self>) {
        let Some(hub) = self.hub.upgrade() else { return };
        let before = hub.driver.borrow_mut().take();
        if let Some(driver) = before {
            driver.stop();
        }
        if hub.leading.get() > 0 && hub.enrolled.get() {
            let driver = Driver::start(&hub);
            *hub.driver.borrow_mut() = Some(driver);
        }
        self.stream.borrow_mut().take();
        self.listen();
    }

    /// Opens the event stream if this tab is the one to hold it.
    fn listen(self: &Rc<Self>) {
        let Some(hub) = self.hub.upgrade() else { return };
        let wanted = hub.leading.get() > 0 && (hub.enrolled.get() || hub.signed_in.get());
        if !wanted {
            self.stream.borrow_mut().take();
            return;
        }
        if self.stream.borrow().is_some() {
            return;
        }
        let schedule = Rc::downgrade(self);
        let opened = Stream::open(routes::EVENTS, move |news| {
            if let Some(schedule) = schedule.upgrade() {
                schedule.hear(news);
            }
        });
        *self.stream.borrow_mut() = opened;
    }

    fn hear(self: &Rc<Self>, news: stream::News) {
        /// Data of a `change` event.
        #[derive(Deserialize)]
        struct Moved {
            position: i64,
        }
        let Some(hub) = self.hub.upgrade() else { return };
        match news {
            stream::News::Open => {
                self.pause.set(REOPEN_MS.0);
                // Changes may have been missed: the cursor knows.
                hub.nudge_driver(Event::Nudged);
                hub.server_changed(0);
            }
            stream::News::Change(data) => {
                let Ok(Moved { position }) = serde_json::from_str(&data) else { return };
                hub.nudge_driver(Event::Changed(position));
                hub.server_changed(position);
            }
            stream::News::Ended => {
                // Opened anew from a timer: a stream must not be dropped while it calls.
                let pause = self.pause.get();
                self.pause.set((pause * 2).min(REOPEN_MS.1));
                let schedule = self.clone();
                *self.reopen.borrow_mut() = Some(Timeout::new(pause, move || {
                    schedule.stream.borrow_mut().take();
                    schedule.listen();
                }));
            }
        }
    }
}
