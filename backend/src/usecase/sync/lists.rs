//! The networks' controlled lists, kept in memory by version.
//!
//! Owns: reading a network's lists once per version instead of once per push. Must not: be asked for labels, which may
//! change within a version.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use shared::domain::vocabulary::Vocabulary;
use shared::id::Id;

use crate::db::{self, Tx};
use crate::error::Result;
use crate::usecase::network;

/// Lists by network.
#[derive(Debug, Default)]
pub struct Lists(Mutex<HashMap<Id, (i64, Arc<Vocabulary>)>>);

impl Lists {
    /// The lists of a network in the version that the transaction sees.
    pub async fn of(&self, tx: &mut Tx, network: Id) -> Result<Arc<Vocabulary>> {
        let version = network::of(tx, network).await?.lists_version;
        if let Some(lists) = self.cached(network, version) {
            return Ok(lists);
        }
        let lists = Arc::new(db::list_value::vocabulary(tx, network, version).await?);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(network, (version, Arc::clone(&lists)));
        Ok(lists)
    }

    fn cached(&self, network: Id, version: i64) -> Option<Arc<Vocabulary>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&network).filter(|(known, _)| *known == version).map(|(_, lists)| Arc::clone(lists))
    }
}
