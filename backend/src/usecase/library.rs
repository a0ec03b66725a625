//! Libraries: listing, adding, renaming, ending.

use shared::wire::v1::library::{Libraries, Library, NewLibrary, PatchLibrary};
use shared::wire::v1::member::Role;

use super::actor::Actor;
use super::audit::{self, By};
use super::{check, setup};
use crate::app::App;
use crate::db;
use crate::error::{Error, Kind, Result};

/// The libraries in reach.
pub async fn list(app: &App, actor: &Actor) -> Result<Libraries> {
    let scope = actor.scope()?;
    let mut tx = app.db.read().await?;
    let mut libraries = db::library::list(&mut tx, actor.network).await?;
    libraries.retain(|library| scope.is_none_or(|own| own == library.code));
    Ok(Libraries { libraries })
}

/// A new library with its first point.
pub async fn create(app: &App, actor: &Actor, form: &NewLibrary) -> Result<Library> {
    actor.need(Role::Chair)?;
    let mut library = Library {
        code: check::code("code", &form.code, 32)?,
        name_fi: check::text("name_fi", &form.name_fi, 80)?,
        name_sv: check::optional("name_sv", form.name_sv.as_deref(), 80)?,
        province: check::text("province", &form.province, 8)?,
        languages: languages(&form.languages)?,
        ended_at: None,
        ord: 0,
    };
    let mut tx = app.db.write().await?;
    if let Some(known) = db::library::get(&mut tx, actor.network, &library.code).await? {
        library.ord = known.ord;
        return if library == known { Ok(known) } else { Err(Error::new(Kind::AlreadyExists).field("code")) };
    }
    library.ord = db::library::next_ord(&mut tx, actor.network).await?;
    db::library::insert(&mut tx, actor.network, &library).await?;
    db::point::insert(&mut tx, actor.network, &setup::first_point(&library.code)).await?;
    db::network::bump_config(&mut tx, actor.network).await?;
    audit::record(app, &mut tx, actor.network, By::Person(actor), "library_added", &library.name_fi, "")
        .await?;
    tx.commit().await?;
    Ok(library)
}

/// A change to a library.
pub async fn patch(app: &App, actor: &Actor, code: &str, form: &PatchLibrary) -> Result<Library> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.write().await?;
    let mut library = db::library::get(&mut tx, actor.network, code).await?.ok_or(Kind::NotFound)?;
    if let Some(name) = &form.name_fi {
        library.name_fi = check::text("name_fi", name, 80)?;
    }
    if form.name_sv.is_some() {
        library.name_sv = check::optional("name_sv", form.name_sv.as_deref(), 80)?;
    }
    if let Some(province) = &form.province {
        library.province = check::text("province", province, 8)?;
    }
    if let Some(codes) = &form.languages {
        library.languages = languages(codes)?;
    }
    if let Some(ended) = form.ended {
        library.ended_at = ended.then(|| library.ended_at.unwrap_or_else(|| app.now()));
    }
    db::library::update(&mut tx, actor.network, &library).await?;
    db::network::bump_config(&mut tx, actor.network).await?;
    let action = if form.ended == Some(true) { "library_ended" } else { "library_changed" };
    audit::record(app, &mut tx, actor.network, By::Person(actor), action, &library.name_fi, "").await?;
    tx.commit().await?;
    Ok(library)
}

fn languages(codes: &[String]) -> Result<Vec<String>> {
    let fits = matches!(codes.len(), 1 | 2)
        && codes.iter().all(|code| matches!(code.as_str(), "fi" | "sv"))
        && codes.first() != codes.get(1);
    if fits { Ok(codes.to_vec()) } else { Err(Error::invalid("languages", "fi, sv or both, majority first")) }
}
