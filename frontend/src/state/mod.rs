//! What the pages see: signals over what the device holds, and the few things a person can do to it.
//!
//! Owns: the contexts that `app` provides once, and the start of store and sync. Must not: render, or know a page.

pub mod author;
pub mod changes;
pub mod clock;
pub mod corrections;
pub mod device;
pub mod dispatch;
pub mod entries;
pub mod ids;
mod listing;
pub mod lists;
pub mod network;
pub mod remote;
pub mod rescue;
pub mod server;
pub mod session;
pub mod topics;
pub mod update;

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::store;
use crate::sync::hub::{Change, Hub};
use crate::sync::schedule::Schedule;

thread_local! {
    /// The device in this tab, once its store is open.
    static OPEN: RefCell<Option<Open>> = const { RefCell::new(None) };
}

#[derive(Clone)]
struct Open {
    hub: Rc<Hub>,
    schedule: Rc<Schedule>,
}

/// The device in this tab; `None` while its store is being opened, or where it could not be.
pub fn hub() -> Option<Rc<Hub>> {
    OPEN.with_borrow(|open| open.as_ref().map(|open| open.hub.clone()))
}

fn schedule() -> Option<Rc<Schedule>> {
    OPEN.with_borrow(|open| open.as_ref().map(|open| open.schedule.clone()))
}

/// Makes the signals, provides them as contexts and opens store and sync; called once, in the root owner.
pub fn provide() {
    clock::provide();
    update::provide();
    network::provide();
    device::provide();
    lists::provide_device();
    author::provide();
    entries::provide();
    session::provide();
    spawn_local(boot(Owner::current()));
}

/// Opens the store and brings the signals to life.
async fn boot(owner: Option<Owner>) {
    // The contexts belong to the root owner, which a task does not remember.
    let within = move |f: &dyn Fn()| match &owner {
        Some(owner) => owner.with(f),
        None => f(),
    };
    let opened = Hub::open(store::NAME, clock::shared()).await;
    let (hub, fresh) = match opened {
        Ok(opened) => opened,
        Err(error) => {
            within(&|| {
                device::use_device().fail(&error);
                session::use_session().start();
            });
            return;
        }
    };
    let started = Schedule::start(&hub, store::NAME);
    OPEN.set(Some(Open { hub: hub.clone(), schedule: started }));
    within(&|| {
        let (device, network, session) =
            (device::use_device(), network::use_network(), session::use_session());
        let entries = entries::use_entries();
        let update = update::use_update();
        hub.store.on_superseded(move || update.supersede());
        hub.on_change(move |change| match change {
            Change::Entities(changed) => entries.changed(changed),
            Change::All => entries.all_changed(),
            Change::Network => {
                network.refresh();
                device.network_changed();
            }
            Change::Server(_) => changes::tell(),
            Change::Config => device.reread(),
            Change::Session => session.refresh(),
            Change::Afresh => {
                if let Some(schedule) = schedule() {
                    schedule.restart();
                }
            }
        });
        entries.all_changed();
        network.refresh();
        author::use_author().start();
        device.start(fresh);
        session.start();
    });
}
