//! The list of a day's participants, while this tablet stands at the door.
//!
//! Owns: keeping it, and that with it everything goes that names a participant: the list, and the check-ins that have been
//! sent. What waits for a receipt stays, whatever day it is of. Must not: know when that time has come.

use std::rc::Rc;

use indexed_db_futures::prelude::*;
use serde::{Deserialize, Serialize};
use shared::domain::op::Kind;
use shared::sync::outbox::{SentBatch, SentOp};
use shared::wire::v1::door::DoorScope;

use super::incoming::batches;
use super::meta::key;
use super::outgoing::{number, sent_record};
use super::schema::{META, SENT};
use super::tx::{Durability, OrStore as _};
use super::{Store, StoreError};

/// The list as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldList {
    /// The day, which says until when it may be kept.
    pub scope: DoorScope,
    /// The server's tag of it.
    pub tag: Option<String>,
    /// The list as it came.
    pub body: String,
}

impl Store {
    /// Removes the list and the check-ins that have been acknowledged.
    pub async fn forget_door(self: &Rc<Self>) -> Result<(), StoreError> {
        self.write(&[META, SENT], Durability::Strict, async |tx| {
            tx.store(META)?.delete(key::DOOR).primitive().or_store()?;
            let sent = tx.store(SENT)?;
            for batch in batches(tx).await? {
                let stays = |op: &SentOp| op.item.op().is_none_or(|op| op.of != Kind::CheckIn);
                let ops: Vec<SentOp> = batch.ops.iter().filter(|op| stays(op)).cloned().collect();
                if ops.len() == batch.ops.len() {
                    continue;
                }
                sent.delete(number(batch.key)).primitive().or_store()?;
                if !ops.is_empty() {
                    sent.add(sent_record(&SentBatch { key: 0, ops, ..batch })?).primitive().or_store()?;
                }
            }
            Ok(())
        })
        .await
    }
}
