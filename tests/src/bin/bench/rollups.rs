//! What a page of one year costs while other years fill up: it must not depend on how much is stored.
//!
//! This year and the last hold 10,000 entries from the beginning. Then only older years get more, in their order, so
//! that the page is asked for the same figures each time.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use shared::routes;
use shared::sync::backoff::Random;
use shared::time::DAY;
use shared::wire::v1::push::MAX_OPS;
use tests::actor::Actor;
use tests::database::Place;

use crate::server::{Fields, Server, bodies, part};
use crate::{YEARS, figure, median, now, watch};

/// How many entries are stored when the page is measured.
const STEPS: [usize; 4] = [10_000, 100_000, 1_000_000, 5_000_000];
/// Requests of each measuring.
const REQUESTS: usize = 300;
/// How long a server that has just been started is left alone.
const SETTLING: Duration = Duration::from_secs(30);
/// Requests before it.
const WARM: usize = 50;
/// Batches of [`MAX_OPS`] that are made beforehand.
const BATCHES: usize = 80;

/// Measures, up to this many entries.
pub async fn run(entries: usize) -> Result<()> {
    let place = Place { folder: Arc::new(tempfile::tempdir()?), url: None };
    let mut server = Server::start(&place).await?;
    let tablets = server.tablets().await?;
    let cookies = server.chair.take().context("nobody has set up")?.cookies;
    let mut random = Random::new(1);
    let recent = now() - 600 * DAY..now() - DAY;
    let first = STEPS[0] / MAX_OPS;
    server.push(&tablets, bodies(&mut random, first, recent.clone(), Fields::All)).await?;

    let older = now() - YEARS..recent.start - 200 * DAY;
    let steps: Vec<_> = STEPS.into_iter().filter(|step| *step <= entries).collect();
    let (mut stored, mut few) = (first * MAX_OPS, None);
    let rounds = entries.div_ceil(BATCHES * MAX_OPS);
    let mut round = 0;
    for step in steps {
        while stored < step {
            let batches = BATCHES.min((step - stored).div_ceil(MAX_OPS));
            let bodies = bodies(&mut random, batches, part(&older, round, rounds), Fields::Usual);
            server.push(&tablets, bodies).await?;
            stored += batches * MAX_OPS;
            round += 1;
        }
        // What the pushes have left to do on the disk, and in the caches, is not what the page costs.
        server.process.stop().await?;
        server = Server::start(&place).await?;
        // At its start it also joins the facts of many pushes.
        tokio::time::sleep(SETTLING).await;
        let now = page(&server, &cookies).await?;
        let note = format!("{stored} entries, median of {REQUESTS} requests");
        figure("page of this year and the last, 10,000 entries in it", now, "ms", None, &note);
        let few = *few.get_or_insert(now);
        if stored > first * MAX_OPS {
            figure("– beside 10,000 stored", now / few, "ratio", Some(1.1), "target: at most this");
        }
    }
    server.process.stop().await
}

/// Median milliseconds of a request for the page, after some that fill the caches.
async fn page(server: &Server, cookies: &BTreeMap<String, String>) -> Result<f64> {
    let mut chair = Actor::new(server.process.address);
    chair.cookies = cookies.clone();
    let mut times = Vec::with_capacity(REQUESTS);
    for request in 0..REQUESTS + WARM {
        let watch = watch();
        chair.get(routes::OVERVIEW).await?.expect(200);
        if request >= WARM {
            times.push(watch.elapsed().as_secs_f64() * 1e3);
        }
    }
    Ok(median(times))
}
