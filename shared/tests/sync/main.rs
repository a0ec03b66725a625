//! The engine under a network that loses, doubles, delays and reorders, with crashes, clock jumps and a server that is
//! restored from an older state. A history is a list of actions: a failing one shrinks, and its seed is printed.

mod device;
mod server;
mod world;

use proptest::prelude::*;
use world::{Action, World};

fn action() -> impl Strategy<Value = Action> {
    let device = 0usize..3;
    prop_oneof![
        6 => (device.clone(), any::<u8>()).prop_map(|(device, choice)| Action::Write { device, choice }),
        8 => (device.clone(), any::<u8>()).prop_map(|(device, fate)| Action::Deliver { device, fate }),
        2 => (1u32..40_000).prop_map(Action::Pass),
        1 => device.clone().prop_map(Action::Crash),
        1 => device.clone().prop_map(Action::CrashUnstored),
        1 => device.clone().prop_map(Action::Nudge),
        1 => (device, -300_000_000i64..300_000_000).prop_map(|(device, jump)| Action::Jump { device, jump }),
        1 => Just(Action::Backup),
        1 => Just(Action::Restore),
    ]
}

proptest! {
    // Over a thousand histories in each run; PROPTEST_CASES asks for more.
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 20_000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_nothing_counts_twice(
        seed in any::<u64>(),
        poison in prop::bool::weighted(0.2),
        actions in prop::collection::vec(action(), 1..80),
    ) {
        let mut world = World::new(seed, 3, poison);
        for action in actions {
            world.act(action);
            world.check_screens();
        }
        world.heal();
        world.check_end();
    }
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(1_500)
}
