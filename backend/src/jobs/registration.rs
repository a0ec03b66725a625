//! The activity day's clockwork: places are taken back and offered, mails are sent.
//!
//! Owns: when it runs. Must not: hold a rule (`usecase::registration::places` and `usecase::mail::send` do).

use std::time::Duration;

use shared::time::helsinki;

use crate::app::App;
use crate::db;
use crate::error::Result;
use crate::usecase::mail::send;
use crate::usecase::registration::places;

/// How often it is looked whether something is due.
const LOOK: Duration = Duration::from_secs(30);

/// Runs until it is aborted: each half minute, and when a mail has been queued. Several nodes may do it side by side.
pub async fn run(app: App) {
    loop {
        if let Err(error) = turn(&app).await {
            // Tried again at the next look.
            error.log();
        }
        let _ = tokio::time::timeout(LOOK, app.mails.notified()).await;
    }
}

/// One look: what is due now.
pub async fn turn(app: &App) -> Result<()> {
    let now = app.now();
    let today = helsinki(now).date;
    let mut tx = app.db.read().await?;
    let days = db::day::keys(&mut tx, &today.to_string()).await?;
    tx.commit().await?;
    for (network, year) in days {
        let mut tx = app.db.write().await?;
        db::day::arrive(&mut tx, network, year).await?;
        if let Some(stored) = db::day::get(&mut tx, network, year).await? {
            places::settle(app, &mut tx, network, &stored.day, now).await?;
        }
        tx.commit().await?;
    }
    while send::due(app).await? > 0 {}
    Ok(())
}
