//! The networks' controlled lists, kept in memory by version.
//!
//! Owns: reading a network's lists once per version instead of once per push. Must not: be asked for labels, which may
//! change within a version.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use shared::domain::vocabulary::Vocabulary;
use shared::id::Id;

use crate::db::network::Network;
use crate::db::{self, Tx};
use crate::error::Result;

/// Lists by network.
#[derive(Debug, Default)]
pub struct Lists(Mutex<HashMap<Id, (i64, Arc<Vocabulary>)>>);

impl Lists {
    /// The lists of a network in the version that the transaction sees.
    pub async fn of(&self, tx: &mut Tx, network: &Network) -> Result<Arc<Vocabulary>> {
        let (id, version) = (network.id, network.lists_version);
        if let Some(lists) = self.cached(id, version) {
            return Ok(lists);
        }
        let lists = Arc::new(db::list_value::vocabulary(tx, id, version).await?);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(id, (version, Arc::clone(&lists)));
        Ok(lists)
    }

    fn cached(&self, network: Id, version: i64) -> Option<Arc<Vocabulary>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&network).filter(|(known, _)| *known == version).map(|(_, lists)| Arc::clone(lists))
    }
}
