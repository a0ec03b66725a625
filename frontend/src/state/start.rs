//! The start: the store is opened, the first screen is drawn from a glance at it, then the rest is read.
//!
//! Owns: that order, and who waits for the rest. What a person waits for is the form; the entries of the last weeks, the
//! sender and the server come after the first frame. Must not: know what the screens look like.

use std::cell::RefCell;
use std::rc::Rc;

use futures::FutureExt as _;
use futures::channel::oneshot;
use futures::future::{Either, LocalBoxFuture, select};
use gloo_timers::future::TimeoutFuture;

use super::clock;
use crate::store::{self, Glance, Store, StoreError};
use crate::sync::hub::Hub;
use crate::sync::schedule::Schedule;

/// So long the page waits for the store before it shows itself without, in ms.
const PATIENCE_MS: u32 = 1_000;

/// The open store and what the first screen needs of it.
pub type Opened = Result<(Rc<Store>, Glance), StoreError>;

/// The store as far as it is when the page is drawn for the first time.
pub enum Start {
    /// Open, or known not to open.
    Ready(Opened),
    /// Another tab holds it up.
    Late(LocalBoxFuture<'static, Opened>),
}

/// The device in this tab.
enum Stage {
    /// Being read; these want to know when it has been.
    Opening(Vec<oneshot::Sender<()>>),
    Open(Rc<Hub>, Rc<Schedule>),
    /// It could not be opened.
    Failed,
}

thread_local! {
    static STAGE: RefCell<Stage> = const { RefCell::new(Stage::Opening(Vec::new())) };
}

impl Start {
    /// Opens the store before anything is drawn: one drawing of the page is quicker than two.
    pub async fn begin() -> Self {
        let opening = async {
            let store = Store::open(store::NAME).await?;
            let glance = store.glance().await?;
            if let Some(offset) = glance.offset {
                clock::shared().correct(offset);
            }
            Ok((store, glance))
        };
        match select(opening.boxed_local(), TimeoutFuture::new(PATIENCE_MS)).await {
            Either::Left((opened, _)) => Self::Ready(opened),
            Either::Right(((), opening)) => Self::Late(opening),
        }
    }
}

/// The device in this tab; `None` while it is being read, or where it could not be.
pub fn hub() -> Option<Rc<Hub>> {
    STAGE.with_borrow(|stage| match stage {
        Stage::Open(hub, _) => Some(hub.clone()),
        Stage::Opening(_) | Stage::Failed => None,
    })
}

/// The device in this tab, as soon as it has been read; `None` where it could not be.
pub async fn opened() -> Option<Rc<Hub>> {
    let waiting = STAGE.with_borrow_mut(|stage| match stage {
        Stage::Opening(waiting) => {
            let (sender, receiver) = oneshot::channel();
            waiting.push(sender);
            Some(receiver)
        }
        Stage::Open(..) | Stage::Failed => None,
    });
    if let Some(waiting) = waiting {
        // A dropped sender says the same.
        let _ = waiting.await;
    }
    hub()
}

/// Who decides when to send.
pub(super) fn schedule() -> Option<Rc<Schedule>> {
    STAGE.with_borrow(|stage| match stage {
        Stage::Open(_, schedule) => Some(schedule.clone()),
        Stage::Opening(_) | Stage::Failed => None,
    })
}

/// The device has been read.
pub(super) fn open(hub: &Rc<Hub>, schedule: Rc<Schedule>) {
    enter(Stage::Open(hub.clone(), schedule));
}

/// It cannot be.
pub(super) fn fail() {
    enter(Stage::Failed);
}

fn enter(stage: Stage) {
    // Those who waited are woken by the drop of their senders, after the new stage is in place.
    drop(STAGE.replace(stage));
}
