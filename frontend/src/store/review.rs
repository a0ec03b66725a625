//! The review of held ops: what the server decided is written over the batches that hold them.
//!
//! Owns: that write, in one transaction. Must not: take an op out of a batch.

use std::collections::BTreeMap;
use std::rc::Rc;

use indexed_db_futures::prelude::*;
use shared::gather::gather;
use shared::id::Id;
use shared::sync::plan;
use shared::wire::v1::held::{HeldAnswer, Outcome};

use super::incoming::batches;
use super::outgoing::{number, sent_record};
use super::schema::SENT;
use super::tx::{Durability, OrStore as _};
use super::{Store, StoreError};

impl Store {
    /// Writes what became of held ops; whether that changed anything.
    pub async fn reviewed(self: &Rc<Self>, answer: &HeldAnswer) -> Result<bool, StoreError> {
        let outcomes: BTreeMap<Id, Outcome> = gather(answer.outcomes.iter().map(|one| (one.id, one.outcome)));
        self.write(&[SENT], Durability::Relaxed, async |tx| {
            let mut changed = false;
            let sent = tx.store(SENT)?;
            for batch in batches(tx).await? {
                if let Some(new) = plan::reviewed(&batch, answer.epoch, &outcomes) {
                    let record = sent_record(&new)?;
                    let put = sent.put(record).with_key(number(batch.key));
                    put.without_key_type().primitive().or_store()?;
                    changed = true;
                }
            }
            Ok(changed)
        })
        .await
    }
}
