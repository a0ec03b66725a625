//! The network and the queue.
//!
//! Owns: what the header says in words. Must not: send.

use leptos::prelude::*;
use shared::time::Millis;

use crate::platform::{cookie, signs};
use crate::sync::hub::Hub;

/// Signals of the network and the queue.
#[derive(Clone, Copy)]
pub struct Network {
    /// The queue has been read: until then nobody knows what waits.
    pub known: Signal<bool>,
    /// The last contact worked.
    pub online: Signal<bool>,
    /// Changes that the server does not have yet.
    pub pending: Signal<usize>,
    /// Entries that need a person.
    pub attention: Signal<usize>,
    /// Entries that the server keeps for review.
    pub held: Signal<usize>,
    /// When the oldest unsent change was made.
    pub oldest: Signal<Option<Millis>>,
    /// When something was last sent.
    pub last_sent: Signal<Option<Millis>>,
    /// When the server last answered, by the corrected clock.
    pub last_contact: Signal<Option<Millis>>,
    /// A request is under way.
    pub sending: Signal<bool>,
    /// The server is older than this app: the queue waits until it is updated.
    pub server_too_old: Signal<bool>,
    set: Inner,
}

#[derive(Clone, Copy)]
struct Inner {
    known: RwSignal<bool>,
    online: RwSignal<bool>,
    pending: RwSignal<usize>,
    attention: RwSignal<usize>,
    held: RwSignal<usize>,
    oldest: RwSignal<Option<Millis>>,
    last_sent: RwSignal<Option<Millis>>,
    last_contact: RwSignal<Option<Millis>>,
    sending: RwSignal<bool>,
    server_too_old: RwSignal<bool>,
}

impl Network {
    /// Takes over what the sender knows.
    pub(super) fn refresh(self) {
        let Some(hub) = super::hub() else { return };
        let network = hub.network();
        put(self.set.online, network.reachable && signs::is_online());
        put(self.set.sending, network.busy);
        put(self.set.server_too_old, network.server_too_old);
        put(self.set.last_contact, network.contact);
        self.count(&hub);
        put(self.set.known, true);
    }

    /// Takes over what waits.
    pub(super) fn count(self, hub: &Hub) {
        let replica = hub.replica.borrow();
        let pending = replica.waiting();
        put(self.set.pending, pending as usize);
        put(self.set.attention, replica.wedged.len());
        put(self.set.held, replica.held());
        put(self.set.oldest, replica.oldest().filter(|_| pending > 0));
        put(self.set.last_sent, replica.last_sent());
        mirror_of(pending);
    }
}

/// From now on the cookie mirrors the count: this browser is a tablet, and an evicted store has been noted.
pub(super) fn mirror() {
    MIRRORED.with(|mirrored| {
        if mirrored.get().is_none() {
            mirrored.set(Some(u32::MAX));
        }
    });
    if let Some(hub) = super::hub() {
        mirror_of(hub.replica.borrow().waiting());
    }
}

fn mirror_of(pending: u32) {
    MIRRORED.with(|mirrored| {
        // Written only when it changes: a cookie costs a trip to the browser's process.
        if mirrored.get().is_some_and(|old| old != pending) {
            mirrored.set(Some(pending));
            cookie::mirror(pending);
        }
    });
}

thread_local! {
    /// The mirrored count; `None` before there is one.
    static MIRRORED: std::cell::Cell<Option<u32>> = const { std::cell::Cell::new(None) };
}

/// Only a new value wakes those who look at it.
fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|old| *old != value) {
        signal.set(value);
    }
}

/// The network.
pub fn use_network() -> Network {
    expect_context()
}

pub(super) fn provide() {
    let set = Inner {
        known: RwSignal::new(false),
        online: RwSignal::new(signs::is_online()),
        pending: RwSignal::new(0),
        attention: RwSignal::new(0),
        held: RwSignal::new(0),
        oldest: RwSignal::new(None),
        last_sent: RwSignal::new(None),
        last_contact: RwSignal::new(None),
        sending: RwSignal::new(false),
        server_too_old: RwSignal::new(false),
    };
    let network = Network {
        known: set.known.into(),
        online: set.online.into(),
        pending: set.pending.into(),
        attention: set.attention.into(),
        held: set.held.into(),
        oldest: set.oldest.into(),
        last_sent: set.last_sent.into(),
        last_contact: set.last_contact.into(),
        sending: set.sending.into(),
        server_too_old: set.server_too_old.into(),
        set,
    };
    provide_context(network);
    signs::on_network(move |online| {
        // Offline is certain at once; that we are online is known when the server has answered.
        if !online {
            put(set.online, false);
        } else {
            network.refresh();
        }
    });
}
