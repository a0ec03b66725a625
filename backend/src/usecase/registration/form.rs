//! A registration that comes in by the public form.
//!
//! Owns: that the same form sent twice is one registration. What is wrong with a field is `domain::registration`'s, the
//! stamps are `stamp`'s, the place is `arrive`'s.

use std::net::IpAddr;

use shared::domain::day::Door;
use shared::domain::registration::{Fault, Mode, Pairs, Registration, State, parse};
use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::registration::Via;

use super::Opened;
use super::arrive::{Arrival, Arrived, arrive};
use crate::app::App;
use crate::error::Result;
use crate::usecase::stamp::{self, TOO_FAST};

pub use crate::usecase::stamp::{STAMP, TRAP};

/// What its stamps are for.
const PURPOSE: &[u8] = b"form";

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Stored: where it stands, how the person takes part, and how many wait in front of it.
    Stored {
        /// Reserved, waiting, or confirmed for who cannot come.
        state: State,
        /// The way of taking part.
        mode: Mode,
        /// How many wait in front.
        before: u32,
    },
    /// It was stored before; a mail says how it stands.
    Already,
    /// Nothing was stored.
    Refused(Refusal),
}

/// Why a form was not stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Fields are wrong.
    Wrong(Vec<Fault>),
    /// It came back at once, or from a form that is not ours: to be sent once more.
    Unsure,
    /// The field that people do not see was filled in.
    Trapped,
    /// Registration is not open.
    Closed(Door),
}

/// The stamp of a new form: its id becomes the registration's.
pub fn stamp(app: &App, network: Id) -> Result<String> {
    stamp::make(app, PURPOSE, network)
}

/// The stamp for a form that is shown again: its own, so that what is sent again is the same registration; a new one where
/// it has none of ours.
pub fn kept_stamp(app: &App, network: Id, sent: &str) -> Result<String> {
    stamp::again(app, PURPOSE, network, sent)
}

/// Takes a form. Nothing of it is stored unless the answer says so.
pub async fn submit(app: &App, address: IpAddr, slug: &str, year: i32, pairs: &Pairs) -> Result<Outcome> {
    app.limits.registration(address)?;
    let mut tx = app.db.read().await?;
    let opened = Opened::find(app, &mut tx, slug, Some(year)).await?;
    tx.commit().await?;
    if !pairs.one(TRAP).is_empty() {
        return Ok(Outcome::Refused(Refusal::Trapped));
    }
    let codes = opened.codes();
    let registration = match parse(pairs, &opened.known(&codes)) {
        Ok(registration) => registration,
        Err(faults) => return Ok(Outcome::Refused(Refusal::Wrong(faults))),
    };
    let stamp = stamp::read(app, PURPOSE, opened.id(), pairs.one(STAMP))?;
    let now = app.now();
    let Some((id, _)) = stamp.filter(|(_, at)| now - at >= TOO_FAST) else {
        return Ok(Outcome::Refused(Refusal::Unsure));
    };
    let outcome = store(app, &opened, id, registration, now).await?;
    app.mails.notify_one();
    Ok(outcome)
}

async fn store(
    app: &App,
    opened: &Opened,
    id: Id,
    registration: Registration,
    now: Millis,
) -> Result<Outcome> {
    let arrival = Arrival { id, year: opened.day.year(), registration, via: Via::Public };
    let mut tx = app.db.write().await?;
    let outcome = match arrive(app, &mut tx, opened.id(), arrival, now).await? {
        Arrived::Closed(door) => return Ok(Outcome::Refused(Refusal::Closed(door))),
        Arrived::Stored { state, mode, before } => Outcome::Stored { state, mode, before },
        Arrived::Already => Outcome::Already,
    };
    tx.commit().await?;
    Ok(outcome)
}
