//! What the law asks every public service to say: accessibility, feedback, privacy.
//!
//! Owns: the three pages. Their texts are readable offline, in three languages. Must not: ask anybody to sign in.

pub mod accessibility;
mod contacts;
pub mod feedback;
pub mod privacy;
