//! The wall clock, corrected, and a clock that never goes back.
//!
//! Owns: the only reads of the browser's clocks, and the correction that the last contact measured. Must not: decide
//! whether a time is to be trusted (`shared::domain::hlc` does).

use std::cell::Cell;

use shared::time::Millis;

/// Where instants come from; a test gives its own.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// The wall clock, Unix ms.
    pub wall: fn() -> Millis,
    /// Milliseconds since some instant; never goes back.
    pub steady: fn() -> Millis,
}

impl Source {
    /// The browser's clocks.
    pub const BROWSER: Self = Self { wall: browser_wall, steady: browser_steady };
}

/// The device's clock with its correction.
#[derive(Debug)]
pub struct Clock {
    source: Source,
    offset: Cell<Millis>,
}

impl Clock {
    /// A clock that is not corrected yet.
    pub fn new(source: Source) -> Self {
        Self { source, offset: Cell::new(0) }
    }

    /// The device's own wall clock, Unix ms.
    pub fn device(&self) -> Millis {
        (self.source.wall)()
    }

    /// The corrected wall clock, Unix ms.
    pub fn now(&self) -> Millis {
        self.device().saturating_add(self.offset.get())
    }

    /// Milliseconds for measuring time spans.
    pub fn steady(&self) -> Millis {
        (self.source.steady)()
    }

    /// The correction: corrected = device + offset.
    pub fn offset(&self) -> Millis {
        self.offset.get()
    }

    /// Takes over a measured correction.
    pub fn correct(&self, offset: Millis) {
        self.offset.set(offset);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit an i64 for ever")]
#[expect(clippy::disallowed_methods, reason = "the one place that takes the browser's clock")]
fn browser_wall() -> Millis {
    js_sys::Date::now() as Millis
}

#[expect(clippy::cast_possible_truncation, reason = "milliseconds since the page opened fit an i64")]
fn browser_steady() -> Millis {
    match web_sys::window().and_then(|window| window.performance()) {
        Some(performance) => performance.now() as Millis,
        None => browser_wall(),
    }
}
