//! A registration that comes in by the public form.
//!
//! Owns: the stamp on each form, so that the same form sent twice is one registration, and the traps for programs that fill
//! in forms. What is wrong with a field is `domain::registration`'s, the place is `arrive`'s.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::domain::day::Door;
use shared::domain::registration::{Fault, Mode, Pairs, Registration, State, parse};
use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::registration::Via;
use subtle::ConstantTimeEq as _;

use super::Opened;
use super::arrive::{Arrival, Arrived, arrive};
use crate::app::App;
use crate::error::Result;

/// A form that comes back sooner was not filled in by a person.
const TOO_FAST: Millis = 3_000;
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
