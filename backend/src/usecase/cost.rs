//! The costs of an activity day.
//!
//! Owns: who may change them, and that nobody overwrites what somebody else has saved. What is wrong with a line and the
//! sums are `domain::cost`'s. Must not: log what was bought or from whom (it may name a person).

use shared::domain::cost::{self, Wrong};
use shared::domain::day::Day;
use shared::id::Id;
use shared::wire::v1::cost::{Costs, KindSum, SaveCost};
use shared::wire::v1::member::Role;

use super::actor::Actor;
use super::audit::{self, By};
use crate::app::App;
use crate::db::cost::Save;
use crate::db::{self, Tx};
use crate::error::{Error, Kind, Result};

/// The costs of a year's day.
pub async fn list(app: &App, actor: &Actor, year: i32) -> Result<Costs> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.read().await?;
    let day = day(&mut tx, actor, year).await?;
    page(&mut tx, actor.network, &day).await
}

/// Saves a line over the version that was changed, or a new one. The same again, after an answer that was lost, is done.
pub async fn save(app: &App, actor: &Actor, year: i32, id: Id, form: &SaveCost) -> Result<Costs> {
    actor.need(Role::Chair)?;
    let cost = form.cost.trimmed();
    if let Some(fault) = cost.faults(year).first() {
        return Err(Error::invalid(fault.field, told(fault.wrong)));
    }
    let mut tx = app.db.write().await?;
    let day = day(&mut tx, actor, year).await?;
    let save = Save { id, year, cost: &cost, over: form.version, now: app.now(), by: actor.member.id };
    if db::cost::save(&mut tx, actor.network, save).await? {
        record(app, &mut tx, actor, year, "cost_changed", cost.kind.code()).await?;
    } else {
        let next = form.version.unwrap_or(0) + 1;
        let there = db::cost::get(&mut tx, actor.network, year, id).await?;
        match there {
            Some(line) if line.version == next && line.cost == cost => {}
            Some(_) => return Err(Kind::Overtaken.into()),
            // Removed meanwhile, or another year's.
            None => return Err(Kind::NotFound.into()),
        }
    }
    let page = page(&mut tx, actor.network, &day).await?;
    tx.commit().await?;
    Ok(page)
}

/// Removes a line, if it is still as it was seen.
pub async fn remove(app: &App, actor: &Actor, year: i32, id: Id, version: i64) -> Result<()> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.write().await?;
    if !db::cost::delete(&mut tx, actor.network, year, id, version).await? {
        return Err(match db::cost::get(&mut tx, actor.network, year, id).await? {
            Some(_) => Kind::Overtaken.into(),
            None => Kind::NotFound.into(),
        });
    }
    record(app, &mut tx, actor, year, "cost_removed", "").await?;
    Ok(tx.commit().await?)
}

async fn day(tx: &mut Tx, actor: &Actor, year: i32) -> Result<Day> {
    Ok(db::day::get(tx, actor.network, year).await?.ok_or(Kind::NotFound)?.day)
}

/// The lines of a day with their sums.
pub async fn page(tx: &mut Tx, network: Id, day: &Day) -> Result<Costs> {
    let lines = db::cost::list(tx, network, day.year()).await?;
    let sums = cost::sums(lines.iter().map(|line| &line.cost));
    Ok(Costs {
        date: day.date,
        budget: day.budget,
        sums: sums.kinds.iter().map(|&(kind, cents)| KindSum { kind, cents }).collect(),
        total: sums.total,
        remaining: day.budget.map(|budget| budget.saturating_sub(sums.total)),
        lines,
    })
}

/// For developers; the interface checks with the same code and shows its own words.
fn told(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::Empty => "nothing is written",
        Wrong::TooLong => "at most 200 characters",
        Wrong::Control => "no control characters",
        Wrong::Amount => "not 0, and at most a million euros",
        Wrong::Date => "within a year of the day's",
    }
}

async fn record(app: &App, tx: &mut Tx, actor: &Actor, year: i32, action: &str, detail: &str) -> Result<()> {
    audit::record(app, tx, actor.network, By::Person(actor), action, &year.to_string(), detail).await
}
