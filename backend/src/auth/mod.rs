//! Who somebody is: tokens, passwords, cookies, limits on guesses.
//!
//! Owns: secrets and how they are checked. Must not: decide what somebody may do (`usecase::actor` does) or hold SQL.

pub mod code;
pub mod cookie;
pub mod limits;
pub mod password;
pub mod token;
