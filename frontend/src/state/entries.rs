//! The library's entries on this device, and what a person can do to them.
//!
//! Owns: the sorted list that the pages show, kept up one change at a time. Every method resolves when the change is
//! durable, never earlier. Must not: render, or compute the whole list again for one save.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use shared::domain::check::{Rejection, date_of};
use shared::domain::help::{DAYS_BACK, When};
use shared::domain::op::{Act, Kind, Registers};
use shared::domain::row::Row;
use shared::domain::span::Span;
use shared::gather::gather;
use shared::id::Id;
use shared::stats::facts::Block;
use shared::sync::view::Delivery;
use shared::time::{Date, Millis, helsinki};
use shared::wire::v1::push::Hold;

use super::dispatch::{self, SaveError, dispatch_all};
use super::ids;
use super::listing::{self, Order};
use super::network::{Network, use_network};
use crate::store::StoreError;
use crate::store::replica::Replica;

/// An entry as it is shown: base rows and replayed ops.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The row, with the date of `now` filled in.
    pub row: Arc<Row>,
    /// How far it is on its way to the server.
    pub sending: Sending,
    /// The op in quarantine, where the server rejected one.
    pub rejected: Option<Id>,
    pub(super) order: Order,
}

/// How far a change is on its way.
#[derive(Clone, Debug, PartialEq)]
pub enum Sending {
    /// On this device only.
    Unsent,
    /// At the server, since then where that is known.
    Sent(Option<Millis>),
    /// At the server, kept for review.
    Held,
    /// The server did not take it.
    Rejected(Rejection),
}

/// A change that the server did not simply take in.
#[derive(Clone, Debug, PartialEq)]
pub struct Stuck {
    /// The op.
    pub op: Id,
    /// What it does.
    pub act: Act,
    /// The entry as it would have it.
    pub row: Arc<Row>,
    /// Why it is stuck.
    pub why: Why,
}

/// Why a change is stuck.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// The server did not take it: a person corrects it.
    Rejected(Rejection),
    /// The server keeps it: the chair or a contact reviews it.
    Held(Hold),
}

/// A new entity; its id is minted when the form opens, so that a double tap is one.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Identity.
    pub id: Id,
    /// What it is.
    pub of: Kind,
    /// Its registers.
    pub set: Registers,
    /// The rejected op that this one corrects.
    pub replaces: Option<Id>,
}

/// Why nothing was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotSaved {
    /// The device's storage is full.
    Full,
    /// The storage failed.
    Failed,
}

impl Entry {
    /// Entries as the server has them, in the order of the tablet's list: the latest first.
    pub fn all_at_server(rows: impl Iterator<Item = Row>) -> Vec<Arc<Self>> {
        let entry = |row: Row| {
            let entered = row.born.map(|stamp| stamp.0).unwrap_or_default();
            let order = (date_of(&row), hour_of(&row).unwrap_or(0), entered, row.id);
            Arc::new(Self { row: Arc::new(row), sending: Sending::Sent(None), rejected: None, order })
        };
        let mut entries: Vec<_> = rows.map(entry).collect();
        entries.sort_unstable_by_key(|entry| std::cmp::Reverse(entry.order));
        entries
    }
}

impl From<SaveError> for NotSaved {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::Store(StoreError::Quota) => Self::Full,
            SaveError::NotEnrolled | SaveError::NoStore | SaveError::Invalid(_) | SaveError::Store(_) => {
                Self::Failed
            }
        }
    }
}

/// The entries' signals and what can be done.
#[derive(Clone, Copy)]
pub struct Entries {
    /// All of the last 60 days, newest first, deleted ones too.
    pub all: Signal<Arc<Vec<Entry>>>,
    /// How many of today count; `None` until the device has been read.
    pub today: Signal<Option<usize>>,
    /// Why the last change was not saved, as a stable code: a rejection's, or the store's.
    pub problem: Signal<Option<String>>,
    /// What was rejected or is held, in the order in which it was made.
    pub stuck: Signal<Arc<Vec<Stuck>>>,
    rows: RwSignal<Arc<Vec<Entry>>>,
    of_stuck: RwSignal<Arc<Vec<Stuck>>>,
    of_today: RwSignal<Option<usize>>,
    failure: RwSignal<Option<String>>,
    network: Network,
}

thread_local! {
    /// Entities that changed since the list was shown.
    static WAITING: RefCell<BTreeSet<Id>> = const { RefCell::new(BTreeSet::new()) };
    static SCHEDULED: Cell<bool> = const { Cell::new(false) };
}

impl Entries {
    /// Saves new entries, all or none.
    pub async fn create(self, drafts: Vec<Draft>) -> Result<(), NotSaved> {
        let mut changes = Vec::new();
        for Draft { id, of, set, replaces } in drafts {
            let draft = dispatch::Draft { id, act: Act::Create, of, entity: None, set, replaces };
            let draft = replaces.and_then(|op| again(&draft, op)).unwrap_or(draft);
            match draft.replaces {
                // Corrected to what the server has: nothing is left to send.
                Some(op) if draft.act == Act::Patch && draft.set.is_empty() => self.discard(op).await?,
                _ => changes.push(draft),
            }
        }
        if changes.is_empty() { Ok(()) } else { self.save(changes).await }
    }

    /// Changes some registers of an entry.
    pub async fn patch(self, entity: Id, of: Kind, set: Registers) -> Result<(), NotSaved> {
        if set.is_empty() {
            return Ok(());
        }
        self.save(vec![about(entity, of, Act::Patch, set)]).await
    }

    /// Changes some registers again, after the server rejected an earlier change.
    pub async fn correct(self, entity: Id, of: Kind, set: Registers, rejected: Id) -> Result<(), NotSaved> {
        let draft = about(entity, of, Act::Patch, set);
        self.save(vec![dispatch::Draft { replaces: Some(rejected), ..draft }]).await
    }

    /// Deletes entries.
    pub async fn delete(self, entities: Vec<(Id, Kind)>) -> Result<(), NotSaved> {
        let drafts = entities.into_iter().map(|(id, of)| about(id, of, Act::Delete, Registers::new()));
        self.save(drafts.collect()).await
    }

    /// Takes a deletion back.
    pub async fn restore(self, entity: Id, of: Kind) -> Result<(), NotSaved> {
        self.save(vec![about(entity, of, Act::Restore, Registers::new())]).await
    }

    /// Takes a rejected op off the device.
    pub async fn discard(self, op: Id) -> Result<(), NotSaved> {
        let hub = super::opened().await.ok_or(NotSaved::Failed)?;
        hub.drop_wedged(op).await.map_err(|error| NotSaved::from(SaveError::Store(error)))
    }

    async fn save(self, drafts: Vec<dispatch::Draft>) -> Result<(), NotSaved> {
        let outcome = dispatch_all(drafts).await;
        let code = outcome.as_ref().err().map(|error| match error {
            SaveError::NotEnrolled => "not_enrolled".to_owned(),
            SaveError::NoStore => "store_absent".to_owned(),
            SaveError::Invalid(rejection) => rejection.code().to_owned(),
            SaveError::Store(error) => error.code().to_owned(),
        });
        if self.failure.with_untracked(|old| *old != code) {
            self.failure.set(code);
        }
        outcome.map(drop).map_err(NotSaved::from)
    }

    /// What of this device the server does not have yet, for its figures, and how many entries that is; tracked.
    pub fn unsent(self) -> (Block, usize) {
        self.rows.track();
        super::hub().map_or_else(Default::default, |hub| hub.replica.borrow().view.unsent())
    }

    /// Shows the changes of these entities, right after whoever made them has gone on.
    pub(super) fn changed(self, entities: &BTreeSet<Id>) {
        WAITING.with_borrow_mut(|waiting| waiting.extend(entities));
        if !SCHEDULED.replace(true) {
            Timeout::new(0, move || {
                SCHEDULED.set(false);
                self.show(&WAITING.take());
            })
            .forget();
        }
    }

    /// Shows everything anew: at the start, and when the day has changed.
    pub(super) fn all_changed(self) {
        let Some(hub) = super::hub() else { return };
        listing::clear();
        self.rows.set(Arc::default());
        let all: BTreeSet<Id> = {
            let replica = hub.replica.borrow();
            gather(replica.view.entities())
        };
        self.show(&all);
    }

    fn show(self, entities: &BTreeSet<Id>) {
        let Some(hub) = super::hub() else { return };
        let today = helsinki(hub.clock.now()).date;
        {
            let replica = hub.replica.borrow();
            let rejected = rejected(&replica);
            let entries: Vec<(Id, Option<Entry>)> =
                entities.iter().map(|id| (*id, entry(&replica, *id, &rejected, today))).collect();
            self.rows.update(|rows| listing::place(Arc::make_mut(rows), entries));
            let stuck = Arc::new(stuck(&replica));
            if self.of_stuck.with_untracked(|old| *old != stuck) {
                self.of_stuck.set(stuck);
            }
        }
        let count = Some(listing::count_of(today));
        if self.of_today.get_untracked() != count {
            self.of_today.set(count);
        }
        self.network.count(&hub);
    }
}

/// A change of an entity under a fresh op id.
fn about(entity: Id, of: Kind, act: Act, set: Registers) -> dispatch::Draft {
    dispatch::Draft { id: ids::mint(), act, of, entity: Some(entity), set, replaces: None }
}

/// The correction of a rejected change of an entity that the server has: a change again, not a second entity. `None` for
/// the correction of a rejected create.
fn again(draft: &dispatch::Draft, rejected: Id) -> Option<dispatch::Draft> {
    let hub = super::hub()?;
    let replica = hub.replica.borrow();
    let op = replica.wedged.get(&rejected)?.item.op().filter(|op| op.act != Act::Create)?;
    let row = replica.view.row(op.entity())?;
    let changed = draft.set.iter().filter(|(name, value)| row.set.get(*name) != Some(value));
    let set = gather(changed.map(|(name, value)| (name.clone(), value.clone())));
    Some(dispatch::Draft { act: Act::Patch, entity: Some(op.entity()), set, ..draft.clone() })
}

/// What needs a person, on this tablet or elsewhere.
fn stuck(replica: &Replica) -> Vec<Stuck> {
    let all = replica.view.stuck().into_iter();
    all.filter_map(|(item, op, delivery, row)| {
        let why = match delivery {
            Delivery::Wedged(code) => Why::Rejected(code.clone()),
            Delivery::Held(hold) => Why::Held(*hold),
            Delivery::Waiting | Delivery::Sent(_) => return None,
        };
        Some(Stuck { op: item.id, act: op.act, row: Arc::new(row), why })
    })
    .collect()
}

/// The rejected op of each entity that has one.
fn rejected(replica: &Replica) -> HashMap<Id, Id> {
    replica.wedged.values().filter_map(|wedged| Some((wedged.item.op()?.entity(), wedged.item.id))).collect()
}

/// An entry as it is shown today; `None` where it is not.
fn entry(replica: &Replica, id: Id, rejected: &HashMap<Id, Id>, today: Date) -> Option<Entry> {
    let rejected = rejected.get(&id).copied();
    let mut row = replica.view.row(id);
    if let Some(wedged) = rejected.and_then(|op| replica.wedged.get(&op))
        && let Some(op) = wedged.item.op()
    {
        // A rejected op counts nowhere, but a person must see what it said.
        let mut shown = row.unwrap_or_else(|| Row::unborn(&op));
        shown.merge(&op, wedged.item.effective(&op), wedged.item.skewed, wedged.item.replica);
        row = Some(shown);
    }
    let row = row.filter(|row| row.born.is_some() && row.of != Kind::SamplePeriod && row.of.is_entry())?;
    let on = date_of(&row);
    if rejected.is_none() && on.is_some_and(|on| today.days_since(on) > DAYS_BACK) {
        return None;
    }
    let hour = hour_of(&row);
    let entered = row.born.map(|stamp| stamp.0).unwrap_or_default();
    let sending = match replica.view.delivery(id) {
        Some(Delivery::Waiting) => Sending::Unsent,
        Some(Delivery::Sent(at)) => Sending::Sent(Some(at)),
        Some(Delivery::Held(Hold::Dismissed)) => Sending::Sent(None),
        Some(Delivery::Held(_)) => Sending::Held,
        Some(Delivery::Wedged(code)) => Sending::Rejected(code),
        None => Sending::Sent(None),
    };
    Some(Entry { order: (on, hour.unwrap_or(0), entered, id), row: Arc::new(row), sending, rejected })
}

/// The hour at which it happened or began, where that was noted.
fn hour_of(row: &Row) -> Option<u32> {
    match row.of {
        Kind::Help => row.read::<When>("when").and_then(|when| when.hour),
        Kind::GroupSession | Kind::Duty | Kind::SamplePeriod => {
            row.read::<Span>(Span::NAME).map(|span| span.from)
        }
        Kind::CheckIn | Kind::Registration => None,
    }
}

/// The entries.
pub fn use_entries() -> Entries {
    expect_context()
}

pub(super) fn provide() {
    let (rows, of_today, failure) = (RwSignal::new(Arc::default()), RwSignal::new(None), RwSignal::new(None));
    let of_stuck = RwSignal::new(Arc::default());
    let entries = Entries {
        all: rows.into(),
        today: of_today.into(),
        problem: failure.into(),
        stuck: of_stuck.into(),
        rows,
        of_stuck,
        of_today,
        failure,
        network: use_network(),
    };
    provide_context(entries);
    let minute = super::clock::minute();
    Effect::new(move |before: Option<Date>| {
        let today = helsinki(minute.get()).date;
        if before.is_some_and(|before| before != today) {
            entries.all_changed();
        }
        today
    });
}
