//! What people were told, and the set checker: each op that was saved is at the server exactly once in the end, nothing
//! else is, all replicas are equal, and the sums equal a recount.

use std::collections::{BTreeMap, BTreeSet};

use shared::domain::op::{Op, Registers};
use shared::domain::row::Row;
use shared::id::Id;
use shared::stats::rollup::Deltas;

use crate::device::Device;
use crate::server::{REJECTED, Server, is_rejected};
use shared::sync::store::Store;

#[derive(Default)]
pub struct Ledger {
    last: u32,
    /// What each saved op sets, by its serial.
    saved: BTreeMap<u32, Registers>,
    /// Whose entry each of them changes, by its serial, where the screen told.
    whose: BTreeMap<u32, Id>,
    /// Saved ops that only the server still had when their device was restored.
    only_server: BTreeSet<u32>,
    /// Saved ops that no storage held any more: they may be on their way, and nobody can promise it.
    gone: BTreeSet<u32>,
}

impl Ledger {
    /// The serial of the next op.
    pub fn next(&mut self) -> u32 {
        self.last += 1;
        self.last
    }

    /// An op was saved that changes an entry of that replica; `None` where it is a new one, or one of twins that look alike.
    pub fn saved(&mut self, op: &Op, whose: Option<Id>) {
        self.saved.insert(op.lists, op.set.clone());
        self.whose.extend(whose.map(|replica| (op.lists, replica)));
    }

    /// A device went back to an older state.
    pub fn device_restored<'a>(
        &mut self,
        before: &Store,
        after: impl Iterator<Item = &'a Store>,
        server: &Server,
    ) {
        let kept: BTreeSet<u32> = after.flat_map(serials).collect();
        let known = server.serials();
        for serial in serials(before).difference(&kept) {
            let place = if known.contains(serial) { &mut self.only_server } else { &mut self.gone };
            place.insert(*serial);
        }
    }

    /// The server went back to an older state, or lost everything.
    pub fn server_restored(&mut self, server: &Server) {
        let known = server.serials();
        let lost: Vec<u32> = self.only_server.difference(&known).copied().collect();
        for serial in lost {
            self.only_server.remove(&serial);
            self.gone.insert(serial);
        }
    }

    /// The end of a history.
    pub fn check(&self, devices: &[Device], server: &Server) {
        let mut times: BTreeMap<u32, u32> = BTreeMap::new();
        for id in &server.log {
            let op = &server.ops[id].op;
            assert_eq!(self.saved.get(&op.lists), Some(&op.set), "nothing that nobody saved");
            *times.entry(op.lists).or_default() += 1;
            let born = server.rows[&op.entity()].1.born;
            if let (Some(whose), Some(born)) = (self.whose.get(&op.lists), born) {
                assert_eq!(*whose, born.1, "op {} changes the entry of {whose}", op.lists);
            }
        }
        let quarantine: BTreeSet<u32> = devices.iter().flat_map(|device| wedged(&device.store)).collect();
        for (serial, set) in &self.saved {
            let times = times.get(serial).copied().unwrap_or(0);
            let kept = times + u32::from(is_rejected(set) && quarantine.contains(serial));
            let once = kept == 1 || (kept == 0 && self.gone.contains(serial));
            assert!(once, "op {serial} is there {kept} times: {set:?}");
        }
        let expected = replayed(server);
        let rows: BTreeMap<Id, &Row> = server.rows.iter().map(|(id, (_, row))| (*id, row)).collect();
        assert_eq!(rows, expected.iter().map(|(id, row)| (*id, row)).collect(), "the merge of all ops");
        let mut recount = Deltas::default();
        rows.values().for_each(|row| recount.put(row));
        assert_eq!(server.sums.clone().into_sorted(), recount.into_sorted(), "the sums equal a recount");
        for device in devices {
            check_device(device, &rows);
        }
    }
}

fn check_device(device: &Device, rows: &BTreeMap<Id, &Row>) {
    let who = device.replica;
    assert_eq!(device.store.outbox.len(), 0, "nothing waits on {who}");
    for wedged in &device.store.quarantine {
        let expected = format!("\"count\":{REJECTED}");
        assert!(wedged.item.bytes.contains(&expected), "rejected without a reason: {}", wedged.item.bytes);
    }
    let base: BTreeMap<Id, &Row> = device.store.base.iter().map(|(id, row)| (*id, row)).collect();
    assert_eq!(&base, rows, "the replica {who} equals the server");
    for tab in device.tabs.iter().filter(|tab| !tab.frozen) {
        for (entity, row) in rows {
            assert_eq!(tab.view.row(*entity).as_ref(), Some(*row), "a screen of {who} equals the server");
        }
        let shown = tab.view.entities().filter(|entity| tab.view.row(*entity).is_some()).count();
        assert_eq!(shown, rows.len(), "no ghosts on {who}");
        assert_eq!(tab.view.waiting(), 0);
    }
}

/// The rows that the ops make, whatever the order in which they came.
fn replayed(server: &Server) -> BTreeMap<Id, Row> {
    let mut rows: BTreeMap<Id, Row> = BTreeMap::new();
    for known in server.ops.values() {
        let row = rows.entry(known.op.entity()).or_insert_with(|| Row::unborn(&known.op));
        row.merge(&known.op, known.at, known.skewed, known.replica);
    }
    rows
}

fn serials(store: &Store) -> BTreeSet<u32> {
    let ops = store.held().filter_map(|item| item.op()).map(|op| op.lists);
    ops.chain(wedged(store)).collect()
}

fn wedged(store: &Store) -> Vec<u32> {
    store.quarantine.iter().filter_map(|wedged| wedged.item.op()).map(|op| op.lists).collect()
}
