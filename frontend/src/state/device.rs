//! What this tablet knows of its network.
//!
//! Owns: the snapshot of the configuration and its refreshing, enrolment, the persistence of the storage, the notice of a
//! lost storage, the order of the topics. Must not: render labels.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::time::{Date, helsinki};
use shared::wire::v1::device::{DeviceConfig, DeviceReport, Enrol, Persistence, StorageLost};

use super::{tablet_form, topics};
use crate::api::{self, ApiError};
use crate::platform::{storage, worker};
use crate::store::{StoreError, key};

/// How far the device is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Status {
    /// The store is being opened.
    #[default]
    Opening,
    /// This browser is no tablet of any library.
    NotEnrolled,
    /// It is one.
    Enrolled(Arc<DeviceConfig>),
    /// The store cannot be used.
    Failed(String),
}

/// The device's signals.
#[derive(Clone, Copy)]
pub struct Device {
    /// How far it is.
    pub status: Signal<Status>,
    /// Topic codes in the order of the device's own use; fixed from the start of the app, so that nothing moves.
    pub topic_order: Signal<Arc<Vec<String>>>,
    /// The server no longer knows this tablet, or has revoked it: the queue stays, and it must be enrolled again.
    pub lost: Signal<bool>,
    /// Whether the browser promised to keep the storage.
    pub persisted: Signal<Persistence>,
    /// Grows when another registration form is kept.
    pub form_kept: Signal<u32>,
    /// The browser has dropped the storage; so many entries had not been sent, as far as is known.
    pub storage_lost: Signal<Option<u32>>,
    set: Inner,
}

#[derive(Clone, Copy)]
struct Inner {
    status: RwSignal<Status>,
    order: RwSignal<Arc<Vec<String>>>,
    lost: RwSignal<bool>,
    persisted: RwSignal<Persistence>,
    storage_lost: RwSignal<Option<u32>>,
    form_kept: RwSignal<u32>,
}

/// Why this browser was not enrolled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotEnrolled {
    /// No service worker, locks or crypto here: a plain HTTP address of another machine.
    Insecure,
    /// The store cannot be used.
    Store(StoreError),
    /// The server said no, or was not reached.
    Api(ApiError),
}

thread_local! {
    static CONFIG: RefCell<Option<Arc<DeviceConfig>>> = const { RefCell::new(None) };
    static ASKING: Cell<bool> = const { Cell::new(false) };
    /// The version that made this tab ask last: a server that counts otherwise must not be asked without end.
    static ASKED_FOR: Cell<i64> = const { Cell::new(0) };
}

/// The configuration, for those who are no page.
pub(super) fn snapshot() -> Option<Arc<DeviceConfig>> {
    CONFIG.with_borrow(Option::clone)
}

impl Device {
    /// The configuration, where the device is enrolled; tracked.
    pub fn config(self) -> Option<Arc<DeviceConfig>> {
        match self.status.get() {
            Status::Enrolled(config) => Some(config),
            Status::Opening | Status::NotEnrolled | Status::Failed(_) => None,
        }
    }

    /// Makes this browser a tablet, with the code as typed or from the QR; without a name the server gives one.
    pub async fn enrol(self, code: &str, name: Option<String>) -> Result<Arc<DeviceConfig>, NotEnrolled> {
        if !worker::is_secure() {
            return Err(NotEnrolled::Insecure);
        }
        let hub = super::opened().await;
        let hub = hub.ok_or_else(|| NotEnrolled::Store(StoreError::Absent(String::new())))?;
        // Asked while the person's tap still counts as one.
        let persisted = storage::persist().await;
        self.set.persisted.set(persisted);
        let replica = Some(hub.replica.borrow().id);
        let form = Enrol { code: code.to_owned(), name, replica, persisted, app_version: version() };
        let config = api::enrol(&form).await.map_err(NotEnrolled::Api)?;
        self.adopt(config).await.map_err(NotEnrolled::Store)
    }

    /// Asks the browser once more to keep the storage; the answer is shown and reported.
    pub fn ask_persistence(self) {
        spawn_local(async move {
            self.set.persisted.set(storage::persist().await);
            self.report().await;
        });
    }

    /// The store cannot be used: offline work is refused aloud.
    pub(super) fn fail(self, error: &StoreError) {
        self.set.status.set(Status::Failed(error.code().to_owned()));
    }

    /// Shows what is stored.
    pub(super) fn restore(self, config: Option<Arc<DeviceConfig>>, counts: topics::Counts) {
        topics::remember(counts);
        if let Some(config) = config {
            self.show(config);
        }
    }

    /// Lets the sender begin where there is something to send under, and asks the server.
    pub(super) fn start(self) {
        let Some(hub) = super::hub() else { return };
        spawn_local(async move {
            // Said whether or not the server is there to be told.
            self.set.storage_lost.set(hub.store.get(key::LOST).await.ok().flatten());
            if snapshot().is_some() {
                self.begin();
            }
            self.set.persisted.set(storage::persisted().await);
            self.ask().await;
            if self.set.status.with_untracked(|status| *status == Status::Opening) {
                self.set.status.set(Status::NotEnrolled);
            }
        });
    }

    /// The sender has news: the credential may be gone, the configuration may have changed.
    pub(super) fn network_changed(self) {
        let Some(hub) = super::hub() else { return };
        let network = hub.network();
        if network.unknown_device && !self.set.lost.get_untracked() {
            self.set.lost.set(true);
        }
        if network.reachable && hub.is_sender() {
            self.keep_form();
        }
        let known = snapshot().map_or(0, |config| config.config_version);
        let news = network.config != 0 && network.config != known && hub.is_sender();
        if news && ASKED_FOR.replace(network.config) != network.config {
            spawn_local(async move { self.ask().await });
        }
    }

    /// Another tab has stored a configuration.
    pub(super) fn reread(self) {
        let Some(hub) = super::hub() else { return };
        spawn_local(async move {
            if let Ok(Some(config)) = hub.store.get::<DeviceConfig>(key::CONFIG).await {
                let known = snapshot().map(|config| config.device.id);
                let other = known != Some(config.device.id) || self.set.lost.get_untracked();
                self.set.lost.set(false);
                self.show(Arc::new(config));
                self.set.form_kept.update(|n| *n += 1);
                if other {
                    self.begin();
                }
            }
        });
    }

    /// Asks the server what this tablet is.
    async fn ask(self) {
        if ASKING.replace(true) {
            return;
        }
        let answer = api::device().await;
        ASKING.set(false);
        match answer {
            Ok(config) => {
                // Not stored, it is asked for again at the next start.
                if self.adopt(config).await.is_ok() {
                    self.report().await;
                }
            }
            Err(error) if matches!(error.status(), Some(401 | 403)) => {
                if snapshot().is_some() {
                    self.set.lost.set(true);
                } else {
                    self.set.status.set(Status::NotEnrolled);
                }
            }
            // Not reached: what is stored holds.
            Err(_) => {}
        }
    }

    /// Stores a configuration, shows it, and lets the sender begin.
    async fn adopt(self, config: DeviceConfig) -> Result<Arc<DeviceConfig>, StoreError> {
        let hub = super::hub().ok_or(StoreError::Closed)?;
        let before = snapshot();
        if before.is_none() && self.set.persisted.get_untracked() != Persistence::Yes {
            self.set.persisted.set(storage::persist().await);
        }
        if before.as_ref().is_some_and(|before| before.library.code != config.library.code) {
            // Another scope: the rows of the earlier library go with the next pull.
            hub.store.forget_cursor().await?;
        }
        let unchanged = before.as_ref().is_some_and(|before| **before == config);
        if !unchanged {
            hub.store.put(key::CONFIG, &config).await?;
        }
        let new_device = before.as_ref().is_none_or(|before| before.device.id != config.device.id);
        let lost = self.set.lost.get_untracked();
        let config = Arc::new(config);
        self.set.lost.set(false);
        self.show(config.clone());
        hub.tell_config();
        self.keep_form();
        if new_device || lost {
            self.begin();
        }
        Ok(config)
    }

    fn show(self, config: Arc<DeviceConfig>) {
        CONFIG.set(Some(config.clone()));
        let known = self.set.order.with_untracked(|order| order.iter().cloned().collect::<Vec<_>>());
        let fresh = topics::current_order(&config.vocabulary);
        // Within a session a topic keeps its place; new ones come last.
        let kept = known.iter().filter(|code| fresh.contains(code)).cloned();
        let order: Vec<String> =
            kept.chain(fresh.iter().filter(|code| !known.contains(code)).cloned()).collect();
        if order != known {
            self.set.order.set(Arc::new(order));
        }
        self.set.status.set(Status::Enrolled(config));
        super::network::mirror();
    }

    /// Sees to it that the registration form is here that the configuration names.
    fn keep_form(self) {
        let Some(config) = snapshot() else { return };
        spawn_local(async move {
            if tablet_form::keep(config.form.as_ref()).await {
                self.set.form_kept.update(|n| *n += 1);
            }
        });
    }

    /// There is a credential: the sender may begin.
    fn begin(self) {
        if let Some(schedule) = super::schedule() {
            schedule.set_enrolled(true);
        }
    }

    /// Tells the server of the storage: whether it is persistent, what waits, whether it was lost.
    async fn report(self) {
        let Some(hub) = super::hub() else { return };
        let lost: Option<u32> = hub.store.get(key::LOST).await.ok().flatten();
        let report = {
            let replica = hub.replica.borrow();
            DeviceReport {
                persisted: self.set.persisted.get_untracked(),
                app_version: version(),
                replica: Some(replica.id),
                pending: replica.waiting(),
                pending_oldest_at: replica.oldest().filter(|_| replica.waiting() > 0),
                storage_lost: lost.map(|mirrored_count| StorageLost { mirrored_count }),
            }
        };
        // Not delivered, it is told at the next start.
        if api::report(&report).await.is_ok() && lost.is_some() {
            let _ = hub.store.put(key::LOST, &None::<u32>).await;
        }
    }
}

/// The app's version.
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The device.
pub fn use_device() -> Device {
    expect_context()
}

pub(super) fn provide() {
    let set = Inner {
        status: RwSignal::new(Status::Opening),
        order: RwSignal::new(Arc::default()),
        lost: RwSignal::new(false),
        persisted: RwSignal::new(Persistence::Unknown),
        storage_lost: RwSignal::new(None),
        form_kept: RwSignal::new(0),
    };
    let device = Device {
        status: set.status.into(),
        topic_order: set.order.into(),
        lost: set.lost.into(),
        persisted: set.persisted.into(),
        storage_lost: set.storage_lost.into(),
        form_kept: set.form_kept.into(),
        set,
    };
    provide_context(device);
    let minute = super::clock::minute();
    Effect::new(move |before: Option<Date>| {
        let today = helsinki(minute.get()).date;
        if before.is_some_and(|before| before != today) {
            // The keys of the months to come change without a new version; so may the app.
            spawn_local(async move { device.ask().await });
            spawn_local(worker::look_for_update());
        }
        today
    });
}
