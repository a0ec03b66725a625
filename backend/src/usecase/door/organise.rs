//! The door in the hand of the organisers: the chair.
//!
//! Owns: granting and revoking tablets, and what is decided about a check-in. A decision stands beside what the door has
//! recorded and never changes it. Must not: refuse what the door has recorded.

use shared::id::Id;
use shared::wire::v1::door::{Decide, Decision, DoorPage};
use shared::wire::v1::member::Role;

use crate::app::App;
use crate::db::check_in::Decided;
use crate::db::{self, Tx};
use crate::error::{Error, Kind, Result};
use crate::live::Change;
use crate::usecase::actor::Actor;
use crate::usecase::audit::{self, By};
use crate::usecase::sync::push;

/// The tablets and the list of a day.
pub async fn page(app: &App, actor: &Actor, year: i32) -> Result<DoorPage> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.read().await?;
    page_in(app, &mut tx, actor, year).await
}

async fn page_in(app: &App, tx: &mut Tx, actor: &Actor, year: i32) -> Result<DoorPage> {
    let list = super::read(tx, actor.network, year).await?;
    let grants = db::door::of_year(tx, actor.network, year).await?;
    let mut devices = db::device::list(tx, actor.network, None).await?;
    devices
        .retain(|device| device.revoked_at.is_none() || grants.iter().any(|grant| grant.device == device.id));
    Ok(DoorPage { now: app.now(), list, devices, grants })
}

/// Lets a tablet stand at the door of a day; again is the same.
pub async fn grant(app: &App, actor: &Actor, year: i32, device: Id) -> Result<DoorPage> {
    actor.need(Role::Chair)?;
    let network = actor.network;
    let mut tx = app.db.write().await?;
    db::day::get(&mut tx, network, year).await?.ok_or(Kind::NotFound)?;
    let row = db::device::get(&mut tx, network, device).await?.ok_or(Kind::NotFound)?;
    if row.revoked_at.is_some() {
        return Err(Kind::DeviceRevoked.into());
    }
    if db::door::grant(&mut tx, network, year, device, app.now(), actor.member.id).await? {
        noted(app, &mut tx, actor, year, "door_granted", &row.name).await?;
    }
    let page = page_in(app, &mut tx, actor, year).await?;
    tx.commit().await?;
    Ok(page)
}

/// Takes a tablet away from the door of a day; again is the same. What it recorded until now counts; the list goes at its
/// next contact.
pub async fn revoke(app: &App, actor: &Actor, year: i32, device: Id) -> Result<DoorPage> {
    actor.need(Role::Chair)?;
    let network = actor.network;
    let mut tx = app.db.write().await?;
    if db::door::revoke(&mut tx, network, year, device, app.now()).await? {
        let name = db::device::get(&mut tx, network, device).await?.map(|row| row.name).unwrap_or_default();
        noted(app, &mut tx, actor, year, "door_revoked", &name).await?;
    }
    let page = page_in(app, &mut tx, actor, year).await?;
    tx.commit().await?;
    Ok(page)
}

async fn noted(app: &App, tx: &mut Tx, actor: &Actor, year: i32, action: &str, tablet: &str) -> Result<()> {
    db::network::bump_config(tx, actor.network).await?;
    let detail = format!("year={year}");
    audit::record(app, tx, actor.network, By::Person(actor), action, tablet, &detail).await
}

/// Decides about a check-in, or takes an earlier decision back.
pub async fn decide(app: &App, actor: &Actor, year: i32, id: Id, form: Decide) -> Result<DoorPage> {
    actor.need(Role::Chair)?;
    let network = actor.network;
    let (inside, by) = (app.clone(), actor.clone());
    let position = app
        .commits
        .run(network, move |tx| Box::pin(async move { note(&inside, tx, &by, year, id, form).await }))
        .await?;
    app.live.publish(Change::moved(network, position));
    page(app, actor, year).await
}

/// The decision within its transaction; answers the network's position.
async fn note(app: &App, tx: &mut Tx, actor: &Actor, year: i32, id: Id, form: Decide) -> Result<i64> {
    let network = actor.network;
    let state = db::sync_state::lock(tx, network).await?;
    if db::check_in::year(tx, network, id).await? != Some(year) {
        return Err(Kind::NotFound.into());
    }
    if let Some(Decision::Merged { into }) = form.decision {
        let registration = db::registration::get(tx, network, into).await?;
        if registration.is_none_or(|registration| registration.year != year) {
            return Err(Error::invalid("into", "no registration of this day"));
        }
    }
    let (now, position) = (app.now(), state.position + 1);
    let decided = Decided { decision: form.decision, now, by: actor.member.id, position };
    db::check_in::decide(tx, network, id, decided).await?;
    let what = match form.decision {
        Some(Decision::Accepted) => "accepted",
        Some(Decision::Removed) => "removed",
        Some(Decision::Merged { .. }) => "merged",
        None => "taken_back",
    };
    let detail = format!("year={year} decision={what}");
    audit::record(app, tx, network, By::Person(actor), "check_in_decided", "", &detail).await?;
    // The tablets at the door hear of it as of any check-in.
    push::step(app, tx, network, &state, now).await?;
    Ok(position)
}
