//! Sync against a real server: the real engine, and requests that no engine would make.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail where a test would")]

mod convergence;
mod crash;
mod disk;
mod events;
mod facts;
mod gaps;
mod healing;
mod judgement;
mod line;
mod nodes;
mod people;
mod pull;
mod relocation;
mod review;
mod support;
mod upgrade;
mod wire;
