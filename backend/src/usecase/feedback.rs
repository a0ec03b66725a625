//! The feedback channel of the accessibility statement.
//!
//! Owns: the due date, 14 days after the feedback came (Act 306/2019, section 8).

use std::net::IpAddr;

use shared::id::Id;
use shared::time::helsinki;
use shared::wire::v1::feedback::{AnswerFeedback, Feedback, FeedbackList, FeedbackReceived, NewFeedback};
use shared::wire::v1::member::Role;

use super::actor::Actor;
use super::audit::{self, By};
use super::{check, network};
use crate::app::App;
use crate::db;
use crate::error::{Kind, Result};

const ANSWER_WITHIN_DAYS: i32 = 14;

/// Stores what somebody says; `credential` is the network of a cookie, if there is one.
pub async fn give(
    app: &App,
    address: IpAddr,
    credential: Option<Id>,
    form: &NewFeedback,
) -> Result<FeedbackReceived> {
    app.limits.feedback(address)?;
    let now = app.now();
    let page: String = form.page.split(['?', '#']).next().unwrap_or_default().chars().take(200).collect();
    let feedback = Feedback {
        id: form.id,
        at: now,
        due_on: helsinki(now).date.plus_days(ANSWER_WITHIN_DAYS),
        body: check::lines("body", &form.body, 4_000)?,
        reply_to: check::optional("reply_to", form.reply_to.as_deref(), 200)?,
        page: page.chars().filter(|c| !c.is_control()).collect(),
        language: check::language(
            "language",
            Some(&form.language).filter(|code| !code.is_empty()).map(String::as_str),
        )?,
        answered_at: None,
        answered_by: None,
        answer_note: None,
    };
    let mut tx = app.db.write().await?;
    let network =
        network::resolve(&mut tx, credential, form.network.as_deref()).await?.ok_or(Kind::NotFound)?;
    db::feedback::insert(&mut tx, network.id, &feedback).await?;
    let stored = db::feedback::get(&mut tx, network.id, feedback.id).await?.ok_or(Kind::NotFound)?;
    tx.commit().await?;
    Ok(FeedbackReceived { id: stored.id, due_on: stored.due_on })
}

/// All feedback, for the chair.
pub async fn list(app: &App, actor: &Actor) -> Result<FeedbackList> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.read().await?;
    Ok(FeedbackList { feedback: db::feedback::list(&mut tx, actor.network).await? })
}

/// Marks a feedback as answered, or takes that back.
pub async fn answer(app: &App, actor: &Actor, id: Id, form: &AnswerFeedback) -> Result<Feedback> {
    actor.need(Role::Chair)?;
    let note =
        if form.note.trim().is_empty() { String::new() } else { check::lines("note", &form.note, 2_000)? };
    let mut tx = app.db.write().await?;
    db::feedback::get(&mut tx, actor.network, id).await?.ok_or(Kind::NotFound)?;
    let answered = form.answered.then(|| (app.now(), actor.member.id));
    db::feedback::answer(&mut tx, actor.network, id, answered, &note).await?;
    let action = if form.answered { "feedback_answered" } else { "feedback_reopened" };
    audit::record(app, &mut tx, actor.network, By::Person(actor), action, "", "").await?;
    let feedback = db::feedback::get(&mut tx, actor.network, id).await?.ok_or(Kind::NotFound)?;
    tx.commit().await?;
    Ok(feedback)
}
