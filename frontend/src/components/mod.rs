//! What the pages are made of.
//!
//! Owns: look, roles, keyboard and focus of each part. Must not: know entries, the store or the network; what a part
//! shows comes in as properties (the shell alone reads the state).

pub mod address;
pub mod chart;
pub mod choice;
pub mod dialog;
pub mod error_summary;
pub mod field;
pub mod footer;
pub mod header;
pub mod heading;
pub mod icon;
pub mod label;
pub mod languages;
pub mod menu;
pub mod network_pill;
pub mod notice;
pub mod pick;
pub mod records;
pub mod stepper;
pub mod subnav;
pub mod table;
