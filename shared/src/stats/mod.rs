//! Statistics: one definition per number, for the server and for the browser.
//!
//! Owns: what an entry contributes (`fact`), how that adds up (`rollup`, `facts`) and what the sums mean (`summary`). Must not: do IO, read a
//! clock, or know how sums are stored or sent.

pub mod changes;
pub mod chart;
pub mod compare;
pub mod day;
pub mod day_feedback;
pub mod dim;
pub mod estimate;
pub mod fact;
pub mod facts;
pub mod figures;
pub mod library_year;
pub mod progress;
pub mod release;
pub mod rollup;
pub mod selection;
pub mod summary;

#[cfg(test)]
mod tests;
