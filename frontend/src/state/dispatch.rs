//! The one way to write: a change becomes an op, is judged, and is durable before anybody is told.
//!
//! Owns: stamping, judging and storing ops; a full disk's second try; a double tap. Must not: await the network, or say
//! *saved* before the transaction has completed.

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use shared::domain::check::{Context, Rejection, check};
use shared::domain::help::When;
use shared::domain::op::{Act, Kind, Op, Registers, WHEN};
use shared::id::Id;
use shared::sync::outbox::Item;
use shared::wire::v1::device::DeviceConfig;

use super::device;
use crate::platform::random;
use crate::store::StoreError;
use crate::sync::hub::Hub;

/// A change that a person made. Its id is minted when the form opens, so that a double tap is one op.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The op's id; on a create also the entity's.
    pub id: Id,
    /// What it does.
    pub act: Act,
    /// What kind of thing it is about.
    pub of: Kind,
    /// The entity; absent on a create.
    pub entity: Option<Id>,
    /// The registers it writes.
    pub set: Registers,
    /// The rejected op that it corrects.
    pub replaces: Option<Id>,
}

/// What was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The entities, in the order of the drafts.
    pub entities: Vec<Id>,
}

/// Why nothing was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveError {
    /// This browser is no tablet of any library.
    NotEnrolled,
    /// The store could not be opened, or not yet.
    NoStore,
    /// An op breaks a rule of the field.
    Invalid(Rejection),
    /// The store refused.
    Store(StoreError),
}

thread_local! {
    /// Ops that this page has saved or is saving.
    static TAKEN: RefCell<HashSet<Id>> = RefCell::new(HashSet::new());
    /// Those that it is saving.
    static UNDER_WAY: RefCell<HashSet<Id>> = RefCell::new(HashSet::new());
    /// Writes under way: no new version takes over meanwhile.
    static WRITING: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

/// Whether something is being written.
pub(super) fn is_writing() -> bool {
    WRITING.get() > 0
}

/// Saves one change. Resolves when it is durable.
pub async fn dispatch(draft: Draft) -> Result<Saved, SaveError> {
    dispatch_all(vec![draft]).await
}

/// Saves several changes in one transaction: all or none.
pub async fn dispatch_all(drafts: Vec<Draft>) -> Result<Saved, SaveError> {
    let hub = super::opened().await.ok_or(SaveError::NoStore)?;
    let config = device::snapshot().ok_or(SaveError::NotEnrolled)?;
    let entities = drafts.iter().map(|draft| draft.entity.unwrap_or(draft.id)).collect();
    let ops: Vec<Id> = drafts.iter().map(|draft| draft.id).collect();
    let fresh: Vec<Draft> =
        TAKEN.with_borrow_mut(|taken| drafts.into_iter().filter(|draft| taken.insert(draft.id)).collect());
    if fresh.is_empty() {
        return settled(&ops, entities).await;
    }
    let ids: Vec<Id> = fresh.iter().map(|draft| draft.id).collect();
    UNDER_WAY.with_borrow_mut(|under_way| under_way.extend(&ids));
    WRITING.set(WRITING.get() + 1);
    let outcome = save(&hub, &config, fresh).await;
    WRITING.set(WRITING.get().saturating_sub(1));
    UNDER_WAY.with_borrow_mut(|under_way| under_way.retain(|id| !ids.contains(id)));
    if let Err(error) = outcome {
        TAKEN.with_borrow_mut(|taken| taken.retain(|id| !ids.contains(id)));
        return Err(error);
    }
    Ok(Saved { entities })
}

/// A second tap: saved when the first one is.
async fn settled(ops: &[Id], entities: Vec<Id>) -> Result<Saved, SaveError> {
    let busy = || UNDER_WAY.with_borrow(|under_way| ops.iter().any(|id| under_way.contains(id)));
    while busy() {
        gloo_timers::future::TimeoutFuture::new(5).await;
    }
    if TAKEN.with_borrow(|taken| ops.iter().all(|id| taken.contains(id))) {
        return Ok(Saved { entities });
    }
    Err(SaveError::Store(StoreError::Closed))
}

async fn save(hub: &Rc<Hub>, config: &DeviceConfig, drafts: Vec<Draft>) -> Result<(), SaveError> {
    let corrects: Vec<Id> = drafts.iter().filter_map(|draft| draft.replaces).collect();
    let items = drafts.into_iter().map(|draft| item(hub, config, draft)).collect::<Result<Vec<_>, _>>()?;
    let items = match append(hub, &items, &corrects).await {
        // Another tab saved a draft of the same id: the same change is saved already, another one gets an id of its own.
        Err(StoreError::Duplicate) => {
            let items = apart(hub, items).await.map_err(SaveError::Store)?;
            append(hub, &items, &corrects).await.map(|()| items)
        }
        outcome => outcome.map(|()| items),
    };
    let items = items.map_err(SaveError::Store)?;
    super::topics::count(&items);
    hub.saved(&items);
    Ok(())
}

/// The strict write; on a full disk a second one, after what can be fetched again has made room.
async fn append(hub: &Rc<Hub>, items: &[Item], corrects: &[Id]) -> Result<(), StoreError> {
    let clock = hub.replica.borrow().clock().last;
    match hub.store.append(items, clock, corrects).await {
        Err(StoreError::Quota) => {
            hub.make_room().await;
            hub.store.append(items, clock, corrects).await
        }
        outcome => outcome,
    }
}

/// Stamps, judges and serialises a change, once.
fn item(hub: &Hub, config: &DeviceConfig, draft: Draft) -> Result<Item, SaveError> {
    let now = hub.clock.now();
    let (tick, replica) = {
        let mut replica = hub.replica.borrow_mut();
        (replica.tick(now), replica.id)
    };
    let Draft { id, act, of, entity, mut set, replaces } = draft;
    if tick.uncertain
        && let Some(when) = set.get_mut(WHEN)
    {
        doubt(when);
    }
    let library = config.library.code.clone();
    let op =
        Op { id, at: tick.at, act, of, entity, library, lists: config.vocabulary.version, set, replaces };
    let lists = &config.vocabulary;
    let mut context = Context::new(lists, lists.version, op.at.ms());
    check(&op, &mut context).map_err(SaveError::Invalid)?;
    Ok(Item::new(&op, replica, now, hub.clock.offset()))
}

/// Marks a `now` whose clock was set back.
fn doubt(when: &mut serde_json::Value) {
    if let Ok(value) = serde_json::from_value::<When>(when.clone())
        && value.now
    {
        *when = When { uncertain: true, ..value }.to_value();
    }
}

/// Without the ops that wait already; those whose id waits with another content get a new id.
async fn apart(hub: &Rc<Hub>, items: Vec<Item>) -> Result<Vec<Item>, StoreError> {
    let mut kept = Vec::new();
    for item in items {
        match (hub.store.waiting(item.id).await?, item.op()) {
            (Some(waiting), Some(mut op)) => {
                if waiting.op().is_some_and(|there| same(&there, &op)) {
                    continue;
                }
                op.id = random::id(item.made);
                kept.push(Item::new(&op, item.replica, item.made, item.offset));
            }
            _ => kept.push(item),
        }
    }
    Ok(kept)
}

/// The same change, stamped at another time.
fn same(one: &Op, other: &Op) -> bool {
    *one == Op { at: one.at, ..other.clone() }
}
