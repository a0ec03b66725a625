//! The rules of the field: what may be logged and what it means.
//!
//! Owns: entities, their registers, their validation, the vocabulary, the merge. The same functions run for the
//! optimistic change on the tablet and for the authoritative one on the server. Must not: do IO or know the wire's
//! envelopes.

pub mod care;
pub mod check;
pub mod check_in;
pub mod cost;
pub mod day;
pub mod day_feedback;
pub mod duty;
pub mod email;
pub mod group_session;
pub mod help;
pub mod hlc;
pub mod lang;
pub mod message;
pub mod op;
pub mod plan;
pub mod registration;
pub mod retention;
pub mod ride;
pub mod row;
pub mod sample_period;
pub mod sealed;
pub mod span;
pub mod vocabulary;
