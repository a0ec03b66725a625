//! The app on the home screen.
//!
//! Owns: whether this browser keeps the storage of the installed app apart from its own (iPadOS and iOS do). Must not:
//! install anything.

use super::js;

/// Whether the app runs in a browser whose home screen apps have a storage of their own: then it must be installed before
/// it is enrolled. Only Safari on an iPad or iPhone tells whether it runs *standalone*.
pub fn must_come_first() -> bool {
    let Some(navigator) = js::global("navigator") else { return false };
    let touch = js::get(&navigator, "maxTouchPoints").and_then(|points| points.as_f64()).unwrap_or(0.0) > 0.0;
    touch && js::get(&navigator, "standalone").and_then(|standalone| standalone.as_bool()) == Some(false)
}
