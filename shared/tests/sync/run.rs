//! Running histories: each has a seed of its own, which replays it alone; a failing one shrinks.

use std::cell::Cell;
use std::sync::Once;

use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};

use crate::action::{History, history};
use crate::mutation::Mutation;
use crate::world::World;

/// Plays the history of a seed, and shrinks it if it fails.
pub fn play(seed: u64, mutation: Option<Mutation>, shrinks: u32) -> Result<(), (History, String)> {
    let config = Config {
        cases: 1,
        rng_seed: RngSeed::Fixed(seed),
        max_shrink_iters: shrinks,
        failure_persistence: None,
        ..Config::default()
    };
    let played = TestRunner::new(config).run(&history(), |history| {
        World::play(&history, mutation);
        Ok::<(), TestCaseError>(())
    });
    match played {
        Ok(()) => Ok(()),
        Err(TestError::Fail(reason, history)) => Err((history, reason.message().to_owned())),
        Err(TestError::Abort(reason)) => panic!("{reason}"),
    }
}

/// Plays many histories and fails with the seed of the first that does.
pub fn play_all(seeds: impl Iterator<Item = u64>) {
    quietly(|| {
        for seed in seeds {
            if let Err((history, reason)) = play(seed, None, 20_000) {
                return Err(format!(
                    "{reason}\n{history:#?}\nreplay: SIM_SEED={seed} cargo test -p shared --test sync"
                ));
            }
        }
        Ok(())
    })
    .unwrap_or_else(|failure| panic!("{failure}"));
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Without the messages of the panics that shrinking causes by the thousand.
pub fn quietly<T>(work: impl FnOnce() -> T) -> T {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                before(info);
            }
        }));
    });
    QUIET.set(true);
    let done = work();
    QUIET.set(false);
    done
}

/// A number from the environment.
pub fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name} is a number, not {text}")))
}

/// Whether a fault makes one of the first histories fail; tells which.
pub fn is_found(mutation: Mutation, within: u64) -> bool {
    let found = quietly(|| {
        (0..within).find_map(|seed| play(seed, Some(mutation), 0).err().map(|(_, reason)| (seed, reason)))
    });
    if let Some((seed, reason)) = &found {
        let reason = reason.lines().next().unwrap_or_default();
        println!("{mutation:?}: found by history {}: {reason:.90}", seed + 1);
    }
    found.is_some()
}
