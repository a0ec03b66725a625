//! Who is logging.
//!
//! Owns: the chosen member, forgotten after 30 idle minutes. Must not: know a name.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::Id;
use shared::time::{MINUTE, Millis, helsinki};

use super::clock;
use super::device::{Device, use_device};
use crate::platform::signs;
use crate::store::{Remembered, key};

/// After so long nobody is named any more.
const IDLE: Millis = 30 * MINUTE;
/// How often the store is told that the page is in use.
const WRITE_EVERY: Millis = MINUTE;

/// Who is logging.
#[derive(Clone, Copy)]
pub struct Author {
    /// The member; `None`: not named.
    pub member: Signal<Option<Id>>,
    chosen: RwSignal<Option<Id>>,
    device: Device,
}

thread_local! {
    static USED: Cell<Millis> = const { Cell::new(0) };
    static WRITTEN: Cell<Millis> = const { Cell::new(0) };
}

impl Author {
    /// Says who is logging from now on.
    pub fn choose(self, member: Option<Id>) {
        USED.set(clock::now());
        WRITTEN.set(0);
        self.chosen.set(member);
        self.touch();
    }

    /// The device is in use.
    pub fn touch(self) {
        self.expire();
        let at = clock::now();
        USED.set(at);
        // A clock that was set back must not stop the writing.
        if (at - WRITTEN.get()).abs() < WRITE_EVERY {
            return;
        }
        WRITTEN.set(at);
        let remembered = Remembered { member: self.chosen.get_untracked(), at };
        spawn_local(async move {
            if let Some(hub) = super::opened().await {
                // Lost, it costs a tap.
                let _ = hub.store.put(key::AUTHOR, &remembered).await;
            }
        });
    }

    /// The member's key of this month, for a new entry.
    pub fn key(self) -> Option<Id> {
        self.expire();
        let month = helsinki(clock::now()).date.year_month();
        let member = self.chosen.get_untracked()?;
        let config = untrack(move || self.device.config())?;
        config.members.iter().find(|chip| chip.member == member)?.keys.get(&month).copied()
    }

    /// Forgets the member after idle minutes.
    fn expire(self) {
        let idle = clock::now() - USED.get();
        if self.chosen.with_untracked(Option::is_some) && idle > IDLE {
            self.chosen.set(None);
        }
    }

    /// Takes over what was remembered.
    pub(super) fn restore(self, remembered: Remembered) {
        let idle = clock::now() - remembered.at;
        if (0..=IDLE).contains(&idle) && self.chosen.with_untracked(Option::is_none) {
            USED.set(remembered.at);
            self.chosen.set(remembered.member);
        }
    }
}

/// Who is logging.
pub fn use_author() -> Author {
    expect_context()
}

pub(super) fn provide() {
    let chosen = RwSignal::new(None);
    let author = Author { member: chosen.into(), chosen, device: use_device() };
    provide_context(author);
    signs::on_use(move || {
        if author.chosen.with_untracked(Option::is_some) {
            author.touch();
        }
    });
    let minute = clock::minute();
    Effect::new(move || {
        minute.track();
        author.expire();
    });
}
