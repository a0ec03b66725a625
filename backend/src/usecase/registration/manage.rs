//! A registration in the hand of its person: the manage link.
//!
//! Owns: what the link may do and until when. Reading changes nothing (mail scanners open links); each change is a POST.
//! Whoever has the link has read the mail: any change confirms a reserved place. Changes end when registration closes;
//! cancelling and answering an offer end when the day begins; seeing and deleting one's data never ends.

use std::net::IpAddr;

use shared::domain::day::Door;
use shared::domain::registration::{Fault, Mode, Pairs, Registration, State, Step, field, parse};
use shared::time::Millis;

use super::{Opened, places};
use crate::app::App;
use crate::db::registration::Stored;
use crate::db::{self, Tx};
use crate::error::{Kind, Result};
use crate::keys::Secret;
use crate::usecase::door::remote;
use crate::usecase::mail::{self, Letter};

/// What the link opens.
pub struct Managed {
    /// The day.
    pub opened: Opened,
    /// The registration, with diet and access needs.
    pub stored: Stored,
    /// How many wait in front of it; of meaning while it waits.
    pub before: u32,
    /// The person has checked in and not left.
    pub is_present: bool,
    /// Now, ms UTC.
    pub now: Millis,
}

impl Managed {
    /// Whether it can be confirmed and changed.
    pub fn can_change(&self) -> bool {
        self.opened.day.door(self.now) != Door::After
    }

    /// Whether a remote participant can check in.
    pub fn can_join(&self) -> bool {
        remote::may_join(&self.opened.day, &self.stored, self.now)
    }

    /// Whether it can be cancelled, and an offer answered.
    pub fn can_answer(&self) -> bool {
        self.now < self.opened.day.begins_at()
    }
}

/// What was done with a link's button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Done {
    /// As asked; done before too.
    Done,
    /// The time for it is over, or the registration is in another state by now.
    TooLate,
    /// Fields are wrong; nothing was changed.
    Wrong(Vec<Fault>),
    /// There is no place left in the way of taking part that was asked for; the one that is held stays.
    Full,
    /// All is deleted.
    Deleted,
}

/// What a link's button asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Confirm the place.
    Confirm,
    /// Accept the offer.
    Accept,
    /// Decline the offer.
    Decline,
    /// Cancel.
    Cancel,
    /// Change what was told.
    Change(Pairs),
    /// Check in, as a remote participant.
    Join,
    /// Delete everything.
    Delete,
}

/// Shows a registration; an unknown link looks like one that has ended.
pub async fn show(app: &App, address: IpAddr, slug: &str, secret: &str) -> Result<Managed> {
    let mut tx = app.db.read().await?;
    find(app, &mut tx, address, slug, secret).await
}

async fn find(app: &App, tx: &mut Tx, address: IpAddr, slug: &str, secret: &str) -> Result<Managed> {
    let network = db::network::by_slug(tx, slug).await?.ok_or(Kind::NotFound)?;
    let stored = match Secret::parse(secret) {
        Some(secret) => db::registration::by_secret(tx, network.id, &secret.hash()).await?,
        None => None,
    };
    let Some(mut stored) = stored.filter(|stored| stored.anonymised_at.is_none()) else {
        // Only what leads nowhere counts as a guess.
        app.limits.link(address)?;
        return Err(Kind::LinkEnded.into());
    };
    stored.registration.care = db::registration::care(tx, network.id, stored.id).await?;
    let before = db::registration::waiting_before(tx, network.id, &stored).await?;
    let opened = Opened::of_year(app, tx, network, stored.year).await?;
    let mut managed = Managed { opened, stored, before, is_present: false, now: app.now() };
    if managed.can_join() {
        managed.is_present = remote::is_present(tx, managed.opened.id(), &managed.stored).await?;
    }
    Ok(managed)
}

/// Does what a button asks for.
pub async fn act(app: &App, address: IpAddr, slug: &str, secret: &str, ask: &Ask) -> Result<Done> {
    let Managed { opened, stored, .. } = show(app, address, slug, secret).await?;
    if *ask == Ask::Join {
        let joined = remote::join(app, opened.id(), stored.id).await?;
        return Ok(if joined { Done::Done } else { Done::TooLate });
    }
    let year = stored.year;
    let mut tx = app.db.write().await?;
    let network = db::network::by_slug(&mut tx, slug).await?.ok_or(Kind::NotFound)?;
    // The day's row first; what was read before it may be old.
    db::day::arrive(&mut tx, network.id, year).await?;
    let mut managed = find(app, &mut tx, address, slug, secret).await?;
    places::settle(app, &mut tx, network.id, &managed.opened.day, managed.now).await?;
    if let Some(stored) = db::registration::get(&mut tx, network.id, managed.stored.id).await? {
        let care = managed.stored.registration.care.take();
        managed.stored = stored;
        managed.stored.registration.care = care;
    }
    let done = apply(app, &mut tx, &mut managed, ask).await?;
    if matches!(done, Done::Done | Done::Deleted) {
        // What became free is offered at once.
        places::settle(app, &mut tx, network.id, &managed.opened.day, managed.now).await?;
    }
    tx.commit().await?;
    app.mails.notify_one();
    if done == Done::Deleted {
        // What was deleted is not left in the write-ahead log either.
        app.db.checkpoint().await?;
    }
    Ok(done)
}

async fn apply(app: &App, tx: &mut Tx, managed: &mut Managed, ask: &Ask) -> Result<Done> {
    let network = managed.opened.id();
    let (can_change, can_answer) = (managed.can_change(), managed.can_answer());
    let step = match ask {
        Ask::Delete => {
            db::registration::delete(tx, network, managed.stored.id).await?;
            return Ok(Done::Deleted);
        }
        Ask::Change(_) if !can_change => return Ok(Done::TooLate),
        Ask::Change(pairs) => return change(app, tx, managed, pairs).await,
        Ask::Confirm if can_change => Step::Confirm,
        Ask::Accept if can_answer => Step::Accept,
        Ask::Decline if can_answer => Step::Decline,
        Ask::Cancel if can_answer => Step::Cancel,
        Ask::Confirm | Ask::Accept | Ask::Decline | Ask::Cancel | Ask::Join => return Ok(Done::TooLate),
    };
    let stored = &mut managed.stored;
    let Some(next) = stored.state.after(step) else { return Ok(Done::TooLate) };
    if next != stored.state {
        stand(stored, next, managed.now);
        db::registration::stand(tx, network, stored).await?;
        mail::queue(app, tx, network, stored, Letter::of(next)).await?;
    }
    Ok(Done::Done)
}

/// Puts a registration into a state.
pub fn stand(stored: &mut Stored, state: State, now: Millis) {
    if state == State::Confirmed {
        stored.confirmed_at = stored.confirmed_at.or(Some(now));
    }
    stored.state = state;
    stored.until = None;
    stored.sequence += 1;
    stored.changed_at = now;
}

async fn change(app: &App, tx: &mut Tx, managed: &mut Managed, pairs: &Pairs) -> Result<Done> {
    let network = managed.opened.id();
    let codes = managed.opened.codes();
    // The address is what the link has proven: it is not changed by it.
    let mut pairs = pairs.clone();
    pairs.set(field::EMAIL, managed.stored.registration.email.as_str());
    let told = match parse(&pairs, &managed.opened.known(&codes)) {
        Ok(told) => told,
        Err(faults) => return Ok(Done::Wrong(faults)),
    };
    let Some((state, joins)) = place(tx, managed, &told).await? else { return Ok(Done::Full) };
    let stored = &mut managed.stored;
    if joins {
        stored.arrival = db::day::arrive(tx, network, stored.year).await?.unwrap_or(stored.arrival);
    }
    let is_same = stored.registration == told && stored.state == state;
    tell(stored, told);
    let until = stored.until.filter(|_| state == State::Offered);
    stand(stored, state, managed.now);
    stored.until = until;
    if !is_same {
        db::registration::update(tx, network, stored).await?;
        mail::queue(app, tx, network, stored, Letter::Changed).await?;
    }
    Ok(Done::Done)
}

/// Puts what was told anew in the place of what was told before.
pub(super) fn tell(stored: &mut Stored, told: Registration) {
    // Another title is another proposal; the same one keeps its verdict.
    let proposal = |told: &Registration| told.contribution.clone().map(|own| (own.kind, own.title));
    if proposal(&told) != proposal(&stored.registration) {
        stored.verdict = None;
    }
    stored.registration = told;
}

/// The state after a change, and whether the person joins a list anew; `None` where there is no place and one is held that
/// would be lost.
pub(super) async fn place(
    tx: &mut Tx,
    managed: &Managed,
    told: &Registration,
) -> Result<Option<(State, bool)>> {
    let stored = &managed.stored;
    if told.mode == stored.registration.mode && stored.state.is_live() {
        let state = if stored.state == State::Reserved { State::Confirmed } else { stored.state };
        return Ok(Some((state, false)));
    }
    let held = places::count(tx, managed.opened.id(), stored.year).await?;
    Ok(match places::free(&managed.opened.day, &held, told.mode) {
        None => Some((State::Confirmed, false)),
        // Who cannot come holds none: the waiting list is better than nothing.
        Some(0) if stored.state.holds_place() && stored.registration.mode != Mode::Declined => None,
        Some(0) => Some((State::Waiting, true)),
        Some(_) => Some((State::Confirmed, true)),
    })
}
