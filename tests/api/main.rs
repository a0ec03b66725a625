//! The HTTP interface against a real server, one file per noun.

mod bad_input;
mod demo;
mod device;
mod feedback;
mod isolation;
mod member;
mod retention;
mod session;
mod setup;
mod shell;
