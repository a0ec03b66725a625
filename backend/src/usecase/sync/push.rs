//! Push: a batch of ops in one transaction, one receipt per op.
//!
//! Owns: the order of the statements. The network's counter row is the first one: it serialises positions, merge and
//! sums. Must not: judge (`judge` does) or answer before the commit.

use std::collections::{HashMap, HashSet};

use shared::domain::hlc::Hlc;
use shared::domain::op;
use shared::id::Id;
use shared::stats::changes::Changes;
use shared::time::Millis;
use shared::wire::v1::push::{Push, PushAnswer, Verdict};

use super::batch::Batch;
use super::judge::{Known, Plan, Terms, judge};
use super::sender::Sender;
use crate::app::App;
use crate::db::mark::Mark;
use crate::db::sync_state::SyncState;
use crate::db::{self, Tx};
use crate::error::{Kind, Result};
use crate::live::Change;
use crate::usecase::actor::{Actor, DeviceActor};
use crate::usecase::registration::arrive::{Arrival, Arrived, arrive};
use crate::usecase::registration::tablet::{self, Opened};
use crate::usecase::{facts, network};

/// A tablet's push; a revoked one may still deliver its queue.
pub async fn from_device(app: &App, actor: DeviceActor, push: Push) -> Result<PushAnswer> {
    let sender = Sender::device(&actor);
    run(app, sender, Some(actor), push).await
}

/// A contact's or the chair's corrections: the same use case under their session.
pub async fn from_person(app: &App, actor: &Actor, push: Push) -> Result<PushAnswer> {
    run(app, Sender::person(actor)?, None, push).await
}

async fn run(app: &App, sender: Sender, device: Option<DeviceActor>, push: Push) -> Result<PushAnswer> {
    let batch = Batch::read(push)?;
    let network = sender.network;
    let inside = app.clone();
    let (answer, moved, arrived) = app
        .commits
        .run(network, move |tx| {
            Box::pin(async move { apply(&inside, tx, sender, device.as_ref(), &batch).await })
        })
        .await?;
    if moved {
        app.live.publish(Change::moved(network, answer.position));
    }
    if arrived {
        app.mails.notify_one();
    }
    Ok(answer)
}

/// The push within its transaction; also says whether the network moved on, and whether registrations came.
async fn apply(
    app: &App,
    tx: &mut Tx,
    mut sender: Sender,
    device: Option<&DeviceActor>,
    batch: &Batch,
) -> Result<(PushAnswer, bool, bool)> {
    let network = sender.network;
    let state = db::sync_state::lock(tx, network).await?;
    // Read under the lock, so that no stamp of a later push can be clamped to an earlier instant.
    let now = app.now();
    if let Some(actor) = device
        && actor.device.previous_device.is_some()
        && batch.speaks_of_others(&actor.device.library)
    {
        sender = sender.with_history(tx, &actor.device).await?;
    }
    if batch.checks_in() {
        sender = sender.with_doors(tx).await?;
    }
    let row = network::of(tx, network).await?;
    let lists = app.lists.of(tx, &row).await?;
    let points = app.points.of(tx, &row).await?;
    let ops: HashMap<_, _> = db::op::known(tx, network, &batch.ids()).await?.into_iter().collect();
    let opened = match device {
        Some(actor) if !actor.is_revoked() => {
            let mut news = batch.registrations();
            news.retain(|(op, _)| !ops.contains_key(&op.id));
            tablet::open(app, tx, &row, &news, false).await?
        }
        _ => Opened::default(),
    };
    let known =
        Known { ops, entities: entities(tx, &sender, batch).await?, position: state.position, opened };
    let terms = Terms { sender: &sender, lists: &lists, points: &points, now };
    let mut plan = judge(batch, known, terms);
    hold(tx, &sender, &mut plan).await?;
    let moved = plan.position != state.position;
    let mut arrived = false;
    let answer = PushAnswer {
        nonce: batch.push.nonce.clone(),
        epoch: state.epoch,
        position: plan.position,
        server_time: now,
        receipts: std::mem::take(&mut plan.receipts),
    };
    if let Some(actor) = device {
        let done = answer.receipts.iter().filter(|receipt| receipt.verdict != Verdict::Rekey).count();
        let left = batch.push.pending.saturating_sub(u32::try_from(done).unwrap_or(u32::MAX));
        let oldest = batch.push.oldest.filter(|_| left > 0);
        db::device::contact(tx, network, actor.device.id, now, left, oldest).await?;
    }
    if moved {
        came_back(tx, network, &state, &plan).await?;
        let mark = Mark { position: plan.position, mark: app.random.bytes::<16>().to_vec(), at: now };
        let arrivals = std::mem::take(&mut plan.arrivals);
        write(tx, &sender, plan, state.position, &mark).await?;
        arrived = take_in(app, tx, network, arrivals, now).await?;
    }
    Ok((answer, moved, arrived))
}

/// After a restore: counts the entries of a plan that are older than it.
pub(super) async fn came_back(tx: &mut Tx, network: Id, state: &SyncState, plan: &Plan<'_>) -> Result<()> {
    let Some(at) = state.restored_at else { return Ok(()) };
    let back = plan.ops.iter().filter(|op| op.id == op.entity && Hlc::from_i64(op.at).ms() < at).count();
    if back > 0 {
        db::sync_state::came_back(tx, network, i64::try_from(back).unwrap_or(i64::MAX)).await?;
    }
    Ok(())
}

/// Gives registrations their places, in the order in which they came; answers whether there were any.
pub(super) async fn take_in(
    app: &App,
    tx: &mut Tx,
    network: Id,
    arrivals: Vec<Arrival>,
    now: Millis,
) -> Result<bool> {
    let any = !arrivals.is_empty();
    for arrival in arrivals {
        if let Arrived::Closed(_) = arrive(app, tx, network, arrival, now).await? {
            // The day was taken away since it was looked at: judged anew when it is sent again.
            return Err(Kind::Busy.into());
        }
    }
    Ok(any)
}

pub(super) async fn entities(
    tx: &mut Tx,
    sender: &Sender,
    batch: &Batch,
) -> Result<HashMap<Id, db::entity::Entity>> {
    let ids = batch.entities();
    let mut found = db::entity::get(tx, sender.network, &ids).await?;
    if batch.checks_in() {
        found.extend(db::check_in::get(tx, sender.network, &ids).await?);
    }
    Ok(found.into_iter().map(|entity| (entity.row.id, entity)).collect())
}

/// Keeps what is held; an id that is kept already with other bytes gets `rekey` instead.
async fn hold(tx: &mut Tx, sender: &Sender, plan: &mut Plan<'_>) -> Result<()> {
    if plan.held.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = plan.held.iter().map(|(_, op)| op.id).collect();
    let kept = db::held::bytes(tx, sender.network, &ids).await?;
    plan.meet_held(&kept);
    // The same op twice in one batch is one held op.
    let mut seen = HashSet::new();
    let held: Vec<_> = plan.held.drain(..).map(|(_, op)| op).filter(|op| seen.insert(op.id)).collect();
    db::held::insert(tx, sender.network, &held).await?;
    Ok(())
}

/// Writes what a plan says, after the position where the network stands.
pub(super) async fn write(
    tx: &mut Tx,
    sender: &Sender,
    plan: Plan<'_>,
    after: i64,
    mark: &Mark,
) -> Result<()> {
    let network = sender.network;
    store(tx, network, &plan).await?;
    let check_ins: Vec<_> =
        plan.entities.iter().filter(|entity| entity.row.of == op::Kind::CheckIn).collect();
    db::check_in::upsert(tx, network, &check_ins, sender.device_id(), mark.at).await?;
    close(tx, network, plan.changes, after, mark).await
}

/// Moves the network on by one position, for a change that no op brings: those who listen hear of it.
pub(in crate::usecase) async fn step(
    app: &App,
    tx: &mut Tx,
    network: Id,
    state: &SyncState,
    now: Millis,
) -> Result<()> {
    let mark = Mark { position: state.position + 1, mark: app.random.bytes::<16>().to_vec(), at: now };
    close(tx, network, Changes::default(), state.position, &mark).await
}

/// Stores the ops and the entries of a plan. The demo network stores many before it closes once.
pub async fn store(tx: &mut Tx, network: Id, plan: &Plan<'_>) -> Result<()> {
    db::op::insert(tx, network, &plan.ops).await?;
    db::entity::upsert(tx, network, plan.entities.iter().filter(|entity| entity.row.of.is_entry())).await?;
    Ok(())
}

/// Brings the figures up to what was stored, and marks how far the network has come since `after`.
pub async fn close(tx: &mut Tx, network: Id, changes: Changes, after: i64, mark: &Mark) -> Result<()> {
    let Changes { deltas, block } = changes;
    db::rollup::add(tx, network, &deltas.into_sorted()).await?;
    db::fact::insert(tx, network, &facts::segment(block, after, mark.position, None)).await?;
    db::held::resolve_stored(tx, network, mark.at).await?;
    db::mark::insert(tx, network, mark).await?;
    db::sync_state::advance(tx, network, mark.position).await?;
    Ok(())
}
