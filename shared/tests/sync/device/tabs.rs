//! The tabs of a device: opened, closed, frozen, thawed, and which of them holds the lock.

use shared::sync::engine::Engine;
use shared::sync::protocol::Event;
use shared::time::Millis;

use super::Device;
use crate::action::TabChange;
use crate::mutation::Mutation;
use crate::tab::{HEARTBEAT, News, SILENCE, Tab};

impl Device {
    pub fn open_tab(&mut self, now: Millis) {
        self.next_tab += 1;
        self.tabs.push(Tab::open(self.next_tab, now, &self.store));
        self.changed = true;
        self.grant(now);
    }

    pub fn change_tab(&mut self, now: Millis, tab: usize, change: TabChange) {
        match change {
            TabChange::Open if self.tabs.len() < 3 => self.open_tab(now),
            TabChange::Open => {}
            TabChange::Close => {
                let closed = self.tabs.remove(tab);
                if self.lock == Some(closed.id) {
                    self.lock = None;
                    self.grant(now);
                }
                if self.tabs.is_empty() {
                    self.open_tab(now);
                }
            }
            TabChange::Freeze => self.tabs[tab].frozen = true,
            TabChange::Thaw => self.thaw(now, tab),
            TabChange::Hide => self.tabs[tab].visible = false,
            TabChange::Show => {
                self.tabs[tab].visible = true;
                self.report(now, tab, Event::Nudged);
            }
        }
    }

    pub fn thaw(&mut self, now: Millis, tab: usize) {
        if std::mem::take(&mut self.tabs[tab].frozen) {
            self.changed = true;
            // A lock that was taken meanwhile is learnt of only now and then.
            self.tabs[tab].beat_at = now + HEARTBEAT;
            while let Some(news) = self.tabs[tab].inbox.pop_front() {
                self.hear(now, tab, &news);
                if self.died {
                    return;
                }
            }
        }
    }

    /// The lock goes to the tab that waits longest.
    pub(super) fn grant(&mut self, now: Millis) {
        if self.lock.is_none() && !self.tabs.is_empty() {
            self.lock = Some(self.tabs[0].id);
            self.send_news(now, 0, News::Granted);
        }
    }

    pub(super) fn beat(&mut self, now: Millis, tab: usize) {
        self.tabs[tab].beat_at = now + HEARTBEAT;
        if std::mem::take(&mut self.tabs[tab].lost) {
            self.tabs[tab].engine = None;
            self.tabs[tab].wake = None;
            self.tabs[tab].heard_at = now;
        }
        if self.tabs[tab].engine.is_some() {
            self.tabs.iter_mut().filter(|tab| !tab.frozen).for_each(|tab| tab.heard_at = now);
        } else if self.tabs[tab].visible && now - self.tabs[tab].heard_at > SILENCE {
            self.tabs[tab].heard_at = now;
            if !self.is(Mutation::LockNeverStolen) {
                self.steal(now, tab);
            }
        }
    }

    fn steal(&mut self, now: Millis, tab: usize) {
        let before = self.lock.replace(self.tabs[tab].id);
        if let Some(holder) = self.tabs.iter_mut().find(|tab| Some(tab.id) == before) {
            holder.lost = true;
        }
        self.tabs[tab].lost = false;
        self.lead(now, tab);
    }

    /// Starts an engine from what the store remembers.
    pub(super) fn lead(&mut self, now: Millis, tab: usize) {
        self.next_run += 1;
        let engine = Engine::new(self.random.bits());
        let memory = self.store.memory.clone();
        let run = self.next_run;
        let leader = &mut self.tabs[tab];
        (leader.engine, leader.run, leader.wake) = (Some(engine), run, None);
        leader.memory = memory.clone();
        self.report(now, tab, Event::Started(memory));
    }

    /// A tab that a person can use.
    pub fn usable_tab(&mut self, now: Millis, pick: usize) -> usize {
        let awake: Vec<usize> = (0..self.tabs.len()).filter(|tab| !self.tabs[*tab].frozen).collect();
        if awake.is_empty() {
            self.open_tab(now);
            return self.tabs.len() - 1;
        }
        awake[pick % awake.len()]
    }
}
