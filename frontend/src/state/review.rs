//! Asking what became of held ops. A revoked tablet pulls nothing, so it would never learn of it otherwise.
//!
//! Owns: when the server is asked. Must not: decide anything, or ask where nothing is held.

use std::cell::Cell;

use leptos::task::spawn_local;
use shared::sync::view::Delivery;
use shared::time::{MINUTE, Millis};
use shared::wire::v1::held::AskHeld;
use shared::wire::v1::push::Hold;

use super::clock;
use crate::api;

/// The server is asked again by itself after this long.
const AGAIN: Millis = 10 * MINUTE;

thread_local! {
    static ASKED: Cell<Millis> = const { Cell::new(0) };
}

/// Asks, unless it was asked a short while ago.
pub(super) fn ask_sometimes() {
    if super::hub().is_some_and(|hub| hub.is_sender()) && clock::now() - ASKED.get() >= AGAIN {
        ask();
    }
}

/// Asks now; what cannot be learnt now is learnt later.
pub fn ask() {
    let Some(hub) = super::hub() else { return };
    let ids = {
        let replica = hub.replica.borrow();
        let waits =
            |delivery: &Delivery| matches!(delivery, Delivery::Held(hold) if *hold != Hold::Dismissed);
        let stuck = replica.view.stuck();
        stuck.iter().filter(|one| waits(one.2)).map(|one| one.0.id).collect::<Vec<_>>()
    };
    if ids.is_empty() {
        return;
    }
    ASKED.set(clock::now());
    spawn_local(async move {
        if let Ok(answer) = api::held(&AskHeld { ids }).await {
            let _ = hub.reviewed(&answer).await;
        }
    });
}
