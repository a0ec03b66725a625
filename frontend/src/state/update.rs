//! New versions of the app.
//!
//! Owns: the news that one waits, and the moment when it may take over: never while a form is open or something is being
//! written. Must not: force it.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::dispatch;
use crate::platform::worker::{self, News};

/// The app's versions.
#[derive(Clone, Copy)]
pub struct Update {
    /// A new version waits.
    pub waiting: Signal<bool>,
    /// Another tab runs a newer version, or the store was deleted: nothing can be saved here until the page is loaded again.
    pub superseded: Signal<bool>,
    over: RwSignal<bool>,
}

thread_local! {
    static OPEN_FORMS: Cell<u32> = const { Cell::new(0) };
    static AGREED: Cell<bool> = const { Cell::new(false) };
}

/// An open form; while one is held, no new version takes over.
pub struct OpenForm(());

impl OpenForm {
    /// A form with something in it has been opened.
    pub fn hold() -> Self {
        OPEN_FORMS.set(OPEN_FORMS.get() + 1);
        Self(())
    }
}

impl Drop for OpenForm {
    fn drop(&mut self) {
        OPEN_FORMS.set(OPEN_FORMS.get().saturating_sub(1));
    }
}

impl Update {
    /// The person agrees: the new version takes over now, or `false` because something is being written.
    pub fn take_over(self) -> bool {
        if dispatch::is_writing() || OPEN_FORMS.get() > 0 {
            return false;
        }
        AGREED.set(true);
        spawn_local(worker::activate_waiting());
        true
    }

    /// Loads the page again, after [`Self::superseded`].
    pub fn reload(self) {
        worker::reload();
    }

    pub(super) fn supersede(self) {
        self.over.set(true);
    }
}

/// The app's versions.
pub fn use_update() -> Update {
    expect_context()
}

pub(super) fn provide() {
    let (set, over) = (RwSignal::new(false), RwSignal::new(false));
    provide_context(Update { waiting: set.into(), superseded: over.into(), over });
    worker::register(move |news| match news {
        News::Waiting => set.set(true),
        // In the tab that agreed nothing is being written; another tab only offers to be loaded again.
        News::TakenOver if AGREED.get() => worker::reload(),
        News::TakenOver => over.set(true),
        News::Sync => {
            if let Some(schedule) = super::schedule() {
                schedule.nudge();
            }
        }
    });
}
