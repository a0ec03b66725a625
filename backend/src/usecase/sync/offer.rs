//! Offer: after a change of history, which ops does the server lack?
//!
//! Owns: the answer to a list of ids. An op that is kept for review is not lacking. Must not: write.

use std::collections::HashSet;

use shared::wire::v1::offer::{MAX_IDS, Offer, OfferAnswer};

use crate::app::App;
use crate::db;
use crate::error::{Error, Kind, Result};
use crate::usecase::actor::DeviceActor;

/// Those of the ids that are not known.
pub async fn unknown(app: &App, actor: &DeviceActor, offer: Offer) -> Result<OfferAnswer> {
    if offer.ids.len() > MAX_IDS {
        return Err(Error::new(Kind::TooLarge).field("ids"));
    }
    let mut tx = app.db.read().await?;
    let state = db::sync_state::get(&mut tx, actor.network).await?;
    let stored = db::op::known(&mut tx, actor.network, &offer.ids).await?;
    let mut known: HashSet<_> = stored.into_iter().map(|(id, _)| id).collect();
    let rest: Vec<_> = offer.ids.iter().copied().filter(|id| !known.contains(id)).collect();
    known.extend(db::held::bytes(&mut tx, actor.network, &rest).await?.into_iter().map(|(id, _)| id));
    let unknown = rest.into_iter().filter(|id| !known.contains(id)).collect();
    Ok(OfferAnswer { nonce: offer.nonce, epoch: state.epoch, position: state.position, unknown })
}
