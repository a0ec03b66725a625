//! A registration that comes in by the public form.
//!
//! Owns: that the same form sent twice is one registration. What is wrong with a field is `domain::registration`'s, what it
//! must pass before is `stamp`'s, the place is `arrive`'s.

use shared::domain::day::Door;
use shared::domain::registration::{Mode, State, parse};
use shared::id::Id;
use shared::wire::v1::registration::Via;

use super::Opened;
use super::arrive::{Arrival, Arrived, arrive};
use crate::app::App;
use crate::error::Result;
use crate::usecase::stamp::{self, Passed, Refusal, Sent};

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
    /// It did not pass; nothing was stored.
    Refused(Refusal),
    /// Registration is not open; nothing was stored.
    Closed(Door),
}

/// The stamp of a new form: its id becomes the registration's.
pub fn stamp(app: &App, network: Id) -> Result<String> {
    stamp::make(app, PURPOSE, network)
}

/// The stamp for a form that is shown again: its own, so that what is sent again is the same registration; a new one where
/// it has none of ours.
pub fn stamp_again(app: &App, network: Id, sent: &str) -> Result<String> {
    stamp::again(app, PURPOSE, network, sent)
}

/// Takes a form. Nothing of it is stored unless the answer says so.
pub async fn submit(app: &App, sent: &Sent<'_>) -> Result<Outcome> {
    let parse = |opened: &Opened| parse(sent.pairs, &opened.known(&opened.codes()));
    let Passed { opened, id, told, now } = match stamp::pass(app, PURPOSE, sent, parse).await? {
        Ok(passed) => passed,
        Err(refusal) => return Ok(Outcome::Refused(refusal)),
    };
    let arrival = Arrival { id, year: sent.year, registration: told, via: Via::Public };
    let mut tx = app.db.write().await?;
    let outcome = match arrive(app, &mut tx, opened.id(), arrival, now).await? {
        Arrived::Closed(door) => return Ok(Outcome::Closed(door)),
        Arrived::Stored { state, mode, before } => Outcome::Stored { state, mode, before },
        Arrived::Already => Outcome::Already,
    };
    tx.commit().await?;
    app.mails.notify_one();
    Ok(outcome)
}
