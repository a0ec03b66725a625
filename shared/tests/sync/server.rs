//! A model of the server: what `docs/sync.md` says of it, in memory and in the fewest lines.

use std::collections::BTreeMap;

use shared::domain::hlc::Hlc;
use shared::domain::op::Op;
use shared::domain::row::{Merged, Row};
use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::offer::{Offer, OfferAnswer};
use shared::wire::v1::pull::PullAnswer;
use shared::wire::v1::push::{Push, PushAnswer, Receipt, Stored, Verdict};

#[derive(Clone)]
struct Known {
    bytes: String,
    position: i64,
    at: Hlc,
    skewed: bool,
}

#[derive(Clone)]
pub struct Server {
    pub epoch: Id,
    pub position: i64,
    ops: BTreeMap<Id, Known>,
    pub rows: BTreeMap<Id, (i64, Row)>,
}

impl Server {
    pub fn new(epoch: u8) -> Self {
        Self { epoch: epoch_id(epoch), position: 0, ops: BTreeMap::new(), rows: BTreeMap::new() }
    }

    /// The history goes on from an older state under a new name.
    pub fn restored(&self, epoch: u8) -> Self {
        Self { epoch: epoch_id(epoch), ..self.clone() }
    }

    pub fn knows(&self, id: Id, bytes: &str) -> bool {
        self.ops.get(&id).is_some_and(|known| known.bytes == bytes)
    }

    pub fn op_count(&self) -> usize {
        self.ops.len()
    }

    pub fn push(&mut self, now: Millis, push: &Push) -> PushAnswer {
        let mut clamped = Hlc::new(now, 0);
        let mut receipts = Vec::new();
        for (index, raw) in (0u32..).zip(&push.ops) {
            let op: Op = serde_json::from_str(raw.get()).expect("devices send what they serialised");
            let verdict = match self.ops.get(&op.id) {
                Some(known) if known.bytes == raw.get() => Verdict::Duplicate(stored(&op, known)),
                Some(_) => Verdict::Rekey,
                None => {
                    let mut at = push.effective.get(&index).copied().unwrap_or(op.at).min(op.at);
                    if at.is_ahead(now) {
                        at = clamped;
                        clamped = clamped.next();
                    }
                    self.position += 1;
                    let position = self.position;
                    let known = Known {
                        bytes: raw.get().to_owned(),
                        position,
                        at,
                        skewed: push.skewed.contains(&index),
                    };
                    let (place, row) = self.rows.entry(op.entity()).or_insert_with(|| (0, Row::unborn(&op)));
                    *place = position;
                    let verdict = match row.merge(&op, at, known.skewed, push.replica) {
                        Merged::Changed => Verdict::Applied(stored(&op, &known)),
                        Merged::Lost => Verdict::Superseded(stored(&op, &known)),
                    };
                    self.ops.insert(op.id, known);
                    verdict
                }
            };
            receipts.push(Receipt { id: Some(op.id), verdict });
        }
        PushAnswer {
            nonce: push.nonce.clone(),
            epoch: self.epoch,
            position: self.position,
            server_time: now,
            receipts,
        }
    }

    /// Pages of three rows, so that paging is exercised. The cursor is `epoch/position`.
    pub fn pull(&self, now: Millis, cursor: Option<&str>) -> PullAnswer {
        let after =
            cursor.and_then(|c| c.split_once('/')).filter(|(epoch, _)| *epoch == self.epoch.to_string());
        let reset = cursor.is_some() && after.is_none();
        let after: i64 = after.map_or(0, |(_, position)| position.parse().expect("our own cursor"));
        let mut rows: Vec<(i64, Row)> =
            self.rows.values().filter(|(place, _)| *place > after).cloned().collect();
        rows.sort_by_key(|(place, _)| *place);
        let more = rows.len() > 3;
        rows.truncate(3);
        let position = if more { rows[2].0 } else { self.position };
        PullAnswer {
            epoch: self.epoch,
            reset,
            cursor: format!("{}/{position}", self.epoch),
            position,
            more,
            server_time: now,
            config: 1,
            rows: rows.into_iter().map(|(_, row)| row).collect(),
        }
    }

    pub fn offer(&self, offer: &Offer) -> OfferAnswer {
        let unknown = offer.ids.iter().filter(|id| !self.ops.contains_key(id)).copied().collect();
        OfferAnswer { nonce: offer.nonce.clone(), epoch: self.epoch, unknown }
    }
}

fn stored(op: &Op, known: &Known) -> Stored {
    Stored { position: known.position, at: (known.at != op.at).then_some(known.at), skewed: known.skewed }
}

fn epoch_id(n: u8) -> Id {
    Id::v7(i64::from(n), [n; 10])
}
