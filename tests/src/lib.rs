//! The harness of the tests across the crates.
//!
//! Owns: a real server on a port of its own over a database of its own, and the people and tablets that call it.
//! Must not: hold tests.

pub mod actor;
pub mod crowd;
pub mod database;
pub mod day;
pub mod device;
pub mod faults;
pub mod postgres;
pub mod process;
pub mod proxy;
pub mod server;
pub mod smtp;
pub mod visitor;
