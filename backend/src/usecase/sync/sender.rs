//! Who pushes, and for which libraries.
//!
//! Owns: the scopes of a sender (I8): old ops of a browser that was enrolled again are judged by the scope that was in
//! force when they were made. Must not: be asked by anything but a push.

use shared::domain::hlc::AHEAD_LIMIT;
use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::member::Role;

use crate::db::device::DeviceRow;
use crate::db::{self, Tx};
use crate::error::Result;
use crate::usecase::actor::{Actor, DeviceActor};

/// How many earlier enrolments of a browser are looked at.
const GENERATIONS: usize = 16;

/// Under whose name a push comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pusher {
    /// A tablet.
    Device(Id),
    /// A contact or the chair.
    Member(Id),
    /// Nobody in particular: the demo's filling.
    Nobody,
}

/// A library that a sender may write to, up to an instant of entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The library's code.
    pub library: String,
    /// Entries made after this are outside; absent: no end.
    pub until: Option<Millis>,
}

/// A day at whose door a sender stands, up to an instant of entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Door {
    /// The day's year.
    pub year: i32,
    /// Check-ins made after this are outside; absent: no end.
    pub until: Option<Millis>,
}

/// A sender.
#[derive(Clone, Debug)]
pub struct Sender {
    /// The network of the credential.
    pub network: Id,
    /// Who.
    pub by: Pusher,
    /// The libraries; `None` is all of the network.
    pub scopes: Option<Vec<Scope>>,
    /// The tablet has been revoked: what it still delivers is held.
    pub revoked: bool,
    /// May set sample periods.
    pub may_sample: bool,
    /// The days at whose door it may check people in; `None` is all of them.
    pub doors: Option<Vec<Door>>,
}

impl Sender {
    /// A tablet, with its own library only and at no door; see [`Sender::with_history`] and [`Sender::with_doors`].
    pub fn device(actor: &DeviceActor) -> Self {
        Self {
            network: actor.network,
            by: Pusher::Device(actor.device.id),
            scopes: Some(vec![Scope { library: actor.device.library.clone(), until: None }]),
            revoked: actor.is_revoked(),
            may_sample: false,
            doors: Some(Vec::new()),
        }
    }

    /// A contact within the own library, the chair within the network.
    pub fn person(actor: &Actor) -> Result<Self> {
        actor.need(Role::Contact)?;
        let scope = |library: &str| vec![Scope { library: library.to_owned(), until: None }];
        Ok(Self {
            network: actor.network,
            by: Pusher::Member(actor.member.id),
            scopes: actor.scope()?.map(scope),
            revoked: false,
            may_sample: true,
            // What the door records are names: the organisers' matter.
            doors: if actor.is_chair() { None } else { Some(Vec::new()) },
        })
    }

    /// Adds what the browser was allowed as an earlier tablet, up to the instant at which it ceased to be that tablet.
    pub async fn with_history(mut self, tx: &mut Tx, device: &DeviceRow) -> Result<Self> {
        let mut successor = device.enrolled_at;
        let mut previous = device.previous_device;
        for _ in 0..GENERATIONS {
            let Some(id) = previous else { break };
            // A row that retention has removed ends the chain; what it made is then held for review.
            let Some(earlier) = db::device::get(tx, self.network, Id::from(id)).await? else { break };
            let until = earlier.revoked_at.map_or(successor, |at| at.min(successor));
            // The same tolerance as for any clock.
            let until = Some(until.saturating_add(AHEAD_LIMIT));
            if let Some(scopes) = &mut self.scopes {
                scopes.push(Scope { library: earlier.library, until });
            }
            successor = earlier.enrolled_at;
            previous = earlier.previous_device;
        }
        Ok(self)
    }

    /// Adds the doors at which a tablet stands or stood.
    pub async fn with_doors(mut self, tx: &mut Tx) -> Result<Self> {
        if let Some(device) = self.device_id() {
            let doors = db::door::of_device(tx, self.network, device).await?;
            // The same tolerance as for any clock.
            let until = |at: Millis| at.saturating_add(AHEAD_LIMIT);
            self.doors =
                Some(doors.into_iter().map(|(year, at)| Door { year, until: at.map(until) }).collect());
        }
        Ok(self)
    }

    /// Whether somebody may be checked in who went through the door of a year's day at `entered`. Where only the undoing
    /// of a check-in has come, nobody knows the year yet: then any door will do.
    pub fn may_check_in(&self, year: Option<i32>, entered: Millis) -> bool {
        self.doors.as_ref().is_none_or(|doors| {
            doors.iter().any(|door| {
                year.is_none_or(|year| door.year == year) && door.until.is_none_or(|until| entered <= until)
            })
        })
    }

    /// Whether an entry made at `entered` may be written to a library.
    pub fn may_write(&self, library: &str, entered: Millis) -> bool {
        self.scopes.as_ref().is_none_or(|scopes| {
            scopes
                .iter()
                .any(|scope| scope.library == library && scope.until.is_none_or(|until| entered <= until))
        })
    }

    /// The tablet, where it is one.
    pub fn device_id(&self) -> Option<Id> {
        match self.by {
            Pusher::Device(id) => Some(id),
            Pusher::Member(_) | Pusher::Nobody => None,
        }
    }

    /// The person, where it is one.
    pub fn member_id(&self) -> Option<Id> {
        match self.by {
            Pusher::Member(id) => Some(id),
            Pusher::Device(_) | Pusher::Nobody => None,
        }
    }
}
