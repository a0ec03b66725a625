//! The state of an entity: registers, each with the stamp of its last writer, and their merge.
//!
//! Owns: last-writer-wins per register; commutative, associative and idempotent (M. Shapiro et al., “Conflict-free
//! Replicated Data Types”, 2011). Must not: know what a register means.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::hlc::{Hlc, Stamp};
use super::op::{Act, DELETED, Kind, Op, Registers};
use crate::id::Id;

/// An entity as stored and as sent to replicas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The entity's id.
    pub id: Id,
    /// What it is.
    pub of: Kind,
    /// The code of its library; immutable once its create is known.
    pub library: String,
    /// The stamp of its create; absent while only patches have arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub born: Option<Stamp>,
    /// The values.
    pub set: Registers,
    /// The stamps of the registers that something else than the create wrote last.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub stamps: BTreeMap<String, Stamp>,
}

/// What a merge did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merged {
    /// At least one register changed, or the entity came to be.
    Changed,
    /// Each register already had a later value: stored, without effect.
    Lost,
}

impl Row {
    /// An entity of which nothing is known yet but what the op says of it.
    pub fn unborn(op: &Op) -> Self {
        Self {
            id: op.entity(),
            of: op.of,
            library: op.library.clone(),
            born: None,
            set: Registers::new(),
            stamps: BTreeMap::new(),
        }
    }

    /// The stamp of a register's last writer.
    pub fn stamp_of(&self, name: &str) -> Option<Stamp> {
        self.stamps.get(name).copied().or_else(|| self.set.contains_key(name).then_some(self.born).flatten())
    }

    /// Merges an op under its effective stamp.
    pub fn merge(&mut self, op: &Op, effective: Hlc, skewed: bool, replica: Id) -> Merged {
        let stamp = op.stamp(effective, replica);
        let mut changed = false;
        if op.act == Act::Create && self.born.is_none_or(|born| stamp > born) {
            // Written out before the birth changes what "no own stamp" means.
            self.pin_stamps();
            self.born = Some(stamp);
            self.library.clone_from(&op.library);
            self.of = op.of;
            changed = true;
        }
        for (name, value) in op.registers(effective, skewed) {
            changed |= self.write(name, value, stamp);
        }
        self.unpin_stamps();
        if changed { Merged::Changed } else { Merged::Lost }
    }

    /// Replaces a register if the new stamp is later. Equal stamps with unequal values (a cloned replica) are settled by
    /// the values' text, so that all replicas settle them alike.
    fn write(&mut self, name: String, value: Value, stamp: Stamp) -> bool {
        let wins = match self.stamp_of(&name) {
            None => true,
            Some(old) if old == stamp => {
                let (have, new) = (self.set.get(&name).map(Value::to_string), value.to_string());
                have.is_none_or(|have| have < new)
            }
            Some(old) => old < stamp,
        };
        if wins {
            self.set.insert(name.clone(), value);
            self.stamps.insert(name, stamp);
        }
        wins
    }

    fn pin_stamps(&mut self) {
        if let Some(born) = self.born {
            for name in self.set.keys() {
                self.stamps.entry(name.clone()).or_insert(born);
            }
        }
    }

    fn unpin_stamps(&mut self) {
        let born = self.born;
        self.stamps.retain(|_, stamp| Some(*stamp) != born);
    }

    /// Merges another replica's state of the same entity.
    pub fn join(&mut self, other: &Row) {
        if other.born > self.born {
            self.pin_stamps();
            self.born = other.born;
            self.library.clone_from(&other.library);
            self.of = other.of;
        }
        for (name, value) in &other.set {
            if let Some(stamp) = other.stamp_of(name) {
                self.write(name.clone(), value.clone(), stamp);
            }
        }
        self.unpin_stamps();
    }

    /// Whether the entity has been deleted (and not restored since).
    pub fn is_deleted(&self) -> bool {
        self.set.get(DELETED) == Some(&Value::Bool(true))
    }

    /// Whether the entity counts: its create has arrived and it is not deleted.
    pub fn is_live(&self) -> bool {
        self.born.is_some() && !self.is_deleted()
    }

    /// A register's value; `None` where it is absent or *not stated*.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.set.get(name).filter(|value| !value.is_null())
    }

    /// A register read as a type; `None` where it is absent, not stated, or of another shape.
    pub fn read<'a, T: Deserialize<'a>>(&'a self, name: &str) -> Option<T> {
        self.get(name).and_then(|value| T::deserialize(value).ok())
    }

    /// The latest stamp in the row.
    pub fn latest(&self) -> Option<Hlc> {
        self.stamps.values().copied().chain(self.born).map(|stamp| stamp.0).max()
    }
}
