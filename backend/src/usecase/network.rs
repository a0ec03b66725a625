//! Which network a request without a credential speaks of.

use shared::id::Id;

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
