//! News that something changed at the server, for the pages that show its figures live.
//!
//! Owns: who wants to know; the ways to catch up without the event stream: the network's return and a slow tick. The
//! stream itself is held by one tab of the browser (`sync::schedule`). Must not: know what changed.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo_timers::callback::Interval;
use leptos::ev;
use leptos::prelude::*;

use crate::platform::signs;

/// How often a page asks without any news, so that it notices a server that is gone and a stream that a proxy holds back.
const TICK_MS: u32 = 30_000;

type Told = dyn Fn();

thread_local! {
    static WAITING: RefCell<Vec<Weak<Told>>> = const { RefCell::new(Vec::new()) };
}

/// Calls back at each change until the page is left; also when the stream is open again, since changes may have been
/// missed, when the network comes or goes, and at a slow tick while the page is seen.
pub fn on_change(changed: impl Fn() + Clone + 'static) {
    let told: Rc<Told> = Rc::new(changed.clone());
    WAITING.with_borrow_mut(|waiting| {
        waiting.retain(|told| told.strong_count() > 0);
        waiting.push(Rc::downgrade(&told));
    });
    let tick = {
        let changed = changed.clone();
        Interval::new(TICK_MS, move || {
            if signs::is_visible() {
                changed();
            }
        })
    };
    let online = {
        let changed = changed.clone();
        window_event_listener(ev::online, move |_| changed())
    };
    let offline = window_event_listener(ev::offline, move |_| changed());
    // Dropped with the page: then nobody is left to be told.
    let _held = StoredValue::new_local((told, tick));
    on_cleanup(move || {
        online.remove();
        offline.remove();
    });
}

/// Tells those who wait.
pub(super) fn tell() {
    let told: Vec<Rc<Told>> =
        WAITING.with_borrow(|waiting| waiting.iter().filter_map(Weak::upgrade).collect());
    for told in told {
        told();
    }
}
