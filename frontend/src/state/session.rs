//! Who is signed in.
//!
//! Owns: the signal that the shell reads, signing in and out. Must not: know the token, which lives in a cookie, or touch
//! the queue: ops travel under the tablet's credential.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::wire::v1::session::{Me, SignIn};

use crate::api::{self, ApiError};
use crate::platform::kept;

/// The signed-in person.
#[derive(Clone, Copy)]
pub struct Session {
    /// Who, or nobody.
    pub me: Signal<Option<Arc<Me>>>,
    /// The server has answered, or could not be reached: until then nobody knows whether somebody is signed in.
    pub known: Signal<bool>,
    set: RwSignal<Option<Arc<Me>>>,
    answered: RwSignal<bool>,
}

impl Session {
    /// Signs in.
    pub async fn sign_in(self, form: &SignIn) -> Result<Arc<Me>, ApiError> {
        let me = api::sign_in(form).await?;
        Ok(self.adopt(me))
    }

    /// Signs out: ends the session, never a queue. Without a network nobody is signed out.
    pub async fn sign_out(self) -> Result<(), ApiError> {
        match api::sign_out().await {
            // It had ended already.
            Ok(()) | Err(ApiError::Problem(_)) => {
                self.put(None, true);
                // What was kept for a page without a network is for whoever is signed in.
                kept::drop_all().await;
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Takes over who is signed in, after a link or the set-up said so.
    pub fn adopt(self, me: Me) -> Arc<Me> {
        let me = Arc::new(me);
        self.put(Some(me.clone()), true);
        me
    }

    /// The server said that nobody is signed in (any more).
    pub fn ended(self) {
        self.put(None, true);
    }

    /// Asks again who is signed in.
    pub fn refresh(self) {
        spawn_local(async move {
            match api::session().await {
                Ok(me) => self.put(Some(Arc::new(me)), false),
                Err(error) if error.status() == Some(401) => self.put(None, false),
                // Not reached: what was known stays.
                Err(_) => {}
            }
            self.answered.set(true);
        });
    }

    pub(super) fn start(self) {
        self.refresh();
    }

    fn put(self, me: Option<Arc<Me>>, by_this_tab: bool) {
        self.answered.set(true);
        if self.set.with_untracked(|old| *old == me) {
            return;
        }
        if let Some(schedule) = super::schedule() {
            schedule.set_signed_in(me.is_some());
        }
        self.set.set(me);
        if let Some(hub) = super::hub().filter(|_| by_this_tab) {
            hub.tell_session();
        }
    }
}

/// The session.
pub fn use_session() -> Session {
    expect_context()
}

pub(super) fn provide() {
    let (set, answered) = (RwSignal::new(None), RwSignal::new(false));
    provide_context(Session { me: set.into(), known: answered.into(), set, answered });
}
