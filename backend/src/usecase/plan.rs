//! The yearly plan: the chair writes it, the entries show how far it has come.
//!
//! Owns: who may change it, that nobody overwrites what somebody else has saved, and which sums are read. What is wrong
//! with a plan and how a measure stands is `shared`'s.

use shared::domain::plan::{Fault, Measure, Plan, Source, Status};
use shared::stats::day::Held;
use shared::stats::dim::Dim;
use shared::stats::progress::{Sum, done};
use shared::time::{Date, helsinki};
use shared::wire::v1::member::Role;
use shared::wire::v1::plan::{CopyPlan, PlanHead, PlanPage, Plans, Progress, SavePlan};

use super::actor::Actor;
use super::audit::{self, By};
use super::{day_figures, network};
use crate::app::App;
use crate::db::plan::Stored;
use crate::db::{self, Tx};
use crate::error::{Error, Kind, Result};

/// The lists that a plan's labels are from.
const LISTS: [&str; 2] = ["goal", "plan_state"];

/// Whether somebody may read a plan: a contact those that the network has agreed on.
fn is_shown(actor: &Actor, plan: &Plan) -> bool {
    actor.is_chair() || plan.status == Status::Approved
}

/// The years that have a plan.
pub async fn list(app: &App, actor: &Actor) -> Result<Plans> {
    actor.need(Role::Contact)?;
    let mut tx = app.db.read().await?;
    let network = network::of(&mut tx, actor.network).await?;
    let vocabulary = db::list_value::vocabulary(&mut tx, actor.network, network.lists_version).await?;
    let head = |stored: Stored| PlanHead {
        year: stored.plan.year,
        status: stored.plan.status,
        changed_at: stored.changed_at,
    };
    let today = helsinki(app.now()).date;
    let vocabulary = vocabulary.only(&LISTS);
    Ok(Plans {
        today,
        vocabulary,
        plans: db::plan::all(&mut tx, actor.network)
            .await?
            .into_iter()
            .filter(|stored| is_shown(actor, &stored.plan))
            .map(head)
            .collect(),
    })
}

/// A year's plan and how far it has come.
pub async fn read(app: &App, actor: &Actor, year: i32) -> Result<PlanPage> {
    actor.need(Role::Contact)?;
    let mut tx = app.db.read().await?;
    let page = page(app, &mut tx, actor, year).await?;
    if is_shown(actor, &page.plan) { Ok(page) } else { Err(Kind::NotFound.into()) }
}

/// Saves a year's plan over the version that was changed.
pub async fn save(app: &App, actor: &Actor, year: i32, form: &SavePlan) -> Result<PlanPage> {
    actor.need(Role::Chair)?;
    if form.plan.year != year {
        return Err(Error::invalid("plan.year", "not the year of the address"));
    }
    store(app, actor, &form.plan, form.version).await
}

/// Makes a year's plan from another year's; there must be none yet.
pub async fn copy(app: &App, actor: &Actor, year: i32, form: CopyPlan) -> Result<PlanPage> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.read().await?;
    let from = db::plan::get(&mut tx, actor.network, form.from).await?.ok_or(Kind::NotFound)?;
    tx.commit().await?;
    store(app, actor, &from.plan.copied(year, || app.new_id()), None).await
}

async fn store(app: &App, actor: &Actor, plan: &Plan, over: Option<i64>) -> Result<PlanPage> {
    let mut tx = app.db.write().await?;
    let row = network::of(&mut tx, actor.network).await?;
    let lists = app.lists.of(&mut tx, &row).await?;
    if let Some(fault) = plan.faults(&lists).first() {
        return Err(Error::invalid("plan", told(fault)));
    }
    if !db::plan::save(&mut tx, actor.network, plan, over, app.now(), actor.member.id).await? {
        return Err(Kind::Overtaken.into());
    }
    let subject = plan.year.to_string();
    let detail =
        serde_json::to_value(plan.status).map(|code| format!("status={}", code.as_str().unwrap_or("")));
    audit::record(
        app,
        &mut tx,
        row.id,
        By::Person(actor),
        "plan_changed",
        &subject,
        &detail.unwrap_or_default(),
    )
    .await?;
    let page = page(app, &mut tx, actor, plan.year).await?;
    tx.commit().await?;
    Ok(page)
}

/// For developers; the interface checks with the same code and shows its own words.
fn told(fault: &Fault) -> String {
    let at = |what: &str, number: Option<usize>| number.map(|n| format!("{what} {n}: ")).unwrap_or_default();
    format!("{}{}{:?}", at("goal", fault.goal), at("measure", fault.measure), fault.wrong)
}

async fn page(app: &App, tx: &mut Tx, actor: &Actor, year: i32) -> Result<PlanPage> {
    let Stored { plan, version, changed_at } =
        db::plan::get(tx, actor.network, year).await?.ok_or(Kind::NotFound)?;
    let today = helsinki(app.now()).date;
    let mut progress = Vec::new();
    let held = day_figures::held(tx, actor.network, year, app.now()).await?;
    for measure in plan.goals.iter().flat_map(|goal| &goal.measures) {
        progress.push(stands(tx, actor, measure, held.as_ref(), today).await?);
    }
    Ok(PlanPage { plan, version, changed_at, today, progress })
}

async fn stands(
    tx: &mut Tx,
    actor: &Actor,
    measure: &Measure,
    held: Option<&Held>,
    today: Date,
) -> Result<Progress> {
    // An entry with a later date cannot be made; one that a wrong clock has made is not done yet.
    let to = measure.period.to.min(today);
    let sums = match measure.metric.source() {
        Source::Entries if measure.period.from <= to => {
            db::rollup::sums(tx, actor.network, Dim::Total, measure.period.from, to).await?
        }
        _ => Vec::new(),
    };
    let sums = sums.iter().map(|sum| Sum {
        library: &sum.library,
        entity: sum.entity,
        kind: &sum.kind,
        counts: sum.counts,
    });
    let standing = measure.standing(done(measure, sums, held), today);
    let state = standing.state.code().to_owned();
    let day = held.filter(|held| held.done(measure).is_some()).map(|held| held.on);
    Ok(Progress { measure: measure.id, done: standing.done, due: standing.due, state, day })
}
