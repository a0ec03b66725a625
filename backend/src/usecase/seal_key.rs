//! The keys that tablets seal registrations to.
//!
//! Owns: making one at its first need, giving another one each year or when an operator says so, and for how long the old
//! private halves are kept: 30 days at least, until every tablet has taken a later key and has since reported an empty queue
//! (or its record is gone), and until no registration under the key waits for review. Must not: open anything.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::domain::sealed::{ENVELOPE, Envelope};
use shared::id::Id;
use shared::seal;
use shared::time::{DAY, Millis};
use shared::wire::v1::tablet_form::FormKey;

use super::audit::{self, By};
use crate::app::App;
use crate::db::seal_key::SealKey;
use crate::db::{self, Tx};
use crate::error::Result;

/// Another key is given after this time.
const YEARLY: Millis = 365 * DAY;
/// For how long a replaced key is kept at least. A tablet counts as having taken a later key when it is given one; where that
/// answer is lost on its way, it goes on sealing to the old one until it asks again, although its queue may be empty now.
const GRACE: Millis = 30 * DAY;
/// Held ops that are looked through for a key at a time.
const HELD: i64 = 10_000;

/// The key that a network's tablets seal to now; made where there is none. In a writing transaction.
pub async fn current(app: &App, tx: &mut Tx, network: Id) -> Result<FormKey> {
    let (id, public) = match db::seal_key::current(tx, network).await? {
        Some(SealKey { id, public, .. }) => (id, public),
        None => make(app, tx, network).await?,
    };
    Ok(FormKey { id, public: URL_SAFE_NO_PAD.encode(public) })
}

/// The private half is on the disk before anybody can learn of the public one.
async fn make(app: &App, tx: &mut Tx, network: Id) -> Result<(Id, Vec<u8>)> {
    let id = app.new_id();
    let (secret, public) = seal::key_pair(&app.random.bytes());
    app.keys.keep_sealing(&*app.random, id, &secret)?;
    db::seal_key::insert(tx, network, id, &public, app.now()).await?;
    Ok((id, public.to_vec()))
}

/// Gives each network another key, in the place of one that it has; answers how many networks that was.
pub async fn rotate(app: &App) -> Result<usize> {
    let mut tx = app.db.write().await?;
    let mut rotated = 0;
    for network in db::network::all(&mut tx).await? {
        if db::seal_key::current(&mut tx, network.id).await?.is_some() {
            replace(app, &mut tx, network.id).await?;
            rotated += 1;
        }
    }
    tx.commit().await?;
    Ok(rotated)
}

async fn replace(app: &App, tx: &mut Tx, network: Id) -> Result<()> {
    db::seal_key::end(tx, network, app.now()).await?;
    make(app, tx, network).await?;
    // Tablets learn of it at their next contact.
    db::network::bump_config(tx, network).await?;
    audit::record(app, tx, network, By::Server, "seal_key_changed", "", "").await
}

/// The nightly round: keys of a year ago are replaced, those that nobody needs any more are destroyed.
pub async fn tend(app: &App) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    for key in db::seal_key::kept(&mut tx).await? {
        match key.ended_at {
            None if now - key.since >= YEARLY => replace(app, &mut tx, key.network_id).await?,
            None => {}
            Some(ended_at) if now - ended_at < GRACE || is_needed(&mut tx, &key, ended_at).await? => {}
            Some(_) => db::seal_key::destroy(&mut tx, key.network_id, key.id, now).await?,
        }
    }
    let destroyed = db::seal_key::destroyed(&mut tx).await?;
    tx.commit().await?;
    // Each node has a folder; after the commit, so that no key goes whose end was not noted.
    destroyed.into_iter().try_for_each(|key| app.keys.destroy_sealing(key))
}

async fn is_needed(tx: &mut Tx, key: &SealKey, ended_at: Millis) -> Result<bool> {
    if db::seal_key::behind(tx, key.network_id, ended_at).await? > 0 {
        return Ok(true);
    }
    let held = db::held::waiting(tx, key.network_id, None, HELD).await?;
    Ok(held.iter().any(|row| sealed_to(&row.bytes) == Some(key.id)))
}

/// The key that an op's envelope names, where it has one.
fn sealed_to(op: &[u8]) -> Option<Id> {
    let op: shared::domain::op::Op = serde_json::from_slice(op).ok()?;
    Some(Envelope::read(op.set.get(ENVELOPE)?)?.key)
}

/// How many keys are kept, and which of them this node lacks.
pub async fn missing(app: &App) -> Result<(usize, Vec<Id>)> {
    let mut tx = app.db.read().await?;
    let kept = db::seal_key::kept(&mut tx).await?;
    let mut missing = Vec::new();
    for key in &kept {
        if app.keys.sealing(key.id)?.is_none() {
            missing.push(key.id);
        }
    }
    Ok((kept.len(), missing))
}
