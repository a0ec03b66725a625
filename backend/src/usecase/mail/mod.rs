//! Mails to participants of the activity day.
//!
//! Owns: the kinds of letters, what each promises, and the addresses in them. `text` writes one that tells how a registration
//! stands, `occasion` any other, `calendar` its appointment, `moved` tells all whom it concerns that the day is moved, `remind`
//! makes those that have a date, `send` hands them over. A letter is queued in the transaction of what it tells of, with
//! neither address nor text: both are read when it is sent, so that it says how things stand then.

mod calendar;
pub mod moved;
mod occasion;
pub mod remind;
pub mod send;
mod text;

use shared::domain::registration::{Mode, State};
use shared::id::Id;

use crate::app::App;
use crate::db::registration::Stored;
use crate::db::{self, Tx};
use crate::error::Result;
use crate::usecase::presence::is_confirmed;

pub use occasion::preview;

/// A kind of letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Letter {
    /// A place is reserved: please confirm.
    Confirm,
    /// The place is confirmed, or the person was noted as not coming.
    Confirmed,
    /// On the waiting list.
    Waiting,
    /// A place is offered.
    Offer,
    /// What was changed.
    Changed,
    /// The day is at another time or place.
    Moved,
    /// Cancelled.
    Cancelled,
    /// The place was taken back.
    Lapsed,
    /// Registered already: the link again.
    Again,
    /// Two weeks before the day.
    ReminderEarly,
    /// Two days before the day.
    ReminderLate,
    /// After the day, with the way to the feedback.
    Thanks,
    /// What an organiser wrote to a group.
    Message,
    /// Who rides with whom.
    Ride,
}

/// What is promised of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promise {
    /// Sent until it is known to be taken; twice at worst, under the same Message-ID.
    AtLeastOnce,
    /// Sent once at most; where nobody knows whether it has gone out, people decide.
    AtMostOnce,
}

impl Letter {
    const ALL: [Self; 14] = [
        Self::Confirm,
        Self::Confirmed,
        Self::Waiting,
        Self::Offer,
        Self::Changed,
        Self::Moved,
        Self::Cancelled,
        Self::Lapsed,
        Self::Again,
        Self::ReminderEarly,
        Self::ReminderLate,
        Self::Thanks,
        Self::Message,
        Self::Ride,
    ];

    /// The code, as it is stored.
    pub fn code(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Confirmed => "confirmed",
            Self::Waiting => "waiting",
            Self::Offer => "offer",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Cancelled => "cancelled",
            Self::Lapsed => "lapsed",
            Self::Again => "again",
            Self::ReminderEarly => "reminder_14",
            Self::ReminderLate => "reminder_2",
            Self::Thanks => "thanks",
            Self::Message => "message",
            Self::Ride => "ride",
        }
    }

    /// The letter of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|letter| letter.code() == code)
    }

    /// The letter that tells of a state.
    pub fn of(state: State) -> Self {
        match state {
            State::Reserved => Self::Confirm,
            State::Confirmed => Self::Confirmed,
            State::Waiting => Self::Waiting,
            State::Offered => Self::Offer,
            State::Cancelled => Self::Cancelled,
            State::Lapsed => Self::Lapsed,
        }
    }

    /// What is promised of it.
    pub fn promise(self) -> Promise {
        // Each of these asks for something or tells of a change: better twice than not at all.
        match self {
            Self::Confirm
            | Self::Confirmed
            | Self::Waiting
            | Self::Offer
            | Self::Changed
            | Self::Moved
            | Self::Cancelled
            | Self::Lapsed
            | Self::Again
            | Self::Ride => Promise::AtLeastOnce,
            // What somebody reads twice or three times soon reads nothing any more.
            Self::ReminderEarly | Self::ReminderLate | Self::Thanks | Self::Message => Promise::AtMostOnce,
        }
    }

    /// Whether it still tells the truth of a registration; of thanks [`remind::is_true`] knows more.
    fn is_true(self, stored: &Stored) -> bool {
        match self {
            Self::Changed | Self::Again => true,
            Self::ReminderEarly | Self::ReminderLate | Self::Thanks => is_confirmed(stored),
            Self::Moved => stored.state.is_live() && stored.registration.mode != Mode::Declined,
            Self::Message | Self::Ride => stored.state.is_live(),
            _ => self == Self::of(stored.state),
        }
    }
}

/// Queues a letter that says how a registration stands, in the place of those that were not sent yet.
pub async fn queue(app: &App, tx: &mut Tx, network: Id, to: &Stored, letter: Letter) -> Result<()> {
    db::mail::supersede(tx, network, to.id).await?;
    Ok(db::mail::enqueue(tx, network, app.new_id(), (to.year, to.id), letter.code(), app.now()).await?)
}

/// Queues a letter that is made at most once under a name, beside those that tell how the registration stands.
pub async fn queue_once(
    app: &App,
    tx: &mut Tx,
    network: Id,
    to: &Stored,
    (letter, once, message): (Letter, &str, Option<Id>),
) -> Result<bool> {
    let mail = db::mail::Once { kind: letter.code(), once, message };
    let id = app.new_id();
    Ok(db::mail::enqueue_once(tx, network, id, (to.year, to.id), mail, app.now()).await?)
}

/// The address of a day's form.
pub fn form_address(app: &App, slug: &str, year: i32) -> String {
    format!("{}/{slug}/ilmoittaudu/{year}", app.config.public_url())
}

/// The address of a day's feedback form.
pub fn feedback_address(app: &App, slug: &str, year: i32) -> String {
    format!("{}/{slug}/palaute/{year}", app.config.public_url())
}

/// The address of a registration's page.
pub fn manage_address(app: &App, slug: &str, network: Id, registration: Id) -> Result<String> {
    let secret = app.keys.manage(&*app.random, network, registration)?;
    Ok(format!("{}/{slug}/ilmoittautuminen/{}", app.config.public_url(), secret.reveal()))
}
