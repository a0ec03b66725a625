//! Handing mails over to the mail server.
//!
//! Owns: what is tried when and how often, and what the mail server's answer means for what was promised. A mail is in the
//! hand of one node at a time; one that dies with mails in its hand leaves them to the others: those that were promised at
//! least once are sent again, the rest is shown as uncertain.

use shared::time::{HOUR, MINUTE, Millis};

use super::text::{self, Composed};
use super::{Letter, Promise, remind};
use crate::app::App;
use crate::db;
use crate::db::mail::{Held, Settled};
use crate::error::Result;
use crate::post::Reply;
use crate::usecase::registration::places;

/// How long a node may have a mail in its hand. Longer than [`crate::post`]'s patience with the mail server, all in all.
const LEASE: Millis = 10 * MINUTE;
/// How long after a failure it is tried again: the first times soon, then each hour. After the last it has failed.
const PAUSES: [Millis; 8] = [MINUTE, 2 * MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, HOUR, HOUR];
/// So many hours more, before the mail is given up.
const HOURS: i64 = 48;

/// The trouble of a mail that could not be written.
const NOT_WRITTEN: &str = "not written";

/// Sends what is due; answers how many mails were in the hand. Called until it answers 0. Where the mail server is not to be
/// reached, one mail notes it and the others stay as they are until the next look.
pub async fn due(app: &App) -> Result<usize> {
    let Some(post) = app.config.mail() else { return Ok(0) };
    reclaim(app).await?;
    let mut sent = 0;
    // One at a time: what is in the hand is being sent, so that its lease cannot run out meanwhile.
    while let Some(mail) = claim(app).await? {
        let message = match letter(app, &mail).await {
            Ok(Composed::Ready(message)) => *message,
            Ok(Composed::Moot) => {
                settle(app, &mail, "moot", 0, "").await?;
                continue;
            }
            Ok(Composed::Bad(why)) => {
                settle(app, &mail, "failed", 0, why).await?;
                continue;
            }
            // Left in the hand, it would look as if it might have gone out.
            Err(error) => {
                again(app, &mail, NOT_WRITTEN).await?;
                return Err(error);
            }
        };
        // Before a mail that must not go out twice the line is tried each time: what breaks then is known not to have gone
        // out.
        let once = Letter::from_code(&mail.kind).map(Letter::promise) == Some(Promise::AtMostOnce);
        if (once || sent == 0)
            && let Err(trouble) = post.reach().await
        {
            again(app, &mail, &trouble).await?;
            return Ok(0);
        }
        let reply = post.send(mail.id, message).await;
        note(app, &mail, reply).await?;
        sent += 1;
    }
    Ok(sent)
}

/// After a restore nobody knows what has gone out since the backup was made. What was promised at most once, and is waiting or
/// due now, is for people to decide.
pub async fn restored(app: &App) -> Result<()> {
    remind::queue_due(app).await?;
    let mut tx = app.db.write().await?;
    for letter in Letter::ALL.into_iter().filter(|letter| letter.promise() == Promise::AtMostOnce) {
        db::mail::doubt(&mut tx, letter.code()).await?;
    }
    Ok(tx.commit().await?)
}

async fn claim(app: &App) -> Result<Option<Held>> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    let held = db::mail::claim(&mut tx, now, now + LEASE).await?;
    tx.commit().await?;
    Ok(held)
}

/// Mails in the hand of a node that has died.
async fn reclaim(app: &App) -> Result<()> {
    let now = app.now();
    let mut tx = app.db.read().await?;
    let stale = db::mail::stale(&mut tx, now).await?;
    tx.commit().await?;
    for mail in stale {
        let promise = Letter::from_code(&mail.kind).map(Letter::promise);
        match promise {
            Some(Promise::AtLeastOnce) => settle(app, &mail, "queued", now, "").await?,
            Some(Promise::AtMostOnce) | None => settle(app, &mail, "uncertain", 0, "").await?,
        }
    }
    Ok(())
}

/// The message as things stand now.
async fn letter(app: &App, mail: &Held) -> Result<Composed> {
    let Some(letter) = Letter::from_code(&mail.kind) else { return Ok(Composed::Moot) };
    if letter.promise() == Promise::AtLeastOnce && app.now() - mail.created_at > HOUR {
        places::give_time(app, mail.network_id, mail.registration).await?;
    }
    let mut tx = app.db.read().await?;
    text::compose(app, &mut tx, mail, letter).await
}

async fn note(app: &App, mail: &Held, reply: Reply) -> Result<()> {
    let promise = Letter::from_code(&mail.kind).map(Letter::promise);
    match reply {
        Reply::Taken => {
            let settled = Settled { state: "sent", due_at: 0, sent_at: Some(app.now()), trouble: "" };
            write(app, mail, &settled).await
        }
        Reply::Never(trouble) => settle(app, mail, "failed", 0, &trouble).await,
        Reply::Later(trouble) => again(app, mail, &trouble).await,
        Reply::Unknown(trouble) if promise == Some(Promise::AtLeastOnce) => again(app, mail, &trouble).await,
        Reply::Unknown(trouble) => settle(app, mail, "uncertain", 0, &trouble).await,
    }
}

/// To be tried again later, or given up.
async fn again(app: &App, mail: &Held, trouble: &str) -> Result<()> {
    let tried = usize::try_from(mail.attempts).unwrap_or(usize::MAX).saturating_sub(1);
    let pause = PAUSES.get(tried).copied().unwrap_or(HOUR);
    let most = i64::try_from(PAUSES.len()).unwrap_or(0) + HOURS;
    if mail.attempts > most {
        return settle(app, mail, "failed", 0, trouble).await;
    }
    settle(app, mail, "queued", app.now() + pause, trouble).await
}

async fn settle(app: &App, mail: &Held, state: &'static str, due_at: Millis, trouble: &str) -> Result<()> {
    write(app, mail, &Settled { state, due_at, sent_at: None, trouble }).await
}

async fn write(app: &App, mail: &Held, settled: &Settled<'_>) -> Result<()> {
    let mut tx = app.db.write().await?;
    db::mail::settle(&mut tx, mail, settled).await?;
    Ok(tx.commit().await?)
}
