//! Reading all that a screen is made of, once, at the start.
//!
//! Owns: one snapshot of the stores. Must not: interpret it (`replica` does).

use std::rc::Rc;

use indexed_db_futures::prelude::*;
use serde::de::DeserializeOwned;
use shared::domain::hlc::Hlc;
use shared::domain::row::Row;
use shared::id::Id;
use shared::sync::outbox::{Item, SentBatch};
use shared::sync::plan::Wedged;

use super::incoming::batches;
use super::meta::{self, SyncMeta, key};
use super::outgoing::all_items;
use super::schema::{BASE, META, OUTBOX, QUARANTINE, SENT};
use super::tx::{Durability, OrStore as _, Tx};
use super::{Store, StoreError};

/// What the stores hold.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The replica's id.
    pub replica: Id,
    /// The last stamp.
    pub clock: Hlc,
    /// What the sync engine remembers.
    pub sync: SyncMeta,
    /// Rows.
    pub rows: Vec<Row>,
    /// Waiting ops.
    pub outbox: Vec<Item>,
    /// Acknowledged ops.
    pub sent: Vec<SentBatch>,
    /// Rejected ops.
    pub quarantine: Vec<Wedged>,
}

impl Store {
    /// Reads everything; a store without a replica id gets the one given.
    pub async fn load(self: &Rc<Self>, new_replica: Id) -> Result<Loaded, StoreError> {
        let replica = self.claim(new_replica, None).await?;
        self.read(&[BASE, OUTBOX, SENT, QUARANTINE, META], async |tx| {
            Ok(Loaded {
                replica,
                clock: meta::get(tx, key::CLOCK).await?.unwrap_or_default(),
                sync: meta::get(tx, key::SYNC).await?.unwrap_or_default(),
                rows: texts(tx, BASE).await?,
                outbox: all_items(tx).await?,
                sent: batches(tx).await?,
                quarantine: texts(tx, QUARANTINE).await?,
            })
        })
        .await
    }

    /// Names the replica, where nobody has: of two tabs that open a fresh store at once, one does. A fresh store of a
    /// browser that remembers how many entries waited in an earlier one has lost them: noted at once, for whoever dies next.
    pub async fn claim(self: &Rc<Self>, new_replica: Id, lost: Option<u32>) -> Result<Id, StoreError> {
        if let Some(known) = self.get(key::REPLICA).await? {
            return Ok(known);
        }
        let json = meta::json(&new_replica)?;
        let lost = lost.map(|count| meta::json(&count)).transpose()?;
        self.write(&[META], Durability::Strict, async |tx| {
            if let Some(other) = meta::get(tx, key::REPLICA).await? {
                return Ok(other);
            }
            if let Some(lost) = &lost {
                meta::put(tx, key::LOST, lost)?;
            }
            meta::put(tx, key::REPLICA, &json)?;
            Ok(new_replica)
        })
        .await
    }
}

/// The values of a store of texts; one that cannot be read is passed over.
async fn texts<T: DeserializeOwned>(tx: &Tx<'_>, store: &str) -> Result<Vec<T>, StoreError> {
    let all = tx.store(store)?.get_all::<String>().primitive().or_store()?.await.or_store()?;
    let mut values = Vec::new();
    for text in all {
        values.extend(serde_json::from_str(&text.or_store()?).ok());
    }
    Ok(values)
}
