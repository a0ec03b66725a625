//! The stamp on a form that anybody may send: which form it is, when it was given out, and that this server made it.
//!
//! Owns: making and reading stamps, and the trap for programs that fill in forms. Must not: know what a form asks.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::id::Id;
use shared::time::Millis;
use subtle::ConstantTimeEq as _;

use crate::app::App;
use crate::error::Result;

/// A form that comes back sooner was not filled in by a person.
pub const TOO_FAST: Millis = 3_000;
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
