//! Signing in and out.
//!
//! Owns: sessions and their sliding end. Must not: touch a tablet's queue; signing out ends the session only.

use std::net::IpAddr;

use shared::id::Id;
use shared::time::{DAY, HOUR, Millis};
use shared::wire::v1::member::{Member, Role};
use shared::wire::v1::session::{Me, SignIn};

use super::actor::Actor;
use super::audit::{self, By};
use super::network;
use crate::app::App;
use crate::auth::password;
use crate::auth::token::Token;
use crate::db::session::Session;
use crate::db::{self, Tx};
use crate::error::{Kind, Result};

/// A session ends when it has not been used for this long.
pub const IDLE: Millis = 14 * DAY;
/// And at the latest after this long, however much it is used.
const LONGEST: Millis = 90 * DAY;
/// Its end is moved on at most this often, so that reading does not write.
const TOUCH_EVERY: Millis = HOUR;

/// Checks e-mail and password and begins a session.
pub async fn sign_in(app: &App, address: IpAddr, form: &SignIn) -> Result<(Me, Token)> {
    let email = form.email.trim().to_lowercase();
    app.limits.sign_in(&email, address)?;
    if form.password.chars().count() > password::MAX_CHARACTERS {
        return Err(Kind::WrongCredentials.into());
    }
    let mut tx = app.db.read().await?;
    let mut accounts = db::member::by_email(&mut tx, &email).await?;
    if let Some(slug) = &form.network {
        let wanted = db::network::by_slug(&mut tx, slug).await?.map(|network| network.id);
        accounts.retain(|account| Some(account.network) == wanted);
    }
    drop(tx);
    if accounts.is_empty() {
        password::verify(&form.password, None).await?;
        return Err(Kind::WrongCredentials.into());
    }
    for account in &accounts {
        if password::verify(&form.password, account.password_hash.as_deref()).await? {
            let mut tx = app.db.write().await?;
            let by = By::Named(account.member.id, &account.member.name);
            audit::record(app, &mut tx, account.network, by, "sign_in", "", "").await?;
            let answer = begin(app, &mut tx, account.network, &account.member).await?;
            tx.commit().await?;
            return Ok(answer);
        }
    }
    let mut tx = app.db.write().await?;
    for account in &accounts {
        audit::record(app, &mut tx, account.network, By::Nobody, "sign_in_failed", &account.member.name, "")
            .await?;
    }
    tx.commit().await?;
    Err(Kind::WrongCredentials.into())
}

/// Begins a session for somebody whose identity has just been proven.
pub async fn begin(app: &App, tx: &mut Tx, network_id: Id, member: &Member) -> Result<(Me, Token)> {
    let now = app.now();
    let token = Token::new(&*app.random, network_id);
    let session =
        Session { member_id: member.id, created_at: now, last_seen_at: now, expires_at: now + IDLE };
    db::session::insert(tx, network_id, &token.hash(), &session).await?;
    Ok((me(tx, network_id, member, session.expires_at).await?, token))
}

/// The person of a token, if the session goes on and the person still has an account.
pub async fn authenticate(app: &App, token: &Token) -> Result<Actor> {
    let (hash, now) = (token.hash(), app.now());
    let mut tx = app.db.read().await?;
    let Some(session) = db::session::get(&mut tx, token.network, &hash, now).await? else {
        return Err(Kind::NotSignedIn.into());
    };
    let account = db::member::get(&mut tx, token.network, session.member_id).await?;
    drop(tx);
    let Some(account) = account.filter(|account| account.member.removed_at.is_none()) else {
        return Err(Kind::NotSignedIn.into());
    };
    if account.member.role < Role::Contact {
        return Err(Kind::NotSignedIn.into());
    }
    if now - session.last_seen_at >= TOUCH_EVERY {
        let mut tx = app.db.write().await?;
        let end = (now + IDLE).min(session.created_at + LONGEST);
        db::session::touch(&mut tx, token.network, &hash, now, end).await?;
        tx.commit().await?;
    }
    Ok(Actor { network: token.network, member: account.member, token_hash: hash })
}

/// Who is signed in.
pub async fn current(app: &App, actor: &Actor) -> Result<Me> {
    let mut tx = app.db.read().await?;
    let session = db::session::get(&mut tx, actor.network, &actor.token_hash, app.now()).await?;
    let Some(session) = session else { return Err(Kind::NotSignedIn.into()) };
    me(&mut tx, actor.network, &actor.member, session.expires_at).await
}

/// Ends the session. A token that is not known any more is ended already.
pub async fn sign_out(app: &App, token: &Token) -> Result<()> {
    let mut tx = app.db.write().await?;
    let hash = token.hash();
    if let Some(session) = db::session::get(&mut tx, token.network, &hash, app.now()).await? {
        db::session::delete(&mut tx, token.network, &hash).await?;
        if let Some(account) = db::member::get(&mut tx, token.network, session.member_id).await? {
            let by = By::Named(account.member.id, &account.member.name);
            audit::record(app, &mut tx, token.network, by, "sign_out", "", "").await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

async fn me(tx: &mut Tx, network_id: Id, member: &Member, expires_at: Millis) -> Result<Me> {
    let network = network::of(tx, network_id).await?;
    Ok(Me {
        member: member.id,
        name: member.name.clone(),
        email: member.email.clone().unwrap_or_default(),
        role: member.role,
        organiser: member.organiser,
        library: member.library.clone(),
        language: member.language.clone(),
        network: network.slug,
        network_name: network.name,
        demo: network.demo != 0,
        expires_at,
    })
}
