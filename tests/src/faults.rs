//! The network between a device and the server, and how it fails.
//!
//! Owns: which fate a request meets. Must not: touch a store.

use shared::sync::backoff::Random;

/// What becomes of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It arrives, and its answer too.
    Fine,
    /// It never arrives.
    Lost,
    /// It arrives and is committed; the answer is cut.
    AnswerLost,
    /// It arrives twice at the same time; one answer comes back.
    Doubled,
    /// A proxy answers 503 without passing it on.
    Unavailable,
    /// A captive portal answers 200 with a page of its own.
    Portal,
}

/// A network with a temper.
#[derive(Clone, Debug)]
pub struct Faults {
    random: Random,
    /// Of 100 requests, how many meet a fault.
    pub percent: u64,
}

impl Faults {
    /// A network that never fails.
    pub fn none() -> Self {
        Self { random: Random::new(0), percent: 0 }
    }

    /// A network that fails in `percent` of 100 requests.
    pub fn seeded(seed: u64, percent: u64) -> Self {
        Self { random: Random::new(seed), percent }
    }

    /// The fate of the next request.
    pub fn draw(&mut self) -> Fate {
        const FATES: [Fate; 5] =
            [Fate::AnswerLost, Fate::Lost, Fate::Doubled, Fate::Unavailable, Fate::Portal];
        if self.random.bits() % 100 >= self.percent {
            return Fate::Fine;
        }
        let drawn = usize::try_from(self.random.bits() % 7).unwrap_or(0);
        // Answers cut after the commit are the most telling fault, and the most drawn.
        FATES.get(drawn).copied().unwrap_or(Fate::AnswerLost)
    }
}
