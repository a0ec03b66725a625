//! The way in: pulled rows, and the healing of a server that lost its history.
//!
//! Owns: applying a page with its cursor in one transaction, listing what was sent, putting it back into the outbox,
//! forgetting it after 90 days. Must not: touch the outbox otherwise.

use std::collections::BTreeSet;
use std::rc::Rc;

use indexed_db_futures::prelude::*;
use shared::gather::gather;
use shared::id::Id;
use shared::sync::outbox::{KEEP_SENT_DAYS, SentBatch};
use shared::sync::plan::requeue;
use shared::sync::protocol::Memory;
use shared::time::{DAY, Millis};
use shared::wire::v1::pull::PullAnswer;
use wasm_bindgen::JsValue;

use super::meta::{self, SyncMeta, key};
use super::outgoing::{all_items, json_of, key_of, number, record, sent_record};
use super::schema::v1::AT;
use super::schema::{BASE, META, OUTBOX, SENT};
use super::tx::{Durability, OrStore as _, Tx};
use super::{Store, StoreError};

/// What [`Store::list_sent`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The sent ops of other epochs.
    pub ids: Vec<Id>,
    /// The epoch was a new one.
    pub met: bool,
    /// What the store remembers now.
    pub memory: Memory,
}

impl Store {
    /// Stores pulled rows and where they lead, if the store still remembers what it did when they were asked for. Otherwise
    /// another tab has moved it on: the rows may be older than those it has, and `false` says that nothing was written.
    pub async fn apply(self: &Rc<Self>, answer: &PullAnswer, from: &Memory) -> Result<bool, StoreError> {
        self.write(&[BASE, META], Durability::Relaxed, async |tx| {
            let before: SyncMeta = meta::get(tx, key::SYNC).await?.unwrap_or_default();
            if Memory::from(before.clone()) != *from {
                return Ok(false);
            }
            let base = tx.store(BASE)?;
            if answer.reset {
                base.clear().or_store()?;
            }
            for row in &answer.rows {
                let key = row.id.to_string();
                base.put(meta::json(row)?).with_key(key).without_key_type().primitive().or_store()?;
            }
            let memory = SyncMeta {
                epoch: Some(answer.epoch),
                cursor: Some(answer.cursor.clone()),
                position: answer.position,
                afresh: before.afresh && !answer.reset,
            };
            meta::put(tx, key::SYNC, &meta::json(&memory)?)?;
            Ok(true)
        })
        .await
    }

    /// Drops what can be pulled again, to make room: the rows and the cursor. The outbox, `sent` and the quarantine stay.
    /// Nothing is written: a full disk would refuse it.
    pub async fn drop_base(self: &Rc<Self>) -> Result<(), StoreError> {
        self.write(&[BASE, META], Durability::Relaxed, async |tx| {
            tx.store(BASE)?.clear().or_store()?;
            tx.store(META)?.delete(key::SYNC).primitive().or_store()?;
            Ok(())
        })
        .await
    }

    /// Makes the next pull start afresh: the device now has another scope.
    pub async fn forget_cursor(self: &Rc<Self>) -> Result<(), StoreError> {
        self.write(&[META], Durability::Relaxed, async |tx| forget_cursor(tx).await).await
    }

    /// The ids of the sent ops of other epochs. An epoch that is not the remembered one is remembered first, without a
    /// cursor; the base rows stay until the next pull.
    pub async fn list_sent(self: &Rc<Self>, epoch: Id) -> Result<Listed, StoreError> {
        self.write(&[SENT, META], Durability::Relaxed, async |tx| {
            let mut memory: SyncMeta = meta::get(tx, key::SYNC).await?.unwrap_or_default();
            let met = memory.epoch != Some(epoch);
            let batches = batches(tx).await?;
            if met {
                memory = SyncMeta { epoch: Some(epoch), cursor: None, position: 0, ..memory };
                meta::put(tx, key::SYNC, &meta::json(&memory)?)?;
            }
            let others = batches.into_iter().filter(|batch| batch.epoch != epoch);
            let ids = others.flat_map(|batch| batch.ops).map(|op| op.item.id).collect();
            Ok(Listed { ids, met, memory: memory.into() })
        })
        .await
    }

    /// Puts back into the outbox what the server lacks of an offer, and moves the rest to its epoch.
    pub async fn requeue(
        self: &Rc<Self>,
        offered: &BTreeSet<Id>,
        unknown: &[Id],
        epoch: Id,
        position: i64,
    ) -> Result<(), StoreError> {
        self.write(&[SENT, OUTBOX], Durability::Relaxed, async |tx| {
            let (sent, outbox) = (tx.store(SENT)?, tx.store(OUTBOX)?);
            let mut waiting: BTreeSet<Id> = gather(all_items(tx).await?.into_iter().map(|item| item.id));
            for batch in batches(tx).await?.iter().filter(|batch| batch.epoch != epoch) {
                // An offer may end in the middle of a batch: what was not asked about is asked about next.
                let (asked, rest): (Vec<_>, Vec<_>) =
                    batch.ops.iter().cloned().partition(|op| offered.contains(&op.item.id));
                if asked.is_empty() {
                    continue;
                }
                let asked = SentBatch { ops: asked, ..batch.clone() };
                let (items, stay) = requeue(&asked, unknown, epoch, position);
                sent.delete(number(batch.key)).primitive().or_store()?;
                for part in [stay, (!rest.is_empty()).then(|| SentBatch { ops: rest, ..batch.clone() })] {
                    let Some(part) = part else { continue };
                    sent.add(sent_record(&SentBatch { key: 0, ..part })?).primitive().or_store()?;
                }
                // Two batches may hold the same op, where two tabs sent at once.
                for item in items.iter().filter(|item| waiting.insert(item.id)) {
                    outbox.add(record(item)?).primitive().or_store()?;
                }
            }
            Ok(())
        })
        .await
    }

    /// Forgets sent batches after 90 days.
    pub async fn prune(self: &Rc<Self>, now: Millis) -> Result<(), StoreError> {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 stay under 2^53")]
        let before = (now - KEEP_SENT_DAYS * DAY) as f64;
        self.write(&[SENT], Durability::Relaxed, async |tx| {
            let sent = tx.store(SENT)?;
            let index = sent.index(AT).or_store()?;
            let old = index.get_key::<f64, _>(..before);
            // One by one: there are at most a few each day.
            let Some(first) = old.with_key_type::<f64>().primitive().or_store()?.await.or_store()? else {
                return Ok(());
            };
            let mut next = Some(first);
            while let Some(key) = next {
                sent.delete(key).primitive().or_store()?.await.or_store()?;
                let query = index.get_key::<f64, _>(..before).with_key_type::<f64>();
                next = query.primitive().or_store()?.await.or_store()?;
            }
            Ok(())
        })
        .await
    }
}

async fn forget_cursor(tx: &Tx<'_>) -> Result<(), StoreError> {
    let memory: SyncMeta = meta::get(tx, key::SYNC).await?.unwrap_or_default();
    meta::put(tx, key::SYNC, &meta::json(&SyncMeta { afresh: true, ..memory })?)
}

/// All sent batches in their order.
pub(super) async fn batches(tx: &Tx<'_>) -> Result<Vec<SentBatch>, StoreError> {
    let sent = tx.store(SENT)?;
    let keys = sent.get_all_keys::<f64>().primitive().or_store()?;
    let values = sent.get_all::<JsValue>().primitive().or_store()?;
    let mut batches = Vec::new();
    for (key, value) in keys.await.or_store()?.zip(values.await.or_store()?) {
        let (key, value) = (key_of(key.or_store()?), value.or_store()?);
        let batch = json_of(&value).and_then(|json| serde_json::from_str::<SentBatch>(&json).ok());
        batches.extend(batch.map(|batch| SentBatch { key, ..batch }));
    }
    Ok(batches)
}
