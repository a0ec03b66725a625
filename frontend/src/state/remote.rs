//! What the server tells a signed-in person, held while a page is open.
//!
//! Owns: fetching, the last good answer with what went wrong since. Must not: keep anything on the device but what is
//! asked for by [`Remote::kept`]: figures, until the sign-out.

use std::sync::Arc;

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::server::{self, Failure};
use crate::platform::kept;

/// An answer of the server that a page shows.
pub struct Remote<T: Send + Sync + 'static> {
    path: StoredValue<String>,
    latest: RwSignal<Option<ArcRwSignal<Arc<T>>>>,
    failure: RwSignal<Option<Failure>>,
    /// Counts the requests, so that a slow answer never replaces a newer one.
    asked: StoredValue<u64>,
    /// Whether answers are kept for when there is no network.
    is_kept: bool,
}

impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}

impl<T: DeserializeOwned + Send + Sync + 'static> Remote<T> {
    /// Asks for a path at once.
    pub fn new(path: impl Into<String>) -> Self {
        let remote = Self::of(path.into(), false);
        remote.reload();
        remote
    }

    /// Shows what was kept of a path, and asks for it at once. For figures, never for anything of a person: it stays in
    /// the browser until the sign-out.
    pub fn kept(path: impl Into<String>) -> Self {
        let path = path.into();
        let remote = Self::of(path.clone(), true);
        leptos::task::spawn_local(async move {
            let kept = kept::text(&path).await.and_then(|text| serde_json::from_str::<T>(&text).ok());
            if let Some(value) = kept.filter(|_| remote.latest.try_get_untracked() == Some(None)) {
                remote.put(Arc::new(value));
            }
        });
        remote.reload();
        remote
    }

    fn of(path: String, is_kept: bool) -> Self {
        Self {
            path: StoredValue::new(path),
            latest: RwSignal::new(None),
            failure: RwSignal::new(None),
            asked: StoredValue::new(0),
            is_kept,
        }
    }

    /// Asks again; the last good answer stays until the new one is there.
    pub fn reload(self) {
        // The page may have been left meanwhile: then its values are gone, and so is the wish to know.
        let Some(path) = self.path.try_get_value() else { return };
        let Some(turn) = self.asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        }) else {
            return;
        };
        leptos::task::spawn_local(async move {
            let answer = server::get_text::<T>(&path).await;
            if self.asked.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok((value, text)) => {
                    self.put(Arc::new(value));
                    if self.is_kept {
                        kept::put_text(&path, &text).await;
                    }
                }
                Err(failure) => drop(self.failure.try_set(Some(failure))),
            }
        });
    }

    /// Shows what a change was answered with; a request that is on its way is not of interest any more.
    pub fn set(self, value: T) {
        if self.asked.try_update_value(|asked| *asked += 1).is_some() {
            self.put(Arc::new(value));
        }
    }

    fn put(self, value: Arc<T>) {
        let _ = self.failure.try_set(None);
        match self.latest.try_get_untracked() {
            Some(Some(signal)) => signal.set(value),
            Some(None) => drop(self.latest.try_set(Some(ArcRwSignal::new(value)))),
            None => {}
        }
    }

    /// The last good answer, where there is one: tracked until there is, then a signal of its own, so that a page is
    /// built once and only its texts and pictures change.
    pub fn ready(self) -> Option<Signal<Arc<T>>> {
        self.latest.get().map(Into::into)
    }

    /// What went wrong since; tracked.
    pub fn failure(self) -> Option<Failure> {
        self.failure.get()
    }
}
