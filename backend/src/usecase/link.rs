//! One-time links: invitation, new password, first set-up.
//!
//! Owns: making, showing and using them. A link only shows on GET; a button uses it.

use std::net::IpAddr;

use shared::id::Id;
use shared::time::{DAY, Millis};
use shared::wire::v1::link::{IssuedLink, Link, LinkPurpose, UseLink};
use shared::wire::v1::member::{Member, Role};
use shared::wire::v1::session::Me;

use super::actor::Actor;
use super::audit::{self, By};
use super::{network, session};
use crate::app::App;
use crate::auth::password;
use crate::auth::token::Token;
use crate::db::link::LinkRow;
use crate::db::{self, Tx};
use crate::error::{Error, Kind, Result};

/// The network id of a link that belongs to none yet.
pub const NO_NETWORK: Id = Id::from_bytes([0; 16]);
const INVITE: Millis = 7 * DAY;
const RESET: Millis = DAY;
const SETUP: Millis = 7 * DAY;

/// What a link is for.
pub async fn show(app: &App, address: IpAddr, token: &str) -> Result<Link> {
    app.limits.link(address)?;
    let token = Token::parse(token).ok_or(Kind::LinkEnded)?;
    let mut tx = app.db.read().await?;
    let row =
        db::link::get(&mut tx, token.network, &token.hash(), app.now()).await?.ok_or(Kind::LinkEnded)?;
    let mut link = Link {
        purpose: purpose(&row.purpose),
        email: None,
        name: None,
        network_name: None,
        expires_at: row.expires_at,
        password_min: u32::try_from(password::MIN_CHARACTERS).unwrap_or(0),
    };
    if let Some(member) = row.member_id {
        let account = db::member::get(&mut tx, token.network, member.into()).await?.ok_or(Kind::LinkEnded)?;
        link.email = account.member.email;
        link.name = Some(account.member.name);
        link.network_name = Some(network::of(&mut tx, token.network).await?.name);
    }
    Ok(link)
}

/// Sets the password of the link's account, ends its other sessions and signs in.
pub async fn set_password(app: &App, address: IpAddr, token: &str, form: &UseLink) -> Result<(Me, Token)> {
    app.limits.link(address)?;
    password::check(&form.password)?;
    let token = Token::parse(token).ok_or(Kind::LinkEnded)?;
    let (hash, now) = (token.hash(), app.now());
    // Hashing is slow on purpose: only for a link that can be used, and outside the write transaction.
    let mut tx = app.db.read().await?;
    db::link::get(&mut tx, token.network, &hash, now)
        .await?
        .filter(|row| row.member_id.is_some())
        .ok_or(Kind::LinkEnded)?;
    drop(tx);
    let password_hash = password::hash(&*app.random, &form.password).await?;

    let mut tx = app.db.write().await?;
    let row = db::link::get(&mut tx, token.network, &hash, now).await?.ok_or(Kind::LinkEnded)?;
    if !db::link::consume(&mut tx, token.network, &hash, now).await? {
        return Err(Kind::LinkEnded.into());
    }
    let member_id = Id::from(row.member_id.ok_or(Kind::LinkEnded)?);
    let account = db::member::get(&mut tx, token.network, member_id).await?;
    let account = account.filter(|account| account.member.removed_at.is_none()).ok_or(Kind::LinkEnded)?;
    db::member::set_password(&mut tx, token.network, member_id, Some(&password_hash)).await?;
    db::session::delete_of_member(&mut tx, token.network, member_id).await?;
    db::link::end_of_member(&mut tx, token.network, member_id, now).await?;
    let by = By::Named(member_id, &account.member.name);
    audit::record(app, &mut tx, token.network, by, "password_set", &account.member.name, &row.purpose)
        .await?;
    let answer = session::begin(app, &mut tx, token.network, &account.member).await?;
    tx.commit().await?;
    Ok(answer)
}

/// A fresh link for a member with an account, made by the chair to hand over.
pub async fn issue(app: &App, actor: &Actor, member: Id) -> Result<IssuedLink> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.write().await?;
    let account = db::member::get(&mut tx, actor.network, member).await?.ok_or(Kind::NotFound)?;
    let issued = issue_for(app, &mut tx, actor.network, &account.member, By::Person(actor)).await?;
    tx.commit().await?;
    Ok(issued)
}

/// A reset link for each account under an e-mail, for the server's command line.
pub async fn issue_by_email(app: &App, email: &str) -> Result<Vec<IssuedLink>> {
    let mut tx = app.db.write().await?;
    let mut links = Vec::new();
    for account in db::member::by_email(&mut tx, &email.trim().to_lowercase()).await? {
        links.push(issue_for(app, &mut tx, account.network, &account.member, By::Server).await?);
    }
    tx.commit().await?;
    Ok(links)
}

async fn issue_for(app: &App, tx: &mut Tx, network: Id, member: &Member, by: By<'_>) -> Result<IssuedLink> {
    if member.removed_at.is_some() || member.role < Role::Contact {
        return Err(Error::invalid("member", "only a contact or a chair has an account"));
    }
    let now = app.now();
    let (purpose, code, keep) = if member.has_password {
        (LinkPurpose::Reset, "reset", RESET)
    } else {
        (LinkPurpose::Invite, "invite", INVITE)
    };
    db::link::end_of_member(tx, network, member.id, now).await?;
    let token = Token::new(&*app.random, network);
    let row = LinkRow { purpose: code.to_owned(), member_id: Some(member.id.uuid()), expires_at: now + keep };
    db::link::insert(tx, network, &token.hash(), &row, now).await?;
    audit::record(app, tx, network, by, "link_made", &member.name, code).await?;
    Ok(IssuedLink {
        purpose,
        url: format!("{}/linkki#{}", app.config.public_url(), token.reveal()),
        expires_at: row.expires_at,
    })
}

/// A fresh set-up link, which ends any earlier one; `None` where the server has a network already.
pub async fn issue_setup(app: &App) -> Result<Option<String>> {
    let now = app.now();
    let mut tx = app.db.write().await?;
    if !db::network::all(&mut tx).await?.is_empty() {
        return Ok(None);
    }
    db::link::end_setup(&mut tx, now).await?;
    let token = Token::new(&*app.random, NO_NETWORK);
    let row = LinkRow { purpose: "setup".to_owned(), member_id: None, expires_at: now + SETUP };
    db::link::insert(&mut tx, NO_NETWORK, &token.hash(), &row, now).await?;
    tx.commit().await?;
    Ok(Some(format!("{}/asennus#{}", app.config.public_url(), token.reveal())))
}

fn purpose(code: &str) -> LinkPurpose {
    match code {
        "setup" => LinkPurpose::Setup,
        "invite" => LinkPurpose::Invite,
        "reset" => LinkPurpose::Reset,
        _ => LinkPurpose::Unknown,
    }
}
