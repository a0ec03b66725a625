//! Waiting between failed attempts: full jitter, 1–30 s.
//!
//! Owns: the delay and the engine's small generator. Source: M. Brooker, “Exponential Backoff And Jitter” (2015);
//! S. Vigna's SplitMix64. Must not: sleep.

use crate::time::Millis;

/// The shortest upper limit of a delay.
pub const FIRST: Millis = 1_000;
/// The longest delay.
pub const LONGEST: Millis = 30_000;

/// A small pseudo-random generator (SplitMix64), seeded by the driver. For jitter and nonces, never for secrets.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// A generator from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Ten bytes for an id.
    pub fn ten_bytes(&mut self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[..8].copy_from_slice(&self.bits().to_le_bytes());
        bytes[8..].copy_from_slice(&self.bits().to_le_bytes()[..2]);
        bytes
    }
}

/// The delay before attempt number `failures + 1`: anything from 0 to a limit that doubles from 1 s to 30 s, but never
/// under 100 ms, so that a server that fails at once is not hammered.
pub fn delay(failures: u32, random: &mut Random) -> Millis {
    let limit = FIRST.saturating_mul(1 << failures.saturating_sub(1).min(16)).min(LONGEST);
    below(limit + 1, random).max(100)
}

/// Anything from 0 to less than a limit, which is positive.
pub fn below(limit: Millis, random: &mut Random) -> Millis {
    (random.bits() >> 1).cast_signed() % limit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_stay_within_their_limits_and_vary() {
        let mut random = Random::new(1);
        for failures in 1..40 {
            for _ in 0..100 {
                let delay = delay(failures, &mut random);
                assert!((100..=LONGEST).contains(&delay));
                assert!(failures > 1 || delay <= FIRST);
            }
        }
        let first: Vec<_> = (0..10).map(|_| delay(6, &mut random)).collect();
        assert!(first.iter().any(|d| *d != first[0]));
    }
}
