//! What the pages see: signals over what the device holds, and the few things a person can do to it.
//!
//! Owns: the contexts that `app` provides once, and the start of store and sync. Must not: render, or know a page.

pub mod author;
pub mod changes;
pub mod clock;
pub mod corrections;
pub mod device;
pub mod dispatch;
pub mod door;
pub mod entries;
pub mod facts;
pub mod ids;
mod listing;
pub mod lists;
pub mod network;
pub mod registration;
pub mod remote;
pub mod rescue;
pub mod review;
pub mod server;
pub mod session;
pub mod start;
pub mod tablet_form;
pub mod topics;
pub mod update;

use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use self::start::{Start, schedule};
pub use self::start::{hub, opened};
use crate::platform::{cookie, page};
use crate::store::{self, Glance};
use crate::sync::hub::{Change, Hub};
use crate::sync::schedule::Schedule;

/// Makes the signals, provides them as contexts, shows what the store told at a glance and has the rest read; called once,
/// in the root owner.
pub fn provide(start: Start) {
    clock::provide();
    update::provide();
    network::provide();
    device::provide();
    lists::provide_device();
    author::provide();
    entries::provide();
    door::provide();
    session::provide();
    if let Start::Ready(Ok((_, glance))) = &start {
        show(glance.clone());
    }
    spawn_local(boot(start, Owner::current()));
}

/// What the first screen needs.
fn show(glance: Glance) {
    device::use_device().restore(glance.config, glance.topics.unwrap_or_default());
    author::use_author().restore(glance.author.unwrap_or_default());
}

/// Reads the rest and brings the signals to life.
async fn boot(start: Start, owner: Option<Owner>) {
    // The contexts belong to the root owner, which a task does not remember.
    let within = move |f: &dyn Fn()| match &owner {
        Some(owner) => owner.with(f),
        None => f(),
    };
    let opened = match start {
        Start::Ready(opened) => opened,
        Start::Late(opening) => {
            let opened = opening.await;
            if let Ok((_, glance)) = &opened {
                within(&|| show(glance.clone()));
            }
            opened
        }
    };
    let read = async {
        let (store, _) = opened?;
        page::drawn().await;
        Hub::open(store, clock::shared(), cookie::mirrored()).await
    };
    match read.await {
        Ok(hub) => {
            start::open(&hub, Schedule::start(&hub, store::NAME));
            within(&|| live(&hub));
        }
        Err(error) => {
            start::fail();
            within(&|| {
                device::use_device().fail(&error);
                session::use_session().start();
            });
        }
    }
}

/// From now on the signals follow the device.
fn live(hub: &Rc<Hub>) {
    let (device, network, session) = (device::use_device(), network::use_network(), session::use_session());
    let entries = entries::use_entries();
    let (update, door) = (update::use_update(), door::use_door());
    hub.store.on_superseded(move || update.supersede());
    hub.on_change(move |change| match change {
        Change::Entities(changed) => {
            entries.changed(changed);
            door.touched();
        }
        Change::All => {
            entries.all_changed();
            door.touched();
        }
        Change::Network => {
            network.refresh();
            device.network_changed();
            review::ask_sometimes();
        }
        Change::Server(_) => {
            changes::tell();
            door.refresh();
        }
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
    device.start();
    door.start();
    session.start();
    review::ask();
}
