//! What people and tablets can do, one file per noun.
//!
//! Owns: each write as one transaction, who may do it, and what is logged of it. Must not: hold SQL (`db/` does) or
//! know HTTP (`http/` does).

pub mod actor;
pub mod audit;
pub mod care;
pub mod check;
pub mod cost;
pub mod day;
pub mod day_feedback;
pub mod day_figures;
pub mod day_paper;
pub mod day_retention;
pub mod demo;
pub mod device;
pub mod door;
pub mod enrolment;
pub mod export;
pub mod facts;
pub mod feedback;
pub mod library;
pub mod link;
pub mod mail;
pub mod member;
pub mod message;
pub mod network;
pub mod note;
pub mod overview;
pub mod plan;
pub mod point;
pub mod presence;
mod qr;
pub mod registration;
pub mod release;
pub mod report;
pub mod ride;
pub mod seal_key;
pub mod session;
pub mod setup;
pub mod share;
pub mod stamp;
pub mod statement;
pub mod sync;
