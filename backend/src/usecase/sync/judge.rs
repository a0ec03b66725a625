//! The judgement of a batch: which op gets which receipt, and what is to be written.
//!
//! Owns: the pure plan of a push. Given what the database knows, it says what the database must become. Must not: do
//! IO; the same plan fills the demo network.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;
use shared::domain::check::{self, Context, Rejection};
use shared::domain::check_in::YEAR;
use shared::domain::hlc::Hlc;
use shared::domain::op::{Act, Kind, Op, WHEN};
use shared::domain::row::{Merged, Row};
use shared::domain::span::Span;
use shared::domain::vocabulary::Vocabulary;
use shared::id::Id;
use shared::stats::changes::Changes;
use shared::time::{Date, HOUR, Millis, helsinki, helsinki_midnight};
use shared::wire::v1::push::{Hold, Receipt, Stored, Verdict};

use super::batch::{Batch, Incoming};
use super::points::Points;
use super::sender::{Pusher, Sender};
use crate::db::entity::Entity;
use crate::db::held::HeldOp;
use crate::db::op::{self, KnownOp, NewOp};
use crate::usecase::registration::arrive::Arrival;
use crate::usecase::registration::tablet::Opened;

/// What the database knows of a batch.
#[derive(Debug, Default)]
pub struct Known {
    /// Ops of the batch that are stored already.
    pub ops: HashMap<Id, KnownOp>,
    /// Entities that the batch is about.
    pub entities: HashMap<Id, Entity>,
    /// The network's last position.
    pub position: i64,
    /// Registrations of the batch, opened where the sender may send any.
    pub opened: Opened,
}

/// What a judgement needs besides.
#[derive(Clone, Copy)]
pub struct Terms<'a> {
    /// Who sends.
    pub sender: &'a Sender,
    /// The network's lists.
    pub lists: &'a Vocabulary,
    /// The libraries' points.
    pub points: &'a Points,
    /// The server's clock.
    pub now: Millis,
}

/// What a push writes and answers.
#[derive(Debug, Default)]
pub struct Plan<'a> {
    /// One per op, in their order.
    pub receipts: Vec<Receipt>,
    /// Ops to store.
    pub ops: Vec<NewOp<'a>>,
    /// Entities to store.
    pub entities: Vec<Entity>,
    /// What it does to the figures.
    pub changes: Changes,
    /// Registrations that arrive.
    pub arrivals: Vec<Arrival>,
    /// Ops to keep for review, with the index of their receipt.
    pub held: Vec<(usize, HeldOp<'a>)>,
    /// The network's last position afterwards.
    pub position: i64,
}

impl Plan<'_> {
    /// Gives `rekey` for ops that are kept for review under the same id with other bytes.
    pub fn meet_held(&mut self, kept: &[(Id, Vec<u8>)]) {
        let receipts = &mut self.receipts;
        self.held.retain(|(index, op)| {
            let other = kept.iter().any(|(id, bytes)| *id == op.id && bytes != op.bytes);
            if other && let Some(receipt) = receipts.get_mut(*index) {
                receipt.verdict = Verdict::Rekey;
            }
            !other
        });
    }
}

/// Judges a batch.
pub fn judge<'a>(batch: &'a Batch, known: Known, terms: Terms<'a>) -> Plan<'a> {
    let mut court = Court {
        batch,
        terms,
        start: known.position,
        clamped: 0,
        ops: known.ops,
        opened: known.opened,
        touched: known.entities.into_iter().map(|(id, entity)| (id, Touched::stored(entity))).collect(),
        plan: Plan { position: known.position, ..Plan::default() },
    };
    for (index, incoming) in batch.ops.iter().enumerate() {
        let verdict = match &incoming.op {
            Some(op) => court.op(index, incoming, op),
            None => Verdict::Rejected { code: Rejection::Malformed },
        };
        court.plan.receipts.push(Receipt { id: incoming.id, verdict });
    }
    court.sum_up()
}

/// An entity within a batch.
struct Touched {
    before: Option<Row>,
    now: Entity,
    changed: bool,
}

impl Touched {
    fn stored(entity: Entity) -> Self {
        Self { before: None, now: entity, changed: false }
    }
}

/// Words, and whether they hold.
type Flags = [(bool, &'static str); 2];

struct Court<'a> {
    batch: &'a Batch,
    terms: Terms<'a>,
    start: i64,
    clamped: i64,
    ops: HashMap<Id, KnownOp>,
    opened: Opened,
    touched: BTreeMap<Id, Touched>,
    plan: Plan<'a>,
}

impl<'a> Court<'a> {
    fn op(&mut self, index: usize, incoming: &Incoming, op: &'a Op) -> Verdict {
        if let Some(known) = self.ops.get(&op.id) {
            return if known.hash == incoming.hash {
                let at = Hlc::from_i64(known.at);
                let at = (at != op.at).then_some(at);
                Verdict::Duplicate(Stored { position: known.position, at, skewed: known.skewed })
            } else {
                Verdict::Rekey
            };
        }
        let sender = self.terms.sender;
        if sender.revoked {
            return self.hold(index, op, Hold::DeviceRevoked);
        }
        let (effective, clamped) = self.effective(index, op);
        let stored =
            self.touched.get(&op.entity()).map(|touched| &touched.now.row).filter(|row| row.born.is_some());
        let libraries = [Some(op.library.as_str()), stored.map(|row| row.library.as_str())];
        if libraries.into_iter().flatten().any(|library| !sender.may_write(library, effective.ms())) {
            return self.hold(index, op, Hold::ForeignLibrary);
        }
        if op.of == Kind::CheckIn {
            let year = op.set.get(YEAR).or_else(|| stored.and_then(|row| row.get(YEAR)));
            let year = year.and_then(Value::as_i64).and_then(|year| i32::try_from(year).ok());
            if !sender.may_check_in(year, effective.ms()) {
                return match sender.by {
                    Pusher::Device(_) => self.hold(index, op, Hold::NoDoor),
                    Pusher::Member(_) | Pusher::Nobody => Verdict::Rejected { code: Rejection::NotAllowed },
                };
            }
        }
        if op.of == Kind::SamplePeriod && !sender.may_sample {
            return Verdict::Rejected { code: Rejection::NotAllowed };
        }
        if stored.is_some_and(|row| row.of != op.of) {
            return Verdict::Rejected { code: Rejection::Malformed };
        }
        match self.check(incoming, op, effective) {
            Err(code) => Verdict::Rejected { code },
            Ok(trusted) => {
                if clamped {
                    self.clamped += 1;
                }
                let flags = [(clamped, "clamped"), (incoming.skewed, op::SKEWED)].into_iter().chain(trusted);
                let flags: Vec<_> = flags.filter_map(|(is, flag)| is.then_some(flag)).collect();
                let flags = flags.join(" ");
                match op.of {
                    Kind::Registration => self.register(index, incoming, op, effective, flags),
                    _ => self.store(index, incoming, op, effective, flags),
                }
            }
        }
    }

    /// The stamp under which the op counts, and whether it was clamped just now. A stamp that an earlier history of
    /// this server gave is taken over, as long as it makes the op no later than its own stamp does. Clamped ops of one
    /// millisecond are told apart by the position they will get, so that they keep their order.
    fn effective(&self, index: usize, op: &Op) -> (Hlc, bool) {
        let given =
            u32::try_from(index).ok().and_then(|index| self.batch.push.effective.get(&index).copied());
        let at = given.map_or(op.at, |given| given.min(op.at));
        if !at.is_ahead(self.terms.now) {
            return (at, false);
        }
        let now = Hlc::new(self.terms.now, 0).to_i64();
        (Hlc::from_i64(now.saturating_add(self.start & 0xffff).saturating_add(self.clamped)), true)
    }

    /// What was taken on trust, as flags, or why the op is rejected.
    fn check(&self, incoming: &Incoming, op: &Op, effective: Hlc) -> Result<Flags, Rejection> {
        let entered = if incoming.skewed { doubtful_entry(op, self.terms.now) } else { None };
        let entered = entered.unwrap_or(effective.ms());
        let points = Some(self.terms.points.of(&op.library));
        let mut context = Context { points, ..Context::new(self.terms.lists, op.lists, entered) };
        check::check(op, &mut context)?;
        Ok([(context.newer_lists, op::NEWER_LISTS), (context.unknown_point, op::UNKNOWN_POINT)])
    }

    fn store(
        &mut self,
        index: usize,
        incoming: &Incoming,
        op: &'a Op,
        effective: Hlc,
        flags: String,
    ) -> Verdict {
        self.plan.position += 1;
        let merged = self.merge(incoming, op, effective, self.plan.position);
        // Of a check-in, which may name a walk-in, only id and hash are kept.
        let bytes = if op.of.is_entry() { self.batch.bytes(index) } else { b"" };
        let stored = self.note(incoming, op, effective, flags, bytes);
        match merged {
            Merged::Changed => Verdict::Applied(stored),
            Merged::Lost => Verdict::Superseded(stored),
        }
    }

    /// A registration: it arrives and is no entry. Of its op the id and the hash are kept, not what was sealed.
    fn register(
        &mut self,
        index: usize,
        incoming: &Incoming,
        op: &'a Op,
        effective: Hlc,
        flags: String,
    ) -> Verdict {
        match self.opened.remove(&op.id) {
            // Sent by somebody who is no tablet.
            None => Verdict::Rejected { code: Rejection::NotAllowed },
            Some(Err(reason)) => self.hold(index, op, reason),
            Some(Ok(arrival)) => {
                self.plan.arrivals.push(arrival);
                self.plan.position += 1;
                Verdict::Applied(self.note(incoming, op, effective, flags, b""))
            }
        }
    }

    /// Notes an op under the position that has just been reached.
    fn note(
        &mut self,
        incoming: &Incoming,
        op: &Op,
        effective: Hlc,
        flags: String,
        bytes: &'a [u8],
    ) -> Stored {
        let sender = self.terms.sender;
        let position = self.plan.position;
        let replica = self.batch.push.replica;
        let known = KnownOp {
            hash: incoming.hash.to_vec(),
            position,
            at: effective.to_i64(),
            skewed: incoming.skewed,
        };
        self.ops.insert(op.id, known);
        self.plan.ops.push(NewOp {
            id: op.id,
            hash: incoming.hash,
            entity: op.entity(),
            position,
            at: effective.to_i64(),
            replica,
            device: sender.device_id(),
            member: sender.member_id(),
            received_at: self.terms.now,
            flag: (!flags.is_empty()).then_some(flags),
            bytes,
        });
        let at = (effective != op.at).then_some(effective);
        Stored { position, at, skewed: incoming.skewed }
    }

    fn merge(&mut self, incoming: &Incoming, op: &Op, effective: Hlc, position: i64) -> Merged {
        let replica = self.batch.push.replica;
        let touched = self.touched.entry(op.entity()).or_insert_with(|| Touched {
            before: None,
            now: Entity { position: 0, row: Row::unborn(op) },
            changed: false,
        });
        if !touched.changed && touched.now.position > 0 {
            touched.before = Some(touched.now.row.clone());
        }
        let row = &mut touched.now.row;
        if op.act == Act::Create && row.born.is_none() && (row.library != op.library || row.of != op.of) {
            // Patches that came first, from elsewhere, under an id that was not theirs: they are no part of this entity.
            *row = Row::unborn(op);
        }
        let merged = row.merge(op, effective, incoming.skewed, replica);
        if merged == Merged::Changed {
            touched.changed = true;
            touched.now.position = position;
        }
        merged
    }

    fn hold(&mut self, index: usize, op: &'a Op, reason: Hold) -> Verdict {
        // Fixed now: whoever reviews it next week must not make a clock right by waiting.
        let (effective, _) = self.effective(index, op);
        let held = HeldOp {
            id: op.id,
            bytes: self.batch.bytes(index),
            reason: reason.code(),
            v: self.batch.push.v,
            replica: self.batch.push.replica,
            effective: (effective != op.at).then(|| effective.to_i64()),
            skewed: self.batch.ops.get(index).is_some_and(|incoming| incoming.skewed),
            device: self.terms.sender.device_id(),
            library: &op.library,
            received_at: self.terms.now,
        };
        self.plan.held.push((index, held));
        Verdict::Held { reason }
    }

    fn sum_up(mut self) -> Plan<'a> {
        for touched in self.touched.into_values().filter(|touched| touched.changed) {
            self.plan.changes.change(touched.before.as_ref(), &touched.now.row);
            self.plan.entities.push(touched.now);
        }
        self.plan
    }
}

/// The time of entry that an op with a wrong clock is given the benefit of: noon of the date that was chosen, as long as
/// that date has come. A clock alone never makes a chosen date too old; a date that is still to come is wrong by any.
fn doubtful_entry(op: &Op, now: Millis) -> Option<Millis> {
    #[derive(serde::Deserialize)]
    struct Chosen {
        on: Option<Date>,
    }
    let chosen = [WHEN, Span::NAME].iter().find_map(|name| op.set.get(*name))?;
    let on = <Chosen as serde::Deserialize>::deserialize(chosen).ok()?.on?;
    Some(if on <= helsinki(now).date { helsinki_midnight(on) + 12 * HOUR } else { now })
}
