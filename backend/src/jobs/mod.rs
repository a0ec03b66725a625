//! What the server does by itself.
//!
//! Owns: when jobs run. Must not: hold their rules; each job is one file and one function that tests call.

pub mod news;
pub mod registration;
pub mod retention;

use std::time::Duration;

use shared::time::{Millis, helsinki};
use tokio::task::JoinSet;

use crate::app::App;
use crate::usecase::{facts, seal_key};

/// The hour, in Finland, from which the nightly jobs run.
const NIGHT: u32 = 3;
/// How often it is looked whether they are due.
const LOOK: Duration = Duration::from_secs(300);

/// Runs the jobs until the set is dropped.
pub fn spawn(app: &App) -> JoinSet<()> {
    let mut jobs = JoinSet::new();
    jobs.spawn(nightly(app.clone()));
    jobs.spawn(news::run(app.clone()));
    jobs.spawn(registration::run(app.clone()));
    jobs
}

/// At start and then each night. Several nodes may do it side by side: what one has deleted is not there for the other.
async fn nightly(app: App) {
    let mut last = None;
    let mut ticks = tokio::time::interval(LOOK);
    loop {
        ticks.tick().await;
        let now = app.now();
        if is_due(last, now) {
            last = Some(now);
            if let Err(error) = facts::join(&app).await {
                // The rows are as good in many pieces.
                error.log();
            }
            if let Err(error) = retention::run(&app).await {
                // Tried again the next night; `doctor` tells when it has not run for long.
                error.log();
            }
            if let Err(error) = seal_key::tend(&app).await {
                // A key that is kept a day longer does no harm.
                error.log();
            }
            app.limits.tidy();
        }
    }
}

/// At start, and once each civil day after the hour.
fn is_due(last: Option<Millis>, now: Millis) -> bool {
    let Some(last) = last else { return true };
    let (before, after) = (helsinki(last), helsinki(now));
    after.hour >= NIGHT && (before.date < after.date || (before.date == after.date && before.hour < NIGHT))
}

#[cfg(test)]
mod tests {
    use shared::time::{DAY, Date, HOUR, helsinki_midnight};

    use super::is_due;

    #[test]
    fn at_start_and_once_each_night() {
        let midnight = helsinki_midnight(Date::new(2026, 4, 14).unwrap());
        assert!(is_due(None, midnight));
        assert!(!is_due(Some(midnight - HOUR), midnight + 2 * HOUR));
        assert!(is_due(Some(midnight - HOUR), midnight + 3 * HOUR));
        assert!(is_due(Some(midnight + HOUR), midnight + 3 * HOUR));
        assert!(!is_due(Some(midnight + 3 * HOUR), midnight + 20 * HOUR));
        assert!(is_due(Some(midnight + 3 * HOUR), midnight + DAY + 3 * HOUR));
    }
}
