//! Randomness of the browser's generator.
//!
//! Owns: the only draws. Must not: make ids by itself; the instant is a parameter.

use shared::id::Id;
use shared::time::Millis;

/// Fills bytes; `None` where the browser has no generator (an insecure context of long ago).
fn fill<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).ok().map(|()| bytes)
}

/// A fresh UUIDv7 for an instant.
pub fn id(now: Millis) -> Id {
    Id::v7(now, fill().unwrap_or_else(fallback))
}

/// A seed for the sync engine's jitter and nonces.
pub fn seed() -> u64 {
    u64::from_le_bytes(fill().unwrap_or_else(fallback))
}

/// 32 bytes for sealing; `None` where the browser has no generator: nothing else will do.
pub fn secret() -> Option<[u8; 32]> {
    fill()
}

/// `Math.random` has 52 bits at best, but ids must never be equal to each other in one tab: several draws.
fn fallback<const N: usize>() -> [u8; N] {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 ≤ the product < 256")]
    #[expect(clippy::disallowed_methods, reason = "the one place that draws without the browser's crypto")]
    std::array::from_fn(|_| (js_sys::Math::random() * 256.0) as u8)
}
