//! An activity day in figures.
//!
//! Owns: what they are read from. Their definitions are `stats::day`'s; who took part is `presence`'s.

use shared::domain::day::Status;
use shared::domain::registration::Mode;
use shared::id::Id;
use shared::stats::day::{Attendance, Held, Person};
use shared::time::Millis;
use shared::wire::v1::day_figures::{DayFigures, MAX_STAFF, SaveFigures};
use shared::wire::v1::member::Role;
use shared::wire::v1::registration::Verdict;

use super::actor::Actor;
use super::audit::{self, By};
use super::{cost, day_feedback, presence};
use crate::app::App;
use crate::db::registration::Stored;
use crate::db::{self, Tx};
use crate::error::{Error, Kind, Result};

/// The figures of a year's day.
pub async fn read(app: &App, actor: &Actor, year: i32) -> Result<DayFigures> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.read().await?;
    of(&mut tx, actor.network, year, app.now()).await?.ok_or_else(|| Kind::NotFound.into())
}

/// Stores how many people work in the network's libraries.
pub async fn save(app: &App, actor: &Actor, year: i32, form: SaveFigures) -> Result<DayFigures> {
    actor.need(Role::Chair)?;
    if form.staff.is_some_and(|staff| !(1..=MAX_STAFF).contains(&staff)) {
        return Err(Error::invalid("staff", format!("1–{MAX_STAFF}")));
    }
    let now = app.now();
    let mut tx = app.db.write().await?;
    db::day::get(&mut tx, actor.network, year).await?.ok_or(Kind::NotFound)?;
    db::day_staff::put(&mut tx, actor.network, year, form.staff, now).await?;
    let by = By::Person(actor);
    audit::record(app, &mut tx, actor.network, by, "staff_changed", &year.to_string(), "").await?;
    let figures = of(&mut tx, actor.network, year, now).await?.ok_or(Kind::NotFound)?;
    tx.commit().await?;
    Ok(figures)
}

/// The figures of a year's day; `None` where the year has none.
pub async fn of(tx: &mut Tx, network: Id, year: i32, now: Millis) -> Result<Option<DayFigures>> {
    let Some(stored) = db::day::get(tx, network, year).await? else { return Ok(None) };
    let day = stored.day;
    let present = presence::of(tx, network, year).await?;
    let person = |stored: &'_ Stored| {
        let told = &stored.registration;
        (told.mode, told.library.clone(), told.other_library.clone())
    };
    let people: Vec<_> = present.people.iter().map(person).collect();
    let registered = people.iter().map(|(mode, library, other)| Person {
        mode: *mode,
        library: library.as_deref(),
        other: other.as_deref(),
    });
    let walked_in = present.walk_ins.iter().map(|one| Person {
        mode: Mode::Onsite,
        library: one.library.as_deref(),
        other: one.other_library.as_deref(),
    });
    let attendance = Attendance::of(registered.chain(walked_in));
    let libraries = db::library::list(tx, network).await?;
    let members = db::member::list(tx, network, None).await?;
    let costs = cost::page(tx, network, &day).await?;
    let feedback = day_feedback::shown(tx, network, &day, now).await?;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(Some(DayFigures {
        date: day.date,
        is_over: day.ends_at() <= now,
        basis: present.basis,
        attendance,
        libraries: count(libraries.iter().filter(|library| library.ended_at.is_none()).count()),
        staff: db::day_staff::get(tx, network, year).await?,
        contributions: contributions(tx, network, year).await?,
        members: count(members.iter().filter(|member| member.removed_at.is_none()).count()),
        costs: costs.total,
        budget: day.budget,
        answers: feedback.shown,
        scales: feedback.scales,
    }))
}

/// Own shares in the programme: accepted, of people from the network's libraries who have not cancelled.
async fn contributions(tx: &mut Tx, network: Id, year: i32) -> Result<u32> {
    let all = db::registration::list(tx, network, year).await?;
    let accepted = all.iter().filter(|one| {
        one.verdict == Some(Verdict::Accepted) && one.state.is_live() && one.registration.library.is_some()
    });
    Ok(u32::try_from(accepted.count()).unwrap_or(u32::MAX))
}

/// What a year's day adds to the plan's measures; a draft adds nothing.
pub async fn held(tx: &mut Tx, network: Id, year: i32, now: Millis) -> Result<Option<Held>> {
    let stored = db::day::get(tx, network, year).await?;
    let Some(stored) = stored.filter(|stored| stored.day.status == Status::Published) else {
        return Ok(None);
    };
    let contributions = contributions(tx, network, year).await?;
    Ok(Some(Held { on: stored.day.date, is_over: stored.day.ends_at() <= now, contributions }))
}
