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

const LIBRARIES: [&str; TABLETS] =
    ["turku", "raisio", "kaarina", "pori", "lieto", "naantali", "loimaa", "somero"];
const TOPICS: [&str; 9] =
    ["device", "apps", "identity", "gov", "private", "printscan", "comms", "libres", "safety"];

const SETTINGS: [&str; 7] = ["desk", "floor", "dropin", "booked", "phone", "video", "outreach"];
const EQUIPMENT: [&str; 7] = ["phone", "tablet", "own_pc", "lib_pc", "printer", "reader", "none"];
const OUTCOMES: [&str; 5] = ["done", "learned", "partly", "return", "limits"];
const LANGS: [&str; 4] = ["fi", "sv", "en", "other"];

/// What is filled in of an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fields {
    /// Topic; now and then duration, outcome and language.
    Usual,
    /// All of them, now and then left out: the most that a count meets.
    All,
}

/// Tablets that push at the same time, each of a library of its own.
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
        for library in LIBRARIES {
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
pub fn bodies(random: &mut Random, batches: usize, span: Range<Millis>, fields: Fields) -> Vec<Vec<Body>> {
    let mut bodies: Vec<Vec<Body>> = (0..TABLETS).map(|_| Vec::new()).collect();
    for n in 0..batches {
        let library = LIBRARIES[n % TABLETS];
        // What eight tablets push side by side is of the same days.
        let (turn, turns) = (n / TABLETS, batches.div_ceil(TABLETS));
        if let Some(body) = body(random, library, part(&span, turn, turns), fields) {
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

/// Fills in every field, each now and then not.
fn fill(random: &mut Random, help: &mut Help) {
    let mut pick = |of: &[&str]| {
        let n = usize::try_from(random.bits() % (of.len() as u64 + 1)).unwrap_or(0);
        of.get(n).map(|code| (*code).to_owned())
    };
    help.kind = pick(&["staff_peer"]).unwrap_or(help.kind.clone());
    help.place.setting = pick(&SETTINGS);
    help.place.form = help.place.setting.as_deref().map(|setting| match setting {
        "phone" | "video" => "remote".to_owned(),
        _ => "near".to_owned(),
    });
    help.equipment = pick(&EQUIPMENT);
    help.duration = pick(&["d1", "d2", "d3", "d4"]);
    help.lang = pick(&LANGS);
    help.result = pick(&OUTCOMES).map(|outcome| Outcome { outcome, referred_to: None });
    let also = pick(&TOPICS).filter(|also| !help.topics.contains(also));
    help.topics.extend(also);
}

/// A batch of helps within `span`, with the fields that people tend to fill in.
fn body(random: &mut Random, library: &str, span: Range<Millis>, fields: Fields) -> Option<Body> {
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
        if fields == Fields::All {
            fill(random, &mut help);
        }
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
