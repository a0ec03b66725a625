//! What can happen in a history, and how histories are drawn.

use proptest::prelude::*;
use shared::time::Millis;

/// How many devices a history begins with, and how many clones may make of them.
pub const DEVICES: (u8, usize) = (3, 5);

/// A person saves in a tab of this number: the tab is frozen as soon as the change is durable, before it shows it or tells
/// anybody.
pub const FREEZES: u8 = 250;

/// One thing that happens.
#[derive(Clone, Debug)]
pub enum Action {
    /// A person saves a change in a tab; in tab [`FREEZES`] the browser stops it as soon as the change is durable.
    Write { device: usize, tab: u8, choice: u8 },
    /// A person saves a new entry whose id another device has used, with other bytes.
    Twin { device: usize, choice: u8 },
    /// An outstanding request of the device, not always the oldest, meets its fate.
    Deliver { device: usize, pick: u8, fate: Fate },
    /// Milliseconds go by.
    Pass(u32),
    /// The browser is killed; its requests may still arrive.
    Crash(usize),
    /// The next transaction of the store goes wrong.
    Storage { device: usize, fault: StorageFault },
    /// The network or the page is back: a reason to try.
    Nudge(usize),
    /// The device's clock is set wrong by this much.
    Jump { device: usize, jump: Millis },
    /// Something happens to a tab.
    Tab { device: usize, tab: u8, change: TabChange },
    /// The device's storage is copied to another device: same replica, same credential.
    Clone(usize),
    /// The device's storage is backed up.
    DeviceBackup(usize),
    /// The device goes back to its backup.
    DeviceRestore(usize),
    /// The device gets a new version of the app, whose ops have a newer schema.
    NewApp(usize),
    /// The server gets it too.
    NewServer,
    /// The server no longer knows the device.
    Expire(usize),
    /// The device is enrolled again.
    Enrol(usize),
    /// The server is backed up.
    Backup,
    /// The server is restored, and its operator says so.
    Restore,
    /// A lagging copy of the server takes over, and nobody says so.
    Promote,
    /// The server starts with nothing.
    Wipe,
}

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Fine,
    /// Arrives this many times more.
    Doubled(u8),
    /// The server never saw it.
    LostThere,
    /// The answer is lost after the commit.
    LostBack,
    /// Given up by the device; arrives at the server much later.
    Late,
    /// The server is killed in the middle of the transaction.
    Killed,
    /// Another status; the server has done nothing.
    Status(u16),
    /// A captive portal answers.
    Portal,
}

/// How a transaction of a device's store goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageFault {
    /// It fails, and the app is told.
    Fails,
    /// The browser is killed before it.
    DiesBefore,
    /// The browser is killed after it.
    DiesAfter,
}

/// What happens to a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TabChange {
    Open,
    Close,
    /// No timer, no answer and no news reaches it.
    Freeze,
    Thaw,
    Hide,
    Show,
}

fn fate() -> impl Strategy<Value = Fate> {
    let status = prop::sample::select(vec![408, 413, 429, 500, 502, 503, 504]);
    prop_oneof![
        10 => Just(Fate::Fine),
        2 => (1u8..5).prop_map(Fate::Doubled),
        1 => Just(Fate::LostThere),
        2 => Just(Fate::LostBack),
        2 => Just(Fate::Late),
        1 => Just(Fate::Killed),
        2 => status.prop_map(Fate::Status),
        1 => Just(Fate::Portal),
    ]
}

fn jump() -> impl Strategy<Value = Millis> {
    // An hour ahead, three days back, 1970, and anything in between.
    prop_oneof![
        Just(3_600_000),
        Just(-3 * 86_400_000),
        Just(-1_776_157_500_000),
        Just(0),
        -300_000_000i64..300_000_000
    ]
}

fn action() -> impl Strategy<Value = Action> {
    use prop::sample::select;
    // Of those that there are by then.
    let device = || 0..60usize;
    let faults = select(vec![StorageFault::Fails, StorageFault::DiesBefore, StorageFault::DiesAfter]);
    let changes = select(vec![
        TabChange::Open,
        TabChange::Open,
        TabChange::Close,
        TabChange::Freeze,
        TabChange::Freeze,
        TabChange::Thaw,
        TabChange::Hide,
        TabChange::Show,
    ]);
    prop_oneof![
        16 => (device(), any::<u8>(), any::<u8>()).prop_map(|(device, tab, choice)| Action::Write { device, tab, choice }),
        30 => (device(), any::<u8>(), fate()).prop_map(|(device, pick, fate)| Action::Deliver { device, pick, fate }),
        8 => (1u32..40_000).prop_map(Action::Pass),
        5 => (device(), any::<u8>(), changes).prop_map(|(device, tab, change)| Action::Tab { device, tab, change }),
        2 => device().prop_map(Action::Crash),
        3 => (device(), faults).prop_map(|(device, fault)| Action::Storage { device, fault }),
        2 => device().prop_map(Action::Nudge),
        3 => (device(), jump()).prop_map(|(device, jump)| Action::Jump { device, jump }),
        1 => (device(), any::<u8>()).prop_map(|(device, choice)| Action::Twin { device, choice }),
        1 => device().prop_map(Action::Clone),
        1 => device().prop_map(Action::DeviceBackup),
        1 => device().prop_map(Action::DeviceRestore),
        1 => prop_oneof![device().prop_map(Action::NewApp), Just(Action::NewServer)],
        1 => device().prop_map(Action::Expire),
        1 => device().prop_map(Action::Enrol),
        2 => Just(Action::Backup),
        2 => prop_oneof![4 => Just(Action::Restore), 2 => Just(Action::Promote), 1 => Just(Action::Wipe)],
    ]
}

/// What a history is made of.
#[derive(Clone, Debug)]
pub struct History {
    /// For the engines' jitter and the ids.
    pub seed: u64,
    /// The server fails on some ops.
    pub poison: bool,
    /// What happens.
    pub actions: Vec<Action>,
}

/// Draws histories.
pub fn history() -> impl Strategy<Value = History> {
    let actions = prop::collection::vec(action(), 1..80);
    (any::<u64>(), prop::bool::weighted(0.2), actions).prop_map(|(seed, poison, actions)| History {
        seed,
        poison,
        actions,
    })
}
