//! News for open pages: which network moved to which position.
//!
//! Owns: the channel between a committed push and the event streams of this node. Must not: carry data; a page that
//! hears of a change reads it by its cursor.

use shared::id::Id;
use tokio::sync::broadcast;

/// A committed change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The network it happened in.
    pub network: Id,
    /// The network's position after it.
    pub position: i64,
}

/// The channel.
#[derive(Clone, Debug)]
pub struct Live(broadcast::Sender<Change>);

impl Default for Live {
    fn default() -> Self {
        // A slow listener misses old news, not the newest: only the last position matters.
        Self(broadcast::channel(64).0)
    }
}

impl Live {
    /// Tells every open stream; nobody listening is fine.
    pub fn publish(&self, change: Change) {
        let _ = self.0.send(change);
    }

    /// Listens from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.0.subscribe()
    }
}
