//! Remote participants check in by their personal link.
//!
//! Owns: when they may, and that a second press changes nothing. The check-in is a row like those of the tablets, made by
//! the server under the registration's own id as its replica. Must not: be reached by a GET.

use shared::domain::check_in::{CheckIn, Passage, Who, is_remote_open};
use shared::domain::day::Day;
use shared::domain::hlc::{Hlc, Stamp};
use shared::domain::op::Kind;
use shared::domain::registration::{Mode, State};
use shared::domain::row::Row;
use shared::id::Id;
use shared::time::Millis;

use crate::app::App;
use crate::db::entity::Entity;
use crate::db::registration::Stored;
use crate::db::{self, Tx};
use crate::error::Result;
use crate::live::Change;
use crate::usecase::sync::push;

/// Whether a participant may check in by the link now.
pub fn may_join(day: &Day, stored: &Stored, now: Millis) -> bool {
    stored.registration.mode == Mode::Remote
        && stored.state == State::Confirmed
        && is_remote_open(day.begins_at(), day.ends_at(), now)
}

/// Whether a participant is present.
pub async fn is_present(tx: &mut Tx, network: Id, stored: &Stored) -> Result<bool> {
    let list = super::read(tx, network, stored.year).await?;
    Ok(list.presence().is_present(stored.id))
}

/// Checks a participant in; false where it is too late or too early by now.
pub async fn join(app: &App, network: Id, registration: Id) -> Result<bool> {
    let inside = app.clone();
    let joined = app
        .commits
        .run(network, move |tx| Box::pin(async move { join_in(&inside, tx, network, registration).await }))
        .await?;
    let Some(position) = joined else { return Ok(false) };
    app.live.publish(Change::moved(network, position));
    Ok(true)
}

async fn join_in(app: &App, tx: &mut Tx, network: Id, registration: Id) -> Result<Option<i64>> {
    let state = db::sync_state::lock(tx, network).await?;
    let now = app.now();
    let Some(stored) = db::registration::get(tx, network, registration).await? else { return Ok(None) };
    let Some(day) = db::day::get(tx, network, stored.year).await? else { return Ok(None) };
    if !may_join(&day.day, &stored, now) {
        return Ok(None);
    }
    if is_present(tx, network, &stored).await? {
        return Ok(Some(state.position));
    }
    let who = Who::Registration(registration);
    let set = CheckIn { year: stored.year, who, passage: Passage::Arrived }.registers();
    let row = Row {
        id: app.new_id(),
        of: Kind::CheckIn,
        library: stored.registration.library.clone().unwrap_or_default(),
        born: Some(Stamp(Hlc::new(now, 0), registration)),
        set,
        stamps: std::collections::BTreeMap::new(),
    };
    let entity = Entity { position: state.position + 1, row };
    db::check_in::upsert(tx, network, &[&entity], None, now).await?;
    push::step(app, tx, network, &state, now).await?;
    Ok(Some(entity.position))
}
