//! The log.
//!
//! Owns: how events are written. Tokens, cookies, query strings and what people type are never fields of an event.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};

/// Starts logging to standard error, once per process; a wrong filter is told and `info` is used.
pub fn start(config: &Config) {
    let filter = EnvFilter::try_new(&config.log).unwrap_or_else(|error| {
        eprintln!("digiverkosto: the key `log` is not a filter ({error}); using info");
        EnvFilter::new("info")
    });
    // The origin check writes whole paths, and a path may hold a link's secret.
    let filter = match "tower_http::csrf=off".parse() {
        Ok(directive) => filter.add_directive(directive),
        Err(_) => filter,
    };
    // sqlx tells of slow statements by itself; a statement holds no values, they are bound.
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .with_ansi(std::io::stderr().is_terminal());
    let started = match config.log_format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().try_init(),
    };
    if let Err(error) = started {
        eprintln!("digiverkosto: {error}");
    }
}
