//! Version 1 of everything that crosses the wire. Append-only: a field may be added with a default, none may change
//! its meaning or go; a change of meaning is `v2` plus a conversion. Unknown fields are ignored.

pub mod audit;
pub mod care;
pub mod cost;
pub mod day;
pub mod day_feedback;
pub mod day_figures;
pub mod device;
pub mod door;
pub mod enrolment;
pub mod entries;
pub mod facts;
pub mod feedback;
pub mod held;
pub mod library;
pub mod link;
pub mod member;
pub mod message;
pub mod network;
pub mod note;
pub mod offer;
pub mod overview;
pub mod plan;
pub mod point;
pub mod pull;
pub mod push;
pub mod registration;
pub mod ride;
pub mod session;
pub mod setup;
pub mod share;
pub mod statement;
pub mod stats;
pub mod tablet_form;
