//! Messages of the organisers to groups of those who registered.
//!
//! Owns: who gets one, that each gets it at most once in their own language, the preview, and the log. Must not: write an
//! address or a personal link into an answer.

use shared::domain::lang::Lang;
use shared::domain::message::{Draft, Fault};
use shared::wire::v1::member::Role;
use shared::wire::v1::message::{Messages, Preview, Sample, SendMessage, SentMessage};

use super::actor::Actor;
use super::audit::{self, By};
use super::mail::{self, Letter};
use crate::app::App;
use crate::db::registration::Stored;
use crate::db::{self, Tx};
use crate::error::{Error, Kind, Result};

/// What was sent, newest first.
pub async fn list(app: &App, actor: &Actor, year: i32) -> Result<Messages> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.read().await?;
    db::day::get(&mut tx, actor.network, year).await?.ok_or(Kind::NotFound)?;
    let messages = db::message::list(&mut tx, actor.network, year).await?;
    Ok(Messages { sends_mail: app.config.mail().is_some(), messages })
}

/// What the group would get; nothing is sent.
pub async fn preview(app: &App, actor: &Actor, year: i32, draft: &Draft) -> Result<Preview> {
    actor.need(Role::Chair)?;
    check(draft)?;
    let mut tx = app.db.read().await?;
    let day = db::day::get(&mut tx, actor.network, year).await?.ok_or(Kind::NotFound)?.day;
    let network = db::network::get(&mut tx, actor.network).await?.ok_or(Kind::NotFound)?;
    let group = group(&mut tx, actor, year, draft).await?;
    let mut samples = Vec::new();
    for lang in Lang::ALL {
        let readers = || group.iter().filter(|one| draft.language(one.registration.lang) == lang);
        // As somebody would read it who chose the language, where there is one.
        let own = readers().find(|one| one.registration.lang == lang);
        let Some(first) = own.or_else(|| readers().next()) else { continue };
        let (subject, text) = mail::preview(app, &network, &day, first, draft);
        samples.push(Sample { lang, recipients: count(readers().count()), subject, text });
    }
    Ok(Preview { recipients: count(group.len()), samples })
}

/// Sends it, to each at most once.
pub async fn send(app: &App, actor: &Actor, year: i32, form: &SendMessage) -> Result<SentMessage> {
    actor.need(Role::Chair)?;
    check(&form.draft)?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    // The day's row first: nobody comes or goes meanwhile, and the same form sent twice is one message.
    db::day::arrive(&mut tx, actor.network, year).await?.ok_or(Kind::NotFound)?;
    match db::message::get(&mut tx, actor.network, form.id).await? {
        Some((there, sent)) if there == year => return Ok(sent),
        Some(_) => return Err(Kind::AlreadyExists.into()),
        None => {}
    }
    let group = group(&mut tx, actor, year, &form.draft).await?;
    if group.is_empty() {
        return Err(Error::invalid("audience", "nobody is in the group"));
    }
    if count(group.len()) != form.recipients {
        return Err(Kind::Overtaken.into());
    }
    let sent = SentMessage {
        id: form.id,
        draft: form.draft.clone(),
        sent_at: now,
        sent_by: actor.member.name.clone(),
        recipients: form.recipients,
        taken: 0,
        failed: 0,
    };
    db::message::insert(&mut tx, actor.network, year, &sent).await?;
    let once = format!("message:{}", form.id);
    for to in &group {
        mail::queue_once(app, &mut tx, actor.network, to, (Letter::Message, &once, Some(form.id))).await?;
    }
    let detail = format!("audience={} mails={}", form.draft.audience.code(), group.len());
    let by = By::Person(actor);
    audit::record(app, &mut tx, actor.network, by, "message_sent", &year.to_string(), &detail).await?;
    tx.commit().await?;
    app.mails.notify_one();
    Ok(sent)
}

/// In order of arrival.
async fn group(tx: &mut Tx, actor: &Actor, year: i32, draft: &Draft) -> Result<Vec<Stored>> {
    let mut all = db::registration::list(tx, actor.network, year).await?;
    all.retain(|one| {
        let told = &one.registration;
        let of_library = draft.library.is_none() || told.library == draft.library;
        !told.email.is_empty() && of_library && draft.audience.has(one.state, told)
    });
    Ok(all)
}

fn check(draft: &Draft) -> Result<()> {
    match draft.faults().first() {
        None => Ok(()),
        Some(Fault { field, wrong }) => Err(Error::invalid(field, format!("{wrong:?}"))),
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
