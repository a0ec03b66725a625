//! An op: one change that a person made, immutable from the moment it is made.
//!
//! Owns: the shape of an op and which registers it writes. Must not: merge (see `row`) or judge (see `check`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::help::When;
use super::hlc::{Hlc, Stamp};
use crate::id::Id;

/// The register that delete and restore write.
pub const DELETED: &str = "deleted";
/// The register that says when something happened.
pub const WHEN: &str = "when";

/// The schema version of the ops that this build makes; it stands once per batch.
pub const VERSION: u32 = 1;

/// Values by register name; `null` means *not stated*.
pub type Registers = BTreeMap<String, Value>;

/// What an op does to its entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// Makes the entity; the op's id is the entity's id.
    Create,
    /// Replaces some registers; never revives.
    Patch,
    /// Marks the entity as deleted.
    Delete,
    /// Takes the mark away again.
    Restore,
}

/// What kind of thing an entity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// One help given.
    Help,
    /// A group session or course.
    GroupSession,
    /// A time when support was open.
    Duty,
    /// A period in which a library logs, where it logs only in samples.
    SamplePeriod,
    /// Somebody went through the door of the activity day. No entry of a library: it counts in no figure of the log.
    CheckIn,
    /// A registration for the activity day, sealed; see `sealed`.
    Registration,
}

impl Kind {
    /// Whether it is an entry of a library's log: listed, counted and pulled as such.
    pub fn is_entry(self) -> bool {
        !matches!(self, Self::CheckIn | Self::Registration)
    }

    /// The code, as on the wire and in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Help => "help",
            Self::GroupSession => "group_session",
            Self::Duty => "duty",
            Self::SamplePeriod => "sample_period",
            Self::CheckIn => "check_in",
            Self::Registration => "registration",
        }
    }
}

/// One change. Serialised once; those bytes are stored, sent and hashed, and never made again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Op {
    /// UUIDv7, minted when the form opened, so that a double tap is one op.
    pub id: Id,
    /// The device's stamp.
    pub at: Hlc,
    /// What it does.
    pub act: Act,
    /// The kind of entity.
    pub of: Kind,
    /// The entity; absent on a create, whose own id it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<Id>,
    /// The code of the library at the time of entry.
    pub library: String,
    /// The version of the lists that the person chose from.
    pub lists: u32,
    /// The registers it writes.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub set: Registers,
    /// The rejected op that this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Id>,
}

impl Op {
    /// The entity that the op is about.
    pub fn entity(&self) -> Id {
        self.entity.unwrap_or(self.id)
    }

    /// The registers that the op writes under its effective stamp: with `deleted` for delete and restore, and with the
    /// date and hour of `now` filled in from the stamp, so that a corrected stamp corrects them too.
    ///
    /// `skewed`: the device has since found that its clock was wrong when the op was made; its time is marked.
    pub fn registers(&self, effective: Hlc, skewed: bool) -> Registers {
        let mut registers = self.set.clone();
        match self.act {
            Act::Delete => {
                registers.insert(DELETED.to_owned(), Value::Bool(true));
            }
            Act::Restore => {
                registers.insert(DELETED.to_owned(), Value::Bool(false));
            }
            Act::Create | Act::Patch => {}
        }
        if let Some(value) = registers.get_mut(WHEN)
            && let Ok(when) = serde_json::from_value::<When>(value.clone())
        {
            let doubt = skewed || effective != self.at;
            *value = when.settled(effective.ms(), doubt).to_value();
        }
        registers
    }

    /// The stamp under which the op's registers are merged.
    pub fn stamp(&self, effective: Hlc, replica: Id) -> Stamp {
        Stamp(effective, replica)
    }
}
