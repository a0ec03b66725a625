//! Enrolling a browser as a tablet with a one-use code.
//!
//! Owns: making, withdrawing and using codes. Must not: be reachable in an insecure context; the HTTP layer refuses that first.

use std::net::IpAddr;

use shared::id::Id;
use shared::time::{DAY, MINUTE, Millis};
use shared::wire::v1::device::{DeviceConfig, Enrol};
use shared::wire::v1::enrolment::{Enrolments, IssuedEnrolment, NewEnrolment};
use shared::wire::v1::member::Role;

use super::actor::Actor;
use super::audit::{self, By};
use super::{check, device, qr};
use crate::app::App;
use crate::auth::code;
use crate::auth::token::Token;
use crate::db::device::{DeviceRow, persistence_code};
use crate::db::enrolment::Grant;
use crate::db::{self, Tx};
use crate::error::{Error, Kind, Result};

/// How long a code can be used.
pub const LIFE: Millis = 15 * MINUTE;

/// A new code for a library in reach, shown once.
pub async fn issue(app: &App, actor: &Actor, form: &NewEnrolment) -> Result<IssuedEnrolment> {
    actor.need(Role::Contact)?;
    actor.reach(&form.library)?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    let point =
        db::point::get(&mut tx, actor.network, &form.library, &form.point).await?.ok_or(Kind::NotFound)?;
    if point.ended_at.is_some() {
        return Err(Error::invalid("point", "the point has ended"));
    }
    let library = db::library::get(&mut tx, actor.network, &form.library).await?.ok_or(Kind::NotFound)?;
    if library.ended_at.is_some() {
        return Err(Error::invalid("library", "the library has ended"));
    }
    let code = code::generate(&*app.random);
    let grant = Grant {
        network_id: actor.network,
        id: app.new_id(),
        library: form.library.clone(),
        point: form.point.clone(),
        created_by: Some(actor.member.id.uuid()),
    };
    db::enrolment::insert(&mut tx, &code::hash(&code), &grant, now, now + LIFE).await?;
    let detail = format!("library={} point={}", form.library, form.point);
    audit::record(app, &mut tx, actor.network, By::Person(actor), "code_made", &point.name_fi, &detail)
        .await?;
    tx.commit().await?;
    let url = format!("{}/ota-kayttoon#{code}", app.config.public_url());
    Ok(IssuedEnrolment { id: grant.id, qr_svg: qr::svg(&url)?, code, url, expires_at: now + LIFE })
}

/// The codes of the last day in reach, without the codes themselves.
pub async fn list(app: &App, actor: &Actor) -> Result<Enrolments> {
    let scope = actor.scope()?;
    let mut tx = app.db.read().await?;
    let mut enrolments = db::enrolment::since(&mut tx, actor.network, app.now() - DAY).await?;
    enrolments.retain(|enrolment| scope.is_none_or(|own| own == enrolment.library));
    Ok(Enrolments { enrolments })
}

/// Withdraws an open code: from now on it is one that has ended. Again is the same, and so is a code whose time was up.
pub async fn withdraw(app: &App, actor: &Actor, id: Id) -> Result<()> {
    actor.need(Role::Contact)?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    let enrolment = db::enrolment::get(&mut tx, actor.network, id).await?.ok_or(Kind::NotFound)?;
    actor.reach(&enrolment.library)?;
    if enrolment.used_at.is_some() {
        // Too late: there is a tablet, and only revoking it takes it back.
        return Err(Kind::CodeUsed.into());
    }
    if db::enrolment::end(&mut tx, actor.network, id, now).await? {
        let point = db::point::get(&mut tx, actor.network, &enrolment.library, &enrolment.point).await?;
        let name = point.map(|point| point.name_fi).unwrap_or_default();
        let detail = format!("library={} point={}", enrolment.library, enrolment.point);
        audit::record(app, &mut tx, actor.network, By::Person(actor), "code_withdrawn", &name, &detail)
            .await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Uses a code: makes this browser a tablet. `earlier` is the device cookie it had before, if any.
pub async fn enrol(
    app: &App,
    address: IpAddr,
    earlier: Option<&Token>,
    form: &Enrol,
) -> Result<(DeviceConfig, Token)> {
    app.limits.code(address)?;
    let code = code::normalise(&form.code).ok_or(Kind::CodeUnknown)?;
    let name = check::optional("name", form.name.as_deref(), 40)?;
    let now = app.now();
    let mut tx = app.db.write().await?;
    let id = app.new_id();
    let grant =
        db::enrolment::consume(&mut tx, &code::hash(&code), now, id).await?.ok_or(Kind::CodeUnknown)?;
    let answer = admit(app, &mut tx, &grant, id, name, earlier, form).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Stores the tablet that a grant admits, inside the caller's transaction.
pub async fn admit(
    app: &App,
    tx: &mut Tx,
    grant: &Grant,
    id: Id,
    name: Option<String>,
    earlier: Option<&Token>,
    form: &Enrol,
) -> Result<(DeviceConfig, Token)> {
    let now = app.now();
    let network = grant.network_id;
    let name = match name {
        Some(name) => name,
        None => default_name(tx, network, grant).await?,
    };
    let previous = match earlier.filter(|token| token.network == network) {
        Some(token) => db::device::by_token(tx, network, &token.hash()).await?,
        None => None,
    };
    let token = Token::new(&*app.random, network);
    let row = DeviceRow {
        id,
        library: grant.library.clone(),
        point: grant.point.clone(),
        name,
        enrolled_at: now,
        enrolled_by: grant.created_by,
        enrolled_by_name: None,
        revoked_at: None,
        last_contact: now,
        pending: 0,
        pending_oldest_at: None,
        persisted: persistence_code(form.persisted).to_owned(),
        replica: form.replica.map(|id| id.uuid()),
        previous_device: previous.as_ref().map(|device| device.id.uuid()),
        storage_lost_at: None,
        storage_lost_count: None,
        app_version: form.app_version.chars().filter(|c| !c.is_control()).take(40).collect(),
    };
    db::device::insert(tx, network, &token.hash(), &row).await?;
    // The browser has one device cookie: the earlier credential is gone from it and must not live on elsewhere.
    if let Some(previous) = &previous
        && db::device::revoke(tx, network, previous.id, now).await?
    {
        let by = By::Device(id, &row.name);
        audit::record(
            app,
            tx,
            network,
            by,
            "device_replaced",
            &previous.name,
            &format!("library={}", previous.library),
        )
        .await?;
    }
    let detail = format!("library={} point={}", row.library, row.point);
    audit::record(app, tx, network, By::Device(id, &row.name), "device_enrolled", &row.name, &detail).await?;
    Ok((device::config_in(app, tx, network, id).await?, token))
}

/// The point's name and a running number.
async fn default_name(tx: &mut Tx, network: Id, grant: &Grant) -> Result<String> {
    let number = db::device::count_of_library(tx, network, &grant.library).await? + 1;
    let point = db::point::get(tx, network, &grant.library, &grant.point).await?;
    let point: String = point.map(|point| point.name_fi).unwrap_or_default().chars().take(32).collect();
    Ok(format!("{point} {number}").trim().to_owned())
}
