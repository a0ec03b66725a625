//! The pages, one folder each.
//!
//! Owns: what a person sees under a path. Must not: talk to the network or the store; `state` does.

pub mod attention;
pub mod confirm;
pub mod contacts;
pub mod device;
pub mod door;
pub mod download;
pub mod enrol;
pub mod entries;
pub mod failure;
pub mod form;
pub mod link;
pub mod log;
pub mod lost;
pub mod manage;
pub mod not_found;
pub mod office;
pub mod overview;
pub mod register;
pub mod setup;
pub mod sign_in;
pub mod statements;
pub mod stats;
mod words;
