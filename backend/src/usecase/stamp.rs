//! A form that anybody may send, and its stamp: which form it is, when it was given out, and that this server made it.
//!
//! Owns: making and reading stamps, the trap for programs that fill in forms, and what each such form must pass before it is
//! taken. Must not: know what a form asks, or store it.

use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::domain::registration::{Fault, Pairs};
use shared::id::Id;
use shared::time::Millis;
use subtle::ConstantTimeEq as _;

use super::registration::Opened;
use crate::app::App;
use crate::error::Result;

/// A form that comes back sooner was not filled in by a person.
const TOO_FAST: Millis = 3_000;
/// The field that only programs fill in: people do not see it.
pub const TRAP: &str = "website";
/// The field of the form's stamp.
pub const STAMP: &str = "stamp";

/// The stamp of a new form; `purpose` keeps the kinds of form apart.
pub fn make(app: &App, purpose: &[u8], network: Id) -> Result<String> {
    let id = app.new_id();
    let at = app.now();
    let tag = tag(app, purpose, network, id, at)?;
    Ok(format!("{id}.{at}.{}", URL_SAFE_NO_PAD.encode(&tag[..16])))
}

fn tag(app: &App, purpose: &[u8], network: Id, id: Id, at: Millis) -> Result<[u8; 32]> {
    app.keys.tag(&*app.random, purpose, &[network.as_bytes(), id.as_bytes(), &at.to_be_bytes()])
}

/// The form's id and when it was given out, of a stamp that this server made for this purpose; else `None`.
pub fn read(app: &App, purpose: &[u8], network: Id, stamp: &str) -> Result<Option<(Id, Millis)>> {
    let mut parts = stamp.splitn(3, '.');
    let (Some(id), Some(at), Some(theirs)) = (parts.next(), parts.next(), parts.next()) else {
        return Ok(None);
    };
    let (Ok(id), Ok(at)) = (id.parse::<Id>(), at.parse::<Millis>()) else { return Ok(None) };
    let Ok(theirs) = URL_SAFE_NO_PAD.decode(theirs) else { return Ok(None) };
    let ours = tag(app, purpose, network, id, at)?;
    Ok(bool::from(ours[..16].ct_eq(&theirs)).then_some((id, at)))
}

/// The stamp for a form that is shown again: its own, so that what is sent again is the same form; a new one where it has
/// none of ours, with which nobody would ever get through.
pub fn again(app: &App, purpose: &[u8], network: Id, sent: &str) -> Result<String> {
    match read(app, purpose, network, sent)? {
        Some(_) => Ok(sent.to_owned()),
        None => make(app, purpose, network),
    }
}

/// A form as it was sent.
#[derive(Clone, Copy, Debug)]
pub struct Sent<'a> {
    /// Where it comes from.
    pub address: IpAddr,
    /// The network's short name.
    pub slug: &'a str,
    /// The day's year.
    pub year: i32,
    /// What was typed.
    pub pairs: &'a Pairs,
}

/// A form that has passed.
pub struct Passed<T> {
    /// The day.
    pub opened: Opened,
    /// The form's identity, from its stamp.
    pub id: Id,
    /// What was told.
    pub told: T,
    /// When it came, ms UTC.
    pub now: Millis,
}

/// Why a form did not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Fields are wrong.
    Wrong(Vec<Fault>),
    /// It came back at once, or from a form that is not ours: to be sent once more.
    Unsure,
    /// The field that people do not see was filled in.
    Trapped,
}

/// Takes a form as far as all of them go alike; `parse` reads its fields. Whether it is its time is asked when it is stored.
pub async fn pass<T>(
    app: &App,
    purpose: &[u8],
    sent: &Sent<'_>,
    parse: impl FnOnce(&Opened) -> std::result::Result<T, Vec<Fault>>,
) -> Result<std::result::Result<Passed<T>, Refusal>> {
    app.limits.registration(sent.address)?;
    let opened = Opened::read(app, sent.slug, Some(sent.year)).await?;
    if !sent.pairs.one(TRAP).is_empty() {
        return Ok(Err(Refusal::Trapped));
    }
    let told = match parse(&opened) {
        Ok(told) => told,
        Err(faults) => return Ok(Err(Refusal::Wrong(faults))),
    };
    let stamp = read(app, purpose, opened.id(), sent.pairs.one(STAMP))?;
    let now = app.now();
    let Some((id, _)) = stamp.filter(|(_, at)| now - at >= TOO_FAST) else { return Ok(Err(Refusal::Unsure)) };
    Ok(Ok(Passed { opened, id, told, now }))
}
