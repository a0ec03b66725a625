//! A model of the server: what `docs/sync.md` says of it, in memory and in the fewest lines.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use shared::domain::check::Rejection;
use shared::domain::hlc::Hlc;
use shared::domain::op::{Act, DELETED, Op, Registers};
use shared::domain::row::{Merged, Row};
use shared::id::Id;
use shared::stats::rollup::Deltas;
use shared::time::Millis;
use shared::wire::v1::offer::{Offer, OfferAnswer};
use shared::wire::v1::pull::PullAnswer;
use shared::wire::v1::push::{Push, PushAnswer, Receipt, Stored, Verdict};

use crate::mutation::Mutation;

/// The count of an op that the server rejects.
pub const REJECTED: u64 = 77;

/// An op as it is stored.
#[derive(Clone)]
pub struct Known {
    pub op: Op,
    pub replica: Id,
    bytes: String,
    position: i64,
    pub at: Hlc,
    pub skewed: bool,
}

/// What no history of the server gives twice.
#[derive(Clone, Copy, Default)]
pub struct Fresh(u32);

impl Fresh {
    fn next(&mut self) -> u32 {
        self.0 += 1;
        self.0
    }

    fn epoch(&mut self) -> Id {
        let n = self.next();
        Id::v7(i64::from(n), [n.to_le_bytes()[0]; 10])
    }
}

#[derive(Clone)]
pub struct Server {
    pub epoch: Id,
    pub position: i64,
    /// The newest schema version of an op that it knows.
    pub knows: u32,
    pub ops: BTreeMap<Id, Known>,
    /// One entry for each op that was ever stored in this history: `ops` cannot hold one twice.
    pub log: Vec<Id>,
    pub rows: BTreeMap<Id, (i64, Row)>,
    /// The mark of each push, by the position it led to.
    pub marks: BTreeMap<i64, u32>,
    /// The sums, kept by adding what each push changed.
    pub sums: Deltas,
    /// Restored without anybody having said so: the epoch is still that of a later state.
    pub untold: bool,
    pub mutation: Option<Mutation>,
}

impl Server {
    pub fn new(fresh: &mut Fresh) -> Self {
        Self {
            epoch: fresh.epoch(),
            position: 0,
            knows: 1,
            ops: BTreeMap::new(),
            log: Vec::new(),
            rows: BTreeMap::new(),
            marks: BTreeMap::new(),
            sums: Deltas::default(),
            untold: false,
            mutation: None,
        }
    }

    /// The history goes on from an older state under a new name.
    pub fn restored(&self, fresh: &mut Fresh) -> Self {
        Self { epoch: fresh.epoch(), untold: false, ..self.clone() }
    }

    /// A copy that lagged takes over, and nobody says so: only the marks tell.
    pub fn promoted(&self) -> Self {
        Self { untold: true, ..self.clone() }
    }

    fn is(&self, mutation: Mutation) -> bool {
        self.mutation == Some(mutation)
    }

    pub fn push(&mut self, now: Millis, push: &Push, fresh: &mut Fresh) -> PushAnswer {
        let start = self.position;
        let mut clamped = 0;
        let mut before: BTreeMap<Id, Option<Row>> = BTreeMap::new();
        let mut receipts = Vec::new();
        let mut again = Vec::new();
        for (index, raw) in (0u32..).zip(&push.ops) {
            let op: Op = serde_json::from_str(raw.get()).expect("devices send what they serialised");
            let id = Some(op.id);
            let verdict = match self.ops.get(&op.id) {
                Some(known) if known.bytes == raw.get() || self.is(Mutation::BytesNotCompared) => {
                    again.push(op.entity());
                    let verdict = Verdict::Duplicate(stored(&op, known));
                    if self.is(Mutation::NoDedup) {
                        self.log.push(op.id);
                    }
                    verdict
                }
                Some(_) => Verdict::Rekey,
                None if is_rejected(&op.set) => Verdict::Rejected { code: Rejection::CountRange },
                None if self.is(Mutation::ClockRefused) && op.at.is_ahead(now) => {
                    Verdict::Rejected { code: Rejection::WhenFuture }
                }
                None if self.is(Mutation::DedupByCounter) && self.counter(push.replica) > op.lists => {
                    Verdict::Duplicate(Stored { position: self.position, at: None, skewed: false })
                }
                None => {
                    let given = push.effective.get(&index);
                    let mut at = given.map_or(op.at, |given| (*given).min(op.at));
                    if at.is_ahead(now) {
                        at = Hlc::from_i64(Hlc::new(now, 0).to_i64() + (start & 0xffff) + clamped);
                        clamped += 1;
                    }
                    let skewed = push.skewed.contains(&index);
                    let bytes = raw.get().to_owned();
                    self.position += 1;
                    let known =
                        Known { op, replica: push.replica, bytes, position: self.position, at, skewed };
                    self.store(known, &mut before)
                }
            };
            receipts.push(Receipt { id, verdict });
        }
        for (entity, row) in before {
            if let Some(row) = row {
                self.sums.take(&row);
            }
            self.sums.put(&self.rows[&entity].1);
        }
        if self.is(Mutation::DuplicateCounted) {
            again.iter().for_each(|entity| self.sums.put(&self.rows[entity].1));
        }
        if self.position > start {
            self.marks.insert(self.position, fresh.next());
        }
        PushAnswer {
            nonce: push.nonce.clone(),
            epoch: self.epoch,
            position: self.position,
            server_time: now,
            receipts,
        }
    }

    fn store(&mut self, known: Known, before: &mut BTreeMap<Id, Option<Row>>) -> Verdict {
        let op = &known.op;
        let entity = op.entity();
        let place = known.position;
        let (arrival, revives) = (self.is(Mutation::LastArrivalWins), self.is(Mutation::PatchRevives));
        let row = self.rows.get(&entity).map(|(_, row)| row.clone());
        let mut after = row.clone().unwrap_or_else(|| Row::unborn(op));
        let mut merged = after.merge(op, known.at, known.skewed, known.replica);
        if arrival {
            let values = op.registers(known.at, known.skewed);
            for (name, value) in values {
                after.set.insert(name.clone(), value);
                after.stamps.insert(name, op.stamp(known.at, known.replica));
            }
            merged = Merged::Changed;
        }
        if revives && op.act == Act::Patch {
            after.set.remove(DELETED);
        }
        let known_as = stored(op, &known);
        let verdict = if merged == Merged::Changed {
            before.entry(entity).or_insert(row);
            self.rows.insert(entity, (place, after));
            Verdict::Applied(known_as)
        } else {
            Verdict::Superseded(known_as)
        };
        self.log.push(op.id);
        self.ops.insert(op.id, known);
        verdict
    }

    /// The highest serial of a replica's ops.
    fn counter(&self, replica: Id) -> u32 {
        self.ops
            .values()
            .filter(|known| known.replica == replica)
            .map(|known| known.op.lists)
            .max()
            .unwrap_or(0)
    }

    /// The mark of the push that a position belongs to; 0 where there is none.
    fn mark(&self, position: i64) -> u32 {
        if position == 0 {
            return 0;
        }
        self.marks.range(position..).next().map_or(0, |(_, mark)| *mark)
    }

    /// Pages of three rows, so that paging is exercised. The cursor is `epoch/position/mark`.
    pub fn pull(&mut self, now: Millis, cursor: Option<&str>, fresh: &mut Fresh) -> PullAnswer {
        let mut parts = cursor.unwrap_or_default().split('/');
        let same = parts.next() == Some(self.epoch.to_string().as_str());
        let mut number = || parts.next().and_then(|text| text.parse::<i64>().ok());
        let (after, mark) = (number().unwrap_or(0), number().unwrap_or(0));
        let known = after == 0 || i64::from(self.mark(after)) == mark && mark != 0;
        if same && !known && !self.is(Mutation::MarksIgnored) {
            self.epoch = fresh.epoch();
            self.untold = false;
        }
        let reset = cursor.is_none() || !same || (!known && !self.is(Mutation::MarksIgnored));
        let after = if reset { 0 } else { after };
        let mut rows: Vec<(i64, &Row)> = self
            .rows
            .values()
            .filter(|(place, _)| *place > after)
            .map(|(place, row)| (*place, row))
            .collect();
        rows.sort_by_key(|(place, _)| *place);
        if self.is(Mutation::SequenceAsCursor) && now % 2 == 1 {
            // The last but one commit has its position already, and lands after this answer.
            rows.retain(|(place, _)| *place + 1 != self.position);
        }
        let more = rows.len() > 3;
        rows.truncate(3);
        let position = if more { rows[2].0 } else { self.position };
        PullAnswer {
            epoch: self.epoch,
            reset,
            cursor: format!("{}/{position}/{}", self.epoch, self.mark(position)),
            position,
            more,
            server_time: now,
            config: 1,
            rows: rows.into_iter().map(|(_, row)| row.clone()).collect(),
        }
    }

    pub fn offer(&self, offer: &Offer) -> OfferAnswer {
        let unknown = offer.ids.iter().filter(|id| !self.ops.contains_key(id)).copied().collect();
        OfferAnswer { nonce: offer.nonce.clone(), epoch: self.epoch, position: self.position, unknown }
    }

    /// The serials of the ops it has.
    pub fn serials(&self) -> BTreeSet<u32> {
        self.ops.values().map(|known| known.op.lists).collect()
    }
}

/// Whether the server rejects an op.
pub fn is_rejected(set: &Registers) -> bool {
    set.get("count").and_then(Value::as_u64) == Some(REJECTED)
}

fn stored(op: &Op, known: &Known) -> Stored {
    Stored { position: known.position, at: (known.at != op.at).then_some(known.at), skewed: known.skewed }
}
