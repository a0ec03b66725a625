//! Limits on guesses: per e-mail, per address, and over all for codes.
//!
//! Owns: the quotas and their state, in memory, per node. Must not: decide what is a guess; a use case asks before it
//! checks a secret.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::{Clock as GovernorClock, Reference as _};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use crate::clock::Clock;
use crate::error::{Error, Kind, Result};

/// The injected clock as governor wants it.
#[derive(Clone)]
struct Ticks(Arc<dyn Clock>);

impl GovernorClock for Ticks {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Nanos::new(u64::try_from(self.0.now()).unwrap_or(0).saturating_mul(1_000_000))
    }
}

type Limiter<K> = RateLimiter<K, DashMapStateStore<K>, Ticks, NoOpMiddleware<Nanos>>;

/// All limits.
pub struct Limits {
    clock: Ticks,
    email: Limiter<String>,
    sign_in: Limiter<IpAddr>,
    code: Limiter<IpAddr>,
    code_all: Limiter<()>,
    link: Limiter<IpAddr>,
    feedback: Limiter<IpAddr>,
    registration: Limiter<IpAddr>,
}

impl Limits {
    /// Fresh limits on a clock.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        let clock = Ticks(clock);
        Self {
            email: limiter(&clock, 10, Duration::from_secs(60)),
            sign_in: limiter(&clock, 30, Duration::from_secs(5)),
            code: limiter(&clock, 10, Duration::from_secs(30)),
            // At this rate all guessing together needs over ten thousand years for half of the codes.
            code_all: limiter(&clock, 100, Duration::from_secs(1)),
            link: limiter(&clock, 30, Duration::from_secs(5)),
            feedback: limiter(&clock, 5, Duration::from_secs(300)),
            // A whole municipality may sit behind one address and register in the same quarter of an hour.
            registration: limiter(&clock, 100, Duration::from_secs(6)),
            clock,
        }
    }

    /// Before a password is checked.
    pub fn sign_in(&self, email: &str, address: IpAddr) -> Result<()> {
        ask(&self.clock, &self.sign_in, &network_of(address))?;
        ask(&self.clock, &self.email, &email.to_owned())
    }

    /// Before an enrolment code is checked.
    pub fn code(&self, address: IpAddr) -> Result<()> {
        ask(&self.clock, &self.code, &network_of(address))?;
        ask(&self.clock, &self.code_all, &())
    }

    /// Before a one-time link is looked up.
    pub fn link(&self, address: IpAddr) -> Result<()> {
        ask(&self.clock, &self.link, &network_of(address))
    }

    /// Before feedback is stored.
    pub fn feedback(&self, address: IpAddr) -> Result<()> {
        ask(&self.clock, &self.feedback, &network_of(address))
    }

    /// Before a form of the activity day is read.
    pub fn registration(&self, address: IpAddr) -> Result<()> {
        ask(&self.clock, &self.registration, &network_of(address))
    }

    /// Forgets whoever is back at a full quota; addresses are personal data, and memory is finite.
    pub fn tidy(&self) {
        self.email.retain_recent();
        self.sign_in.retain_recent();
        self.code.retain_recent();
        self.link.retain_recent();
        self.feedback.retain_recent();
        self.registration.retain_recent();
    }
}

/// `burst` tries at once, then one per `every`.
fn limiter<K: Hash + Eq + Clone>(clock: &Ticks, burst: u32, every: Duration) -> Limiter<K> {
    let quota = Quota::with_period(every)
        .unwrap_or(Quota::per_second(NonZeroU32::MIN))
        .allow_burst(NonZeroU32::new(burst).unwrap_or(NonZeroU32::MIN));
    RateLimiter::new(quota, DashMapStateStore::default(), clock.clone())
}

fn ask<K: Hash + Eq + Clone>(clock: &Ticks, limiter: &Limiter<K>, key: &K) -> Result<()> {
    limiter.check_key(key).map_err(|until| {
        let now = GovernorClock::now(clock);
        let wait: Duration = until.earliest_possible().duration_since(now).into();
        Error::new(Kind::TooManyTries).retry_after(wait.as_secs() + 1)
    })
}

/// An IPv6 customer holds at least a /64: its addresses count as one.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::ManualClock;

    #[test]
    fn guesses_run_out_and_come_back_with_time() {
        let clock = Arc::new(ManualClock::at(1_800_000_000_000));
        let limits = Limits::new(clock.clone());
        let address: IpAddr = "192.0.2.1".parse().unwrap();
        for _ in 0..10 {
            limits.sign_in("a@example.org", address).unwrap();
        }
        let refused = limits.sign_in("a@example.org", address).unwrap_err();
        assert_eq!(refused.kind(), Kind::TooManyTries);
        let wait = refused.problem().retry_after.unwrap();
        assert!((1..=61).contains(&wait), "{wait}");
        limits.sign_in("b@example.org", address).unwrap();
        clock.advance(61_000);
        limits.sign_in("a@example.org", address).unwrap();
        limits.tidy();
    }

    #[test]
    fn neighbours_in_one_ipv6_network_share_a_quota() {
        let limits = Limits::new(Arc::new(ManualClock::at(1_800_000_000_000)));
        for host in 0..10 {
            limits.code(format!("2001:db8::{host}").parse().unwrap()).unwrap();
        }
        assert!(limits.code("2001:db8::ffff".parse().unwrap()).is_err());
        assert!(limits.code("2001:db8:1::1".parse().unwrap()).is_ok());
    }
}
