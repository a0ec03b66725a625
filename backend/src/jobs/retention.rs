//! The retention job: applies the table of `shared::domain::retention`, and logs what it removed.

use shared::domain::retention::RULES;

use crate::app::App;
use crate::db;
use crate::error::Result;

/// Runs all rules now. Each is a transaction of its own, so that a long one does not hold up the tablets; then the
/// write-ahead log is emptied, so that what was deleted is gone from the disk.
pub async fn run(app: &App) -> Result<u64> {
    let now = app.now();
    let mut total = 0;
    for rule in RULES {
        let mut tx = app.db.write().await?;
        let removed = db::retention::apply(&mut tx, rule, now).await?;
        db::retention::log(&mut tx, app.new_id(), now, rule.code, removed).await?;
        tx.commit().await?;
        total += removed;
    }
    // Marks are no personal data and have no rule; a cursor older than the last of them starts afresh.
    let mut tx = app.db.write().await?;
    db::mark::prune(&mut tx, now.saturating_sub(crate::usecase::sync::KEEP_MARKS)).await?;
    tx.commit().await?;
    app.db.checkpoint().await?;
    tracing::info!(removed = total, "retention");
    Ok(total)
}
