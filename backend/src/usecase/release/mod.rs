//! What leaves the network: a year's figures, masked, a version a quarter.
//!
//! Owns: when a version is made, and that it is kept, because the next must not reveal what it hides. A version costs the
//! later ones: with one a month a network of 250 helps a month could show 71 % of the year's cells, with one a quarter 94 %
//! (`stats::release`, tests/network.rs). Must not: decide what
//! is masked (`shared::stats::release` does), or who may read it.

mod answer;
mod tables;

use shared::domain::plan::is_year;
use shared::id::Id;
use shared::stats::release::release;
use shared::time::{Date, helsinki};
use shared::wire::v1::stats::Stats;

use crate::app::App;
use crate::db::release::Stored;
use crate::db::{self, Tx};
use crate::error::{Kind, Result};

/// A year's masked figures, as of the last whole quarter. The first who asks in a quarter makes that quarter's version.
pub async fn of(app: &App, network: Id, year: i32) -> Result<Stats> {
    let as_of = last_quarter_end(helsinki(app.now()).date);
    if !is_year(year) || year > as_of.year() {
        return Err(Kind::NothingReleased.into());
    }
    let mut tx = app.db.read().await?;
    if let Some(stored) = made(&mut tx, network, year, as_of).await? {
        return answer::stats(app, &mut tx, network, stored).await;
    }
    drop(tx);
    let mut tx = app.db.write().await?;
    // Who waits here while somebody else makes the version finds it made.
    db::sync_state::lock(&mut tx, network).await?;
    let stored = match made(&mut tx, network, year, as_of).await? {
        Some(stored) => stored,
        None => make(app, &mut tx, network, year, as_of).await?,
    };
    let stats = answer::stats(app, &mut tx, network, stored).await?;
    tx.commit().await?;
    Ok(stats)
}

async fn made(tx: &mut Tx, network: Id, year: i32, as_of: Date) -> Result<Option<Stored>> {
    Ok(db::release::of_year(tx, network, year)
        .await?
        .into_iter()
        .find(|stored| stored.release.as_of == as_of))
}

async fn make(app: &App, tx: &mut Tx, network: Id, year: i32, as_of: Date) -> Result<Stored> {
    let current = tables::current(app, tx, network, year, as_of).await?;
    if current.iter().all(|measure| measure.total == 0) {
        return Err(Kind::NothingReleased.into());
    }
    let earlier: Vec<_> =
        db::release::of_year(tx, network, year).await?.into_iter().map(|stored| stored.release).collect();
    let (release, made_at) = (release(year, as_of, &current, &earlier), app.now());
    db::release::insert(tx, network, &release, as_of, made_at).await?;
    Ok(Stored { release, made_at })
}

/// The last day of the quarter before a date's.
fn last_quarter_end(today: Date) -> Date {
    let (year, month, _) = today.ymd();
    let first = Date::new(year, (month - 1) / 3 * 3 + 1, 1).unwrap_or(today);
    first.plus_days(-1)
}

/// The dates of a year that a version counts.
fn dates(year: i32, as_of: Date) -> Option<(Date, Date)> {
    let (first, last) = (Date::new(year, 1, 1)?, Date::new(year, 12, 31)?);
    Some((first, last.min(as_of)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_counts_whole_quarters() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(last_quarter_end(date("2026-04-14")), date("2026-03-31"));
        assert_eq!(last_quarter_end(date("2026-09-30")), date("2026-06-30"));
        assert_eq!(last_quarter_end(date("2026-03-31")), date("2025-12-31"));
        assert_eq!(dates(2025, date("2026-03-31")), Some((date("2025-01-01"), date("2025-12-31"))));
    }
}
