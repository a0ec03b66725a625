//! What the server and the browser share: wire types, domain rules, the sync engine, statistics.
//!
//! Owns: the meaning of every value that crosses the wire or is stored, and every decision that must come out the
//! same on a tablet and on the server. Must not: do IO, read a clock, draw randomness, or know a framework.
//! Arrows inside: `wire → domain`, `sync → domain, wire`, `stats → domain`.

pub mod domain;
#[cfg(feature = "form")]
pub mod form;
pub mod gather;
pub mod id;
pub mod money;
pub mod problem;
pub mod routes;
#[cfg(feature = "seal")]
pub mod seal;
pub mod stats;
pub mod sync;
pub mod text;
pub mod time;
pub mod wire;
