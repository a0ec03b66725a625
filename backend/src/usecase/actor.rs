//! Who acts, and what they may touch (I8).
//!
//! Owns: the only place that decides whether a person may see or change something of a library. What lies outside is
//! answered as *not found*, so that nobody learns what another library or network has.

use shared::id::Id;
use shared::wire::v1::member::{Member, Role};

use crate::db::device::DeviceRow;
use crate::error::{Kind, Result};

/// A signed-in person.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The network of the session; nothing outside it is ever touched.
    pub network: Id,
    /// The person.
    pub member: Member,
    /// SHA-256 of the session's token.
    pub token_hash: [u8; 32],
}

impl Actor {
    /// Refuses whoever has a lesser role.
    pub fn need(&self, role: Role) -> Result<()> {
        if self.member.role >= role { Ok(()) } else { Err(Kind::Forbidden.into()) }
    }

    /// Refuses whoever has not been given the right to see diets and access needs. The chair has it only where she has
    /// given it to herself, which is logged.
    pub fn need_organiser(&self) -> Result<()> {
        self.need(Role::Contact)?;
        if self.member.organiser { Ok(()) } else { Err(Kind::Forbidden.into()) }
    }

    /// Refuses whoever is neither the chair nor an organiser: the activity days' set-up, which names no participant.
    pub fn need_day(&self) -> Result<()> {
        if self.member.organiser { self.need_organiser() } else { self.need(Role::Chair) }
    }

    /// Whether the whole network is in reach.
    pub fn is_chair(&self) -> bool {
        self.member.role == Role::Chair
    }

    /// The library in reach; `None` is all of them. Refuses whoever is neither a contact nor the chair.
    pub fn scope(&self) -> Result<Option<&str>> {
        self.need(Role::Contact)?;
        if self.is_chair() {
            return Ok(None);
        }
        self.member.library.as_deref().map(Some).ok_or_else(|| Kind::Forbidden.into())
    }

    /// Refuses a library out of reach as if it did not exist.
    pub fn reach(&self, library: &str) -> Result<()> {
        match self.scope()? {
            Some(own) if own != library => Err(Kind::NotFound.into()),
            _ => Ok(()),
        }
    }
}

/// An enrolled tablet.
#[derive(Clone, Debug)]
pub struct DeviceActor {
    /// The network of the credential.
    pub network: Id,
    /// The tablet.
    pub device: DeviceRow,
}

impl DeviceActor {
    /// Whether it has been revoked: it may still deliver its queue, which is held for review.
    pub fn is_revoked(&self) -> bool {
        self.device.revoked_at.is_some()
    }
}

/// Whoever may listen to a network's news.
#[derive(Clone, Debug)]
pub enum Viewer {
    /// A tablet.
    Device(Box<DeviceActor>),
    /// A person.
    Person(Box<Actor>),
}

impl Viewer {
    /// The network.
    pub fn network(&self) -> Id {
        match self {
            Self::Device(device) => device.network,
            Self::Person(person) => person.network,
        }
    }
}
