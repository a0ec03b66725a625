//! The networks' points, kept in memory by the version of what tablets know.
//!
//! Owns: reading a network's points once per version instead of once per push. A point has no version of its own, so
//! an ended one is as well known as any other. Must not: be asked for names.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use shared::id::Id;

use crate::db::network::Network;
use crate::db::{self, Tx};
use crate::error::Result;

/// The codes of a network's points, by library.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Points(HashMap<String, BTreeSet<String>>);

impl Points {
    /// The points as they stand in the database.
    pub async fn read(tx: &mut Tx, network: Id) -> Result<Self> {
        let mut all = HashMap::<_, BTreeSet<_>>::new();
        for point in db::point::list(tx, network, None).await? {
            all.entry(point.library).or_default().insert(point.code);
        }
        Ok(Self(all))
    }

    /// The codes of a library's points; none where there is no such library.
    pub fn of(&self, library: &str) -> &BTreeSet<String> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        self.0.get(library).unwrap_or(&NONE)
    }
}

/// Points by network.
#[derive(Debug, Default)]
pub struct PointCache(Mutex<HashMap<Id, (i64, Arc<Points>)>>);

impl PointCache {
    /// The points of a network as the transaction sees them.
    pub async fn of(&self, tx: &mut Tx, network: &Network) -> Result<Arc<Points>> {
        if let Some(points) = self.cached(network) {
            return Ok(points);
        }
        let points = Arc::new(Points::read(tx, network.id).await?);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(network.id, (network.config_version, Arc::clone(&points)));
        Ok(points)
    }

    fn cached(&self, network: &Network) -> Option<Arc<Points>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&network.id)
            .filter(|(known, _)| *known == network.config_version)
            .map(|(_, points)| Arc::clone(points))
    }
}
