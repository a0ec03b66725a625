//! What engine and driver say to each other.
//!
//! Owns: the events that a driver reports and the effects that it performs. Must not: decide anything.

use std::collections::BTreeSet;

use super::outbox::{Item, Limit};
use super::plan::Settlement;
use crate::id::Id;
use crate::time::{MINUTE, Millis};
use crate::wire::v1::offer::{Offer, OfferAnswer};
use crate::wire::v1::pull::PullAnswer;
use crate::wire::v1::push::{Push, PushAnswer};

/// How long after a pull the next one is due, where nothing asks for one earlier.
pub const POLL: Millis = MINUTE;
/// The longest that a replica waits, after it has heard of a change, before it asks for it; drawn anew each time. One
/// push is heard by every tablet of its library: without this, all of them would ask at once, and at each push.
pub const GATHER: Millis = 4_000;
/// A driver gives a request up after this long and reports [`Failure::TimedOut`].
pub const TIMEOUT: Millis = 30_000;

/// What the driver reports. Each comes with the device's time (monotonic is best; only differences matter).
#[derive(Clone, Debug)]
pub enum Event {
    /// The stores were opened.
    Started(Memory),
    /// A change was saved to the outbox.
    Written,
    /// A reason to try now: online, visible, the event stream is back, background sync.
    Nudged,
    /// The event stream told of a position: asked for within [`GATHER`].
    Changed(i64),
    /// The instant of [`Effect::Wake`] has come.
    Timer,
    /// The items that [`Effect::Load`] asked for, and how many wait in all.
    Loaded {
        /// The first items, without those set aside.
        items: Vec<Item>,
        /// All that wait.
        waiting: u32,
        /// When the oldest was made.
        oldest: Option<Millis>,
    },
    /// The answer to a push.
    Pushed(Result<PushAnswer, Failure>),
    /// A settlement was stored (or could not be: it is then as if the answer had been lost).
    Settled(Result<(), StoreFailed>),
    /// The answer to a pull.
    Pulled(Result<PullAnswer, Failure>),
    /// Pulled rows were stored.
    Applied(Result<(), StoreFailed>),
    /// The ids of all sent ops of other epochs than the one asked with.
    SentIds(Vec<Id>),
    /// The answer to an offer.
    Offered(Result<OfferAnswer, Failure>),
    /// Sent ops went back into the outbox.
    Requeued(Result<(), StoreFailed>),
    /// A contact measured the clock: the correction in ms.
    Clock(Millis),
}

/// What the stores remember of an earlier run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    /// The history that the base rows come from.
    pub epoch: Option<Id>,
    /// The cursor of the last pull.
    pub cursor: Option<String>,
    /// Its position.
    pub position: i64,
}

/// A store could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoreFailed;

/// Why a request had no answer of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// No connection, or cut.
    Network,
    /// No answer in time.
    TimedOut,
    /// An answer, but not one of ours: a captive portal, a proxy's page, a nonce that is not the request's.
    NotOurs,
    /// Any HTTP status but success, with the problem's code where there was one. No status ever deletes an op.
    Status(u16, Option<String>),
}

/// What the driver must do.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Read the first items of the outbox (about this many, without these ids) and report [`Event::Loaded`].
    Load {
        /// As many as this.
        limit: Limit,
        /// Not these.
        aside: BTreeSet<Id>,
    },
    /// Send a batch and report [`Event::Pushed`].
    Push(Push),
    /// Apply a settlement in one transaction and report [`Event::Settled`].
    Settle(Settlement),
    /// Ask for changes and report [`Event::Pulled`].
    Pull {
        /// From here; absent for everything.
        cursor: Option<String>,
    },
    /// Store pulled rows with cursor, position and epoch in one transaction and report [`Event::Applied`]. With `reset`
    /// the base rows are dropped first.
    Apply(PullAnswer),
    /// Report [`Event::SentIds`] with the ids of the sent ops of other epochs than this one. Where the epoch is not the
    /// remembered one, first remember it, with no cursor and position 0 (and call [`super::view::View::meet`]). The base
    /// rows stay until the next pull.
    ListSent {
        /// The epoch that is known now.
        epoch: Id,
    },
    /// Ask which ops the server lacks and report [`Event::Offered`].
    Offer(Offer),
    /// Apply [`super::plan::requeue`] to each sent batch of another epoch that holds an id of `offered`, in one
    /// transaction, and report [`Event::Requeued`].
    Requeue {
        /// The ids that were offered.
        offered: Vec<Id>,
        /// Those that the server lacks.
        unknown: Vec<Id>,
        /// The epoch that the others belong to now.
        epoch: Id,
        /// Where that history stood when it was asked.
        position: i64,
    },
    /// Report [`Event::Timer`] after this many ms; replaces an earlier wish.
    Wake(Millis),
    /// What a person may be told has changed.
    Tell(Status),
}

/// What a person may be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// A request is under way.
    pub busy: bool,
    /// The last request was answered by our server.
    pub reachable: bool,
    /// The server does not know this device's credential: it must be enrolled again. The queue is kept.
    pub unknown_device: bool,
    /// The server is older than this app: the queue is kept until it is updated.
    pub server_too_old: bool,
    /// The version of the device's configuration at the server.
    pub config: i64,
    /// Ops that failed alone and are tried again apart from the rest.
    pub aside: u32,
}
