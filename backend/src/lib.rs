//! The server of Digiverkosto.
//!
//! Arrows: `http → usecase → db`, `usecase → shared::domain`. Only `db/` mentions sqlx, only `http/` mentions axum, only
//! `error` chooses a status code; time, randomness and ids are parameters. `html` draws the pages that need no app.

pub mod app;
pub mod auth;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod config;
pub mod db;
pub mod demo;
pub mod doctor;
pub mod error;
pub mod export;
pub mod html;
pub mod http;
pub mod jobs;
pub mod keys;
pub mod lifecycle;
pub mod live;
pub mod post;
pub mod proxy;
pub mod random;
pub mod relocation;
pub mod restore;
pub mod seed;
pub mod telemetry;
pub mod usecase;
pub mod words;
