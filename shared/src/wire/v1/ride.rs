//! Shared rides of an activity day.
//!
//! Owns: the bodies of `/api/v1/days/{year}/rides`.

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::time::Millis;

/// GET `/api/v1/days/{year}/rides` (chair), and the answer to each change. Only who has confirmed to come on site is here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rides {
    /// Now on the server, ms UTC.
    pub now: Millis,
    /// The cars, by municipality, then in order of arrival.
    pub cars: Vec<Car>,
    /// Who needs a ride, by municipality, then in order of arrival; those with a car too.
    pub needs: Vec<Rider>,
    /// Offers and needs of people who have not confirmed: they are not matched.
    pub unconfirmed: u32,
    /// How many would get a mail by [`RideAct::Send`].
    pub pending: u32,
}

/// Somebody with a ride to give or to get.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rider {
    /// The registration.
    pub registration: Id,
    /// The name.
    pub name: String,
    /// From where.
    pub municipality: String,
    /// Whether the contact may be given to matches.
    pub share: bool,
    /// With whom, where there is a car.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub driver: Option<Id>,
    /// Whether a person decided it.
    #[serde(default)]
    pub by_hand: bool,
    /// When a mail about the ride was made last, ms UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_at: Option<Millis>,
    /// Whether what that mail told is still so; true where there is nothing to tell.
    pub told: bool,
}

/// A car.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Car {
    /// Who drives; `driver` is absent.
    pub driver: Rider,
    /// Seats for others.
    pub seats: u32,
    /// How many of them are taken.
    pub taken: u32,
}

/// POST `/api/v1/days/{year}/rides` (chair). Answered by [`Rides`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "act")]
pub enum RideAct {
    /// Finds a car for whoever has none.
    Match {
        /// Cars of other municipalities too.
        #[serde(default)]
        anywhere: bool,
    },
    /// Puts somebody into a car, or out of one.
    Move {
        /// Who.
        passenger: Id,
        /// The driver's registration; absent: no car.
        #[serde(default)]
        driver: Option<Id>,
    },
    /// Tells both sides by mail: contacts only where both opted in.
    Send,
}
