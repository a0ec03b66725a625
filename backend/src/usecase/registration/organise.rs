//! Registrations in the hand of the organisers: the chair.
//!
//! Owns: what the chair may do with one, after the deadline too. Diets and access needs are not here. Must not: change what
//! a person told.

use shared::domain::registration::Step;
use shared::domain::sealed::receipt;
use shared::id::Id;
use shared::wire::v1::member::Role;
use shared::wire::v1::registration::{Act, Mails, Registered, Registrations, Via};

use super::{manage, places};
use crate::app::App;
use crate::db::registration::Stored;
use crate::db::{self, Tx};
use crate::error::{Kind, Result};
use crate::usecase::actor::Actor;
use crate::usecase::audit::{self, By};
use crate::usecase::mail::{self, Letter};

fn registered(stored: Stored) -> Registered {
    let has_receipt = stored.via == Via::Tablet && stored.anonymised_at.is_none();
    Registered {
        id: stored.id,
        arrival: stored.arrival,
        state: stored.state,
        until: stored.until,
        via: stored.via,
        receipt: has_receipt.then(|| receipt(stored.id)),
        created_at: stored.created_at,
        confirmed_at: stored.confirmed_at,
        changed_at: stored.changed_at,
        registration: stored.registration,
        contribution: stored.verdict,
    }
}

/// All registrations of a day.
pub async fn list(app: &App, actor: &Actor, year: i32) -> Result<Registrations> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.read().await?;
    db::day::get(&mut tx, actor.network, year).await?.ok_or(Kind::NotFound)?;
    let all = db::registration::list(&mut tx, actor.network, year).await?;
    Ok(Registrations { now: app.now(), registrations: all.into_iter().map(registered).collect() })
}

/// The registration of a day, under the day's lock.
async fn taken(tx: &mut Tx, actor: &Actor, year: i32, id: Id) -> Result<Stored> {
    db::day::arrive(tx, actor.network, year).await?.ok_or(Kind::NotFound)?;
    let stored = db::registration::get(tx, actor.network, id).await?;
    stored.filter(|stored| stored.year == year).ok_or_else(|| Kind::NotFound.into())
}

/// Does one thing with a registration. Asked again, it is done already.
pub async fn act(app: &App, actor: &Actor, year: i32, id: Id, act: Act) -> Result<Registered> {
    actor.need(Role::Chair)?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    let mut stored = taken(&mut tx, actor, year, id).await?;
    let step = match act {
        Act::Give => Step::Give,
        Act::Cancel => Step::Cancel,
        Act::Judge { verdict } => {
            if !db::registration::judge(&mut tx, actor.network, id, verdict).await? {
                return Err(Kind::NotFound.into());
            }
            stored.verdict = Some(verdict);
            record(app, &mut tx, actor, "contribution_judged", verdict.code()).await?;
            tx.commit().await?;
            return Ok(registered(stored));
        }
    };
    let next = stored.state.after(step).ok_or(Kind::Overtaken)?;
    if next != stored.state {
        manage::stand(&mut stored, next, now);
        db::registration::stand(&mut tx, actor.network, &stored).await?;
        mail::queue(app, &mut tx, actor.network, &stored, Letter::of(next)).await?;
        let action = if act == Act::Give { "place_given" } else { "registration_cancelled" };
        record(app, &mut tx, actor, action, "").await?;
        let day = db::day::get(&mut tx, actor.network, year).await?.ok_or(Kind::NotFound)?.day;
        places::settle(app, &mut tx, actor.network, &day, now).await?;
    }
    tx.commit().await?;
    app.mails.notify_one();
    Ok(registered(stored))
}

/// Deletes all that is known of a person, now.
pub async fn delete(app: &App, actor: &Actor, year: i32, id: Id) -> Result<()> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.write().await?;
    taken(&mut tx, actor, year, id).await?;
    db::registration::delete(&mut tx, actor.network, id).await?;
    record(app, &mut tx, actor, "registration_deleted", "").await?;
    let day = db::day::get(&mut tx, actor.network, year).await?.ok_or(Kind::NotFound)?.day;
    places::settle(app, &mut tx, actor.network, &day, app.now()).await?;
    tx.commit().await?;
    app.mails.notify_one();
    Ok(app.db.checkpoint().await?)
}

/// The mails of a day.
pub async fn mails(app: &App, actor: &Actor, year: i32) -> Result<Mails> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.read().await?;
    db::day::get(&mut tx, actor.network, year).await?.ok_or(Kind::NotFound)?;
    Ok(Mails { mails: db::mail::list(&mut tx, actor.network, year).await? })
}

/// Sends a mail again that failed or of which nobody knows whether it has gone out.
pub async fn send_again(app: &App, actor: &Actor, year: i32, id: Id) -> Result<()> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.write().await?;
    let known = db::mail::list(&mut tx, actor.network, year).await?;
    if !known.iter().any(|mail| mail.id == id) {
        return Err(Kind::NotFound.into());
    }
    if !db::mail::again(&mut tx, actor.network, id, app.now()).await? {
        return Err(Kind::Overtaken.into());
    }
    record(app, &mut tx, actor, "mail_sent_again", "").await?;
    tx.commit().await?;
    app.mails.notify_one();
    Ok(())
}

/// No name in the log: it is kept longer than a registration.
async fn record(app: &App, tx: &mut Tx, actor: &Actor, action: &str, detail: &str) -> Result<()> {
    audit::record(app, tx, actor.network, By::Person(actor), action, "", detail).await
}
