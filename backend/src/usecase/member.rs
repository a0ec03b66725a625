//! Members: chips on the libraries' tablets, and the accounts of contacts and chairs.
//!
//! Owns: who may change whom, and what a role requires. A contact manages the chips of the own library; accounts are
//! the chair's.

use shared::id::Id;
use shared::wire::v1::member::{Member, Members, NewMember, PatchMember, Role};

use super::actor::Actor;
use super::audit::{self, By};
use super::check;
use crate::app::App;
use crate::db::{self, DbError, Tx};
use crate::error::{Error, Kind, Result};

/// The members in reach.
pub async fn list(app: &App, actor: &Actor) -> Result<Members> {
    let scope = actor.scope()?;
    let mut tx = app.db.read().await?;
    Ok(Members { members: db::member::list(&mut tx, actor.network, scope).await? })
}

/// A new member; the same id again is the same member.
pub async fn create(app: &App, actor: &Actor, form: &NewMember) -> Result<Member> {
    actor.need(Role::Contact)?;
    let name = check::text("name", &form.name, 80)?;
    let chip = match check::optional("chip", form.chip.as_deref(), 20)? {
        Some(chip) => chip,
        None => chip_of(&name),
    };
    let member = Member {
        id: form.id,
        name,
        chip,
        library: check::optional("library", form.library.as_deref(), 32)?,
        role: form.role,
        email: form
            .email
            .as_deref()
            .filter(|text| !text.trim().is_empty())
            .map(|text| check::email("email", text))
            .transpose()?,
        language: check::language("language", form.language.as_deref())?,
        created_at: app.now(),
        removed_at: None,
        has_password: false,
        organiser: form.organiser,
    };
    let mut tx = app.db.write().await?;
    if let Some(known) = db::member::get(&mut tx, actor.network, member.id).await? {
        may_change(actor, &known.member)?;
        return Ok(known.member);
    }
    may_change(actor, &member)?;
    complete(&mut tx, actor.network, &member).await?;
    db::member::insert(&mut tx, actor.network, &member, None).await.map_err(taken)?;
    db::network::bump_config(&mut tx, actor.network).await?;
    audit::record(
        app,
        &mut tx,
        actor.network,
        By::Person(actor),
        "member_added",
        &member.name,
        &detail(&member),
    )
    .await?;
    organiser_changed(app, &mut tx, actor, false, &member).await?;
    tx.commit().await?;
    Ok(member)
}

/// A change to a member.
pub async fn patch(app: &App, actor: &Actor, id: Id, form: &PatchMember) -> Result<Member> {
    actor.need(Role::Contact)?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    let before = db::member::get(&mut tx, actor.network, id).await?.ok_or(Kind::NotFound)?.member;
    may_change(actor, &before)?;
    let mut member = before.clone();
    apply(&mut member, form, now)?;
    may_change(actor, &member)?;
    complete(&mut tx, actor.network, &member).await?;

    let was_account = before.role >= Role::Contact && before.removed_at.is_none();
    let is_account = member.role >= Role::Contact && member.removed_at.is_none();
    if before.role == Role::Chair && (member.role != Role::Chair || !is_account) {
        last_chair(&mut tx, actor.network, id).await?;
    }
    db::member::update(&mut tx, actor.network, &member).await.map_err(taken)?;
    if was_account && !is_account {
        db::member::set_password(&mut tx, actor.network, id, None).await?;
        member.has_password = false;
    }
    // Whoever has less than before, or another address, signs in again.
    if was_account && (member.role != before.role || member.email != before.email || !is_account) {
        db::session::delete_of_member(&mut tx, actor.network, id).await?;
        db::link::end_of_member(&mut tx, actor.network, id, now).await?;
    }
    db::network::bump_config(&mut tx, actor.network).await?;
    let action = match form.removed {
        Some(true) => "member_removed",
        Some(false) if before.removed_at.is_some() => "member_restored",
        _ => "member_changed",
    };
    audit::record(app, &mut tx, actor.network, By::Person(actor), action, &member.name, &detail(&member))
        .await?;
    organiser_changed(app, &mut tx, actor, before.organiser, &member).await?;
    tx.commit().await?;
    Ok(member)
}

/// The chip of a name: its first word.
pub fn chip_of(name: &str) -> String {
    name.split_whitespace().next().unwrap_or_default().chars().take(20).collect()
}

fn apply(member: &mut Member, form: &PatchMember, now: i64) -> Result<()> {
    if let Some(name) = &form.name {
        member.name = check::text("name", name, 80)?;
    }
    if let Some(chip) = &form.chip {
        member.chip = check::text("chip", chip, 20)?;
    }
    if form.library.is_some() {
        member.library = check::optional("library", form.library.as_deref(), 32)?;
    }
    if let Some(role) = form.role {
        member.role = role;
        if role == Role::Member {
            member.email = None;
            member.organiser = false;
        }
    }
    if let Some(organiser) = form.organiser {
        member.organiser = organiser;
    }
    if let Some(email) = &form.email {
        member.email = if email.trim().is_empty() { None } else { Some(check::email("email", email)?) };
    }
    if form.language.is_some() {
        member.language = check::language("language", form.language.as_deref())?;
    }
    if let Some(removed) = form.removed {
        member.removed_at = removed.then(|| member.removed_at.unwrap_or(now));
        // Whoever comes back is given it anew.
        member.organiser = member.organiser && !removed;
    }
    Ok(())
}

/// A contact touches plain members of the own library only, the chair everybody.
fn may_change(actor: &Actor, member: &Member) -> Result<()> {
    if actor.is_chair() {
        return Ok(());
    }
    actor.reach(member.library.as_deref().unwrap_or_default())?;
    if member.role == Role::Member { Ok(()) } else { Err(Kind::Forbidden.into()) }
}

/// What each role requires.
async fn complete(tx: &mut Tx, network: Id, member: &Member) -> Result<()> {
    match (member.role, &member.email, &member.library) {
        (Role::Unknown, ..) => return Err(Error::invalid("role", "member, contact or chair")),
        (Role::Member, Some(_), _) => {
            return Err(Error::invalid("email", "only a contact or a chair has one"));
        }
        (Role::Contact | Role::Chair, None, _) => {
            return Err(Error::invalid("email", "needed for this role"));
        }
        (Role::Member | Role::Contact, _, None) => {
            return Err(Error::invalid("library", "needed for this role"));
        }
        _ if member.organiser && member.role < Role::Contact => {
            return Err(Error::invalid("organiser", "only a contact or a chair has the right"));
        }
        _ => {}
    }
    if let Some(library) = &member.library
        && db::library::get(tx, network, library).await?.is_none()
    {
        return Err(Error::invalid("library", "no such library"));
    }
    Ok(())
}

async fn last_chair(tx: &mut Tx, network: Id, id: Id) -> Result<()> {
    if db::member::other_chairs(tx, network, id).await? == 0 { Err(Kind::LastChair.into()) } else { Ok(()) }
}

/// Who may see diets and access needs since when is in the log, also where the chair gives the right to herself.
async fn organiser_changed(app: &App, tx: &mut Tx, actor: &Actor, was: bool, member: &Member) -> Result<()> {
    let action = match (was, member.organiser) {
        (false, true) => "organiser_given",
        (true, false) => "organiser_taken",
        _ => return Ok(()),
    };
    audit::record(app, tx, actor.network, By::Person(actor), action, &member.name, "").await
}

fn detail(member: &Member) -> String {
    format!("role={} library={}", member.role.code(), member.library.as_deref().unwrap_or("-"))
}

/// Says which field is taken. Both databases name the index or its column.
fn taken(error: DbError) -> Error {
    match &error {
        DbError::Taken(key) if key.contains("email") => Error::new(Kind::AlreadyExists).field("email"),
        DbError::Taken(key) if key.contains("chip") => Error::new(Kind::AlreadyExists).field("chip"),
        _ => error.into(),
    }
}
