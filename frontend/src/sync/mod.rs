//! The browser's driver of the sync engine.
//!
//! Owns: performing the engine's effects, electing the tab that sends, telling the other tabs. Must not: decide what is
//! sent when (`shared::sync` does), or know signals.

pub mod driver;
pub mod hub;
pub mod news;
pub mod schedule;
