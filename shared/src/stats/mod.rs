//! Statistics: one definition per number, for the server and for the browser.
//!
//! Owns: what an entry contributes to the sums (`rollup`) and what the sums mean (`summary`). Must not: do IO, read a
//! clock, or know how sums are stored or sent.

pub mod chart;
pub mod compare;
pub mod progress;
pub mod rollup;
pub mod summary;
