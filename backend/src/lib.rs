//! The server of Digiverkosto.
//!
//! Arrows: `http → usecase → db`, `usecase → shared::domain`. Only `db/` mentions sqlx, only `http/` mentions axum, only
//! `error` chooses a status code; time, randomness and ids are parameters.

pub mod app;
pub mod auth;
pub mod clock;
pub mod config;
pub mod db;
pub mod error;
pub mod http;
pub mod live;
pub mod proxy;
pub mod random;
pub mod seed;
pub mod usecase;
