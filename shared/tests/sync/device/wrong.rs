//! What a wrong driver makes of an answer: the faults of real systems, which the checker must find.

use std::collections::BTreeMap;

use shared::id::Id;
use shared::sync::outbox::Item;
use shared::sync::plan::Settlement;
use shared::sync::protocol::{Effect, Event, Failure};
use shared::wire::v1::pull::PullAnswer;

use super::{Device, Request};
use crate::mutation::Mutation;

impl Device {
    /// What a wrong driver makes of an answer.
    pub(super) fn mutated(&mut self, request: &Request, event: Event) -> Event {
        let Some(mutation) = self.mutation else { return event };
        let batch = |item: &Item| match &request.effect {
            Effect::Push(push) => push.ops.iter().any(|raw| raw.get() == item.bytes),
            _ => false,
        };
        match (mutation, event) {
            (Mutation::DiscardedOnStatus, Event::Pushed(Err(Failure::Status(429 | 502..=504, _)))) => {
                self.store.outbox.retain(|_, item| !batch(item));
                Event::Pushed(Err(Failure::Network))
            }
            (Mutation::DiscardedOnTooLarge, Event::Pushed(Err(Failure::Status(413, _)))) => {
                self.store.outbox.retain(|_, item| !batch(item));
                Event::Pushed(Err(Failure::Network))
            }
            (Mutation::RetriedUnderNewIds, Event::Pushed(Err(Failure::Network))) => {
                let ids = self.store.outbox.values().filter(|item| batch(item)).map(|item| item.id);
                let rename: BTreeMap<Id, Id> =
                    ids.map(|id| (id, Id::v7(1, self.random.ten_bytes()))).collect();
                let plan = Settlement { rename, ..Settlement::default() };
                self.store.settle(&plan, 0);
                self.turn();
                self.tabs.iter_mut().for_each(|tab| {
                    tab.view.settle(&plan);
                });
                Event::Pushed(Err(Failure::Network))
            }
            (Mutation::NeverHalved, Event::Pushed(Err(Failure::Status(..)))) => {
                Event::Pushed(Err(Failure::Status(503, None)))
            }
            (Mutation::PagesApplied, Event::Pulled(Ok(answer))) => {
                Event::Pulled(Ok(PullAnswer { more: false, ..answer }))
            }
            (Mutation::EpochIgnored, mut event) => {
                let epoch = match &mut event {
                    Event::Pushed(Ok(answer)) => Some(&mut answer.epoch),
                    Event::Pulled(Ok(answer)) => Some(&mut answer.epoch),
                    Event::Offered(Ok(answer)) => Some(&mut answer.epoch),
                    _ => None,
                };
                if let (Some(epoch), Some(known)) = (epoch, self.store.memory.epoch) {
                    *epoch = known;
                }
                event
            }
            (_, event) => event,
        }
    }
}
