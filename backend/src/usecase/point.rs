//! Points of service: listing, adding, renaming, ending.

use shared::wire::v1::member::Role;
use shared::wire::v1::point::{NewPoint, PatchPoint, Point, Points};

use super::actor::Actor;
use super::audit::{self, By};
use super::check;
use crate::app::App;
use crate::db;
use crate::error::{Error, Kind, Result};

/// The points in reach.
pub async fn list(app: &App, actor: &Actor) -> Result<Points> {
    let scope = actor.scope()?;
    let mut tx = app.db.read().await?;
    Ok(Points { points: db::point::list(&mut tx, actor.network, scope).await? })
}

/// A new point of a library in reach.
pub async fn create(app: &App, actor: &Actor, form: &NewPoint) -> Result<Point> {
    actor.need(Role::Contact)?;
    actor.reach(&form.library)?;
    let point = Point {
        library: form.library.clone(),
        code: check::code("code", &form.code, 32)?,
        name_fi: check::text("name_fi", &form.name_fi, 80)?,
        name_sv: check::optional("name_sv", form.name_sv.as_deref(), 80)?,
        name_en: check::optional("name_en", form.name_en.as_deref(), 80)?,
        ended_at: None,
    };
    let mut tx = app.db.write().await?;
    db::library::get(&mut tx, actor.network, &form.library).await?.ok_or(Kind::NotFound)?;
    if let Some(known) = db::point::get(&mut tx, actor.network, &point.library, &point.code).await? {
        return if point == known { Ok(known) } else { Err(Error::new(Kind::AlreadyExists).field("code")) };
    }
    db::point::insert(&mut tx, actor.network, &point).await?;
    db::network::bump_config(&mut tx, actor.network).await?;
    let detail = format!("library={}", point.library);
    audit::record(app, &mut tx, actor.network, By::Person(actor), "point_added", &point.name_fi, &detail)
        .await?;
    tx.commit().await?;
    Ok(point)
}

/// A change to a point of a library in reach.
pub async fn patch(app: &App, actor: &Actor, library: &str, code: &str, form: &PatchPoint) -> Result<Point> {
    actor.need(Role::Contact)?;
    actor.reach(library)?;
    let mut tx = app.db.write().await?;
    let mut point = db::point::get(&mut tx, actor.network, library, code).await?.ok_or(Kind::NotFound)?;
    if let Some(name) = &form.name_fi {
        point.name_fi = check::text("name_fi", name, 80)?;
    }
    if form.name_sv.is_some() {
        point.name_sv = check::optional("name_sv", form.name_sv.as_deref(), 80)?;
    }
    if form.name_en.is_some() {
        point.name_en = check::optional("name_en", form.name_en.as_deref(), 80)?;
    }
    if let Some(ended) = form.ended {
        point.ended_at = ended.then(|| point.ended_at.unwrap_or_else(|| app.now()));
    }
    db::point::update(&mut tx, actor.network, &point).await?;
    db::network::bump_config(&mut tx, actor.network).await?;
    let action = if form.ended == Some(true) { "point_ended" } else { "point_changed" };
    let detail = format!("library={library}");
    audit::record(app, &mut tx, actor.network, By::Person(actor), action, &point.name_fi, &detail).await?;
    tx.commit().await?;
    Ok(point)
}
