//! Anonymous feedback after an activity day.
//!
//! Owns: that the same form sent twice is one answer, that nothing is stored that tells who answered or when, and what the
//! organisers see of it. What is wrong with a field is `domain::day_feedback`'s, what it must pass before is `stamp`'s. Must
//! not: log an answer or its address.

use shared::domain::day::{Day, Door};
use shared::domain::day_feedback::{self as domain, DayFeedback, GROUP};
use shared::domain::registration::Mode;
use shared::id::Id;
use shared::stats::day_feedback::{Distribution, distributions, shown as shown_of};
use shared::time::{Millis, helsinki_midnight};
use shared::wire::v1::day_feedback::FeedbackResults;
use shared::wire::v1::member::Role;

use super::actor::Actor;
use super::audit::{self, By};
use super::stamp::{self, Passed, Refusal, Sent};
use super::{mail, network};
use crate::app::App;
use crate::db::day_feedback::{New, NewText, Stored};
use crate::db::{self, Tx};
use crate::error::{Kind, Result};

/// What its stamps are for, and what an answer's receipt is.
const PURPOSE: &[u8] = b"feedback form";
const RECEIPT: &[u8] = b"feedback";

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Stored, now or before.
    Stored,
    /// It did not pass; nothing was stored.
    Refused(Refusal),
    /// The form is not open; nothing was stored.
    Closed(Door),
}

/// The stamp of a new form.
pub fn stamp(app: &App, network: Id) -> Result<String> {
    stamp::make(app, PURPOSE, network)
}

/// The stamp of a form that is shown again.
pub fn stamp_again(app: &App, network: Id, sent: &str) -> Result<String> {
    stamp::again(app, PURPOSE, network, sent)
}

/// Takes a form. Nothing of it is stored unless the answer says so.
pub async fn submit(app: &App, sent: &Sent<'_>) -> Result<Outcome> {
    match stamp::pass(app, PURPOSE, sent, |_| domain::parse(sent.pairs)).await? {
        Ok(Passed { opened, id, told, now }) => store(app, opened.id(), sent.year, id, told, now).await,
        Err(refusal) => Ok(Outcome::Refused(refusal)),
    }
}

async fn store(
    app: &App,
    network: Id,
    year: i32,
    form: Id,
    answer: DayFeedback,
    now: Millis,
) -> Result<Outcome> {
    // The form's id tells when it was opened: what is stored is a hash that only this server can make of it.
    let receipt = app.keys.tag(&*app.random, RECEIPT, &[network.as_bytes(), form.as_bytes()])?;
    let mut tx = app.db.write().await?;
    // The day's row first: answers are numbered one at a time.
    db::day::arrive(&mut tx, network, year).await?;
    let Some(day) = db::day::get(&mut tx, network, year).await?.map(|stored| stored.day) else {
        return Ok(Outcome::Closed(Door::Before));
    };
    if db::day_feedback::is_known(&mut tx, network, &receipt).await? {
        return Ok(Outcome::Stored);
    }
    match domain::door(&day, now) {
        Door::Open => {}
        door => return Ok(Outcome::Closed(door)),
    }
    let group = db::day_feedback::count(&mut tx, network, year).await? / GROUP;
    let stored = Stored { mode: answer.mode, scores: answer.scores };
    let new = New { receipt: &receipt, year, group, answer: &stored };
    db::day_feedback::insert(&mut tx, network, &new).await?;
    for (about, body) in &answer.texts {
        let id = Id::from_bytes(app.random.bytes());
        let held_at = helsinki_midnight(day.date);
        let text = NewText { id, year, group, about: *about, body, held_at };
        db::day_feedback::insert_text(&mut tx, network, &text).await?;
    }
    tx.commit().await?;
    Ok(Outcome::Stored)
}

/// What may be shown of a day's answers.
pub struct Shown {
    /// How many have come.
    pub answers: u32,
    /// How many of them are shown.
    pub shown: u32,
    /// The statements that enough have answered.
    pub scales: Vec<Distribution>,
    /// How the people took part.
    modes: Vec<Option<Mode>>,
    /// The groups that are shown: those below.
    groups: u32,
}

/// Reads what may be shown of a day's answers: nothing of fewer than five.
pub async fn shown(tx: &mut Tx, network: Id, day: &Day, now: Millis) -> Result<Shown> {
    let answers = db::day_feedback::count(tx, network, day.year()).await?;
    let is_closed = domain::door(day, now) == Door::After;
    let shown = shown_of(answers, is_closed);
    let groups = shown.div_ceil(GROUP);
    let list = db::day_feedback::list(tx, network, day.year(), groups).await?;
    Ok(Shown {
        answers,
        shown,
        scales: distributions(list.iter().map(|stored| &stored.scores)),
        modes: list.iter().map(|stored| stored.mode).collect(),
        groups,
    })
}

/// The results, for the organisers.
pub async fn results(app: &App, actor: &Actor, year: i32) -> Result<FeedbackResults> {
    actor.need(Role::Chair)?;
    let now = app.now();
    let mut tx = app.db.read().await?;
    let day = db::day::get(&mut tx, actor.network, year).await?.ok_or(Kind::NotFound)?.day;
    let slug = network::of(&mut tx, actor.network).await?.slug;
    let shown = shown(&mut tx, actor.network, &day, now).await?;
    let mut texts = db::day_feedback::texts(&mut tx, actor.network, year, shown.groups).await?;
    // Another order each time: none of them tells which came first.
    texts.sort_by_cached_key(|_| app.random.bytes::<8>());
    let of = |mode: Mode| shown.modes.iter().filter(|one| **one == Some(mode)).count();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(FeedbackResults {
        address: mail::feedback_address(app, &slug, year),
        opens_at: day.begins_at(),
        closes_at: domain::closes_at(&day),
        now,
        answers: shown.answers,
        shown: shown.shown,
        onsite: count(of(Mode::Onsite)),
        remote: count(of(Mode::Remote)),
        scales: shown.scales,
        texts,
    })
}

/// Takes a free text away.
pub async fn remove_text(app: &App, actor: &Actor, year: i32, id: Id) -> Result<()> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.write().await?;
    if !db::day_feedback::delete_text(&mut tx, actor.network, year, id).await? {
        return Err(Kind::NotFound.into());
    }
    let (by, subject) = (By::Person(actor), year.to_string());
    audit::record(app, &mut tx, actor.network, by, "feedback_text_removed", &subject, "").await?;
    tx.commit().await?;
    Ok(app.db.checkpoint().await?)
}
