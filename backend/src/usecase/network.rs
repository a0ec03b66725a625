//! Networks: which one a request speaks of, and its settings.
//!
//! Owns: the checks of a network's name and contacts, at set-up and later. Must not: make a network (`setup` does).

use shared::id::Id;
use shared::wire::v1::member::Role;
use shared::wire::v1::network::{Network as Settings, PatchNetwork};
use shared::wire::v1::statement::Contacts;

use super::actor::Actor;
use super::audit::{self, By};
use super::check;
use super::statement::contacts;
use crate::app::App;
use crate::db::network::Network;
use crate::db::{self, Tx};
use crate::error::{Kind, Result};

/// The network of a credential, else of a slug, else the only one; `None` where the server has none yet.
pub async fn resolve(tx: &mut Tx, credential: Option<Id>, slug: Option<&str>) -> Result<Option<Network>> {
    if let Some(slug) = slug {
        return match db::network::by_slug(tx, slug).await? {
            Some(network) => Ok(Some(network)),
            None => Err(Kind::NotFound.into()),
        };
    }
    if let Some(id) = credential
        && let Some(network) = db::network::get(tx, id).await?
    {
        return Ok(Some(network));
    }
    let mut all = db::network::all(tx).await?;
    match all.len() {
        0 | 1 => Ok(all.pop()),
        _ => Err(crate::error::Error::invalid("network", "this server holds several networks: say which")),
    }
}

/// The network of a credential, which exists as long as the credential does.
pub async fn of(tx: &mut Tx, id: Id) -> Result<Network> {
    db::network::get(tx, id).await?.ok_or_else(|| Kind::NotFound.into())
}

/// The network of a short name, for whoever has no credential.
pub async fn by_slug(app: &App, slug: &str) -> Result<Network> {
    let mut tx = app.db.read().await?;
    db::network::by_slug(&mut tx, slug).await?.ok_or_else(|| Kind::NotFound.into())
}

/// A network's name as it was typed; `field` is what the form calls it.
pub fn check_name(field: &'static str, name: &str) -> Result<String> {
    check::text(field, name, 80)
}

/// Controller and contacts as they were typed.
pub fn check_contacts(c: &Contacts) -> Result<Contacts> {
    let phone = check::optional("contacts.accessibility_phone", Some(&c.accessibility_phone), 40)?
        .unwrap_or_default();
    Ok(Contacts {
        controller: check::text("contacts.controller", &c.controller, 200)?,
        controller_contact: check::text("contacts.controller_contact", &c.controller_contact, 200)?,
        dpo_contact: check::text("contacts.dpo_contact", &c.dpo_contact, 200)?,
        accessibility_contact: check::text("contacts.accessibility_contact", &c.accessibility_contact, 200)?,
        accessibility_phone: phone,
    })
}

/// The settings, for the chair.
pub async fn read(app: &App, actor: &Actor) -> Result<Settings> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.read().await?;
    Ok(settings(&of(&mut tx, actor.network).await?))
}

/// A change of the settings by the chair; what is as it was is not written and not told.
pub async fn patch(app: &App, actor: &Actor, form: &PatchNetwork) -> Result<Settings> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.write().await?;
    let mut network = of(&mut tx, actor.network).await?;
    let before = settings(&network);
    if let Some(name) = &form.name {
        network.name = check_name("name", name)?;
    }
    if let Some(contacts) = &form.contacts {
        let contacts = check_contacts(contacts)?;
        network.controller = contacts.controller;
        network.controller_contact = contacts.controller_contact;
        network.dpo_contact = contacts.dpo_contact;
        network.accessibility_contact = contacts.accessibility_contact;
        network.accessibility_phone = contacts.accessibility_phone;
    }
    if let Some(enabled) = form.effort_enabled {
        network.effort_enabled = i64::from(enabled);
    }
    if let Some(enabled) = form.strain_enabled {
        network.strain_enabled = i64::from(enabled);
    }
    let after = settings(&network);
    let changed = changed(&before, &after);
    if changed.is_empty() {
        return Ok(after);
    }
    db::network::update(&mut tx, &network).await?;
    let detail = format!("fields={}", changed.join(","));
    audit::record(app, &mut tx, network.id, By::Person(actor), "network_changed", &network.name, &detail)
        .await?;
    tx.commit().await?;
    Ok(after)
}

fn settings(network: &Network) -> Settings {
    Settings {
        slug: network.slug.clone(),
        name: network.name.clone(),
        contacts: contacts(network),
        effort_enabled: network.effort_enabled != 0,
        strain_enabled: network.strain_enabled != 0,
    }
}

/// The names of the fields that differ.
fn changed(before: &Settings, after: &Settings) -> Vec<&'static str> {
    let (b, a) = (&before.contacts, &after.contacts);
    let fields = [
        ("name", before.name != after.name),
        ("controller", b.controller != a.controller),
        ("controller_contact", b.controller_contact != a.controller_contact),
        ("dpo_contact", b.dpo_contact != a.dpo_contact),
        ("accessibility_contact", b.accessibility_contact != a.accessibility_contact),
        ("accessibility_phone", b.accessibility_phone != a.accessibility_phone),
        ("effort_enabled", before.effort_enabled != after.effort_enabled),
        ("strain_enabled", before.strain_enabled != after.strain_enabled),
    ];
    fields.into_iter().filter_map(|(name, differs)| differs.then_some(name)).collect()
}
