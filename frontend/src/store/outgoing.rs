//! The way out: ops into the outbox, and what receipts do to it.
//!
//! Owns: the strict local write, reading the head of the queue, the settlement. The outbox empties in no other way than
//! by [`Store::settle`]. Must not: re-serialise an op.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::rc::Rc;

use indexed_db_futures::KeyRange;
use indexed_db_futures::prelude::*;
use js_sys::Reflect;
use shared::domain::hlc::Hlc;
use shared::gather::gather;
use shared::id::Id;
use shared::sync::outbox::{Item, Limit, cut};
use shared::sync::plan::{Settlement, rename_all};
use shared::time::Millis;
use wasm_bindgen::JsValue;

use super::meta::{self, SyncMeta, key};
use super::schema::v1::{AT, BY_ID, ID, JSON};
use super::schema::{META, OUTBOX, QUARANTINE, SENT};
use super::tx::{Durability, OrStore as _, Tx};
use super::{Store, StoreError};

/// The first items of the outbox.
#[derive(Clone, Debug, Default)]
pub struct Head {
    /// One batch.
    pub items: Vec<Item>,
    /// All that wait.
    pub waiting: u32,
    /// When the oldest of those that were read was made.
    pub oldest: Option<Millis>,
}

impl Store {
    /// The local write: ops into the outbox, the clock into `meta`, and rejected ops that they correct out of the
    /// quarantine, in one strict transaction. What it returns `Ok` for is on the disk.
    pub async fn append(
        self: &Rc<Self>,
        items: &[Item],
        clock: Hlc,
        corrects: &[Id],
    ) -> Result<(), StoreError> {
        let records = items.iter().map(record).collect::<Result<Vec<_>, _>>()?;
        let clock = meta::json(&clock)?;
        let stores: &[&str] = if corrects.is_empty() { &[OUTBOX, META] } else { &[OUTBOX, META, QUARANTINE] };
        self.write(stores, Durability::Strict, async |tx| {
            let outbox = tx.store(OUTBOX)?;
            for record in &records {
                outbox.add(record.clone()).primitive().or_store()?;
            }
            for op in corrects {
                tx.store(QUARANTINE)?.delete(op.to_string()).primitive().or_store()?;
            }
            meta::put(tx, key::CLOCK, &clock)
        })
        .await
    }

    /// The waiting op of that id.
    pub async fn waiting(self: &Rc<Self>, id: Id) -> Result<Option<Item>, StoreError> {
        self.read(&[OUTBOX], async |tx| {
            let index = tx.store(OUTBOX)?;
            let index = index.index(BY_ID).or_store()?;
            let found: Option<JsValue> = index
                .get::<JsValue, String, String>(id.to_string())
                .primitive()
                .or_store()?
                .await
                .or_store()?;
            Ok(found.as_ref().and_then(|value| item(value, 0)))
        })
        .await
    }

    /// The first items that make one batch, without those set aside.
    pub async fn head(self: &Rc<Self>, limit: Limit, aside: &BTreeSet<Id>) -> Result<Head, StoreError> {
        let many = u32::try_from(limit.ops + aside.len()).unwrap_or(u32::MAX);
        self.read(&[OUTBOX], async |tx| {
            let outbox = tx.store(OUTBOX)?;
            let keys = outbox.get_all_keys::<f64>().with_limit(many).primitive().or_store()?;
            let values = outbox.get_all::<JsValue>().with_limit(many).primitive().or_store()?;
            let count = outbox.count().primitive().or_store()?;
            let items = pair(keys.await.or_store()?, values.await.or_store()?)?;
            let oldest = items.iter().map(|item| item.made).min();
            Ok(Head { items: cut(&items, limit, aside), waiting: count.await.or_store()?, oldest })
        })
        .await
    }

    /// Does what the receipts of a batch ask for, in one transaction: acknowledged ops move to `sent`, rejected ones to
    /// `quarantine`, re-keyed ones are renamed in their place. `epoch` is the history that the sender took the store to be
    /// in: where another tab has moved it to another one, `false` says that nothing was written.
    pub async fn settle(self: &Rc<Self>, plan: &Settlement, epoch: Option<Id>) -> Result<bool, StoreError> {
        let sent = plan.sent.as_ref().map(sent_record).transpose()?;
        self.write(&[OUTBOX, SENT, QUARANTINE, META], Durability::Relaxed, async |tx| {
            let memory: SyncMeta = meta::get(tx, key::SYNC).await?.unwrap_or_default();
            if memory.epoch != epoch {
                return Ok(false);
            }
            let outbox = tx.store(OUTBOX)?;
            for run in runs(&plan.remove) {
                outbox.delete::<f64, _>(range(&run)).primitive().or_store()?;
            }
            if let Some(sent) = &sent {
                tx.store(SENT)?.add(sent).primitive().or_store()?;
            }
            for wedged in &plan.wedged {
                let json = meta::json(wedged)?;
                let key = wedged.item.id.to_string();
                tx.store(QUARANTINE)?.put(json).with_key(key).without_key_type().primitive().or_store()?;
            }
            if !plan.renames() {
                return Ok(true);
            }
            for new in rename_all(all_items(tx).await?.iter(), &plan.rename) {
                outbox
                    .put(record(&new)?)
                    .with_key(number(new.key))
                    .without_key_type()
                    .primitive()
                    .or_store()?;
            }
            Ok(true)
        })
        .await
    }

    /// Takes a rejected op out of the quarantine, because a person said so.
    pub async fn drop_wedged(self: &Rc<Self>, op: Id) -> Result<(), StoreError> {
        self.write(&[QUARANTINE], Durability::Strict, async |tx| {
            tx.store(QUARANTINE)?.delete(op.to_string()).primitive().or_store()?;
            Ok(())
        })
        .await
    }
}

/// All waiting items in their order.
pub(super) async fn all_items(tx: &Tx<'_>) -> Result<Vec<Item>, StoreError> {
    let outbox = tx.store(OUTBOX)?;
    let keys = outbox.get_all_keys::<f64>().primitive().or_store()?;
    let values = outbox.get_all::<JsValue>().primitive().or_store()?;
    pair(keys.await.or_store()?, values.await.or_store()?)
}

/// An item as a record of the outbox.
pub(super) fn record(item: &Item) -> Result<JsValue, StoreError> {
    let json = meta::json(&Item { key: 0, ..item.clone() })?;
    object(&[(ID, JsValue::from_str(&item.id.to_string())), (JSON, JsValue::from_str(&json))])
}

/// A batch as a record of `sent`.
pub(super) fn sent_record(batch: &shared::sync::outbox::SentBatch) -> Result<JsValue, StoreError> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 stay under 2^53 for 285,000 years"
    )]
    let at = JsValue::from_f64(batch.at as f64);
    object(&[(AT, at), (JSON, JsValue::from_str(&meta::json(batch)?))])
}

/// The JSON of a record.
pub(super) fn json_of(value: &JsValue) -> Option<String> {
    Reflect::get(value, &JsValue::from_str(JSON)).ok()?.as_string()
}

/// A key of our numbering as IndexedDB has it.
#[expect(clippy::cast_precision_loss, reason = "IndexedDB numbers from 1 and stops at 2^53")]
pub(super) fn number(key: u64) -> f64 {
    key as f64
}

/// A key of IndexedDB as we have it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "IndexedDB numbers from 1 to 2^53"
)]
pub(super) fn key_of(number: f64) -> u64 {
    number as u64
}

fn object(properties: &[(&str, JsValue)]) -> Result<JsValue, StoreError> {
    let object = js_sys::Object::new();
    for (name, value) in properties {
        Reflect::set(&object, &JsValue::from_str(name), value)
            .map_err(|_| StoreError::Failed("a property could not be set".to_owned()))?;
    }
    Ok(object.into())
}

/// An item that cannot be read is passed over, never removed.
fn item(value: &JsValue, key: u64) -> Option<Item> {
    serde_json::from_str(&json_of(value)?).ok().map(|item| Item { key, ..item })
}

fn pair(
    keys: impl Iterator<Item = indexed_db_futures::Result<f64>>,
    values: impl Iterator<Item = indexed_db_futures::Result<JsValue>>,
) -> Result<Vec<Item>, StoreError> {
    let mut items = Vec::new();
    for (key, value) in keys.zip(values) {
        items.extend(item(&value.or_store()?, key_of(key.or_store()?)));
    }
    Ok(items)
}

/// Neighbouring keys as ranges: a batch is nearly always one run, and one request.
fn runs(keys: &[u64]) -> Vec<RangeInclusive<u64>> {
    let keys: BTreeSet<u64> = gather(keys.iter().copied());
    let mut runs: Vec<RangeInclusive<u64>> = Vec::new();
    for key in keys {
        match runs.last_mut() {
            Some(run) if *run.end() + 1 == key => *run = *run.start()..=key,
            _ => runs.push(key..=key),
        }
    }
    runs
}

fn range(run: &RangeInclusive<u64>) -> KeyRange<f64> {
    KeyRange::from(number(*run.start())..=number(*run.end()))
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::runs;

    #[wasm_bindgen_test(unsupported = test)]
    fn neighbours_become_one_run_and_nothing_between_runs_is_touched() {
        assert_eq!(runs(&[]), vec![]);
        assert_eq!(runs(&[3, 1, 2, 7, 9, 8, 12]), vec![1..=3, 7..=9, 12..=12]);
        assert_eq!(runs(&[5, 5]), vec![5..=5]);
    }
}
