//! One tablet's day: the real engine in real time, with its event stream.

use std::collections::{BTreeMap, BTreeSet};
use std::future::pending;
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Result;
use rand::rngs::SmallRng;
use rand::{RngExt as _, SeedableRng as _};
use reqwest::Response;
use shared::id::Id;
use shared::routes;
use shared::time::Millis;
use tests::device::Device;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use crate::PATIENCE;

/// One in so many entries by day finds the tablet leaving the network for a while.
const LEAVES: u32 = 10;
/// How long it is away.
const AWAY: std::ops::Range<f64> = 10.0..40.0;

/// What every tablet does.
#[derive(Clone)]
pub struct Day {
    /// It comes at some time within this.
    pub arrival: Duration,
    /// How long the morning is, from the first arrival.
    pub morning: Duration,
    /// With so many entries.
    pub entries: u32,
    /// Then it logs so often, on average.
    pub every: Duration,
    /// Rings in the evening.
    pub bell: watch::Receiver<bool>,
}

/// What became of it.
pub struct Told {
    /// Everything that was saved.
    pub saved: BTreeSet<Id>,
    /// When it came.
    pub arrived: Instant,
    /// When all that it came with had a receipt.
    pub drained: Option<Instant>,
    /// Requests by route.
    pub took: BTreeMap<&'static str, Vec<Duration>>,
    /// How many of them there were when the morning was over, and when the bell rang.
    pub until: [BTreeMap<&'static str, usize>; 2],
    /// Ops without a receipt in the end.
    pub waiting: usize,
    /// Rejected ops.
    pub rejected: usize,
    /// Answers with status 500.
    pub internal: u32,
}

impl Told {
    /// How long the requests of a route took: in the morning (0), by day (1), after the bell (2).
    pub fn took_in(&self, phase: usize, route: &str) -> &[Duration] {
        let took = self.took.get(route).map_or(&[][..], Vec::as_slice);
        let mark =
            |at: usize| self.until.get(at).map_or(took.len(), |until| until.get(route).copied().unwrap_or(0));
        let from = phase.checked_sub(1).map_or(0, mark);
        let to = mark(phase).min(took.len());
        took.get(from.min(to)..to).unwrap_or_default()
    }
}

/// Lives the day.
pub async fn live(mut device: Device, address: SocketAddr, mut day: Day) -> Result<Told> {
    let mut random = SmallRng::seed_from_u64(device.replica.uuid().as_u64_pair().1);
    let mut saved = BTreeSet::new();
    device.move_to(address);
    for _ in 0..day.entries {
        saved.insert(device.log(&device.blank_help()));
    }
    let begun = Instant::now();
    let now = || Millis::try_from(begun.elapsed().as_millis()).unwrap_or(Millis::MAX);
    tokio::time::sleep(day.arrival.mul_f64(random.random())).await;

    let arrived = Instant::now();
    let mut drained = None;
    let mut morning = None;
    let mut until_bell = BTreeMap::new();
    let mut home = None;
    let mut next = arrived + day.arrival + pause(&mut random, day.every);
    let mut away: Option<Instant> = None;
    let mut stream = None;
    let mut evening: Option<Instant> = None;
    loop {
        let mut due = begun + Duration::MAX / 4;
        if away.is_none_or(|until| until <= Instant::now()) {
            away = None;
            if stream.is_none() {
                stream = open(&mut device).await;
            }
            let wake = device.turn(now).await?;
            due = begun + Duration::from_millis(wake.unsigned_abs());
        }
        let is_empty = device.store.outbox.is_empty();
        if drained.is_none() && is_empty {
            drained = Some(Instant::now());
        }
        if morning.is_none() && begun.elapsed() > day.morning {
            morning = Some(so_far(&device));
        }
        if evening.is_some_and(|since| is_empty || since.elapsed() > PATIENCE) {
            break;
        }
        tokio::select! {
            () = sleep_until(away.unwrap_or(due)) => {}
            position = news(&mut stream), if away.is_none() => match position {
                Some(position) => device.hear(position),
                None => stream = None,
            },
            () = sleep_until(next), if evening.is_none() => {
                saved.insert(device.log(&device.blank_help()));
                next = Instant::now() + pause(&mut random, day.every);
                if away.is_none() && random.random_ratio(1, LEAVES) {
                    away = Some(Instant::now() + Duration::from_secs_f64(random.random_range(AWAY)));
                    stream = None;
                }
            }
            // Not all go home in the same instant.
            _ = day.bell.changed(), if home.is_none() => {
                home = Some(Instant::now() + day.arrival.mul_f64(random.random()));
            }
            () = sleep_until(home.unwrap_or(due)), if home.is_some() && evening.is_none() => {
                evening = Some(Instant::now());
                until_bell = so_far(&device);
                away = None;
            }
        }
    }
    Ok(Told {
        saved,
        arrived,
        drained,
        took: std::mem::take(&mut device.took),
        until: [morning.unwrap_or_default(), until_bell],
        waiting: device.store.outbox.len(),
        rejected: device.store.quarantine.len(),
        internal: device.internal,
    })
}

/// How many requests there were of each route.
fn so_far(device: &Device) -> BTreeMap<&'static str, usize> {
    device.took.iter().map(|(route, took)| (*route, took.len())).collect()
}

/// Entries come at random: the pauses between them are exponentially distributed.
fn pause(random: &mut SmallRng, mean: Duration) -> Duration {
    mean.mul_f64(-(1.0 - random.random::<f64>()).ln())
}

/// The event stream, as a browser opens it; without it the tablet pulls each minute.
async fn open(device: &mut Device) -> Option<Response> {
    device.actor().open(routes::EVENTS).await.ok().filter(|answer| answer.status() == 200)
}

/// The next position that the stream tells; `None` at its end.
async fn news(stream: &mut Option<Response>) -> Option<i64> {
    let Some(stream) = stream else { return pending().await };
    loop {
        let chunk = stream.chunk().await.ok()??;
        let text = String::from_utf8_lossy(&chunk);
        if let Some((_, rest)) = text.rsplit_once("\"position\":") {
            return rest.split('}').next()?.parse().ok();
        }
    }
}
