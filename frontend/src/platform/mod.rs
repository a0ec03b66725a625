//! What the browser offers, behind small types.
//!
//! Owns: the clock, randomness, locks, channels, events and storage questions of the browser. Must not: know entries,
//! ops or texts. Together with `store/` the only place that mentions web-sys.
