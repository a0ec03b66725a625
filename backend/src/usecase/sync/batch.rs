//! A pushed batch, read.
//!
//! Owns: the limits of a batch, the ops' hashes, and that one op that cannot be read does not spoil the others. Must
//! not: judge an op that can be read.

use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use shared::domain::op::{Kind as Of, Op, VERSION};
use shared::id::Id;
use shared::wire::v1::push::{MAX_OPS, Push};

use crate::error::{Error, Kind, Result};

/// The longest nonce, in bytes.
const MAX_NONCE: usize = 64;

/// A batch.
#[derive(Debug)]
pub struct Batch {
    /// As it came.
    pub push: Push,
    /// Its ops in their order.
    pub ops: Vec<Incoming>,
}

/// One op of a batch.
#[derive(Debug)]
pub struct Incoming {
    /// Its id, where at least that can be read.
    pub id: Option<Id>,
    /// SHA-256 of its bytes.
    pub hash: [u8; 32],
    /// The op, where it can be read.
    pub op: Option<Op>,
    /// The device has found the clock wrong that stamped it.
    pub skewed: bool,
}

impl Batch {
    /// Reads a batch. Refused as a whole are only too many ops and a schema version that this build does not know.
    pub fn read(push: Push) -> Result<Self> {
        // Versions of ops that were released before are brought up to date here, one step per version. There is one.
        match push.v {
            0 => return Err(Error::new(Kind::BadRequest).field("v")),
            v if v > VERSION => return Err(Kind::ClientTooNew.into()),
            _ => {}
        }
        if push.ops.len() > MAX_OPS {
            return Err(Error::new(Kind::TooLarge).field("ops"));
        }
        if push.nonce.len() > MAX_NONCE {
            return Err(Error::new(Kind::BadRequest).field("nonce"));
        }
        let mut ops: Vec<_> = push.ops.iter().map(|raw| Incoming::read(raw.get())).collect();
        for index in &push.skewed {
            if let Some(op) = usize::try_from(*index).ok().and_then(|index| ops.get_mut(index)) {
                op.skewed = true;
            }
        }
        Ok(Self { push, ops })
    }

    /// A batch of this server's own making, which need not be read: the demo's. The bytes of `push` are those of `ops`.
    pub fn made(push: Push, ops: &[Op]) -> Self {
        let incoming = |(op, raw): (&Op, &RawValue)| Incoming {
            id: Some(op.id),
            hash: Sha256::digest(raw.get().as_bytes()).into(),
            op: Some(op.clone()),
            skewed: false,
        };
        let ops = ops.iter().zip(push.ops.iter().map(|raw| &**raw)).map(incoming).collect();
        Self { push, ops }
    }

    /// The bytes of an op, as pushed.
    pub fn bytes(&self, index: usize) -> &[u8] {
        self.push.ops.get(index).map_or(&[], |raw| raw.get().as_bytes())
    }

    /// The sealed registrations among the ops, and whether the clock of each was found wrong.
    pub fn registrations(&self) -> Vec<(&Op, bool)> {
        let read = self.ops.iter().filter_map(|incoming| Some((incoming.op.as_ref()?, incoming.skewed)));
        read.filter(|(op, _)| op.of == Of::Registration).collect()
    }

    /// The ids of the ops that can be read.
    pub fn ids(&self) -> Vec<Id> {
        distinct(self.ops.iter().filter_map(|incoming| incoming.op.as_ref().map(|op| op.id)))
    }

    /// The entities that they are about.
    pub fn entities(&self) -> Vec<Id> {
        distinct(self.ops.iter().filter_map(|incoming| incoming.op.as_ref().map(Op::entity)))
    }

    /// Whether an op is a check-in.
    pub fn checks_in(&self) -> bool {
        self.ops.iter().any(|incoming| incoming.op.as_ref().is_some_and(|op| op.of == Of::CheckIn))
    }

    /// Whether an op speaks of another library than this one.
    pub fn speaks_of_others(&self, library: &str) -> bool {
        self.ops.iter().any(|incoming| incoming.op.as_ref().is_some_and(|op| op.library != library))
    }
}

impl Incoming {
    fn read(raw: &str) -> Self {
        #[derive(serde::Deserialize)]
        struct OnlyId {
            id: Id,
        }
        let hash = Sha256::digest(raw.as_bytes()).into();
        match serde_json::from_str::<Op>(raw) {
            Ok(op) => Self { id: Some(op.id), hash, op: Some(op), skewed: false },
            Err(_) => {
                let id = serde_json::from_str::<OnlyId>(raw).ok().map(|only| only.id);
                Self { id, hash, op: None, skewed: false }
            }
        }
    }
}

fn distinct(ids: impl Iterator<Item = Id>) -> Vec<Id> {
    let mut ids: Vec<_> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
