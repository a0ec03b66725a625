//! Many tablets that use a server which they cannot rely on, and the count afterwards.
//!
//! Owns: the set checker: every op that a person was told is saved is at the server exactly once, nothing else is
//! there, all replicas equal, the sums are those of a recount, and no answer told of a bug. Must not: know why a server fails.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use anyhow::{Context as _, Result, ensure};
use backend::clock::{Clock as _, SystemClock};
use backend::db;
use backend::usecase::sync::recount::recount;
use futures::future::try_join_all;
use shared::domain::op::Registers;
use shared::id::Id;
use shared::time::MINUTE;

use crate::database::Place;
use crate::device::Device;
use crate::server::TestServer;

/// The tablets with the server's database.
pub struct Crowd {
    /// Where the database is; whoever serves it, serves it from here.
    pub place: Place,
    /// The tablets.
    pub devices: Vec<Device>,
    saved: BTreeSet<Id>,
}

impl Crowd {
    /// Sets a network up and enrols tablets of one library; then nobody serves it.
    pub async fn gather(tablets: u64) -> Result<Self> {
        Self::enrol(TestServer::empty().await?, tablets).await
    }

    /// The same in a database of the caller's.
    pub async fn gather_at(place: Place, tablets: u64) -> Result<Self> {
        Self::enrol(TestServer::over(place).await?, tablets).await
    }

    async fn enrol(server: TestServer, tablets: u64) -> Result<Self> {
        // Processes have the system's clock.
        server.clock.set(SystemClock.now());
        let mut chair = server.chair().await?;
        let mut devices = Vec::new();
        for seed in 0..tablets {
            let actor = server.device(&mut chair, "turku").await?;
            devices.push(Device::new(actor, "turku", seed, server.clock.clone()));
            // Codes are limited in number per minute.
            server.clock.advance(MINUTE);
        }
        server.clock.advance(-MINUTE * i64::try_from(tablets)?);
        Ok(Self { place: server.stop().await?, devices, saved: BTreeSet::new() })
    }

    /// The server is at another address.
    pub fn move_to(&mut self, address: SocketAddr) {
        self.devices.iter_mut().for_each(|device| device.move_to(address));
    }

    /// Each tablet saves so many entries, and changes every fourth.
    pub fn log(&mut self, entries: u32) {
        for device in &mut self.devices {
            for n in 0..entries {
                let help = device.blank_help();
                let entity = device.log(&help);
                self.saved.insert(entity);
                if n.is_multiple_of(4) {
                    let set = Registers::from([("count".to_owned(), (n % 50 + 1).into())]);
                    self.saved.insert(device.patch(entity, set));
                }
            }
        }
    }

    /// So many steps of each tablet's engine, whether anything comes of it or not.
    pub async fn work(&mut self, steps: u32) {
        // A step fails for reasons of the test's own only, and those show in the next `settle`.
        let _ = try_join_all(self.devices.iter_mut().map(|device| device.work(steps))).await;
    }

    /// How many ops wait on all tablets.
    pub fn waiting(&self) -> usize {
        self.devices.iter().map(|device| device.store.outbox.len()).sum()
    }

    /// Until every queue is empty.
    pub async fn settle(&mut self) -> Result<()> {
        try_join_all(self.devices.iter_mut().map(Device::settle)).await.map(drop)
    }

    /// What every test of this kind ends with. The server must be reachable.
    pub async fn check(&mut self) -> Result<()> {
        // Twice, so that each has pulled what the last one pushed.
        self.settle().await?;
        self.settle().await?;
        for device in &self.devices {
            ensure!(device.store.quarantine.is_empty(), "rejected: {:?}", device.store.quarantine);
            ensure!(device.internal == 0, "{} answers with status 500", device.internal);
        }
        let acknowledged: BTreeSet<Id> = self.devices.iter().flat_map(Device::acknowledged).collect();
        ensure!(acknowledged == self.saved, "{} of {} acknowledged", acknowledged.len(), self.saved.len());
        let first = self.devices.first().context("no tablets")?;
        for device in &self.devices {
            ensure!(device.store.base == first.store.base, "replicas differ");
        }
        count(&self.place, &self.saved).await
    }
}

/// Looks into the database: each op once, positions without gaps, sums as recounted.
pub async fn count(place: &Place, saved: &BTreeSet<Id>) -> Result<()> {
    let db = place.connect().await?;
    let mut tx = db.read().await?;
    let network = db::network::all(&mut tx).await?.first().context("no network")?.id;
    let ids: Vec<_> = saved.iter().copied().collect();
    let stored = db::op::known(&mut tx, network, &ids).await?.len();
    let position = db::sync_state::get(&mut tx, network).await?.position;
    drop(tx);
    ensure!(stored == ids.len(), "lost: {} of {}", ids.len() - stored, ids.len());
    ensure!(usize::try_from(position)? == ids.len(), "doubled: {position} positions for {} ops", ids.len());
    let found = recount(&db, network).await?;
    ensure!(found.differences.is_empty(), "sums differ: {:?}", found.differences);
    db.close().await;
    Ok(())
}
