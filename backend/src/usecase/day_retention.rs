//! What of a day's registrations goes when, and what has gone.
//!
//! Owns: the answer for the chair. The rules are `domain::retention`'s, the job applies them.

use shared::domain::retention::RULES;
use shared::time::helsinki_midnight;
use shared::wire::v1::care::{DayRetention, RetentionLine};
use shared::wire::v1::member::Role;

use super::actor::Actor;
use crate::app::App;
use crate::db;
use crate::error::{Kind, Result};

/// The rules of a day, with their dates.
pub async fn read(app: &App, actor: &Actor, year: i32) -> Result<DayRetention> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.read().await?;
    let day = db::day::get(&mut tx, actor.network, year).await?.ok_or(Kind::NotFound)?.day;
    let mut lines = Vec::new();
    for rule in RULES.iter().filter(|rule| rule.is_of_day()) {
        let due = rule.keep.due(day.date);
        lines.push(RetentionLine {
            code: rule.code.to_owned(),
            what_fi: rule.fi.to_owned(),
            what_sv: rule.sv.to_owned(),
            what_en: rule.en.to_owned(),
            due,
            left: db::day_retention::left(&mut tx, actor.network, year, rule.code).await?,
            done_at: db::retention::first_since(&mut tx, rule.code, helsinki_midnight(due)).await?,
        });
    }
    let (registrations, anonymised) = db::day_retention::anonymised(&mut tx, actor.network, year).await?;
    Ok(DayRetention { now: app.now(), date: day.date, lines, registrations, anonymised })
}
