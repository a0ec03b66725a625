//! Twenty devices over a bad network: every acknowledged op exactly once, replicas equal, sums equal to a recount.

use std::collections::{BTreeMap, BTreeSet};

use futures::future::try_join_all;
use serde_json::json;
use shared::domain::op::{Act, Kind, Registers};
use shared::id::Id;
use shared::sync::backoff::Random;
use shared::time::MINUTE;
use tests::device::Device;
use tests::faults::Faults;
use tests::server::TestServer;

use crate::support::{network, recounted};

const LIBRARIES: [&str; 4] = ["turku", "turku", "pori", "lieto"];

/// Uses a tablet as people do, with a network that fails in 4 of 10 requests; answers the ops it saved.
async fn use_tablet(device: &mut Device, seed: u64, entries: u32) -> anyhow::Result<BTreeSet<Id>> {
    let mut random = Random::new(seed);
    let mut saved = BTreeSet::new();
    let mut own = Vec::new();
    for _ in 0..entries {
        let help = device.blank_help();
        let entity = device.log(&help);
        saved.insert(entity);
        own.push(entity);
        // Others' entries are corrected too, so that replicas have something to disagree about.
        let known: Vec<_> = device.view.entities().chain(own.iter().copied()).collect();
        let other = known[usize::try_from(random.bits() % known.len() as u64)?];
        match random.bits() % 6 {
            0 => saved.insert(device.write(Act::Delete, Kind::Help, Some(other), Registers::new())),
            1 => saved.insert(device.write(Act::Restore, Kind::Help, Some(other), Registers::new())),
            2 => {
                let count = json!(random.bits() % 50 + 1);
                saved.insert(device.patch(other, Registers::from([("count".to_owned(), count)])))
            }
            _ => false,
        };
        device.work(u32::try_from(random.bits() % 12)?).await?;
        if random.bits().is_multiple_of(10) {
            device.restart();
        }
    }
    Ok(saved)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_devices_with_answers_cut_after_the_commit() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut devices = Vec::new();
    for seed in 0..20_u64 {
        let library = LIBRARIES[usize::try_from(seed).unwrap() % LIBRARIES.len()];
        // Codes are limited in number per minute.
        server.clock.advance(MINUTE);
        let actor = server.device(&mut chair, library).await.unwrap();
        let mut device = Device::new(actor, library, seed, server.clock.clone());
        device.faults = Faults::seeded(seed + 100, 40);
        devices.push(device);
    }
    let uses = devices.iter_mut().zip(200..).map(|(device, seed)| use_tablet(device, seed, 25));
    let saved = try_join_all(uses).await.unwrap();

    // The network heals; two rounds, so that each has also pulled what the last one pushed.
    devices.iter_mut().for_each(|device| device.faults = Faults::none());
    for _ in 0..2 {
        try_join_all(devices.iter_mut().map(Device::settle)).await.unwrap();
    }

    let mut all = BTreeSet::new();
    for (device, saved) in devices.iter().zip(&saved) {
        assert!(device.store.quarantine.is_empty(), "{:?}", device.store.quarantine);
        assert_eq!(&device.acknowledged(), saved, "each saved op is acknowledged");
        all.extend(saved.iter().copied());
    }
    let network = network(&server).await;
    let mut tx = server.app.db.read().await.unwrap();
    let ids: Vec<_> = all.iter().copied().collect();
    assert_eq!(
        backend::db::op::known(&mut tx, network, &ids).await.unwrap().len(),
        all.len(),
        "each is stored"
    );
    let position = backend::db::sync_state::get(&mut tx, network).await.unwrap().position;
    // Positions have no gaps, and each op took exactly one.
    assert_eq!(usize::try_from(position).unwrap(), all.len(), "and none had an effect twice");
    drop(tx);

    let mut replicas: BTreeMap<&str, BTreeMap<Id, _>> = BTreeMap::new();
    for device in &devices {
        let base = replicas.entry(&device.library).or_insert_with(|| device.store.base.clone());
        // A replica that was there from the start also holds what was deleted since; both have the same living rows.
        let living = |base: &BTreeMap<Id, shared::domain::row::Row>| {
            base.values().filter(|row| row.is_live()).cloned().collect::<Vec<_>>()
        };
        assert_eq!(living(base), living(&device.store.base), "{}", device.library);
        for (entity, row) in &device.store.base {
            assert_eq!(device.view.row(*entity).as_ref(), Some(row), "the screen shows what is stored");
        }
    }
    assert_eq!(recounted(&server).await, 20 * 25);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_pushes_at_once_share_commits_and_stay_apart() {
    let (server, mut chair) = TestServer::set_up().await.unwrap();
    let mut devices = Vec::new();
    for seed in 0..20_u64 {
        server.clock.advance(MINUTE);
        let actor = server.device(&mut chair, "turku").await.unwrap();
        let mut device = Device::new(actor, "turku", seed, server.clock.clone());
        for _ in 0..60 {
            let help = device.blank_help();
            device.log(&help);
        }
        devices.push(device);
    }
    try_join_all(devices.iter_mut().map(Device::settle)).await.unwrap();
    assert_eq!(recounted(&server).await, 20 * 60);
    for device in &devices {
        assert_eq!(device.acknowledged().len(), 60);
    }
}
