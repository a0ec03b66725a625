//! The pages, one folder each.
//!
//! Owns: what a person sees under a path. Must not: talk to the network or the store; `state` does.

pub mod entries;
pub mod log;
pub mod not_found;
pub mod statements;
mod words;
