//! A registration that comes in by the public form.
//!
//! Owns: the stamp on each form, the traps for programs that fill in forms, that the same form sent twice is one
//! registration, and reserving the place. What is wrong with a field is `domain::registration`'s.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::domain::day::Door;
use shared::domain::registration::{Fault, Mode, Pairs, Registration, State, parse};
use shared::id::Id;
use shared::time::{MINUTE, Millis};
use shared::wire::v1::registration::{Verdict, Via};
use subtle::ConstantTimeEq as _;

use super::{Opened, places};
use crate::app::App;
use crate::db::registration::Stored;
use crate::db::{self, Tx};
use crate::error::Result;
use crate::usecase::mail::{self, Letter};

/// A form that comes back sooner was not filled in by a person.
const TOO_FAST: Millis = 3_000;
/// A mail about a registration that is there already is sent again after this time at the earliest.
const AGAIN: Millis = 10 * MINUTE;
/// The field that only programs fill in: people do not see it.
pub const TRAP: &str = "website";
/// The field of the form's stamp.
pub const STAMP: &str = "stamp";

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

/// The stamp of a new form: its id, which becomes the registration's, and when it was given out.
pub fn stamp(app: &App, network: Id) -> Result<String> {
    let id = app.new_id();
    let at = app.now();
    let tag = tag(app, network, id, at)?;
    Ok(format!("{id}.{at}.{}", URL_SAFE_NO_PAD.encode(&tag[..16])))
}

fn tag(app: &App, network: Id, id: Id, at: Millis) -> Result<[u8; 32]> {
    app.keys.tag(&*app.random, b"form", &[network.as_bytes(), id.as_bytes(), &at.to_be_bytes()])
}

/// Reads a stamp that this server made; anything else is `None`.
fn read(app: &App, network: Id, stamp: &str) -> Result<Option<(Id, Millis)>> {
    let mut parts = stamp.splitn(3, '.');
    let (Some(id), Some(at), Some(theirs)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(None);
    };
    let (Ok(id), Ok(at)) = (id.parse::<Id>(), at.parse::<Millis>()) else { return Ok(None) };
    let Ok(theirs) = URL_SAFE_NO_PAD.decode(theirs) else { return Ok(None) };
    let ours = tag(app, network, id, at)?;
    Ok(bool::from(ours[..16].ct_eq(&theirs)).then_some((id, at)))
}

/// The stamp for a form that is shown again: its own, so that what is sent again is the same registration; a new one where
/// it is not one of this server's, which would be refused each time.
pub fn kept_stamp(app: &App, network: Id, sent: &str) -> Result<String> {
    match read(app, network, sent)? {
        Some(_) => Ok(sent.to_owned()),
        None => stamp(app, network),
    }
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
    let stamp = read(app, opened.id(), pairs.one(STAMP))?;
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
    let network = opened.id();
    let year = opened.day.year();
    let mut tx = app.db.write().await?;
    let closed = |door| Ok(Outcome::Refused(Refusal::Closed(door)));
    let Some(arrival) = db::day::arrive(&mut tx, network, year).await? else { return closed(Door::Before) };
    // As it is now, under the lock: the chair may have changed it since.
    let day = db::day::get(&mut tx, network, year).await?.map(|stored| stored.day);
    let Some(day) = day else { return closed(Door::Before) };
    if let Some(there) = there(&mut tx, network, year, &registration).await? {
        remind(app, &mut tx, network, &there, now).await?;
        tx.commit().await?;
        return Ok(Outcome::Already);
    }
    match day.door(now) {
        Door::Open => {}
        door => return closed(door),
    }
    // The stamp of a form that was stored before, for somebody else (a colleague at the same browser goes back and writes
    // over it) or by somebody who has cancelled since: another registration.
    let id = if db::registration::get(&mut tx, network, id).await?.is_some() { app.new_id() } else { id };
    let held = places::settle(app, &mut tx, network, &day, now).await?;
    let mode = registration.mode;
    let (state, until) = match places::free(&day, &held, mode) {
        None => (State::Confirmed, None),
        Some(0) => (State::Waiting, None),
        Some(_) => (State::Reserved, Some(day.confirm_until(now))),
    };
    let verdict = registration.contribution.is_some().then_some(Verdict::Proposed);
    let new = Stored {
        id,
        year,
        arrival,
        state,
        until,
        registration,
        verdict,
        via: Via::Public,
        secret_hash: app.keys.manage(&*app.random, network, id)?.hash().to_vec(),
        sequence: 0,
        created_at: now,
        confirmed_at: (state == State::Confirmed).then_some(now),
        changed_at: now,
        anonymised_at: None,
    };
    db::registration::insert(&mut tx, network, &new).await?;
    mail::queue(app, &mut tx, network, &new, Letter::of(state)).await?;
    let before = match state {
        State::Waiting => db::registration::waiting_before(&mut tx, network, &new).await?,
        _ => 0,
    };
    tx.commit().await?;
    Ok(Outcome::Stored { state, mode, before })
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
