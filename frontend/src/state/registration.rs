//! Registering for the activity day on this tablet: the form is read here, sealed to the network's key, and queued.
//!
//! Owns: that nothing but the sealed form is stored, and what is known of those that were made here. Must not: keep what
//! was written, or be reached by anything but the page of the form, so that the cipher stays in the office's file.

use std::collections::BTreeSet;

use leptos::prelude::*;
use shared::domain::day::Door;
use shared::domain::op::{Act, Kind};
use shared::domain::registration::{Fault, Known, Pairs, parse};
use shared::domain::sealed::{ENVELOPE, Envelope};
use shared::id::Id;
use shared::seal::{self, To};
use shared::sync::view::Delivery;
use shared::time::Millis;
use shared::wire::v1::tablet_form::TabletForm;

use super::clock;
use super::dispatch::{Draft, SaveError, dispatch};
use super::entries::{NotSaved, use_entries};
use crate::platform::random;
use crate::store::key;

/// Why a registration was not queued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotQueued {
    /// Fields are wrong.
    Faults(Vec<Fault>),
    /// There is no form on this tablet (any more), or registration is not open.
    NoForm,
    /// The browser cannot seal.
    NotSealed,
    /// The store refused.
    NotSaved(NotSaved),
}

/// A registration that was made on this tablet.
#[derive(Clone, Debug, PartialEq)]
pub struct Made {
    /// Its identity, which gives the receipt number.
    pub id: Id,
    /// When.
    pub at: Millis,
    /// Where it is.
    pub delivery: Delivery,
}

/// The form that is kept on this tablet.
pub async fn kept() -> Option<TabletForm> {
    let hub = super::opened().await?;
    hub.store.get(key::FORM).await.ok().flatten()
}

/// Seals what was written and queues it. `id` was minted when the form opened, so that a double tap is one registration.
pub async fn queue(id: Id, written: Vec<(String, String)>) -> Result<(), NotQueued> {
    // As it is now: another key may have come since the form was opened.
    let form = kept().await.ok_or(NotQueued::NoForm)?;
    if form.day.door(clock::now()) != Door::Open {
        return Err(NotQueued::NoForm);
    }
    let libraries: BTreeSet<String> = form.libraries.iter().map(|library| library.code.clone()).collect();
    let known = Known { day: &form.day, lists: &form.lists, libraries: &libraries };
    let told = parse(&Pairs::from_list(written), &known).map_err(NotQueued::Faults)?;
    let to = To::of(form.network, &form.key).ok_or(NotQueued::NotSealed)?;
    let secret = random::secret().ok_or(NotQueued::NotSealed)?;
    let envelope = seal::seal(&told, id, &to, secret).map_err(|_| NotQueued::NotSealed)?;
    let set = envelope.registers(form.day.year());
    let draft = Draft { id, act: Act::Create, of: Kind::Registration, entity: None, set, replaces: None };
    match dispatch(draft).await {
        Ok(_) => Ok(()),
        // Our own envelopes are well-formed.
        Err(SaveError::Invalid(_)) => Err(NotQueued::NotSealed),
        Err(error) => Err(NotQueued::NotSaved(error.into())),
    }
}

/// Those that were made here and are still remembered, the latest first; tracked.
pub fn made() -> Vec<Made> {
    use_entries().all.with(|_| ());
    let Some(hub) = super::hub() else { return Vec::new() };
    let replica = hub.replica.borrow();
    let made = replica.view.registrations().filter_map(|(op, at, delivery)| {
        let envelope = Envelope::read(op.set.get(ENVELOPE)?)?;
        Some(Made { id: envelope.id, at, delivery: delivery.clone() })
    });
    let mut made: Vec<Made> = made.collect();
    made.sort_by_key(|made| std::cmp::Reverse(made.at));
    made
}
