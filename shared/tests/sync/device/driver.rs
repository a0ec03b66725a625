//! The driver: takes what the engine asks for to the store and to the wire, and reports back.

use std::collections::VecDeque;
use std::rc::Rc;

use shared::sync::plan::Settlement;
use shared::sync::protocol::{Effect, Event, StoreFailed};
use shared::time::Millis;
use shared::wire::v1::pull::PullAnswer;

use super::{Device, Request};
use crate::action::StorageFault;
use crate::mutation::Mutation;
use crate::tab::News;

impl Device {
    /// A request ended.
    pub fn answered(&mut self, now: Millis, request: &Request, event: Event) {
        let Some(tab) = self.tabs.iter().position(|tab| tab.id == request.tab) else { return };
        let event = self.mutated(request, event);
        let server_time = match &event {
            Event::Pulled(Ok(answer)) => Some(answer.server_time),
            Event::Pushed(Ok(answer)) => Some(answer.server_time),
            _ => None,
        };
        if let Some(server_time) = server_time {
            // A contact measures the clock.
            self.offset = server_time - (now + self.wrong_by);
            self.send_news(now, tab, News::Answer(request.run, Event::Clock(self.offset)));
        }
        if !self.died {
            self.send_news(now, tab, News::Answer(request.run, event));
        }
    }

    /// An answer to a request that was given up. An aborted pull has no ears; the others know theirs by the nonce.
    pub fn answered_late(&mut self, now: Millis, request: &Request, event: Event) {
        if matches!(event, Event::Pushed(Ok(_)) | Event::Offered(Ok(_))) {
            self.answered(now, request, event);
        }
    }

    pub fn report(&mut self, now: Millis, tab: usize, event: Event) {
        self.changed = true;
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let Some(engine) = self.tabs[tab].engine.as_mut() else { return };
            for effect in engine.on(now, event) {
                events.extend(self.perform(now, tab, effect));
                if self.died {
                    return;
                }
            }
        }
    }

    fn perform(&mut self, now: Millis, tab: usize, effect: Effect) -> Vec<Event> {
        match effect {
            Effect::Load { limit, aside } => vec![self.store.load(limit, &aside)],
            Effect::Settle(plan) => self.settle(now, tab, plan),
            Effect::Apply(answer) => self.apply(now, tab, answer),
            Effect::ListSent { epoch } => {
                let (ids, met) = self.store.list_sent(epoch);
                if met {
                    self.turn();
                    self.tabs[tab].view.meet(epoch);
                }
                self.tabs[tab].memory = self.store.memory.clone();
                vec![Event::SentIds(ids)]
            }
            Effect::Requeue { offered, unknown, epoch, position } => {
                let write =
                    |device: &mut Self| device.store.requeue(&offered, &unknown, epoch, position).len();
                let Some(written) = self.write(write) else { return Vec::new() };
                if written.is_ok() {
                    self.anew.extend(offered.iter().filter(|id| !unknown.contains(id)));
                    self.tabs[tab].load(&self.store);
                    self.tell(now, tab, &News::Reload);
                }
                vec![Event::Requeued(written.map(drop))]
            }
            Effect::Wake(after) => {
                self.tabs[tab].wake = (!self.is(Mutation::NoTimer)).then_some(now + after);
                Vec::new()
            }
            Effect::Push(_) | Effect::Pull { .. } | Effect::Offer(_) => {
                let (tab, run) = (self.tabs[tab].id, self.tabs[tab].run);
                self.wire.push(Request { tab, run, effect, sent_at: now, given_up: false });
                Vec::new()
            }
            Effect::Tell(_) => Vec::new(),
        }
    }

    fn settle(&mut self, now: Millis, tab: usize, mut plan: Settlement) -> Vec<Event> {
        if self.store.memory.epoch != self.tabs[tab].memory.epoch {
            return self.overtaken(tab, Event::Settled(Err(StoreFailed)));
        }
        if self.is(Mutation::ClearedOnSuccess) {
            plan.remove = self.store.outbox.keys().copied().collect();
        }
        let corrected = self.corrected(now);
        let sent = if self.is(Mutation::SentForgotten) { None } else { plan.sent.clone() };
        let stored = Settlement { sent, ..plan.clone() };
        let Some(written) = self.write(|device| device.store.settle(&stored, corrected)) else {
            return Vec::new();
        };
        if written.is_ok() {
            if plan.renames() || !plan.wedged.is_empty() {
                self.turn();
            }
            if self.is(Mutation::SentNotShown) {
                let ops = plan.sent.iter_mut().flat_map(|batch| &mut batch.ops);
                ops.for_each(|op| op.position = Some(0));
            }
            self.tabs[tab].view.settle(&plan);
            if plan.renames() {
                self.tabs[tab].load(&self.store);
            }
            self.tell(now, tab, &News::Settled(Rc::new(plan)));
        }
        vec![Event::Settled(written)]
    }

    fn apply(&mut self, now: Millis, tab: usize, answer: PullAnswer) -> Vec<Event> {
        if self.store.memory != self.tabs[tab].memory && !self.is(Mutation::AppliedBlindly) {
            return self.overtaken(tab, Event::Applied(Err(StoreFailed)));
        }
        let other = self.base_epoch != Some(answer.epoch);
        let Some(written) = self.write(|device| device.store.apply(&answer)) else { return Vec::new() };
        if written.is_ok() {
            // Not before: where the write failed, the base is still the other history's.
            self.base_epoch = Some(answer.epoch);
            if other {
                self.turn();
            }
            self.tabs[tab].memory = self.store.memory.clone();
            let PullAnswer { epoch, position, reset, ref rows, .. } = answer;
            self.tabs[tab].view.pulled(epoch, position, reset, rows.iter().cloned());
            self.tell(now, tab, &News::Pulled(Rc::new(answer)));
        }
        vec![Event::Applied(written)]
    }

    /// Another tab has moved the store on: nothing is written, and the engine goes on from what the store holds.
    fn overtaken(&mut self, tab: usize, event: Event) -> Vec<Event> {
        let memory = self.store.memory.clone();
        self.tabs[tab].memory = memory.clone();
        vec![event, Event::Started(memory)]
    }

    /// A transaction; `None` where the browser was killed.
    pub(super) fn write<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> Option<Result<T, StoreFailed>> {
        match self.storage_fault.take() {
            None => Some(Ok(work(self))),
            Some(StorageFault::Fails) => Some(Err(StoreFailed)),
            Some(StorageFault::DiesBefore) => {
                self.died = true;
                None
            }
            Some(StorageFault::DiesAfter) => {
                work(self);
                self.died = true;
                None
            }
        }
    }
}
