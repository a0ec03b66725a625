//! The facts of the network in this browser.
//!
//! Owns: fetching them page by page, keeping the pages for when there is no network, and beginning anew when the server
//! has another history. Must not: count.
//!
//! What is kept is the server's own answers, by their paths: each names the position that it follows, so that they are read
//! in a row until one is missing.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use shared::id::Id;
use shared::routes;
use shared::stats::facts::{Block, Facts};
use shared::wire::v1::facts::FactsAnswer;

use super::entries::use_entries;
use super::server::{self, Failure};
use crate::platform::kept;

/// So many kept answers are joined into one.
const MANY: usize = 40;

/// Which server's facts they are.
type Origin = (Id, Option<Id>);

/// The facts, and that they change.
#[derive(Clone, Copy)]
pub struct UseFacts {
    held: StoredValue<Rc<RefCell<Held>>, LocalStorage>,
    /// Grows when there are others.
    version: RwSignal<u64>,
    /// The server has answered, or the kept ones are all there is.
    ready: RwSignal<bool>,
    failure: RwSignal<Option<Failure>>,
    /// What waits on this device, and how many entries that is.
    unsent: Memo<(Block, usize)>,
}

#[derive(Default)]
struct Held {
    facts: Facts,
    origin: Option<Origin>,
    /// A request is on its way; another is wanted after it.
    busy: bool,
    again: bool,
}

/// Begins to load the facts; they live as long as the page.
pub fn load() -> UseFacts {
    let entries = use_entries();
    let facts = UseFacts {
        held: StoredValue::new_local(Rc::default()),
        version: RwSignal::new(0),
        ready: RwSignal::new(false),
        failure: RwSignal::new(None),
        unsent: Memo::new(move |_| entries.unsent()),
    };
    leptos::task::spawn_local(async move {
        let read = facts.read_kept().await;
        if read.is_some() {
            facts.fetch().await;
        }
    });
    facts
}

impl UseFacts {
    /// Calls with the facts and with what this device has not sent, tracked; `None` before there are any to count.
    pub fn with<T>(self, count: impl FnOnce(&Facts) -> T) -> Option<T> {
        self.version.track();
        let unsent = self.unsent.get();
        if !self.ready.get() {
            return None;
        }
        let held = self.held.try_get_value()?;
        let mut held = held.borrow_mut();
        Some(held.facts.with(&unsent.0, count))
    }

    /// How many entries of this device the server does not have yet; tracked.
    pub fn unsent(self) -> usize {
        self.unsent.get().1
    }

    /// What went wrong since; tracked.
    pub fn failure(self) -> Option<Failure> {
        self.failure.get()
    }

    /// Asks for what has come since.
    pub fn refresh(self) {
        leptos::task::spawn_local(async move {
            self.fetch().await;
        });
    }

    /// Reads what is kept; `None` where the page has been left meanwhile.
    async fn read_kept(self) -> Option<()> {
        let mut count = 0;
        loop {
            let since = self.held.try_get_value()?.borrow().facts.position();
            let Some(bytes) = kept::bytes(&path(since)).await else { break };
            let Ok(answer) = FactsAnswer::read(&bytes) else { break };
            let stood = answer.position == since;
            if !self.take(&answer)? || stood {
                break;
            }
            count += 1;
        }
        if count > 0 {
            self.tell();
        }
        if count > MANY {
            self.join().await;
        }
        Some(())
    }

    /// Asks until there is no more. A wish that comes meanwhile is remembered, so that no change is missed.
    async fn fetch(self) -> Option<()> {
        {
            let held = self.held.try_get_value()?;
            let mut held = held.borrow_mut();
            if held.busy {
                held.again = true;
                return None;
            }
            held.busy = true;
        }
        let mut keeping: Option<(String, Vec<u8>)> = None;
        loop {
            let since = self.held.try_get_value()?.borrow().facts.position();
            let path = path(since);
            // One page is kept while the next one comes.
            let (outcome, ()) = futures::join!(server::get_bytes(&path), keep(keeping.take()));
            let more = match outcome {
                Ok(bytes) => match FactsAnswer::read(&bytes) {
                    Ok(answer) => {
                        let _ = self.failure.try_set(None);
                        let fits = self.take(&answer)?;
                        if !fits {
                            // Another history: whatever was kept is of no use any more.
                            self.forget().await?;
                        } else if answer.position > since {
                            keeping = Some((path, bytes));
                        }
                        !fits || answer.more
                    }
                    // A captive portal says 200 too.
                    Err(_) => self.failed(Failure::Offline)?,
                },
                Err(failure) => self.failed(failure)?,
            };
            let held = self.held.try_get_value()?;
            let mut held = held.borrow_mut();
            if !more && !std::mem::take(&mut held.again) {
                held.busy = false;
                break;
            }
        }
        // What is seen does not wait for what is kept.
        self.tell();
        keep(keeping).await;
        Some(())
    }

    /// Takes an answer over; `false` where it is of another history or damaged, so that everything begins anew. `None`
    /// where the page has been left.
    fn take(self, answer: &FactsAnswer) -> Option<bool> {
        let held = self.held.try_get_value()?;
        let mut held = held.borrow_mut();
        let origin = (answer.epoch, answer.generation);
        if held.facts.position() > answer.position
            || held.origin.is_some_and(|known| known != origin)
            || !held.facts.extend(&answer.block)
        {
            return Some(false);
        }
        held.origin = Some(origin);
        held.facts.reach(answer.position);
        Some(true)
    }

    async fn forget(self) -> Option<()> {
        {
            let held = self.held.try_get_value()?;
            let mut held = held.borrow_mut();
            held.facts = Facts::default();
            held.origin = None;
        }
        for path in kept::paths(routes::FACTS).await {
            kept::forget(&path).await;
        }
        Some(())
    }

    /// Ends a row of requests; what is there is shown.
    fn failed(self, failure: Failure) -> Option<bool> {
        self.failure.try_set(Some(failure)).is_none().then_some(false)
    }

    fn tell(self) {
        let _ = self.ready.try_set(true);
        let _ = self.version.try_update(|version| *version += 1);
    }

    /// Joins the kept answers into one.
    async fn join(self) {
        let mut joined: Option<FactsAnswer> = None;
        let mut since = 0;
        let mut paths = Vec::new();
        while let Some(bytes) = kept::bytes(&path(since)).await {
            let Ok(answer) = FactsAnswer::read(&bytes) else { break };
            if answer.position <= since {
                break;
            }
            paths.push(path(since));
            since = answer.position;
            let block: Block = joined.map_or_else(Block::default, |joined| joined.block);
            joined = Some(FactsAnswer { block: joined_with(block, &answer.block), ..answer });
        }
        let Some(joined) = joined else { return };
        // The first one leads to the end before the others go: whatever stops this in between loses nothing.
        kept::put_bytes(&path(0), &joined.written()).await;
        for old in paths.iter().skip(1) {
            kept::forget(old).await;
        }
    }
}

async fn keep(page: Option<(String, Vec<u8>)>) {
    if let Some((path, bytes)) = page {
        kept::put_bytes(&path, &bytes).await;
    }
}

fn joined_with(mut block: Block, next: &Block) -> Block {
    block.append(next);
    block
}

fn path(since: i64) -> String {
    format!("{}?since={since}", routes::FACTS)
}
