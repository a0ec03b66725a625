//! The door of the activity day, on a tablet that stands there.
//!
//! Owns: the list while it may be held, its refreshing and its removal (by itself, offline too), recording who goes through
//! the door. What the list says is read by `scene`. Must not: render, or say that somebody is checked in before the op is
//! durable.

mod scene;

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use shared::domain::check_in::{CheckIn, Passage, Who};
use shared::domain::op::Kind;
use shared::id::Id;
use shared::routes;
use shared::time::Millis;
use shared::wire::v1::door::DoorScope;

pub use self::scene::{Counts, Flagged, Person, Scene};
use super::device::{Device, use_device};
use super::entries::{Draft, Entries, NotSaved, use_entries};
use super::{clock, ids};
use crate::api;
use crate::store::{HeldList, key};

/// The door's signals.
#[derive(Clone, Copy)]
pub struct Door {
    /// The day at whose door this tablet may stand now.
    pub scope: Memo<Option<DoorScope>>,
    held: RwSignal<Option<Arc<HeldList>>>,
    asking: StoredValue<bool>,
    recorded: Trigger,
    entries: Entries,
    device: Device,
}

impl Door {
    /// Records that somebody went through the door. Resolves when that is durable; answers the check-in.
    pub async fn record(self, who: Who, passage: Passage) -> Result<Id, NotSaved> {
        let year = self.held.with_untracked(|held| held.as_ref().map(|held| held.scope.year));
        let check_in = CheckIn { year: year.ok_or(NotSaved::Failed)?, who, passage };
        let id = ids::mint();
        let draft = Draft { id, of: Kind::CheckIn, set: check_in.registers(), replaces: None };
        self.entries.create(vec![draft]).await?;
        Ok(id)
    }

    /// Takes a check-in back.
    pub async fn undo(self, check_in: Id) -> Result<(), NotSaved> {
        self.entries.delete(vec![(check_in, Kind::CheckIn)]).await
    }

    /// Shows the list that is kept, if it may still be held.
    pub(super) fn start(self) {
        let Some(hub) = super::hub() else { return };
        spawn_local(async move {
            if let Ok(Some(held)) = hub.store.get::<HeldList>(key::DOOR).await {
                self.held.set(Some(Arc::new(held)));
            }
            self.look();
        });
    }

    /// Something was recorded, here or in another tab.
    pub(super) fn touched(self) {
        self.recorded.notify();
    }

    /// Removes what may not be held any more, fetches what may be held and is not.
    fn look(self) {
        let open = self.scope.get_untracked();
        let held = self.held.with_untracked(|held| held.as_ref().map(|held| held.scope.clone()));
        match (held, open) {
            (Some(held), open)
                if !is_open(&held) || open.as_ref().is_none_or(|open| open.year != held.year) =>
            {
                self.forget();
            }
            (None, Some(_)) => self.refresh(),
            _ => {}
        }
    }

    /// Whether a list is held; tracked.
    pub fn is_held(self) -> bool {
        self.held.with(Option::is_some)
    }

    /// Asks the server for the list, and whether it may be held at all.
    pub fn refresh(self) {
        let Some(scope) = self.scope.get_untracked() else { return };
        if self.asking.get_value() {
            return;
        }
        self.asking.set_value(true);
        spawn_local(async move {
            let path = format!("{}/{}", routes::DOOR, scope.year);
            let tag = self.held.with_untracked(|held| held.as_ref().and_then(|held| held.tag.clone()));
            let answer = api::get_if_new(&path, tag.as_deref()).await;
            self.asking.set_value(false);
            match answer {
                Ok(Some((body, tag))) => self.hold(body, tag).await,
                Err(error) if error.has_code(&["not_found", "door_closed", "device_revoked"]) => {
                    self.forget()
                }
                // The same as before; or not reached: what is held holds, as long as it may.
                Ok(None) | Err(_) => {}
            }
        });
    }

    async fn hold(self, body: String, tag: Option<String>) {
        /// What of a list is read here; the rest is the office's.
        #[derive(Deserialize)]
        struct Head {
            scope: DoorScope,
        }
        let Some(hub) = super::hub() else { return };
        // What cannot be read is no answer of our server.
        let Ok(Head { scope }) = serde_json::from_str(&body) else { return };
        let held = HeldList { scope, tag, body };
        // Not kept, it is shown all the same, and fetched again at the next start.
        let _ = hub.store.put(key::DOOR, &held).await;
        self.held.set(Some(Arc::new(held)));
    }

    /// The list goes, and with it the check-ins that have been sent.
    fn forget(self) {
        let Some(hub) = super::hub().filter(|_| self.held.with_untracked(Option::is_some)) else { return };
        self.held.set(None);
        spawn_local(async move {
            // What could not be removed now is removed at the next look: it is read again at each start.
            if hub.store.forget_door().await.is_ok() {
                let _ = hub.reload().await;
            }
        });
    }
}

/// A clock that was set back must not keep a list: what this tablet has stamped already is past.
fn now() -> Millis {
    let stamped = super::hub().map_or(0, |hub| hub.replica.borrow().clock().last.ms());
    clock::now().max(stamped)
}

fn is_open(scope: &DoorScope) -> bool {
    scope.window().is_open(now())
}

/// The door.
pub fn use_door() -> Door {
    expect_context()
}

pub(super) fn provide() {
    let device = use_device();
    let minute = clock::minute();
    let scope = Memo::new(move |_| {
        minute.track();
        device.config()?.doors.iter().find(|scope| is_open(scope)).cloned()
    });
    let held = RwSignal::new(None);
    let door = Door {
        scope,
        held,
        asking: StoredValue::new(false),
        recorded: Trigger::new(),
        entries: use_entries(),
        device,
    };
    provide_context(door);
    Effect::new(move || {
        minute.track();
        // Read, not only tracked: a memo that nobody has read hears of nothing.
        let _ = scope.get();
        // Before the device has been read nothing is known of what it may hold.
        if door.device.config().is_some() {
            door.look();
        }
    });
}
