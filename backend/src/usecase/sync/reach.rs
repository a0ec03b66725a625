//! How far each library has come: whether a change concerns a tablet at all.
//!
//! A network's position moves with every push; a tablet pulls its own library only. Told of each, every tablet would pull
//! at every push of every library: with 2,000 tablets that was nine tenths of all requests.
//!
//! Owns: one reading of all libraries' last positions for all streams of this node. Must not: be exact about the past; it
//! is never behind what a stream was told of.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use shared::id::Id;
use tokio::time::Instant;

use crate::app::App;
use crate::db;
use crate::error::Result;

/// A network is read at most so often, however fast it moves.
const PAUSE: Duration = Duration::from_millis(250);

/// What is known of all networks.
#[derive(Debug, Default)]
pub struct Reach(Mutex<HashMap<Id, Arc<tokio::sync::Mutex<Known>>>>);

/// What is known of one.
#[derive(Debug, Default)]
struct Known {
    /// All changes up to this position are known.
    position: i64,
    libraries: HashMap<String, i64>,
    read: Option<Instant>,
}

impl Reach {
    fn of(&self, network: Id) -> Arc<tokio::sync::Mutex<Known>> {
        // What a panic elsewhere left is a map of counts, and as good as before.
        let mut networks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(networks.entry(network).or_default())
    }
}

/// The position of a library's last change, as of a position of the network that has been committed.
pub async fn of_library(app: &App, network: Id, library: &str, position: i64) -> Result<i64> {
    let known = app.reach.of(network);
    // One reads, the others wait for what it finds.
    let mut known = known.lock().await;
    if known.position < position {
        if let Some(read) = known.read {
            tokio::time::sleep_until(read + PAUSE).await;
        }
        let mut tx = app.db.read().await?;
        let now = db::sync_state::get(&mut tx, network).await?.position;
        known.libraries = db::entity::last_positions(&mut tx, network).await?.into_iter().collect();
        known.position = now.max(position);
        known.read = Some(Instant::now());
    }
    Ok(known.libraries.get(library).copied().unwrap_or(0))
}
