//! The activity day's clockwork: places are taken back and offered, reminders become due, mails are sent.
//!
//! Owns: when it runs. Must not: hold a rule (`usecase::registration::places`, `usecase::mail::remind` and
//! `usecase::mail::send` do).

use std::time::Duration;

use shared::id::Id;
use shared::time::{Millis, helsinki};

use crate::app::App;
use crate::db;
use crate::error::Result;
use crate::usecase::mail::{remind, send};
use crate::usecase::registration::places;

/// How often it is looked whether something is due.
const LOOK: Duration = Duration::from_secs(30);

/// Runs until it is aborted: each half minute, and the mails when one has been queued. Several nodes may do it side by side.
pub async fn run(app: App) {
    loop {
        noted(settle(&app).await);
        let mut rest = std::pin::pin!(tokio::time::sleep(LOOK));
        loop {
            noted(post(&app).await);
            tokio::select! {
                () = &mut rest => break,
                () = app.mails.notified() => {}
            }
        }
    }
}

/// What went wrong is tried again at the next look.
fn noted(result: Result<()>) {
    if let Err(error) = result {
        error.log();
    }
}

/// One look: what is due now.
pub async fn turn(app: &App) -> Result<()> {
    settle(app).await?;
    post(app).await
}

/// Takes back places and offers them, and queues what is due for its date. A day that fails stops no other.
async fn settle(app: &App) -> Result<()> {
    let now = app.now();
    let today = helsinki(now).date;
    let mut tx = app.db.read().await?;
    let days = db::day::keys(&mut tx, &today.to_string()).await?;
    tx.commit().await?;
    for (network, year) in days {
        if let Err(error) = settle_day(app, network, year, now).await {
            error.log_of_day(network, year);
        }
    }
    remind::queue_due(app).await
}

/// One day. Where there is nothing to do, no lock is taken.
async fn settle_day(app: &App, network: Id, year: i32, now: Millis) -> Result<()> {
    let mut tx = app.db.read().await?;
    let is_due = match db::day::get(&mut tx, network, year).await? {
        Some(stored) => places::is_due(app, &mut tx, network, &stored.day, now).await?,
        None => false,
    };
    tx.commit().await?;
    if !is_due {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    db::day::arrive(&mut tx, network, year).await?;
    if let Some(stored) = db::day::get(&mut tx, network, year).await? {
        places::settle(app, &mut tx, network, &stored.day, now).await?;
    }
    Ok(tx.commit().await?)
}

/// Sends what is due.
async fn post(app: &App) -> Result<()> {
    while send::due(app).await? > 0 {}
    Ok(())
}
