//! How far each library has come: whether a change concerns a tablet at all.
//!
//! A network's position moves with every push; a tablet pulls its own library only, and at a door the list of the day. Told of each, every tablet would pull
//! at every push of every library: with 2,000 tablets that was nine tenths of all requests.
//!
//! Owns: one reading of all libraries' last positions for all streams of this node. Must not: be exact about the past; it
//! is never behind what a stream was told of.

use std::collections::{HashMap, HashSet};
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
    /// The last change of a check-in, and the tablets that want to know.
    check_ins: i64,
    doors: HashSet<Id>,
    read: Option<Instant>,
}

/// How far what a tablet reads has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The position of the last change of its library, or of the check-ins where it stands at a door.
    pub own: i64,
    /// The position of the network up to which that is known.
    pub network: i64,
}

impl Reach {
    /// Reads everything anew at the next question: the database may be another one, further back.
    pub fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn of(&self, network: Id) -> Arc<tokio::sync::Mutex<Known>> {
        // What a panic elsewhere left is a map of counts, and as good as before.
        let mut networks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(networks.entry(network).or_default())
    }
}

/// How far what a tablet of a library reads has come, as of a position of the network that has been committed, or of a
/// later one.
pub async fn of_device(app: &App, network: Id, library: &str, device: Id, position: i64) -> Result<Reached> {
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
        known.check_ins = db::check_in::last_position(&mut tx, network).await?;
        known.doors = db::door::standing(&mut tx, network).await?.into_iter().collect();
        known.position = now.max(position);
        known.read = Some(Instant::now());
    }
    let library = known.libraries.get(library).copied().unwrap_or(0);
    let own = if known.doors.contains(&device) { library.max(known.check_ins) } else { library };
    Ok(Reached { own, network: known.position })
}
