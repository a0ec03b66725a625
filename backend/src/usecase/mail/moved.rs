//! The day is moved: who holds a place or waits for one is told, with the appointment as it is now.
//!
//! Owns: which changes of a day calendars should know of, and whom each concerns. Must not: save the day.

use std::ops::BitOr;

use shared::domain::day::Day;
use shared::domain::registration::{Mode, State};
use shared::id::Id;

use super::{Letter, queue};
use crate::app::App;
use crate::db::registration::Stored;
use crate::db::{self, Tx};
use crate::error::Result;

/// The date, or a time of day.
const TIME: i64 = 1;
/// The house, or its address.
const PLACE: i64 = 2;
/// Where remote people join.
const LINK: i64 = 4;

/// What of a day has moved, as the bits that are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved(pub i64);

impl BitOr for Moved {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl Moved {
    /// What is different in a day that is saved over another.
    pub fn between(before: &Day, after: &Day) -> Self {
        let bit = |differs: bool, bit: i64| if differs { bit } else { 0 };
        let time = |day: &Day| (day.date, day.begins, day.ends);
        let place = |day: &Day| (day.place.trim().to_owned(), day.address.trim().to_owned());
        Self(
            bit(time(before) != time(after), TIME)
                | bit(place(before) != place(after), PLACE)
                | bit(before.remote_link.trim() != after.remote_link.trim(), LINK),
        )
    }

    /// Whether calendars should know.
    pub fn is_any(self) -> bool {
        self != Self::default()
    }

    /// Whether it concerns somebody: the place whoever comes there, the link whoever has been given it.
    fn concerns(self, stored: &Stored) -> bool {
        let has = |bit: i64| self.0 & bit != 0;
        stored.state.is_live()
            && match stored.registration.mode {
                Mode::Onsite => has(TIME | PLACE),
                Mode::Remote => has(TIME) || has(LINK) && stored.state == State::Confirmed,
                Mode::Declined => false,
            }
    }
}

/// Queues a letter for whomever it concerns, in the transaction in which the day is saved; answers for how many.
pub async fn tell(app: &App, tx: &mut Tx, network: Id, year: i32, moved: Moved) -> Result<u32> {
    if !moved.is_any() {
        return Ok(0);
    }
    let mut told = 0;
    for to in db::registration::list(tx, network, year).await? {
        // Whose address is gone by its retention cannot be told anything.
        if moved.concerns(&to) && !to.registration.email.is_empty() {
            queue(app, tx, network, &to, Letter::Moved).await?;
            told += 1;
        }
    }
    Ok(told)
}
