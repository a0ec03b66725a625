//! Tablets: what one knows of its network, what it reports, and how people manage them.
//!
//! Owns: the device's credential, its configuration, author keys, revocation. Must not: touch ops; a revoked tablet's
//! queue is the sync use case's matter.

use std::collections::BTreeMap;

use shared::id::Id;
use shared::time::{Date, Millis, helsinki};
use shared::wire::v1::device::{
    Chip, Device, DeviceConfig, DeviceReport, Devices, NetworkInfo, PatchDevice, ThisDevice,
};
use shared::wire::v1::member::Role;

use super::actor::{Actor, DeviceActor};
use super::audit::{self, By};
use super::registration::tablet;
use super::statement::contacts;
use super::{check, door, network};
use crate::app::App;
use crate::auth::token::Token;
use crate::db::author_key::AuthorKey;
use crate::db::device::Report;
use crate::db::{self, Tx};
use crate::error::{Kind, Result};

/// The months whose author keys a tablet holds: this one and the next three.
const MONTHS: u32 = 4;

/// A contact is noted again after this long; what a tablet says of its queue is noted at once.
const SEEN_AFTER: Millis = 30_000;

/// The tablet of a credential, revoked or not.
pub async fn authenticate(app: &App, token: &Token) -> Result<DeviceActor> {
    let mut tx = app.db.read().await?;
    let device =
        db::device::by_token(&mut tx, token.network, &token.hash()).await?.ok_or(Kind::DeviceUnknown)?;
    Ok(DeviceActor { network: token.network, device })
}

/// Everything the tablet needs to work offline; also a contact.
pub async fn config(app: &App, actor: &DeviceActor) -> Result<DeviceConfig> {
    let mut tx = app.db.write().await?;
    db::device::seen(&mut tx, actor.network, actor.device.id, app.now()).await?;
    let config = config_in(app, &mut tx, actor.network, actor.device.id).await?;
    tx.commit().await?;
    Ok(config)
}

/// Notes the contact, not more often than is of use, behind the answer and together with whatever else is written: a
/// commit of its own for each would keep the pushes of a busy hour waiting.
pub fn seen(app: &App, actor: &DeviceActor, now: Millis) {
    if now - actor.device.last_contact < SEEN_AFTER {
        return;
    }
    let (app, network, device) = (app.clone(), actor.network, actor.device.id);
    tokio::spawn(async move {
        let noting = app.commits.run(network, move |tx| {
            Box::pin(async move { Ok(db::device::seen(tx, network, device, now).await?) })
        });
        if let Err(error) = noting.await {
            tracing::warn!(%error, "a tablet's contact was not noted");
        }
    });
}

/// The same within a transaction, for the enrolment.
pub async fn config_in(app: &App, tx: &mut Tx, network_id: Id, id: Id) -> Result<DeviceConfig> {
    let now = app.now();
    let device = db::device::get(tx, network_id, id).await?.ok_or(Kind::DeviceUnknown)?;
    let network = network::of(tx, network_id).await?;
    let library = db::library::get(tx, network_id, &device.library).await?.ok_or(Kind::DeviceUnknown)?;
    Ok(DeviceConfig {
        config_version: network.config_version,
        server_time: now,
        points: db::point::list(tx, network_id, Some(&device.library)).await?,
        members: chips(app, tx, network_id, &device.library, now).await?,
        vocabulary: db::list_value::vocabulary(tx, network_id, network.lists_version).await?,
        doors: door::scopes(tx, network_id, id, now).await?,
        form: tablet::info(app, tx, &network).await?,
        device: ThisDevice {
            id: device.id,
            name: device.name,
            enrolled_at: device.enrolled_at,
            previous: device.previous_device.map(Id::from),
        },
        network: NetworkInfo {
            contacts: contacts(&network),
            slug: network.slug,
            name: network.name,
            demo: network.demo != 0,
            effort_enabled: network.effort_enabled != 0,
            strain_enabled: network.strain_enabled != 0,
        },
        library,
        point: device.point,
    })
}

/// The library's chips with their author keys; keys that are missing are made.
async fn chips(app: &App, tx: &mut Tx, network: Id, library: &str, now: Millis) -> Result<Vec<Chip>> {
    let months = months(helsinki(now).date);
    let (Some(first), Some(last)) = (months.first(), months.last()) else { return Ok(Vec::new()) };
    let mut keys: BTreeMap<Id, BTreeMap<String, Id>> = BTreeMap::new();
    for key in db::author_key::of_library(tx, network, library, first, last).await? {
        keys.entry(key.member_id).or_default().insert(key.month, key.key);
    }
    let mut chips = Vec::new();
    for member in db::member::list(tx, network, Some(library)).await? {
        if member.removed_at.is_some() {
            continue;
        }
        let mut of_member = keys.remove(&member.id).unwrap_or_default();
        for month in &months {
            if !of_member.contains_key(month) {
                // Wholly random, not a v7 id: when it was made says nothing about whose it is, either.
                let key = Id::from_bytes(app.random.bytes());
                let row = AuthorKey { member_id: member.id, month: month.clone(), key };
                db::author_key::insert(tx, network, &row).await?;
                of_member.insert(month.clone(), key);
            }
        }
        chips.push(Chip { member: member.id, chip: member.chip, keys: of_member });
    }
    chips.sort_by(|a, b| a.chip.cmp(&b.chip));
    Ok(chips)
}

fn months(today: Date) -> Vec<String> {
    let (year, month, _) = today.ymd();
    (0..MONTHS)
        .map(|step| {
            let count = month - 1 + step;
            format!("{:04}-{:02}", i64::from(year) + i64::from(count / 12), count % 12 + 1)
        })
        .collect()
}

/// What the tablet says of its storage and its queue.
pub async fn report(app: &App, actor: &DeviceActor, form: &DeviceReport) -> Result<()> {
    let now = app.now();
    let report = Report {
        persisted: form.persisted,
        app_version: form.app_version.chars().filter(|c| !c.is_control()).take(40).collect(),
        replica: form.replica,
        storage_lost: form.storage_lost.map(|lost| (now, lost.mirrored_count)),
    };
    let (network, device) = (actor.network, &actor.device);
    let mut tx = app.db.write().await?;
    db::device::contact(&mut tx, network, device.id, now, form.pending, form.pending_oldest_at).await?;
    db::device::report(&mut tx, network, device.id, &report).await?;
    if let Some(lost) = form.storage_lost {
        let detail = format!("library={} unsent={}", device.library, lost.mirrored_count);
        let by = By::Device(device.id, &device.name);
        audit::record(app, &mut tx, network, by, "storage_lost", &device.name, &detail).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The tablets in reach.
pub async fn list(app: &App, actor: &Actor) -> Result<Devices> {
    let scope = actor.scope()?;
    let mut tx = app.db.read().await?;
    Ok(Devices { devices: db::device::list(&mut tx, actor.network, scope).await? })
}

/// A new name, or another point of the same library.
pub async fn patch(app: &App, actor: &Actor, id: Id, form: &PatchDevice) -> Result<Device> {
    actor.need(Role::Contact)?;
    let mut tx = app.db.write().await?;
    let mut device = db::device::get(&mut tx, actor.network, id).await?.ok_or(Kind::NotFound)?;
    actor.reach(&device.library)?;
    if let Some(name) = &form.name {
        device.name = check::text("name", name, 40)?;
    }
    if let Some(point) = &form.point {
        let known = db::point::get(&mut tx, actor.network, &device.library, point).await?;
        device.point = known.ok_or_else(|| crate::error::Error::invalid("point", "no such point"))?.code;
    }
    db::device::update(&mut tx, actor.network, id, &device.name, &device.point).await?;
    db::network::bump_config(&mut tx, actor.network).await?;
    let detail = format!("library={} point={}", device.library, device.point);
    audit::record(app, &mut tx, actor.network, By::Person(actor), "device_changed", &device.name, &detail)
        .await?;
    tx.commit().await?;
    Ok(device.into())
}

/// Revokes a tablet; again is the same.
pub async fn revoke(app: &App, actor: &Actor, id: Id) -> Result<()> {
    actor.need(Role::Contact)?;
    let mut tx = app.db.write().await?;
    let device = db::device::get(&mut tx, actor.network, id).await?.ok_or(Kind::NotFound)?;
    actor.reach(&device.library)?;
    if db::device::revoke(&mut tx, actor.network, id, app.now()).await? {
        let detail = format!("library={}", device.library);
        audit::record(
            app,
            &mut tx,
            actor.network,
            By::Person(actor),
            "device_revoked",
            &device.name,
            &detail,
        )
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_month_and_the_next_three() {
        let months = months(Date::new(2026, 11, 30).unwrap());
        assert_eq!(months, ["2026-11", "2026-12", "2027-01", "2027-02"]);
    }
}
