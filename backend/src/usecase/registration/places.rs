//! Places: counted, held, taken back, offered to whoever waits.
//!
//! Owns: the only place that decides whether there is one. Each function is called after [`db::day::arrive`] in the same
//! transaction. Must not: send a mail (it queues them).

use shared::domain::day::Day;
use shared::domain::registration::{Mode, State, Step};
use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::day::{Places, Taken};

use super::manage;
use crate::app::App;
use crate::db::registration::Stored;
use crate::db::{self, Tx};
use crate::error::Result;
use crate::usecase::mail::{self, Letter};

/// How many places of a day are held, and who waits.
pub async fn count(tx: &mut Tx, network: Id, year: i32) -> Result<Places> {
    let mut places = Places::default();
    for (mode, state, n) in db::registration::counts(tx, network, year).await? {
        let taken = match mode {
            Mode::Onsite => &mut places.onsite,
            Mode::Remote => &mut places.remote,
            Mode::Declined => {
                if state.is_live() {
                    places.declined += n;
                }
                continue;
            }
        };
        match state {
            State::Confirmed => taken.confirmed += n,
            State::Reserved => taken.reserved += n,
            State::Offered => taken.offered += n,
            State::Waiting => taken.waiting += n,
            State::Cancelled | State::Lapsed => {}
        }
    }
    Ok(places)
}

/// Of one way of taking part.
pub fn taken(places: &Places, mode: Mode) -> Taken {
    places.of(mode)
}

/// How many places of one way are free for somebody who comes now; none while anybody waits. `None`: it needs none.
pub fn free(day: &Day, places: &Places, mode: Mode) -> Option<u32> {
    places.free(day, mode)
}

/// Whether [`settle`] would change anything now; asked before, nobody has to wait for a lock that is not needed.
pub async fn is_due(app: &App, tx: &mut Tx, network: Id, day: &Day, now: Millis) -> Result<bool> {
    if !overdue(app, tx, network, day, now).await?.is_empty() {
        return Ok(true);
    }
    let places = count(tx, network, day.year()).await?;
    Ok(day.offer_until(now).is_some() && MODES.iter().any(|mode| can_offer(day, &places, *mode)))
}

/// The ways of taking part that need a place.
const MODES: [Mode; 2] = [Mode::Onsite, Mode::Remote];

fn can_offer(day: &Day, places: &Places, mode: Mode) -> bool {
    let taken = taken(places, mode);
    taken.waiting > 0 && taken.held() < day.places(mode).unwrap_or(0)
}

/// What was not confirmed or answered in time. While one can register, nobody loses a place before the letter about it has
/// gone out: the mail server may be away for days.
async fn overdue(app: &App, tx: &mut Tx, network: Id, day: &Day, now: Millis) -> Result<Vec<Stored>> {
    let told = app.config.mail().is_some() && now < day.closes.instant();
    Ok(db::registration::overdue(tx, network, day.year(), now, told).await?)
}

/// Gives somebody whose letter has waited for the mail server as much time as if it had been written now.
pub async fn give_time(app: &App, network: Id, registration: Id) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let Some(found) = db::registration::get(&mut tx, network, registration).await? else { return Ok(()) };
    db::day::arrive(&mut tx, network, found.year).await?;
    let day = db::day::get(&mut tx, network, found.year).await?;
    let stored = db::registration::get(&mut tx, network, registration).await?;
    if let (Some(day), Some(mut stored)) = (day, stored) {
        let until = match stored.state {
            State::Reserved => Some(day.day.confirm_until(now)),
            State::Offered => day.day.offer_until(now),
            _ => None,
        };
        if until.is_some() && until > stored.until {
            stored.until = until;
            db::registration::stand(&mut tx, network, &stored).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// Takes back what was not confirmed or answered in time, and offers what is free to whoever has waited longest. Nothing is
/// offered in the last 48 hours before the day: the chair decides then. Answers how many places are held after that.
pub async fn settle(app: &App, tx: &mut Tx, network: Id, day: &Day, now: Millis) -> Result<Places> {
    for mut late in overdue(app, tx, network, day, now).await? {
        if let Some(state) = late.state.after(Step::Lapse) {
            manage::stand(&mut late, state, now);
            db::registration::stand(tx, network, &late).await?;
            mail::queue(app, tx, network, &late, Letter::Lapsed).await?;
        }
    }
    let mut places = count(tx, network, day.year()).await?;
    let Some(until) = day.offer_until(now) else { return Ok(places) };
    for mode in MODES {
        while can_offer(day, &places, mode) {
            let Some(mut next) = db::registration::next_waiting(tx, network, day.year(), mode).await? else {
                break;
            };
            let Some(state) = next.state.after(Step::Offer) else { break };
            manage::stand(&mut next, state, now);
            next.until = Some(until);
            db::registration::stand(tx, network, &next).await?;
            mail::queue(app, tx, network, &next, Letter::Offer).await?;
            places = count(tx, network, day.year()).await?;
        }
    }
    Ok(places)
}
