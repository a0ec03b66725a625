//! After a change of history: the sent ops are offered, and what the server lacks waits again.

use super::{Engine, Lane};
use crate::id::Id;
use crate::sync::protocol::{Effect, Failure, Memory, StoreFailed};
use crate::time::Millis;
use crate::wire::v1::offer::{MAX_IDS, Offer, OfferAnswer};

impl Engine {
    pub(super) fn continue_offer(&mut self, effects: &mut Vec<Effect>) {
        let Some(epoch) = self.memory.epoch else { return };
        match &self.offer {
            None => {
                self.lane = Lane::Listing;
                if self.stored.epoch != Some(epoch) {
                    self.stored = Memory { epoch: Some(epoch), ..Memory::default() };
                }
                effects.push(Effect::ListSent { epoch });
            }
            Some(ids) => {
                let ids: Vec<Id> = ids.iter().take(MAX_IDS).copied().collect();
                let nonce = self.nonce();
                self.lane = Lane::Offering { nonce: nonce.clone(), ids: ids.clone() };
                effects.push(Effect::Offer(Offer { nonce, ids }));
            }
        }
    }

    pub(super) fn listed(&mut self, ids: Vec<Id>) {
        if self.lane == Lane::Listing {
            self.lane = Lane::Idle;
            self.offering = !ids.is_empty();
            self.offer = Some(ids);
        }
    }

    pub(super) fn offered(
        &mut self,
        now: Millis,
        outcome: Result<OfferAnswer, Failure>,
        effects: &mut Vec<Effect>,
    ) {
        let Lane::Offering { nonce, ids } = self.lane.take_if(|lane| matches!(lane, Lane::Offering { .. }))
        else {
            return;
        };
        let answer = match outcome {
            Ok(answer) if answer.nonce == nonce => answer,
            Ok(_) => return self.failed(now, &Failure::NotOurs, None),
            Err(failure) => return self.failed(now, &failure, None),
        };
        self.succeeded();
        if self.memory.epoch != Some(answer.epoch) {
            return self.meet(answer.epoch);
        }
        if let Some(all) = &mut self.offer {
            all.drain(..ids.len().min(all.len()));
        }
        self.lane = Lane::Requeueing;
        let OfferAnswer { unknown, epoch, position, .. } = answer;
        effects.push(Effect::Requeue { offered: ids, unknown, epoch, position });
    }

    pub(super) fn requeued(&mut self, now: Millis, stored: Result<(), StoreFailed>) {
        if self.lane != Lane::Requeueing {
            return;
        }
        self.lane = Lane::Idle;
        self.outbox = true;
        match stored {
            Ok(()) if self.offer.as_ref().is_none_or(Vec::is_empty) => {
                self.offering = false;
                self.offer = None;
            }
            Ok(()) => {}
            Err(StoreFailed) => {
                self.offer = None;
                self.wait(now);
            }
        }
    }
}
