//! Seeded chance: the same demo from the same seed, on every machine.
//!
//! Owns: draws from distributions. Must not: be used for anything that must not be guessed.

use shared::id::Id;
use shared::sync::backoff::Random;
use shared::time::{Date, Millis};

/// A generator.
pub struct Dice(Random);

impl Dice {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(Random::new(seed))
    }

    /// Those of a library's date, or of anything else that has a name and a day.
    pub fn of(name: &str, on: Date) -> Self {
        // FNV-1a: which date and library it is must show in every bit of the seed.
        let bytes = name.bytes().chain(on.epoch_days().to_le_bytes());
        let seed = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self::new(seed)
    }

    /// Anything from 0 to `n - 1`; 0 where `n` is 0.
    pub fn below(&mut self, n: u32) -> u32 {
        if n == 0 { 0 } else { u32::try_from(self.0.bits() % u64::from(n)).unwrap_or(0) }
    }

    /// True in `percent` of 100 cases.
    pub fn chance(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// One of the values, by weight.
    pub fn pick<T: Copy>(&mut self, weighted: &[(T, u32)]) -> Option<T> {
        let mut drawn = self.below(weighted.iter().map(|(_, weight)| weight).sum());
        for (value, weight) in weighted {
            if drawn < *weight {
                return Some(*value);
            }
            drawn -= weight;
        }
        weighted.first().map(|(value, _)| *value)
    }

    /// One of the values, each as likely.
    pub fn any<T: Copy>(&mut self, values: &[T]) -> Option<T> {
        let count = u32::try_from(values.len()).unwrap_or(u32::MAX);
        let drawn = self.below(count);
        usize::try_from(drawn).ok().and_then(|at| values.get(at)).copied()
    }

    /// How many of something that happens `mean` times on average (D. Knuth, *The Art of Computer Programming* 2,
    /// 3.4.1: Poisson by products of uniform draws).
    pub fn poisson(&mut self, mean: f64) -> u32 {
        let limit = (-mean).exp();
        let mut product = self.unit();
        let mut count = 0;
        while product > limit && count < 1_000 {
            product *= self.unit();
            count += 1;
        }
        count
    }

    fn unit(&mut self) -> f64 {
        // 32 bits are plenty here and convert without loss.
        f64::from(u32::try_from(self.0.bits() >> 32).unwrap_or(0)) / f64::from(u32::MAX)
    }

    /// A new id of an instant.
    pub fn id(&mut self, ms: Millis) -> Id {
        Id::v7(ms, self.0.ten_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_their_mean() {
        let mut dice = Dice::new(1);
        let total: u32 = (0..10_000).map(|_| dice.poisson(2.5)).sum();
        assert!((24_000..26_000).contains(&total), "{total}");
        let hits = (0..10_000).filter(|_| dice.chance(60)).count();
        assert!((5_800..6_200).contains(&hits), "{hits}");
        let heavy = (0..10_000).filter(|_| dice.pick(&[("a", 1), ("b", 3)]) == Some("b")).count();
        assert!((7_200..7_800).contains(&heavy), "{heavy}");
    }
}
