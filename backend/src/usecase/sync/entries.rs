//! Entries of a library for its contact and the chair.
//!
//! Owns: which rows a signed-in person reads. Must not: change them; a correction is a push.

use shared::time::helsinki;
use shared::wire::v1::entries::{Entries, MAX_DAYS, MAX_ENTRIES};

use crate::app::App;
use crate::db;
use crate::error::{Error, Result};
use crate::usecase::actor::Actor;
use crate::usecase::network;

/// The entries of the last days, latest date first, deleted ones included so that they can be restored.
pub async fn list(app: &App, actor: &Actor, library: &str, days: u32) -> Result<Entries> {
    actor.reach(library)?;
    if !(1..=MAX_DAYS).contains(&days) {
        return Err(Error::invalid("days", format!("1 to {MAX_DAYS}")));
    }
    let now = app.now();
    let today = helsinki(now).date;
    let from = today.plus_days(-i32::try_from(days - 1).unwrap_or(0));
    let limit = i64::try_from(MAX_ENTRIES).unwrap_or(i64::MAX - 1);
    let mut tx = app.db.read().await?;
    let state = db::sync_state::get(&mut tx, actor.network).await?;
    let network = network::of(&mut tx, actor.network).await?;
    let vocabulary = db::list_value::vocabulary(&mut tx, actor.network, network.lists_version).await?;
    let mut entities = db::entity::dated(&mut tx, actor.network, library, from, limit + 1).await?;
    let more = entities.len() > MAX_ENTRIES;
    entities.truncate(MAX_ENTRIES);
    Ok(Entries {
        position: state.position,
        server_time: now,
        from,
        more,
        rows: entities.into_iter().map(|entity| entity.row).filter(|row| row.born.is_some()).collect(),
        vocabulary,
        effort_enabled: network.effort_enabled != 0,
        strain_enabled: network.strain_enabled != 0,
    })
}
