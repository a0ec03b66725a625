//! The sync engine without IO.
//!
//! Owns: when to push, pull and offer, what a batch holds, what receipts do to the stores. A driver performs the
//! effects and reports events. Must not: do IO, await, read a clock or draw randomness (a seed is given).

pub mod backoff;
pub mod engine;
pub mod outbox;
pub mod plan;
pub mod protocol;
pub mod store;
pub mod view;
