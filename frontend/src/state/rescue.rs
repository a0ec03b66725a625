//! The rescue file: unsent entries, saved and read in again, on this or another device, without doubling.
//!
//! Owns: the file's shape. It holds the ops as they are: codes and random keys, no name, no credential. Must not: remove
//! anything from the device.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use shared::gather::gather;
use shared::id::Id;
use shared::sync::outbox::Item;
use shared::sync::plan::Wedged;
use shared::time::{Millis, helsinki};

use super::{clock, device};
use crate::platform::download;
use crate::store::StoreError;

/// What stands at the top of each file.
const FORMAT: &str = "digiverkosto-rescue";

/// A rescue file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// [`FORMAT`].
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// When it was made, Unix ms.
    pub made_at: Millis,
    /// The library of the device that made it.
    #[serde(default)]
    pub library: Option<String>,
    /// Ops that wait.
    pub waiting: Vec<Item>,
    /// Ops that the server rejected.
    #[serde(default)]
    pub rejected: Vec<Wedged>,
    /// Ops that the server keeps for review. A tablet of the right library may send them.
    #[serde(default)]
    pub held: Vec<Item>,
}

/// Why a file was not read in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RescueError {
    /// It is not a rescue file.
    NotOurs,
    /// It comes from a newer version of the app.
    TooNew,
    /// The store cannot be used.
    Store(StoreError),
}

/// What goes into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Everything that the server has not taken in.
    All,
    /// What was rejected or is held.
    Stuck,
    /// One op of those.
    One(Id),
}

/// Saves what is unsent as a file; gives the number of entries in it.
pub async fn export(what: What) -> Result<usize, RescueError> {
    let hub = super::opened().await.ok_or(RescueError::Store(StoreError::Closed))?;
    let replica = hub.replica.borrow().id;
    let loaded = hub.store.load(replica).await.map_err(RescueError::Store)?;
    let wanted = |id: Id| match what {
        What::All | What::Stuck => true,
        What::One(op) => op == id,
    };
    let mut waiting = loaded.outbox;
    waiting.retain(|_| what == What::All);
    let mut rejected = loaded.quarantine;
    rejected.retain(|wedged| wanted(wedged.item.id));
    let sent = loaded.sent.into_iter().flat_map(|batch| batch.ops);
    let held: Vec<Item> =
        sent.filter(|op| op.hold.is_some() && wanted(op.item.id)).map(|op| op.item).collect();
    let now = clock::now();
    let library = device::snapshot().map(|config| config.library.code.clone());
    let count = waiting.len() + rejected.len() + held.len();
    let file = File { format: FORMAT.to_owned(), version: 1, made_at: now, library, waiting, rejected, held };
    let json = serde_json::to_string(&file).map_err(|_| RescueError::NotOurs)?;
    let local = helsinki(now);
    let name = format!("digiverkosto-{}-{:02}{:02}.json", local.date, local.hour, local.minute);
    download::save(&name, "application/json", json.as_bytes())
        .ok_or(RescueError::Store(StoreError::Failed("no download".to_owned())))?;
    Ok(count)
}

/// Reads a file in; gives the number of entries that this device did not have. Rejected ones are tried again.
pub async fn import(text: &str) -> Result<usize, RescueError> {
    let file = parse(text)?;
    let hub = super::opened().await.ok_or(RescueError::Store(StoreError::Closed))?;
    let replica = hub.replica.borrow().id;
    let loaded = hub.store.load(replica).await.map_err(RescueError::Store)?;
    let mut known: BTreeSet<Id> = gather(loaded.outbox.iter().map(|item| item.id));
    known.extend(loaded.sent.iter().flat_map(|batch| &batch.ops).map(|op| op.item.id));
    known.extend(loaded.quarantine.iter().map(|wedged| wedged.item.id));
    let rejected = file.rejected.into_iter().map(|wedged| wedged.item);
    let all = file.waiting.into_iter().chain(rejected).chain(file.held);
    let items: Vec<Item> = all
        .filter(|item| item.op().is_some() && known.insert(item.id))
        .map(|item| Item { key: 0, ..item })
        .collect();
    if items.is_empty() {
        return Ok(0);
    }
    let clock = hub.replica.borrow().clock().last;
    hub.store.append(&items, clock, &[]).await.map_err(RescueError::Store)?;
    hub.saved(&items);
    Ok(items.len())
}

fn parse(text: &str) -> Result<File, RescueError> {
    #[derive(Deserialize)]
    struct Head {
        format: String,
        version: u32,
    }
    let head: Head = serde_json::from_str(text).map_err(|_| RescueError::NotOurs)?;
    if head.format != FORMAT {
        return Err(RescueError::NotOurs);
    }
    if head.version > 1 {
        return Err(RescueError::TooNew);
    }
    serde_json::from_str(text).map_err(|_| RescueError::NotOurs)
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn only_our_files_of_our_time_are_read() {
        assert_eq!(parse("{}"), Err(RescueError::NotOurs));
        assert_eq!(parse("not json"), Err(RescueError::NotOurs));
        assert_eq!(parse(r#"{"format":"x","version":1}"#), Err(RescueError::NotOurs));
        assert_eq!(parse(r#"{"format":"digiverkosto-rescue","version":2}"#), Err(RescueError::TooNew));
        let file = r#"{"format":"digiverkosto-rescue","version":1,"made_at":1,"waiting":[]}"#;
        assert_eq!(parse(file).map(|file| file.waiting.len()), Ok(0));
    }
}
