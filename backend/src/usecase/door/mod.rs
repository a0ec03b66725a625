//! The door of the activity day: who may stand there, and the list that is held there.
//!
//! Owns: a tablet's scope of one day (I8) and what the list holds. Check-ins come as ops by the push, which judges the
//! same scope; the organisers' side is `organise`'s, the personal link's `remote`'s. Must not: give more of a person than
//! the name, the library and the way of taking part, or a flag that is kept: flags follow from the whole set of check-ins.

pub mod organise;
pub mod remote;

use shared::id::Id;
use shared::time::Millis;
use shared::wire::v1::door::{DoorLibrary, DoorList, DoorScope, Guest};

use super::actor::DeviceActor;
use super::device;
use crate::app::App;
use crate::db::day::Stored;
use crate::db::{self, Tx};
use crate::error::{Kind, Result};

fn scope(stored: &Stored) -> DoorScope {
    let day = &stored.day;
    DoorScope {
        year: day.year(),
        date: day.date,
        title: day.title.clone(),
        begins_at: day.begins_at(),
        ends_at: day.ends_at(),
    }
}

/// The days at whose door a tablet stands, as long as it may hold their lists, now or later.
pub async fn scopes(tx: &mut Tx, network: Id, device: Id, now: Millis) -> Result<Vec<DoorScope>> {
    let mut scopes = Vec::new();
    for (year, revoked_at) in db::door::of_device(tx, network, device).await? {
        if revoked_at.is_some() {
            continue;
        }
        let Some(stored) = db::day::get(tx, network, year).await? else { continue };
        scopes.extend(Some(scope(&stored)).filter(|scope| now < scope.window().until));
    }
    Ok(scopes)
}

/// The list of a day, for a tablet at its door.
pub async fn list(app: &App, actor: &DeviceActor, year: i32) -> Result<DoorList> {
    let now = app.now();
    let mut tx = app.db.read().await?;
    let doors = db::door::of_device(&mut tx, actor.network, actor.device.id).await?;
    if !doors.iter().any(|(of, revoked_at)| *of == year && revoked_at.is_none()) {
        return Err(Kind::NotFound.into());
    }
    let list = read(&mut tx, actor.network, year).await?;
    if !list.scope.window().is_open(now) {
        return Err(Kind::DoorClosed.into());
    }
    drop(tx);
    device::seen(app, actor, now);
    Ok(list)
}

/// The list of a day, whoever asks.
async fn read(tx: &mut Tx, network: Id, year: i32) -> Result<DoorList> {
    let stored = db::day::get(tx, network, year).await?.ok_or(Kind::NotFound)?;
    let libraries = db::library::list(tx, network).await?;
    let guests = db::registration::list(tx, network, year).await?;
    Ok(DoorList {
        scope: scope(&stored),
        libraries: libraries
            .into_iter()
            .map(|library| DoorLibrary {
                code: library.code,
                name_fi: library.name_fi,
                name_sv: library.name_sv,
            })
            .collect(),
        guests: guests
            .into_iter()
            .map(|stored| Guest {
                id: stored.id,
                name: stored.registration.name,
                library: stored.registration.library,
                other_library: stored.registration.other_library,
                mode: stored.registration.mode,
                state: stored.state,
            })
            .collect(),
        check_ins: db::check_in::of_year(tx, network, year).await?,
    })
}

/// A day was changed: where tablets stand at its door, they learn of it by their configuration.
pub async fn day_changed(tx: &mut Tx, network: Id, year: i32) -> Result<()> {
    if db::door::of_year(tx, network, year).await?.iter().any(|grant| grant.revoked_at.is_none()) {
        db::network::bump_config(tx, network).await?;
    }
    Ok(())
}
