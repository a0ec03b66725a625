//! How often this device uses each topic.
//!
//! Owns: the counts, and the order made of them at start-up. Must not: change an order that a page shows.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use gloo_timers::callback::Timeout;
use shared::domain::op::{Act, Kind};
use shared::domain::vocabulary::Vocabulary;
use shared::sync::outbox::Item;

use crate::store::key;

/// Main topics of created helps, by code.
pub type Counts = BTreeMap<String, u32>;

/// Counts are bookkeeping: written this long after the last entry, so that no save waits for them.
const WRITE_MS: u32 = 2_000;

thread_local! {
    static COUNTS: RefCell<Counts> = const { RefCell::new(Counts::new()) };
    static SCHEDULED: Cell<bool> = const { Cell::new(false) };
}

/// The topics that can be chosen today: the most used first, others in the list's own order.
pub fn order(vocabulary: &Vocabulary, counts: &Counts) -> Vec<String> {
    let mut codes: Vec<String> = vocabulary.current("topic").map(|value| value.code.clone()).collect();
    codes.sort_by_key(|code| std::cmp::Reverse(counts.get(code).copied().unwrap_or(0)));
    codes
}

/// That order with what this device has counted so far.
pub(super) fn current_order(vocabulary: &Vocabulary) -> Vec<String> {
    COUNTS.with_borrow(|counts| order(vocabulary, counts))
}

/// Takes over what was stored.
pub(super) fn remember(counts: Counts) {
    COUNTS.set(counts);
}

/// Counts what was saved.
pub(super) fn count(items: &[Item]) {
    let topics = items.iter().filter_map(Item::op).filter(|op| (op.act, op.of) == (Act::Create, Kind::Help));
    let codes: Vec<String> = topics
        .filter_map(|op| op.set.get("topics").and_then(|topics| Some(topics.get(0)?.as_str()?.to_owned())))
        .collect();
    if codes.is_empty() {
        return;
    }
    COUNTS.with_borrow_mut(|counts| codes.into_iter().for_each(|code| *counts.entry(code).or_default() += 1));
    if !SCHEDULED.replace(true) {
        Timeout::new(WRITE_MS, || {
            SCHEDULED.set(false);
            let Some(hub) = super::hub() else { return };
            leptos::task::spawn_local(async move {
                let counts = COUNTS.with_borrow(Counts::clone);
                // Lost counts cost a place in the order, nothing else.
                let _ = hub.store.put(key::TOPICS, &counts).await;
            });
        })
        .forget();
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use shared::domain::vocabulary::Value;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn the_most_used_come_first_and_ties_keep_the_order_of_the_list() {
        let value = |code: &str| Value { code: code.to_owned(), since: 1, ..Value::default() };
        let topics = ["phone", "email", "bank", "print"].map(value).to_vec();
        let vocabulary = Vocabulary { version: 1, lists: [("topic".to_owned(), topics)].into() };
        let counts = Counts::from([("bank".to_owned(), 3), ("email".to_owned(), 1), ("gone".to_owned(), 9)]);
        assert_eq!(order(&vocabulary, &counts), ["bank", "email", "phone", "print"]);
        assert_eq!(order(&vocabulary, &Counts::new()), ["phone", "email", "bank", "print"]);
    }
}
