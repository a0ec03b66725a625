//! Single values by name.
//!
//! Owns: the names, and what the sync engine remembers between runs. Must not: hold entries.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use futures::try_join;
use indexed_db_futures::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use shared::id::Id;
use shared::sync::protocol::Memory;
use shared::time::Millis;
use shared::wire::v1::device::DeviceConfig;

use super::schema::META;
use super::tx::{Durability, OrStore as _, Tx};
use super::{Store, StoreError};

/// Names of values.
pub mod key {
    /// The replica's id, minted when the store was made.
    pub const REPLICA: &str = "replica";
    /// The last stamp of the replica's clock.
    pub const CLOCK: &str = "clock";
    /// The clock's correction in ms.
    pub const OFFSET: &str = "offset";
    /// What the sync engine remembers.
    pub const SYNC: &str = "sync";
    /// The snapshot of the device's configuration.
    pub const CONFIG: &str = "config";
    /// The activity day's registration form.
    pub const FORM: &str = "form";
    /// How often this device used each topic.
    pub const TOPICS: &str = "topics";
    /// Who is logging, and since when nobody touched the page.
    pub const AUTHOR: &str = "author";
    /// The list of a day's participants, while this tablet stands at the door.
    pub const DOOR: &str = "door";
    /// How many unsent entries were lost with an evicted store; there until the server has been told.
    pub const LOST: &str = "lost";
}

/// What the sync engine remembers between runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncMeta {
    /// The history that the base rows come from.
    #[serde(default)]
    pub epoch: Option<Id>,
    /// The cursor of the last pull.
    #[serde(default)]
    pub cursor: Option<String>,
    /// Its position.
    #[serde(default)]
    pub position: i64,
    /// The base rows were dropped to make room: the next pull must bring all of them, whatever the cursor says.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub afresh: bool,
}

/// What the first screen needs; each `None` where it was never written, or in a shape that this build cannot read.
#[derive(Clone, Debug, Default)]
pub struct Glance {
    /// The clock's correction in ms.
    pub offset: Option<Millis>,
    /// The snapshot of the device's configuration.
    pub config: Option<Arc<DeviceConfig>>,
    /// How often this device used each topic, by code.
    pub topics: Option<BTreeMap<String, u32>>,
    /// Who is logging.
    pub author: Option<Remembered>,
}

/// Who is logging, and since when nobody touched the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// The member; `None`: not named.
    pub member: Option<Id>,
    /// When the page was last in use.
    pub at: Millis,
}

impl From<SyncMeta> for Memory {
    fn from(meta: SyncMeta) -> Self {
        let position = if meta.afresh { 0 } else { meta.position };
        Self { epoch: meta.epoch, cursor: meta.cursor.filter(|_| !meta.afresh), position }
    }
}

impl Store {
    /// Reads what the first screen needs, in one transaction.
    pub async fn glance(self: &Rc<Self>) -> Result<Glance, StoreError> {
        self.read(&[META], async |tx| {
            // Asked for together: one wait instead of four.
            let (offset, config, topics, author) = try_join!(
                get(tx, key::OFFSET),
                get(tx, key::CONFIG),
                get(tx, key::TOPICS),
                get(tx, key::AUTHOR)
            )?;
            Ok(Glance { offset, config: config.map(Arc::new), topics, author })
        })
        .await
    }

    /// Reads a value; `None` where it was never written, or in a shape that this build cannot read.
    pub async fn get<T: DeserializeOwned>(self: &Rc<Self>, key: &str) -> Result<Option<T>, StoreError> {
        self.read(&[META], async |tx| get(tx, key).await).await
    }

    /// Writes a value; relaxed, so only for what may be a step behind after a power cut.
    pub async fn put<T: Serialize>(self: &Rc<Self>, key: &str, value: &T) -> Result<(), StoreError> {
        let json = json(value)?;
        self.write(&[META], Durability::Relaxed, async |tx| put(tx, key, &json)).await
    }
}

/// Reads a value inside a transaction.
pub(super) async fn get<T: DeserializeOwned>(tx: &Tx<'_>, key: &str) -> Result<Option<T>, StoreError> {
    let text: Option<String> = tx.store(META)?.get(key).primitive().or_store()?.await.or_store()?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Writes a value inside a transaction.
pub(super) fn put(tx: &Tx<'_>, key: &str, json: &str) -> Result<(), StoreError> {
    tx.store(META)?.put(json).with_key(key).without_key_type().primitive().or_store()?;
    Ok(())
}

/// A value as JSON.
pub(super) fn json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Failed(error.to_string()))
}
