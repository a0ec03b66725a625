//! A registration arrives and gets its place: in order of arrival, whether by the public form or sealed from a tablet.
//!
//! Owns: that the same person is registered once, and where somebody stands who comes now. Must not: read a form.

use shared::domain::day::Door;
use shared::domain::registration::{Mode, Registration, State};
use shared::id::Id;
use shared::time::{MINUTE, Millis};
use shared::wire::v1::registration::{Verdict, Via};

use super::places;
use crate::app::App;
use crate::db::registration::Stored;
use crate::db::{self, Tx};
use crate::error::Result;
use crate::usecase::mail::{self, Letter};

/// A mail about a registration that is there already is sent again after this time at the earliest.
const AGAIN: Millis = 10 * MINUTE;

/// Somebody who comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The registration's identity.
    pub id: Id,
    /// The day's year.
    pub year: i32,
    /// What was told.
    pub registration: Registration,
    /// How it comes.
    pub via: Via,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrived {
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
    /// Registration is not open; nothing was stored.
    Closed(Door),
}

/// Takes somebody in, inside the caller's transaction. What was registered on a tablet in time and arrives after
/// registration has closed joins the waiting list, where the organisers see it.
pub async fn arrive(app: &App, tx: &mut Tx, network: Id, arrival: Arrival, now: Millis) -> Result<Arrived> {
    let Arrival { id, year, registration, via } = arrival;
    let Some(number) = db::day::arrive(tx, network, year).await? else {
        return Ok(Arrived::Closed(Door::Before));
    };
    // As it is now, under the lock: the chair may have changed it since.
    let day = db::day::get(tx, network, year).await?.map(|stored| stored.day);
    let Some(day) = day else { return Ok(Arrived::Closed(Door::Before)) };
    if let Some(there) = there(tx, network, year, &registration).await? {
        remind(app, tx, network, &there, now).await?;
        return Ok(Arrived::Already);
    }
    let id = match db::registration::get(tx, network, id).await? {
        None => id,
        // The same envelope in another op.
        Some(_) if via == Via::Tablet => return Ok(Arrived::Already),
        // The stamp of a form that was stored before, for somebody else (a colleague at the same browser goes back and
        // writes over it) or by somebody who has cancelled since: another registration.
        Some(_) => app.new_id(),
    };
    let door = day.door(now);
    if door != Door::Open && via != Via::Tablet {
        return Ok(Arrived::Closed(door));
    }
    let held = places::settle(app, tx, network, &day, now).await?;
    let mode = registration.mode;
    let (state, until) = match places::free(&day, &held, mode) {
        None => (State::Confirmed, None),
        Some(0) => (State::Waiting, None),
        Some(_) if door != Door::Open => (State::Waiting, None),
        Some(_) => (State::Reserved, Some(day.confirm_until(now))),
    };
    let verdict = registration.contribution.is_some().then_some(Verdict::Proposed);
    let new = Stored {
        id,
        year,
        arrival: number,
        state,
        until,
        registration,
        verdict,
        via,
        secret_hash: app.keys.manage(&*app.random, network, id)?.hash().to_vec(),
        sequence: 0,
        created_at: now,
        confirmed_at: (state == State::Confirmed).then_some(now),
        changed_at: now,
        anonymised_at: None,
    };
    db::registration::insert(tx, network, &new).await?;
    mail::queue(app, tx, network, &new, Letter::of(state)).await?;
    let before = match state {
        State::Waiting => db::registration::waiting_before(tx, network, &new).await?,
        _ => 0,
    };
    Ok(Arrived::Stored { state, mode, before })
}

/// A registration that the same person has made before, by this form or another one. Colleagues may share an address, so
/// the name counts too.
async fn there(tx: &mut Tx, network: Id, year: i32, registration: &Registration) -> Result<Option<Stored>> {
    let name = registration.name.to_lowercase();
    let same = db::registration::same_email(tx, network, year, &registration.email).await?;
    Ok(same
        .into_iter()
        .find(|stored| stored.state.is_live() && stored.registration.name.to_lowercase() == name))
}

/// Tells who is registered already how it stands, not more than once in a while.
async fn remind(app: &App, tx: &mut Tx, network: Id, there: &Stored, now: Millis) -> Result<()> {
    for letter in [Letter::Again, Letter::of(there.state)] {
        let last = db::mail::last(tx, network, there.id, letter.code()).await?;
        if last.is_some_and(|last| now - last < AGAIN) {
            return Ok(());
        }
    }
    mail::queue(app, tx, network, there, Letter::Again).await
}
