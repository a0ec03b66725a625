//! Shares: links and tokens by which somebody outside reads the masked figures.
//!
//! Owns: making, ending and using one; each reading is counted, the first of each day is in the log. Must not: know the
//! figures (`release` does).

use std::net::IpAddr;

use shared::id::Id;
use shared::time::{helsinki, helsinki_midnight};
use shared::wire::v1::member::Role;
use shared::wire::v1::share::{IssuedShare, NewShare, Share, ShareKind, Shares};

use super::actor::Actor;
use super::audit::{self, By};
use super::check;
use crate::app::App;
use crate::auth::token::Token;
use crate::db;
use crate::error::{Error, Kind, Result};

/// The longest time, in years.
const YEARS: i32 = 2;

/// All of them, for the chair.
pub async fn list(app: &App, actor: &Actor) -> Result<Shares> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.read().await?;
    Ok(Shares { shares: db::share::list(&mut tx, actor.network).await? })
}

/// Makes one; its secret is in the answer and nowhere else.
pub async fn issue(app: &App, actor: &Actor, form: &NewShare) -> Result<IssuedShare> {
    actor.need(Role::Chair)?;
    let now = app.now();
    let today = helsinki(now).date;
    if form.until < today || form.until > today.plus_years(YEARS) {
        return Err(Error::invalid("until", "today to two years from now"));
    }
    let kind = db::share::code(form.kind).ok_or_else(|| Error::invalid("kind", "page or program"))?;
    let share = Share {
        id: form.id,
        kind: form.kind,
        name: check::text("name", &form.name, 80)?,
        created_at: now,
        expires_at: helsinki_midnight(form.until.plus_days(1)),
        revoked_at: None,
        used_at: None,
        uses: 0,
    };
    let token = Token::new(&*app.random, actor.network);
    let mut tx = app.db.write().await?;
    if !db::share::insert(&mut tx, actor.network, &share, &token.hash()).await? {
        return Err(Kind::AlreadyExists.into());
    }
    let detail = format!("kind={kind}");
    audit::record(app, &mut tx, actor.network, By::Person(actor), "share_made", &share.name, &detail).await?;
    tx.commit().await?;
    let secret = match share.kind {
        ShareKind::Page => format!("{}/jaettu#{}", app.config.public_url(), token.reveal()),
        ShareKind::Program | ShareKind::Unknown => token.reveal(),
    };
    Ok(IssuedShare { share, secret })
}

/// Ends one at once.
pub async fn revoke(app: &App, actor: &Actor, id: Id) -> Result<()> {
    actor.need(Role::Chair)?;
    let mut tx = app.db.write().await?;
    let shares = db::share::list(&mut tx, actor.network).await?;
    let share = shares.into_iter().find(|share| share.id == id).ok_or(Kind::NotFound)?;
    if db::share::revoke(&mut tx, actor.network, id, app.now()).await? {
        audit::record(app, &mut tx, actor.network, By::Person(actor), "share_ended", &share.name, "").await?;
    }
    Ok(tx.commit().await?)
}

/// Whose figures a token opens; the reading is counted. An unknown, ended or expired one looks like none.
pub async fn open(app: &App, address: IpAddr, token: &str) -> Result<Id> {
    let Some(token) = Token::parse(token) else {
        app.limits.link(address)?;
        return Err(Kind::LinkEnded.into());
    };
    let now = app.now();
    let mut tx = app.db.write().await?;
    let Some(share) = db::share::open(&mut tx, token.network, &token.hash(), now).await? else {
        // A program that asks each minute is not held up; guessing is.
        app.limits.link(address)?;
        return Err(Kind::LinkEnded.into());
    };
    db::share::used(&mut tx, token.network, share.id, now).await?;
    let day = |at| helsinki(at).date;
    if share.used_at.is_none_or(|last| day(last) != day(now)) {
        audit::record(app, &mut tx, token.network, By::Nobody, "share_read", &share.name, "").await?;
    }
    tx.commit().await?;
    Ok(token.network)
}
