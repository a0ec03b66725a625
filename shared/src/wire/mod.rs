//! What crosses the wire.
//!
//! Owns: versioned messages. `v1` is append-only; a change of meaning is a `v2` with a conversion. Unknown fields are
//! ignored, unknown codes survive a round trip. Must not: decide anything.

pub mod v1;
