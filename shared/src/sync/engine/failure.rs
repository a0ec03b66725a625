//! What a failure means: whether to wait, to send less at once, or to set one op aside.

use super::Engine;
use crate::sync::backoff;
use crate::sync::outbox::Item;
use crate::sync::protocol::Failure;
use crate::time::Millis;

/// After so many refusals in a row it is the batch that is suspected, not the server.
const SUSPECT: u32 = 3;
/// So many ops may be set aside one right after the other; when still none gets through, it is the server after all.
const SEVERAL: usize = 8;

impl Engine {
    pub(super) fn succeeded(&mut self) {
        self.failures = 0;
        // One op is aside already, and the server answers: the next refusal is about its batch as well.
        self.refusals = if self.aside.is_empty() { 0 } else { SUSPECT - 1 };
        self.retry_at = None;
        self.status.reachable = true;
        self.status.unknown_device = false;
        self.status.server_too_old = false;
    }

    pub(super) fn failed(&mut self, now: Millis, failure: &Failure, batch: Option<&[Item]>) {
        self.status.reachable = matches!(failure, Failure::Status(..));
        match failure {
            Failure::Status(401, _) => self.status.unknown_device = true,
            Failure::Status(_, Some(code)) if code == "client_too_new" => self.status.server_too_old = true,
            _ => {}
        }
        self.wait(now);
        let Some(items) = batch else { return };
        self.pull_first = true;
        match failure {
            Failure::Status(413, _) | Failure::TimedOut => self.narrow(now, items),
            // A server that is older than this app: it would refuse smaller batches as well.
            Failure::Status(_, Some(code)) if code == "client_too_new" => {}
            // A busy or absent server says nothing about the batch.
            Failure::Status(401 | 408 | 429 | 502 | 503 | 504, _) | Failure::Network | Failure::NotOurs => {}
            Failure::Status(..) => {
                self.refusals += 1;
                self.suspicious |= self.refusals >= SUSPECT;
                if self.suspicious {
                    self.narrow(now, items);
                } else if self.aside.len() < SEVERAL {
                    // The server answers: how long it was away before has nothing to do with this batch.
                    self.retry_at = Some(now + backoff::delay(self.refusals, &mut self.random));
                }
            }
        }
    }

    /// Makes the next batch smaller; a single op that does not get through is set aside, so that it blocks nothing.
    pub(super) fn narrow(&mut self, now: Millis, items: &[Item]) {
        if let [only] = items {
            if self.aside.is_empty() {
                self.aside_due = now + backoff::LONGEST;
            }
            self.aside.insert(only.id);
            self.suspicious = false;
            // The op behind it may be of the same kind, and what lies behind both should not wait for longer and longer.
            self.refusals = if self.aside.len() < SEVERAL { SUSPECT - 1 } else { 0 };
        } else {
            self.limit = self.limit.halved(items.len());
        }
        // The server answers; only this batch does not get through: no reason to let the others wait long.
        self.retry_at = Some(now + backoff::delay(1, &mut self.random));
    }

    pub(super) fn wait(&mut self, now: Millis) {
        self.failures = self.failures.saturating_add(1);
        self.retry_at = Some(now + backoff::delay(self.failures, &mut self.random));
    }
}
