//! The timer of one help.
//!
//! Owns: when it was started, remembered by the browser so that an interruption does not lose it, and the band that the
//! elapsed time falls into. Must not: hold anything back: an entry can be saved at any time.

use leptos::prelude::*;
use shared::time::{MINUTE, Millis};

use crate::components::icon::{self, Icon};
use crate::i18n::*;
use crate::platform::preference;
use crate::state::clock;

const KEY: &str = "dv_timer";

/// The timer.
#[derive(Clone, Copy)]
pub struct Timer {
    started: RwSignal<Option<Millis>>,
}

impl Timer {
    /// The timer that was running when the page was left, or one that stands still.
    pub fn open() -> Self {
        let started = preference::get(KEY).and_then(|text| text.parse().ok());
        Self { started: RwSignal::new(started) }
    }

    /// Starts to count.
    pub fn start(self) {
        let now = clock::now();
        preference::set(KEY, &now.to_string());
        self.started.set(Some(now));
    }

    /// Stops and says the band of the elapsed time; `None` where it was not running.
    pub fn stop(self) -> Option<&'static str> {
        let started = self.started.get_untracked()?;
        preference::remove(KEY);
        self.started.set(None);
        Some(band(clock::now() - started))
    }
}

/// The band of a length of time; a limit belongs to the longer band.
fn band(elapsed: Millis) -> &'static str {
    match elapsed / MINUTE {
        ..5 => "d1",
        5..15 => "d2",
        15..30 => "d3",
        _ => "d4",
    }
}

/// The button that starts and stops.
#[component]
pub fn TimerButton(
    /// The timer.
    timer: Timer,
    /// Called with the band when it stops.
    stopped: Callback<&'static str>,
) -> impl IntoView {
    let texts = use_i18n();
    let second = RwSignal::new(clock::now());
    // The clock of the button runs only while the timer does.
    Effect::new(move |old: Option<Option<Tick>>| {
        drop(old);
        timer.started.get().and_then(|_| Tick::start(second))
    });
    let elapsed = move || timer.started.get().map(|started| second.get().max(started) - started);
    let words = move || match elapsed() {
        None => t_string!(texts, log.timer_start).to_owned(),
        Some(ms) => {
            let seconds = ms / 1000;
            t_string!(texts, log.timer_stop, time = format!("{}:{:02}", seconds / 60, seconds % 60))
        }
    };
    let press = move |_| match timer.stop() {
        Some(band) => stopped.run(band),
        None => timer.start(),
    };
    view! {
        <button type="button" class="pill timer" class:timer--runs=move || timer.started.get().is_some() on:click=press>
            <Icon shape=icon::CLOCK />
            <span>{words}</span>
        </button>
    }
}

/// A tick every second for as long as it lives.
struct Tick(IntervalHandle);

impl Tick {
    fn start(second: RwSignal<Millis>) -> Option<Self> {
        second.set(clock::now());
        let tick = move || {
            let _ = second.try_set(clock::now());
        };
        set_interval_with_handle(tick, std::time::Duration::from_secs(1)).ok().map(Self)
    }
}

impl Drop for Tick {
    fn drop(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_belongs_to_the_longer_band() {
        let bands = [0, 4, 5, 14, 15, 29, 30, 240].map(|minutes| band(minutes * MINUTE));
        assert_eq!(bands, ["d1", "d1", "d2", "d2", "d3", "d3", "d4", "d4"]);
        assert_eq!(band(-1), "d1");
    }
}
