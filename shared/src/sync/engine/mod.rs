//! The engine: events in, effects out.
//!
//! Owns: what happens next. One request at a time; a timer always runs, so that a queue never waits for somebody to
//! touch anything. Must not: do what it asks for. The driver performs each effect once and reports how it went; two
//! engines over the same stores are harmless, because receipts decide and ops are idempotent.

mod failure;
mod offer;

use std::collections::BTreeSet;

use super::backoff::{self, Random};
use super::outbox::{self, Item, Limit};
use super::plan;
use super::protocol::{Effect, Event, Failure, GATHER, Memory, POLL, Status, StoreFailed};
use crate::domain::row::Row;
use crate::id::Id;
use crate::time::Millis;
use crate::wire::v1::pull::PullAnswer;
use crate::wire::v1::push::PushAnswer;

#[derive(Debug, PartialEq, Eq)]
enum Lane {
    Idle,
    Loading,
    Pushing { nonce: String, items: Vec<Item> },
    Settling { epoch: Id },
    Pulling,
    Applying,
    Listing,
    Offering { nonce: String, ids: Vec<Id> },
    Requeueing,
}

impl Lane {
    /// Leaves the lane if it is the one that an event belongs to. A late answer must not end what is under way now.
    fn take_if(&mut self, belongs: impl FnOnce(&Self) -> bool) -> Self {
        if belongs(self) { std::mem::replace(self, Self::Idle) } else { Self::Idle }
    }
}

/// The pages of one pull, applied at once: an entity that changed again stands on a later page than the position of its
/// first change, so a replica is complete up to a position only with the last page. A reset does not flicker either.
#[derive(Debug, Default)]
struct Pages {
    reset: bool,
    rows: Vec<Row>,
}

/// The engine of one sender.
#[derive(Debug)]
pub struct Engine {
    random: Random,
    memory: Memory,
    /// What the stores are known to hold: `memory` runs ahead of it while a pull is under way.
    stored: Memory,
    lane: Lane,
    status: Status,
    /// The outbox may hold something. Learnt from the store, never assumed empty.
    outbox: bool,
    /// Something was written since the outbox was last read.
    written: bool,
    limit: Limit,
    /// Failures in a row, of any kind.
    failures: u32,
    /// Batches that our server refused in a row.
    refusals: u32,
    /// Some op of the last refused batch is poisonous: batches shrink with each refusal until it is found.
    suspicious: bool,
    /// The last push failed; a pull gets its turn before the next one.
    pull_first: bool,
    retry_at: Option<Millis>,
    /// Ops that did not get through alone: tried again after the others, from time to time.
    aside: BTreeSet<Id>,
    aside_due: Millis,
    pull_due: Millis,
    pull_wanted: bool,
    /// The last position that the event stream told of, until a pull has reached it.
    heard: Option<i64>,
    /// Sent ops of another epoch may have to be offered: asked of the store once in each run and after each change of
    /// history, so that no crash can forget it.
    offering: bool,
    /// Ids still to be offered; `None` before they were listed.
    offer: Option<Vec<Id>>,
    /// Rows of a pull that is not complete yet.
    pages: Option<Pages>,
    /// The clock's correction, once measured in this run.
    offset: Option<Millis>,
    started: bool,
}

impl Engine {
    /// An engine with a seed for jitter, nonces and new ids.
    pub fn new(seed: u64) -> Self {
        Self {
            random: Random::new(seed),
            memory: Memory::default(),
            stored: Memory::default(),
            lane: Lane::Idle,
            status: Status::default(),
            outbox: true,
            written: false,
            limit: Limit::FULL,
            failures: 0,
            refusals: 0,
            suspicious: false,
            pull_first: false,
            retry_at: None,
            aside: BTreeSet::new(),
            aside_due: 0,
            pull_due: 0,
            pull_wanted: true,
            heard: None,
            offering: true,
            offer: None,
            pages: None,
            offset: None,
            started: false,
        }
    }

    /// Takes an event at `now` (ms) and says what to do.
    pub fn on(&mut self, now: Millis, event: Event) -> Vec<Effect> {
        let before = self.status.clone();
        let mut effects = Vec::new();
        self.take(now, event, &mut effects);
        if self.started && self.lane == Lane::Idle {
            self.next(now, &mut effects);
        }
        self.status.busy = self.lane != Lane::Idle;
        self.status.aside = u32::try_from(self.aside.len()).unwrap_or(u32::MAX);
        if self.status != before {
            effects.push(Effect::Tell(self.status.clone()));
        }
        effects
    }

    fn take(&mut self, now: Millis, event: Event, effects: &mut Vec<Effect>) {
        match event {
            Event::Started(memory) => {
                if self.memory.epoch != memory.epoch {
                    // Another tab has met another history meanwhile.
                    self.pages = None;
                    self.offer = None;
                    self.offering = true;
                }
                self.stored = memory.clone();
                self.memory = memory;
                self.started = true;
            }
            Event::Written => {
                self.outbox = true;
                self.written = true;
                self.retry_at = None;
            }
            Event::Nudged => {
                self.retry_at = None;
                self.pull_wanted = true;
            }
            Event::Changed(position) => {
                self.heard = Some(position);
                if position != self.memory.position && self.pull_due > now + GATHER {
                    self.pull_due = now + backoff::below(GATHER, &mut self.random);
                }
            }
            Event::Timer => {}
            Event::Clock(offset) => self.offset = Some(offset),
            Event::Loaded { items, waiting, oldest } => self.loaded(now, items, waiting, oldest, effects),
            Event::Pushed(outcome) => self.pushed(now, outcome, effects),
            Event::Settled(stored) => self.settled(now, stored),
            Event::Pulled(outcome) => self.pulled(now, outcome, effects),
            Event::Applied(stored) => self.applied(now, stored),
            Event::SentIds(ids) => self.listed(ids),
            Event::Offered(outcome) => self.offered(now, outcome, effects),
            Event::Requeued(stored) => self.requeued(now, stored),
        }
    }

    /// Chooses the next thing to do, or when to wake.
    fn next(&mut self, now: Millis, effects: &mut Vec<Effect>) {
        if let Some(at) = self.retry_at
            && now < at
        {
            effects.push(Effect::Wake(at - now));
            return;
        }
        self.retry_at = None;
        if now >= self.pull_due {
            self.pull_due = now + POLL;
            self.pull_wanted = true;
            // Another tab may have written without this one hearing of it.
            self.outbox = true;
        }
        if !self.aside.is_empty() && now >= self.aside_due {
            self.aside.clear();
            self.outbox = true;
            self.limit = Limit { ops: 1, ..Limit::FULL };
        }
        // The first contact of a run is a pull: it measures the clock before ops are sent that it may have stamped
        // wrongly. When it fails, the push is tried all the same.
        let pull_first =
            self.pull_wanted && (self.pull_first || (self.offset.is_none() && self.failures == 0));
        self.pull_first = false;
        if self.offering && self.memory.epoch.is_some() && !pull_first {
            self.continue_offer(effects);
        } else if self.outbox && !pull_first {
            self.lane = Lane::Loading;
            self.written = false;
            effects.push(Effect::Load { limit: self.limit, aside: self.aside.clone() });
        } else if self.pull_wanted {
            self.lane = Lane::Pulling;
            self.pull_wanted = false;
            effects.push(Effect::Pull { cursor: self.memory.cursor.clone() });
        } else {
            let due = if self.aside.is_empty() { self.pull_due } else { self.pull_due.min(self.aside_due) };
            effects.push(Effect::Wake((due - now).max(1)));
        }
    }

    fn loaded(
        &mut self,
        now: Millis,
        mut items: Vec<Item>,
        waiting: u32,
        oldest: Option<Millis>,
        effects: &mut Vec<Effect>,
    ) {
        if self.lane != Lane::Loading {
            return;
        }
        self.lane = Lane::Idle;
        if items.is_empty() {
            self.outbox = self.written;
            if waiting == 0 {
                self.aside.clear();
            }
            return;
        }
        outbox::mark_skewed(&mut items, self.offset);
        let nonce = self.nonce();
        if let Some(push) = outbox::message(&items, nonce.clone(), waiting, oldest) {
            self.lane = Lane::Pushing { nonce, items };
            effects.push(Effect::Push(push));
        } else {
            // An item that is not even JSON cannot be sent; found by cutting the batch down to it, and left where it is.
            self.narrow(now, &items);
        }
    }

    fn pushed(&mut self, now: Millis, outcome: Result<PushAnswer, Failure>, effects: &mut Vec<Effect>) {
        let Lane::Pushing { nonce, items } = self.lane.take_if(|lane| matches!(lane, Lane::Pushing { .. }))
        else {
            return;
        };
        let answer = match outcome {
            Ok(answer) if answer.nonce == nonce => answer,
            Ok(_) => return self.failed(now, &Failure::NotOurs, Some(&items)),
            Err(failure) => return self.failed(now, &failure, Some(&items)),
        };
        let Ok(mut plan) = plan::settle(&items, &answer) else {
            return self.failed(now, &Failure::NotOurs, Some(&items));
        };
        if self.memory.epoch == Some(answer.epoch) {
            plan.count_beyond(self.memory.position);
        }
        self.succeeded();
        if !self.suspicious {
            self.limit = self.limit.doubled();
        }
        self.pull_wanted |= answer.position != self.memory.position;
        self.lane = Lane::Settling { epoch: answer.epoch };
        effects.push(Effect::Settle(plan));
    }

    fn settled(&mut self, now: Millis, stored: Result<(), StoreFailed>) {
        let Lane::Settling { epoch } = self.lane.take_if(|lane| matches!(lane, Lane::Settling { .. })) else {
            return;
        };
        match stored {
            Ok(()) => self.outbox = true,
            Err(StoreFailed) => self.wait(now),
        }
        self.meet(epoch);
    }

    fn pulled(&mut self, now: Millis, outcome: Result<PullAnswer, Failure>, effects: &mut Vec<Effect>) {
        if self.lane != Lane::Pulling {
            return;
        }
        self.lane = Lane::Idle;
        let mut answer = match outcome {
            Ok(answer) => answer,
            Err(failure) => {
                self.pull_wanted = true;
                if matches!(&failure, Failure::Status(400, Some(code)) if code == "bad_cursor") {
                    // A cursor that the server cannot read is dropped; the next pull starts afresh.
                    self.memory.cursor = None;
                    self.pages = None;
                }
                return self.failed(now, &failure, None);
            }
        };
        self.succeeded();
        self.status.config = answer.config;
        // What was heard of while this was on its way may have come after it.
        if self.heard.is_none_or(|heard| heard <= answer.position) {
            self.heard = None;
            self.pull_due = now + POLL;
        }
        let afresh = self.memory.cursor.is_none() || self.memory.epoch != Some(answer.epoch);
        self.meet(answer.epoch);
        if answer.reset || (afresh && self.pages.is_none()) {
            self.pages = Some(Pages { reset: true, rows: Vec::new() });
        }
        let pages = self.pages.get_or_insert_default();
        pages.rows.append(&mut answer.rows);
        self.memory.cursor = Some(answer.cursor.clone());
        if answer.more {
            self.pull_wanted = true;
            return;
        }
        let pages = self.pages.take().unwrap_or_default();
        self.memory.position = answer.position;
        self.lane = Lane::Applying;
        effects.push(Effect::Apply(PullAnswer { reset: pages.reset, rows: pages.rows, ..answer }));
    }

    fn applied(&mut self, now: Millis, stored: Result<(), StoreFailed>) {
        if self.lane != Lane::Applying {
            return;
        }
        self.lane = Lane::Idle;
        match stored {
            Ok(()) => self.stored = self.memory.clone(),
            Err(StoreFailed) => {
                // Once more from where the stores were: right too if they hold the rows all the same, and only that cursor
                // can tell that the server's history has changed.
                self.memory = self.stored.clone();
                self.pull_wanted = true;
                self.wait(now);
            }
        }
    }

    /// Notices the history that an answer belongs to. Another one than before means that the server was restored, wiped
    /// or replaced: everything is pulled afresh and every sent op is offered again.
    fn meet(&mut self, epoch: Id) {
        match self.memory.epoch {
            Some(known) if known != epoch => {
                self.memory.cursor = None;
                self.memory.position = 0;
                self.offering = true;
                self.offer = None;
                self.pages = None;
                self.heard = None;
                self.pull_wanted = true;
            }
            _ => {}
        }
        self.memory.epoch = Some(epoch);
    }

    fn nonce(&mut self) -> String {
        format!("{:016x}", self.random.bits())
    }
}

/// The clock's correction, measured midpoint-wise: what to add to the device's clock (Cristian's algorithm, 1989).
pub fn clock_offset(sent: Millis, received: Millis, server: Millis) -> Millis {
    server - (sent + (received - sent) / 2)
}
