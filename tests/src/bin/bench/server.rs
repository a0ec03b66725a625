//! The real binary with a network and tablets in it, and what the tablets push.

use std::ops::Range;

use anyhow::{Context as _, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use reqwest::Client;
use serde_json::json;
use serde_json::value::RawValue;
use shared::domain::help::{Help, Outcome};
use shared::domain::hlc::Hlc;
use shared::domain::op::{Act, Kind, Op};
use shared::id::Id;
use shared::routes;
use shared::sync::backoff::Random;
use shared::time::Millis;
use shared::wire::v1::push::{MAX_OPS, Push};
use tests::actor::Actor;
use tests::database::Place;
use tests::process::Process;
use tests::server::set_up_form;

const LIBRARIES: [&str; 4] = ["turku", "raisio", "kaarina", "pori"];
const TOPICS: [&str; 9] =
    ["device", "apps", "identity", "gov", "private", "printscan", "comms", "libres", "safety"];

/// Tablets that push at the same time.
pub const TABLETS: usize = 8;

/// The real binary, with a network in it.
pub struct Server {
    pub process: Process,
    pub chair: Option<Actor>,
}

impl Server {
    pub async fn start(place: &Place) -> Result<Self> {
        let process = Process::start(place).await?;
        let mut chair = None;
        if let Some(token) = &process.setup {
            let mut actor = Actor::new(process.address);
            actor.post(routes::SETUP, &set_up_form(token)).await?.expect(200);
            chair = Some(actor);
        }
        Ok(Self { process, chair })
    }

    /// Enrols the tablets; a tablet is its cookies.
    pub async fn tablets(&mut self) -> Result<Vec<String>> {
        let chair = self.chair.as_mut().context("nobody has set up")?;
        let mut tablets = Vec::new();
        for n in 0..TABLETS {
            let library = LIBRARIES[n % LIBRARIES.len()];
            let place = json!({"library": library, "point": "main"});
            let code = chair.post(routes::ENROLMENTS, &place).await?.expect(200).text_at("/code").to_owned();
            let mut device = Actor::new(self.process.address);
            device.post(routes::DEVICE_ENROL, &json!({"code": code})).await?.expect(200);
            let cookies: Vec<_> =
                device.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            tablets.push(cookies.join("; "));
        }
        Ok(tablets)
    }

    /// Pushes all bodies, each tablet its own, one after the other; every receipt must say `applied`.
    pub async fn push(&self, tablets: &[String], bodies: Vec<Vec<Body>>) -> Result<()> {
        let tasks = tablets.iter().zip(bodies).map(|(tablet, bodies)| {
            let url = format!("http://{}{}", self.process.address, routes::SYNC_PUSH);
            let cookies = tablet.clone();
            tokio::spawn(async move {
                let client = Client::new();
                for body in bodies {
                    let request =
                        client.post(&url).header("cookie", &cookies).header("content-encoding", "gzip");
                    let answer =
                        request.header("content-type", "application/json").body(body.gzip).send().await?;
                    let text = answer.error_for_status()?.text().await?;
                    let applied = text.matches("\"status\":\"applied\"").count();
                    ensure!(
                        applied == body.ops,
                        "{applied} of {} applied: {}",
                        body.ops,
                        &text[..text.len().min(400)]
                    );
                }
                Ok(())
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await??;
        }
        Ok(())
    }
}

/// One batch as it is sent.
pub struct Body {
    pub gzip: Vec<u8>,
    ops: usize,
}

/// Batches for the tablets in turn, by tablet, in the order of their entries, which lie within `span`.
pub fn bodies(random: &mut Random, batches: usize, span: Range<Millis>) -> Vec<Vec<Body>> {
    let mut bodies: Vec<Vec<Body>> = (0..TABLETS).map(|_| Vec::new()).collect();
    for n in 0..batches {
        let library = LIBRARIES[n % TABLETS % LIBRARIES.len()];
        // What eight tablets push side by side is of the same days.
        let (turn, turns) = (n / TABLETS, batches.div_ceil(TABLETS));
        if let Some(body) = body(random, library, part(&span, turn, turns)) {
            bodies[n % TABLETS].push(body);
        }
    }
    bodies
}

/// One of several equal parts of a span.
pub fn part(span: &Range<Millis>, turn: usize, turns: usize) -> Range<Millis> {
    let at = |turn: usize| {
        let (turn, turns) = (Millis::try_from(turn).unwrap_or(0), Millis::try_from(turns).unwrap_or(1));
        span.start + (span.end - span.start) / turns.max(1) * turn
    };
    at(turn)..at(turn + 1)
}

/// A batch of helps within `span`, with the fields that people tend to fill in.
fn body(random: &mut Random, library: &str, span: Range<Millis>) -> Option<Body> {
    let length = (span.end - span.start).unsigned_abs().max(1);
    let mut times: Vec<_> =
        (0..MAX_OPS).map(|_| span.start + (random.bits() % length).cast_signed()).collect();
    times.sort_unstable();
    let mut ops = Vec::with_capacity(MAX_OPS);
    for (n, ms) in times.into_iter().enumerate() {
        let mut help = Help::blank(Some("main".to_owned()), None);
        help.topics = vec![TOPICS[usize::try_from(random.bits() % 9).unwrap_or(0)].to_owned()];
        help.duration = (n % 3 > 0).then(|| format!("d{}", n % 4 + 1));
        help.result = (n % 2 > 0).then(|| Outcome { outcome: "done".to_owned(), referred_to: None });
        help.lang = (n % 3 == 0).then(|| "fi".to_owned());
        let op = Op {
            id: Id::v7(ms, random.ten_bytes()),
            at: Hlc::new(ms, 0),
            act: Act::Create,
            of: Kind::Help,
            entity: None,
            library: library.to_owned(),
            lists: 1,
            set: help.registers(),
            replaces: None,
        };
        ops.push(RawValue::from_string(serde_json::to_string(&op).ok()?).ok()?);
    }
    let push = Push {
        v: 1,
        nonce: format!("{:x}", random.bits()),
        replica: Id::v7(span.end, random.ten_bytes()),
        pending: u32::try_from(ops.len()).ok()?,
        oldest: None,
        effective: std::collections::BTreeMap::new(),
        skewed: Vec::new(),
        ops,
    };
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    serde_json::to_writer(&mut encoder, &push).ok()?;
    Some(Body { gzip: encoder.finish().ok()?, ops: MAX_OPS })
}
