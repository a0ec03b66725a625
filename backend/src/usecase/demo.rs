//! The demo's two links, and the guard that keeps the demo away from real networks.
//!
//! Owns: who the links let in. Must not: invent data (`crate::demo` does).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::id::Id;
use shared::wire::v1::device::Enrol;
use shared::wire::v1::member::Role;
use subtle::ConstantTimeEq as _;

use super::audit::{self, By};
use super::setup::FIRST_POINT;
use super::{device, enrolment, session};
use crate::app::App;
use crate::auth::token::Token;
use crate::db;
use crate::db::enrolment::Grant;
use crate::db::network::Network;
use crate::error::{Kind, Result};

/// The library of the demo's tablet.
pub const LIBRARY: &str = "turku";

/// The secrets of the two links, fresh at each start.
pub struct Links {
    network: Id,
    tablet: String,
    chair: String,
}

impl Links {
    /// The link that makes a browser a tablet.
    pub fn tablet_url(&self, base: &str) -> String {
        format!("{base}/demo/tablet/{}", self.tablet)
    }

    /// The link that signs in the demo chair.
    pub fn chair_url(&self, base: &str) -> String {
        format!("{base}/demo/chair/{}", self.chair)
    }
}

/// The demo network of this database: `Ok(None)` where there is no network yet, `Err` with the name of a real one.
pub async fn find(app: &App) -> Result<std::result::Result<Option<Network>, String>> {
    let mut tx = app.db.read().await?;
    let networks = db::network::all(&mut tx).await?;
    Ok(match networks.iter().find(|network| network.demo == 0) {
        Some(real) => Err(real.name.clone()),
        None => Ok(networks.into_iter().next()),
    })
}

/// Makes the links of this start.
pub fn open(app: &App, network: Id) -> &Links {
    let secret = || URL_SAFE_NO_PAD.encode(app.random.bytes::<16>());
    app.demo.get_or_init(|| Links { network, tablet: secret(), chair: secret() })
}

/// A tablet's credential: the one the browser has, where it is one of the demo's living tablets, else a new one.
pub async fn tablet(app: &App, secret: &str, earlier: Option<Token>) -> Result<Token> {
    let links = check(app, secret, |links| links.tablet.as_str())?;
    if let Some(token) = earlier
        && token.network == links.network
        && device::authenticate(app, &token).await.is_ok_and(|actor| !actor.is_revoked())
    {
        return Ok(token);
    }
    let grant = Grant {
        network_id: links.network,
        id: app.new_id(),
        library: LIBRARY.to_owned(),
        point: FIRST_POINT.to_owned(),
        created_by: None,
    };
    let form = Enrol {
        code: String::new(),
        name: None,
        replica: None,
        persisted: shared::wire::v1::device::Persistence::Unknown,
        app_version: String::new(),
    };
    let mut tx = app.db.write().await?;
    let id = app.new_id();
    let (_, token) = enrolment::admit(app, &mut tx, &grant, id, None, None, &form).await?;
    tx.commit().await?;
    Ok(token)
}

/// A session of the demo's chair.
pub async fn chair(app: &App, secret: &str) -> Result<Token> {
    let links = check(app, secret, |links| links.chair.as_str())?;
    let mut tx = app.db.write().await?;
    let members = db::member::list(&mut tx, links.network, None).await?;
    let chair =
        members.iter().find(|m| m.role == Role::Chair && m.removed_at.is_none()).ok_or(Kind::NotFound)?;
    let by = By::Named(chair.id, &chair.name);
    audit::record(app, &mut tx, links.network, by, "sign_in", "", "demo").await?;
    let (_, token) = session::begin(app, &mut tx, links.network, chair).await?;
    tx.commit().await?;
    Ok(token)
}

fn check<'a>(app: &'a App, secret: &str, of: impl Fn(&Links) -> &str) -> Result<&'a Links> {
    let links = app.demo.get().ok_or(Kind::NotFound)?;
    if bool::from(of(links).as_bytes().ct_eq(secret.as_bytes())) {
        Ok(links)
    } else {
        Err(Kind::NotFound.into())
    }
}
