//! The device's idea of now.
//!
//! Owns: the corrected instant and a slow tick for ages. Must not: format.

use std::rc::Rc;

use leptos::prelude::*;
use shared::domain::hlc::AHEAD_LIMIT;
use shared::time::Millis;

use crate::platform::clock::{Clock, Source};

/// How often ages move on.
const TICK_MS: u32 = 15_000;

thread_local! {
    static CLOCK: Rc<Clock> = Rc::new(Clock::new(Source::BROWSER));
}

#[derive(Clone, Copy)]
struct Minute(RwSignal<Millis>);

/// The corrected instant.
pub fn now() -> Millis {
    CLOCK.with(|clock| clock.now())
}

/// Whether the device knows that its clock cannot be trusted: it is behind what this device has already stamped.
pub fn uncertain() -> bool {
    super::hub().is_some_and(|hub| now() < hub.replica.borrow().clock().last.ms() - AHEAD_LIMIT)
}

/// An instant that moves on every few seconds, for ages and for "today".
pub fn minute() -> Signal<Millis> {
    use_context::<Minute>().map_or_else(|| Signal::derive(now), |Minute(signal)| signal.into())
}

/// The one clock of this tab.
pub(super) fn shared() -> Rc<Clock> {
    CLOCK.with(Rc::clone)
}

pub(super) fn provide() {
    let signal = RwSignal::new(now());
    provide_context(Minute(signal));
    gloo_timers::callback::Interval::new(TICK_MS, move || signal.set(now())).forget();
}
