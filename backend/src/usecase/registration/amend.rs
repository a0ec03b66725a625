//! A registration that the chair changes for its person: after the deadline, or for somebody who only telephones.
//!
//! Owns: that it needs no link and no open door, that nobody but the person confirms, and that diets and access needs are
//! neither read nor changed; they go when the person does not come on site any more. The person is told by mail.

use shared::domain::registration::{Mode, Pairs, Registration, State, field, parse};
use shared::id::Id;
use shared::wire::v1::member::Role;

use super::manage::{self, Done, Managed};
use super::{Opened, places};
use crate::app::App;
use crate::db::{self, Tx};
use crate::error::{Kind, Result};
use crate::usecase::actor::Actor;
use crate::usecase::audit::{self, By};
use crate::usecase::mail::{self, Letter};

/// Shows a registration, without diet and access needs.
pub async fn show(app: &App, actor: &Actor, slug: &str, id: Id) -> Result<Managed> {
    let mut tx = app.db.read().await?;
    find(app, &mut tx, actor, slug, id).await
}

async fn find(app: &App, tx: &mut Tx, actor: &Actor, slug: &str, id: Id) -> Result<Managed> {
    actor.need(Role::Chair)?;
    let network = db::network::by_slug(tx, slug).await?;
    let network = network.filter(|network| network.id == actor.network).ok_or(Kind::NotFound)?;
    let stored = db::registration::get(tx, network.id, id).await?;
    let stored = stored.filter(|stored| stored.anonymised_at.is_none()).ok_or(Kind::NotFound)?;
    let before = db::registration::waiting_before(tx, network.id, &stored).await?;
    let opened = Opened::of_year(app, tx, network, stored.year).await?;
    Ok(Managed { opened, stored, before, is_present: false, now: app.now() })
}

/// Changes what a person has told, the address too.
pub async fn change(app: &App, actor: &Actor, slug: &str, id: Id, pairs: &Pairs) -> Result<Done> {
    let year = show(app, actor, slug, id).await?.stored.year;
    let mut tx = app.db.write().await?;
    // The day's row first; what was read before it may be old.
    db::day::arrive(&mut tx, actor.network, year).await?;
    let mut managed = find(app, &mut tx, actor, slug, id).await?;
    places::settle(app, &mut tx, actor.network, &managed.opened.day, managed.now).await?;
    managed.stored = db::registration::get(&mut tx, actor.network, id).await?.ok_or(Kind::NotFound)?;
    let done = apply(app, &mut tx, &mut managed, pairs).await?;
    if done == Done::Done {
        // No name in the log: it is kept longer than a registration.
        let by = By::Person(actor);
        audit::record(app, &mut tx, actor.network, by, "registration_changed", "", "").await?;
        places::settle(app, &mut tx, actor.network, &managed.opened.day, managed.now).await?;
    }
    tx.commit().await?;
    app.mails.notify_one();
    Ok(done)
}

async fn apply(app: &App, tx: &mut Tx, managed: &mut Managed, pairs: &Pairs) -> Result<Done> {
    let network = managed.opened.id();
    let mut pairs = pairs.clone();
    pairs.set(field::LANG, managed.stored.registration.lang.code());
    let codes = managed.opened.codes();
    let told = match parse(&pairs, &managed.opened.known(&codes)) {
        // The form does not ask for needs; whatever is sent of them is not the chair's to tell.
        Ok(told) => Registration { care: None, ..told },
        Err(faults) => return Ok(Done::Wrong(faults)),
    };
    let Some((next, joins)) = manage::place(tx, managed, &told).await? else { return Ok(Done::Full) };
    let stored = &mut managed.stored;
    let waits_for_click = stored.state == State::Reserved && next == State::Confirmed;
    let state = if waits_for_click && told.mode != Mode::Declined { State::Reserved } else { next };
    if stored.registration == told && stored.state == state {
        return Ok(Done::Done);
    }
    if joins {
        stored.arrival = db::day::arrive(tx, network, stored.year).await?.unwrap_or(stored.arrival);
    }
    manage::tell(stored, told);
    let until = stored.until.filter(|_| matches!(state, State::Reserved | State::Offered));
    manage::stand(stored, state, managed.now);
    stored.until = until;
    db::registration::amend(tx, network, stored).await?;
    // A new address is asked to confirm as the old one was.
    let letter = if state == State::Reserved { Letter::Confirm } else { Letter::Changed };
    mail::queue(app, tx, network, stored, letter).await?;
    Ok(Done::Done)
}
