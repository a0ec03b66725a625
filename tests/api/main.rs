//! The HTTP interface against a real server, one file per noun.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

mod backup;
mod bad_input;
mod care;
mod cost;
mod day;
mod day_after;
mod day_feedback;
mod day_figures;
mod day_paper;
mod demo;
mod device;
mod door;
mod feedback;
mod form;
mod guests;
mod held;
mod isolation;
mod lunch;
mod mail;
mod manage;
mod member;
mod message;
mod moved;
mod network;
mod note;
mod organise;
mod places;
mod plan;
mod receipt;
mod registration;
mod reminder;
mod report;
mod retention;
mod ride;
mod sealed;
mod session;
mod setup;
mod shell;
mod statements;
mod stats;
mod wire;
