//! The review of held ops: by whom, and what a decision does.
//!
//! Owns: which held ops a person reads and decides on; that an accepted one is stored by the same judgement as a push,
//! with its own bytes, id, replica and stamp, so that its tablet's later copy is a duplicate. Must not: delete one; what
//! was dismissed stays until the retention job takes it.

use std::collections::HashMap;

use serde_json::Value;
use serde_json::value::RawValue;
use shared::domain::check::date_of;
use shared::domain::hlc::Hlc;
use shared::domain::op::{Kind as EntityKind, Op};
use shared::domain::row::Row;
use shared::domain::sealed::ENVELOPE;
use shared::id::Id;
use shared::wire::v1::held::{AskHeld, HeldAnswer, HeldList, HeldOp, MAX_HELD, Outcome, Review, Reviewed};
use shared::wire::v1::offer::MAX_IDS;
use shared::wire::v1::push::{Hold, Push, Stored, Verdict};

use super::batch::Batch;
use super::judge::{Known, Terms, judge};
use super::push;
use super::sender::Sender;
use crate::app::App;
use crate::db::held::{ACCEPTED, DISMISSED, HeldRow};
use crate::db::mark::Mark;
use crate::db::{self, Tx};
use crate::error::{Error, Kind, Result};
use crate::live::Change;
use crate::usecase::actor::{Actor, DeviceActor};
use crate::usecase::audit::{self, By};
use crate::usecase::network;
use crate::usecase::registration::tablet;

/// What waits for review, in reach.
pub async fn list(app: &App, actor: &Actor) -> Result<HeldList> {
    let sender = Sender::person(actor)?;
    let mut tx = app.db.read().await?;
    let limit = i64::try_from(MAX_HELD + 1).unwrap_or(i64::MAX);
    let mut rows = db::held::waiting(&mut tx, actor.network, actor.scope()?, limit).await?;
    let more = rows.len() > MAX_HELD;
    rows.truncate(MAX_HELD);
    let read: Vec<_> = rows.into_iter().filter_map(|row| op_of(&row).map(|op| (row, op))).collect();
    let ids: Vec<_> = read.iter().map(|(_, op)| op.entity()).collect();
    let mut stored = db::entity::get(&mut tx, actor.network, &ids).await?;
    stored.extend(db::check_in::get(&mut tx, actor.network, &ids).await?);
    let stored: HashMap<_, _> = stored.into_iter().map(|entity| (entity.row.id, entity.row)).collect();
    let network = network::of(&mut tx, actor.network).await?;
    Ok(HeldList {
        held: read
            .into_iter()
            .filter(|(_, op)| in_reach(&sender, op, stored.get(&op.entity())))
            .map(|(row, op)| shown(row, &op, stored.get(&op.entity())))
            .collect(),
        more,
        vocabulary: db::list_value::vocabulary(&mut tx, actor.network, network.lists_version).await?,
    })
}

/// The decision on one op.
pub async fn review(app: &App, actor: &Actor, id: Id, form: Review) -> Result<Reviewed> {
    let sender = Sender::person(actor)?;
    let (inside, actor) = (app.clone(), actor.clone());
    let network = actor.network;
    let (outcome, moved) = app
        .commits
        .run(network, move |tx| {
            Box::pin(async move { decide(&inside, tx, &actor, sender, id, form.accept).await })
        })
        .await?;
    if let Some(position) = moved {
        app.live.publish(Change::moved(network, position));
        // What was held may have been a registration.
        app.mails.notify_one();
    }
    Ok(Reviewed { id, outcome })
}

/// What became of ops that a tablet was told are held.
pub async fn outcomes(app: &App, actor: &DeviceActor, ask: &AskHeld) -> Result<HeldAnswer> {
    if ask.ids.len() > MAX_IDS {
        return Err(Error::new(Kind::TooLarge).field("ids"));
    }
    let mut tx = app.db.read().await?;
    let state = db::sync_state::get(&mut tx, actor.network).await?;
    let stored: HashMap<_, _> = db::op::known(&mut tx, actor.network, &ask.ids).await?.into_iter().collect();
    let kept = db::held::resolutions(&mut tx, actor.network, &ask.ids).await?;
    let mut outcomes: Vec<_> = kept
        .into_iter()
        .filter(|(id, _)| !stored.contains_key(id))
        .map(|(id, resolution)| {
            let dismissed = resolution.as_deref() == Some(DISMISSED);
            Reviewed { id, outcome: if dismissed { Outcome::Dismissed } else { Outcome::Waiting } }
        })
        .collect();
    outcomes.extend(stored.into_iter().map(|(id, known)| {
        // The tablet compares it with the op's own stamp, which the server would have to read the bytes for.
        let at = Some(Hlc::from_i64(known.at));
        let stored = Stored { position: known.position, at, skewed: known.skewed };
        Reviewed { id, outcome: Outcome::Accepted(stored) }
    }));
    Ok(HeldAnswer { epoch: state.epoch, server_time: app.now(), outcomes })
}

/// The decision within its transaction; also the network's position where it moved on.
async fn decide(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    sender: Sender,
    id: Id,
    accept: bool,
) -> Result<(Outcome, Option<i64>)> {
    let network = actor.network;
    let state = db::sync_state::lock(tx, network).await?;
    let row = db::held::get(tx, network, id).await?.ok_or(Kind::NotFound)?;
    let op = op_of(&row).ok_or(Kind::NotFound)?;
    let mut stored = db::entity::get(tx, network, &[op.entity()]).await?;
    stored.extend(db::check_in::get(tx, network, &[op.entity()]).await?);
    if !in_reach(&sender, &op, stored.first().map(|entity| &entity.row)) {
        return Err(Kind::NotFound.into());
    }
    let known = db::op::known(tx, network, &[id]).await?.into_iter().next();
    let now = app.now();
    let detail = detail(&row, &op);
    let subject = row.device_name.clone().unwrap_or_default();
    let by = By::Person(actor);
    match (known, accept) {
        (Some((_, known)), true) => {
            let stored =
                Stored { position: known.position, at: Some(Hlc::from_i64(known.at)), skewed: known.skewed };
            Ok((Outcome::Accepted(stored), None))
        }
        (Some(_), false) => Err(Kind::AlreadyReviewed.into()),
        (None, false) => {
            if row.resolution.as_deref() != Some(DISMISSED) {
                db::held::decide(tx, network, id, now, DISMISSED).await?;
                audit::record(app, tx, network, by, "held_dismissed", &subject, &detail).await?;
            }
            Ok((Outcome::Dismissed, None))
        }
        (None, true) => {
            let batch = batch_of(&row, id)?;
            let network_row = network::of(tx, network).await?;
            let lists = app.lists.of(tx, &network_row).await?;
            let points = app.points.of(tx, &network_row).await?;
            let known = Known {
                entities: push::entities(tx, &sender, &batch).await?,
                position: state.position,
                opened: tablet::open(app, tx, &network_row, &batch.registrations(), true).await?,
                ..Known::default()
            };
            let terms = Terms { sender: &sender, lists: &lists, points: &points, now };
            let mut plan = judge(&batch, known, terms);
            let outcome = match plan.receipts.first().map(|receipt| &receipt.verdict) {
                Some(Verdict::Rejected { code }) => {
                    return Err(Error::new(Kind::EntryRejected).detail(code.code()));
                }
                // Sealed to a key that is still missing, say.
                Some(Verdict::Held { reason }) => {
                    return Err(Error::new(Kind::EntryRejected).detail(reason.code()));
                }
                Some(verdict) => verdict.stored().ok_or(Kind::NotFound)?,
                None => return Err(Kind::NotFound.into()),
            };
            push::came_back(tx, network, &state, &plan).await?;
            let position = plan.position;
            let mark = Mark { position, mark: app.random.bytes::<16>().to_vec(), at: now };
            db::held::decide(tx, network, id, now, ACCEPTED).await?;
            let arrivals = std::mem::take(&mut plan.arrivals);
            push::write(tx, &sender, plan, state.position, &mark).await?;
            push::take_in(app, tx, network, arrivals, now).await?;
            audit::record(app, tx, network, by, "held_accepted", &subject, &detail).await?;
            Ok((Outcome::Accepted(outcome), Some(position)))
        }
    }
}

/// The push that the op was, with nothing else in it.
fn batch_of(row: &HeldRow, id: Id) -> Result<Batch> {
    let raw = String::from_utf8(row.bytes.clone()).map_err(Error::internal)?;
    let raw = RawValue::from_string(raw).map_err(Error::internal)?;
    // Held before the replica was kept: that of its tablet, or else one that nobody has.
    let replica = row.replica.or(row.device_replica).map_or(id, Id::from);
    Batch::read(Push {
        v: u32::try_from(row.v).map_err(Error::internal)?,
        nonce: String::new(),
        replica,
        pending: 0,
        oldest: None,
        ops: vec![raw],
        effective: row.effective.map(|at| (0, Hlc::from_i64(at))).into_iter().collect(),
        skewed: if row.skewed == 0 { Vec::new() } else { vec![0] },
    })
}

fn op_of(row: &HeldRow) -> Option<Op> {
    serde_json::from_slice(&row.bytes).ok()
}

/// Both the library that the op speaks of and that of the entry that it would change must be the person's.
fn in_reach(sender: &Sender, op: &Op, stored: Option<&Row>) -> bool {
    if op.of == EntityKind::CheckIn && !sender.may_check_in(None, op.at.ms()) {
        return false;
    }
    let libraries = [Some(op.library.as_str()), stored.map(|row| row.library.as_str())];
    libraries.into_iter().flatten().all(|library| sender.may_write(library, op.at.ms()))
}

fn shown(row: HeldRow, op: &Op, stored: Option<&Row>) -> HeldOp {
    let effective = row.effective.map_or(op.at, Hlc::from_i64);
    let replica = row.replica.or(row.device_replica).map_or(op.id, Id::from);
    let mut after = stored.cloned().unwrap_or_else(|| Row::unborn(op));
    after.merge(op, effective, row.skewed != 0, replica);
    if let Some(Value::Object(envelope)) = after.set.get_mut(ENVELOPE) {
        // Nobody reads what is sealed; its identity gives the receipt number.
        envelope.retain(|name, _| name == "id");
    }
    HeldOp {
        id: op.id,
        reason: Hold::of(&row.reason),
        act: op.act,
        library: op.library.clone(),
        device: row.device_id.map(Id::from),
        device_name: row.device_name,
        device_library: row.device_library,
        received_at: row.received_at,
        before: stored.cloned(),
        after,
    }
}

/// Codes for the audit log: which entry, without what it says.
fn detail(row: &HeldRow, op: &Op) -> String {
    let mut shown = Row::unborn(op);
    shown.merge(op, row.effective.map_or(op.at, Hlc::from_i64), false, op.id);
    let on = date_of(&shown).map(|on| format!(" on={on}")).unwrap_or_default();
    format!("library={} reason={} of={}{on}", op.library, row.reason, op.of.code())
}
