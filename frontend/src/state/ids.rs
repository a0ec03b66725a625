//! New identities. Owns: minting from the device's clock and randomness.

use shared::id::Id;

/// A new UUIDv7.
pub fn mint() -> Id {
    crate::platform::random::id(super::clock::now())
}
