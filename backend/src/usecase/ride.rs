//! Shared rides of the activity day, in the hand of the chair.
//!
//! Owns: who can be matched (confirmed, on site), what was decided by hand, and who is told what. A contact goes to the
//! other side only where both have opted in. Must not: choose a car (`domain::ride` does).

use std::collections::{BTreeMap, BTreeSet};

use shared::domain::registration::{Mode, Ride, RideKind, State};
use shared::domain::ride::{self, Match, Need, Reach, may_share};
use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::member::Role;
use shared::wire::v1::ride::{Car, RideAct, Rider, Rides};

use super::actor::Actor;
use super::audit::{self, By};
use super::mail::{self, Letter};
use crate::app::App;
use crate::db::registration::Stored;
use crate::db::{self, Tx};
use crate::error::{Error, Kind, Result};

/// The rides of a day.
pub struct Board {
    /// Confirmed, on site, with a ride to give or to get; in order of arrival.
    people: Vec<(Stored, Ride)>,
    /// Those that can be.
    matches: Vec<Match>,
    /// What each was told last, and when.
    told: BTreeMap<Id, (String, Millis)>,
    /// Offers and needs of people who have not confirmed.
    unconfirmed: u32,
}

/// The other side of a ride, as somebody may know it.
pub struct Partner<'a> {
    /// The registration.
    pub stored: &'a Stored,
    /// From where.
    pub municipality: &'a str,
    /// Whether name and address may be given.
    pub shared: bool,
}

impl Board {
    /// Reads the rides of a day.
    pub async fn load(tx: &mut Tx, network: Id, year: i32) -> Result<Self> {
        let all = db::registration::list(tx, network, year).await?;
        let (mut people, mut unconfirmed) = (Vec::new(), 0);
        for stored in all {
            let Some(ride) = stored.registration.ride.clone() else { continue };
            if stored.registration.mode != Mode::Onsite || stored.anonymised_at.is_some() {
                continue;
            }
            match stored.state {
                State::Confirmed => people.push((stored, ride)),
                state if state.is_live() => unconfirmed += 1,
                _ => {}
            }
        }
        let known = db::ride::matches(tx, network, year).await?;
        let told = db::ride::told(tx, network, year).await?;
        let told = told.into_iter().map(|(id, about, at)| (id, (about, at))).collect();
        let mut board = Self { people, matches: Vec::new(), told, unconfirmed };
        board.matches = ride::standing(&board.cars(), &board.needs(), &known);
        Ok(board)
    }

    fn cars(&self) -> Vec<ride::Car> {
        let offers = self.people.iter().filter(|(_, ride)| ride.kind == RideKind::Offer);
        offers
            .map(|(stored, ride)| ride::Car {
                driver: stored.id,
                municipality: ride.municipality.clone(),
                seats: ride.seats,
            })
            .collect()
    }

    fn needs(&self) -> Vec<Need> {
        let needs = self.people.iter().filter(|(_, ride)| ride.kind == RideKind::Need);
        needs
            .map(|(stored, ride)| Need { passenger: stored.id, municipality: ride.municipality.clone() })
            .collect()
    }

    fn person(&self, id: Id) -> Option<&(Stored, Ride)> {
        self.people.iter().find(|(stored, _)| stored.id == id)
    }

    /// Whether somebody offers a ride; absent where they have none to give or to get.
    pub fn is_driver(&self, id: Id) -> Option<bool> {
        self.person(id).map(|(_, ride)| ride.kind == RideKind::Offer)
    }

    /// With whom somebody rides.
    pub fn partners(&self, id: Id) -> Vec<Partner<'_>> {
        let Some((_, own)) = self.person(id) else { return Vec::new() };
        let others = self.matches.iter().filter_map(|one| match id {
            id if id == one.passenger => Some(one.driver),
            id if id == one.driver => Some(one.passenger),
            _ => None,
        });
        others
            .filter_map(|other| self.person(other))
            .map(|(stored, ride)| Partner {
                stored,
                municipality: &ride.municipality,
                shared: may_share(own.share, ride.share),
            })
            .collect()
    }

    /// What a mail would tell somebody now; empty where there is nothing.
    fn about(&self, id: Id) -> String {
        let partners = self.partners(id);
        let one =
            |partner: &Partner<'_>| format!("{}{}", partner.stored.id, if partner.shared { "+" } else { "" });
        partners.iter().map(one).collect::<Vec<_>>().join(",")
    }

    /// Whether what somebody was told last is still so.
    fn is_told(&self, id: Id) -> bool {
        self.told.get(&id).map_or("", |(about, _)| about.as_str()) == self.about(id)
    }

    fn rider(&self, (stored, ride): &(Stored, Ride)) -> Rider {
        let own = self.matches.iter().find(|one| one.passenger == stored.id);
        Rider {
            registration: stored.id,
            name: stored.registration.name.clone(),
            municipality: ride.municipality.clone(),
            share: ride.share,
            driver: own.map(|one| one.driver),
            by_hand: own.is_some_and(|one| one.by_hand),
            told_at: self.told.get(&stored.id).map(|(_, at)| *at),
            told: self.is_told(stored.id),
        }
    }

    fn shown(&self, now: Millis) -> Rides {
        let (mut cars, mut needs) = (Vec::new(), Vec::new());
        for person in &self.people {
            let driver = self.rider(person);
            match person.1.kind {
                RideKind::Offer => {
                    let taken = self.matches.iter().filter(|one| one.driver == person.0.id).count();
                    let taken = u32::try_from(taken).unwrap_or(u32::MAX);
                    cars.push(Car { driver, seats: person.1.seats, taken });
                }
                RideKind::Need => needs.push(driver),
            }
        }
        // Stable: within a municipality the order of arrival stays.
        cars.sort_by_key(|car| car.driver.municipality.trim().to_lowercase());
        needs.sort_by_key(|rider| rider.municipality.trim().to_lowercase());
        let pending = self.people.iter().filter(|(stored, _)| !self.is_told(stored.id)).count();
        Rides {
            now,
            cars,
            needs,
            unconfirmed: self.unconfirmed,
            pending: u32::try_from(pending).unwrap_or(u32::MAX),
        }
    }

    /// Stores the matches as they are now in the place of those there were.
    async fn save(&self, tx: &mut Tx, network: Id, year: i32) -> Result<()> {
        let before = db::ride::matches(tx, network, year).await?;
        let rides: BTreeSet<Id> = self.matches.iter().map(|one| one.passenger).collect();
        for gone in before.iter().filter(|one| !rides.contains(&one.passenger)) {
            db::ride::remove(tx, network, gone.passenger).await?;
        }
        for one in self.matches.iter().filter(|one| !before.contains(one)) {
            db::ride::put(tx, network, *one).await?;
        }
        Ok(())
    }
}

/// Offers, needs and who rides with whom.
pub async fn read(app: &App, actor: &Actor, year: i32) -> Result<Rides> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.read().await?;
    db::day::get(&mut tx, actor.network, year).await?.ok_or(Kind::NotFound)?;
    Ok(Board::load(&mut tx, actor.network, year).await?.shown(app.now()))
}

/// Matches, moves somebody, or tells both sides.
pub async fn act(app: &App, actor: &Actor, year: i32, act: RideAct) -> Result<Rides> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.write().await?;
    // The day's row first: nobody comes or goes meanwhile.
    db::day::arrive(&mut tx, actor.network, year).await?.ok_or(Kind::NotFound)?;
    let mut board = Board::load(&mut tx, actor.network, year).await?;
    let (action, detail) = match act {
        RideAct::Match { anywhere } => {
            let reach = if anywhere { Reach::Anywhere } else { Reach::SameTown };
            board.matches = ride::propose(&board.cars(), &board.needs(), &board.matches, reach);
            ("rides_matched", format!("matches={}", board.matches.len()))
        }
        RideAct::Move { passenger, driver } => {
            put(&mut board, passenger, driver)?;
            ("ride_moved", String::new())
        }
        RideAct::Send => {
            let told = tell(app, &mut tx, actor.network, &board).await?;
            ("rides_told", format!("mails={told}"))
        }
    };
    board.save(&mut tx, actor.network, year).await?;
    audit::record(app, &mut tx, actor.network, By::Person(actor), action, &year.to_string(), &detail).await?;
    let shown = Board::load(&mut tx, actor.network, year).await?.shown(app.now());
    tx.commit().await?;
    app.mails.notify_one();
    Ok(shown)
}

/// Puts somebody into a car that has a seat, or out of one.
fn put(board: &mut Board, passenger: Id, driver: Option<Id>) -> Result<()> {
    if board.is_driver(passenger) != Some(false) {
        return Err(Error::invalid("passenger", "needs no ride"));
    }
    board.matches.retain(|one| one.passenger != passenger);
    let Some(driver) = driver else { return Ok(()) };
    let cars = board.cars();
    let car = cars.iter().find(|car| car.driver == driver);
    let car = car.ok_or_else(|| Error::invalid("driver", "offers no ride"))?;
    let taken = board.matches.iter().filter(|one| one.driver == driver).count();
    if taken >= usize::try_from(car.seats).unwrap_or(0) {
        return Err(Error::invalid("driver", "the car is full"));
    }
    board.matches.push(Match { passenger, driver, by_hand: true });
    Ok(())
}

/// Queues a mail for everybody who would be told something new; answers how many.
async fn tell(app: &App, tx: &mut Tx, network: Id, board: &Board) -> Result<usize> {
    let (now, once) = (app.now(), format!("ride:{}", app.new_id()));
    let mut told = 0;
    for (stored, _) in board.people.iter().filter(|(stored, _)| !board.is_told(stored.id)) {
        // A name of its own: each of these is sent, and none is taken back by a later mail on something else.
        mail::queue_once(app, tx, network, stored, (Letter::Ride, &once, None)).await?;
        db::ride::put_told(tx, network, stored.id, &board.about(stored.id), now).await?;
        told += 1;
    }
    Ok(told)
}
