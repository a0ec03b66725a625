//! News for open pages: which network moved to which position.
//!
//! Owns: the channel between a committed push, of this node or another, and the event streams of this one, and the word
//! that the server stops, so that streams end and a graceful shutdown does not wait for them. Must not: carry data; a
//! page that hears of a change reads it by its cursor.

use shared::id::Id;
use tokio::sync::{broadcast, watch};

/// A committed change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The network it happened in.
    pub network: Id,
    /// The network's position after it.
    pub position: i64,
    /// What was told before may have been of another history: the database was read anew, and it may stand further back.
    pub afresh: bool,
}

impl Change {
    /// The network has moved on.
    pub fn moved(network: Id, position: i64) -> Self {
        Self { network, position, afresh: false }
    }
}

/// The channel.
#[derive(Clone, Debug)]
pub struct Live {
    changes: broadcast::Sender<Change>,
    stopping: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        // A slow listener misses old news, not the newest: only the last position matters.
        Self { changes: broadcast::channel(64).0, stopping: watch::channel(false).0 }
    }
}

impl Live {
    /// Tells every open stream; nobody listening is fine.
    pub fn publish(&self, change: Change) {
        let _ = self.changes.send(change);
    }

    /// Listens from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Says that the server stops.
    pub fn stop(&self) {
        self.stopping.send_replace(true);
    }

    /// Waits until the server stops.
    pub async fn stopped(&self) {
        let mut stopping = self.stopping.subscribe();
        // An error means that the sender is gone, which this very value holds.
        let _ = stopping.wait_for(|stopping| *stopping).await;
    }
}
