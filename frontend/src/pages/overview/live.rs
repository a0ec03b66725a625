//! The overview's figures, kept fresh.
//!
//! Owns: asking again when the server says that something changed: for the new facts at once, since they are few, for the
//! rest at most once a second. Must not: open the event stream itself (`state::changes` does).

use leptos::prelude::*;
use shared::routes;
use shared::wire::v1::overview::Overview;

use crate::state::changes;
use crate::state::facts::UseFacts;
use crate::state::remote::Remote;

/// The shortest time between two requests.
const PAUSE_MS: u32 = 1_000;

/// The figures; asked for now, and again after each change.
pub fn overview(facts: UseFacts) -> Remote<Overview> {
    let figures = Remote::<Overview>::kept(routes::OVERVIEW);
    // True while a request is due within the pause; changes that come meanwhile are covered by it.
    let due = StoredValue::new(false);
    changes::on_change(move || {
        facts.refresh();
        if due.try_get_value() != Some(false) {
            return;
        }
        due.set_value(true);
        leptos::task::spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(PAUSE_MS).await;
            if due.try_set_value(false).is_none() {
                figures.reload();
            }
        });
    });
    figures
}
