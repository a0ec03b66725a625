//! A database for the benchmarks in the browser: ten years of a network, every field filled in.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use serde_json::json;
use shared::sync::backoff::Random;
use shared::time::DAY;
use shared::wire::v1::push::MAX_OPS;
use tests::database::Place;

use crate::server::{Fields, Server, bodies, part};
use crate::{YEARS, now};

/// Batches of [`MAX_OPS`] that are made beforehand.
const BATCHES: usize = 80;

/// Fills the folder. The cookies are printed as one line of JSON, as `name=value` pairs.
pub async fn run(folder: &Path, entries: usize) -> Result<()> {
    let own = Arc::new(tempfile::tempdir()?);
    let place = Place { folder: own.clone(), url: None };
    let mut server = Server::start(&place).await?;
    let tablets = server.tablets().await?;
    let mut random = Random::new(1);
    let years = now() - YEARS..now() - DAY;
    let rounds = entries.div_ceil(BATCHES * MAX_OPS);
    for number in 0..rounds {
        let bodies = bodies(&mut random, BATCHES, part(&years, number, rounds), Fields::All);
        server.push(&tablets, bodies).await?;
    }
    let chair = server.chair.take().context("nobody has set up")?;
    let cookies: Vec<_> = chair.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    server.process.stop().await?;
    std::fs::create_dir_all(folder)?;
    for file in std::fs::read_dir(own.path())? {
        let file = file?;
        std::fs::copy(file.path(), folder.join(file.file_name()))?;
    }
    println!("{}", json!({"chair": cookies.join("; "), "tablet": tablets.first()}));
    Ok(())
}
