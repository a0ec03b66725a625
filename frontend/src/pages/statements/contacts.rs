//! Controller, contacts and retention table.
//!
//! Owns: where they come from: the tablet's configuration, else the last answer of the server that this browser
//! remembers, renewed whenever there is a network. Must not: hold a page back.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::routes;
use shared::wire::v1::statement::{Contacts, Statements};

use crate::platform::preference;
use crate::state::device::use_device;
use crate::state::server;

const KEY: &str = "dv_statements";

/// What the statements are made from, as far as it is known.
pub fn use_statements() -> Signal<Statements> {
    let device = use_device();
    let remembered = preference::get(KEY).and_then(|text| serde_json::from_str(&text).ok());
    let answer = RwSignal::new(remembered.unwrap_or_default());
    spawn_local(async move {
        if let Ok(fresh) = server::get::<Statements>(routes::STATEMENTS).await {
            if let Ok(text) = serde_json::to_string(&fresh) {
                preference::set(KEY, &text);
            }
            // The page may have been left meanwhile.
            let _ = answer.try_set(fresh);
        }
    });
    Signal::derive(move || {
        let mut known: Statements = answer.get();
        if known.contacts.is_none() {
            known.contacts = device.config().map(|config| config.network.contacts.clone());
        }
        known
    })
}

/// The contacts, where they are known.
pub fn contacts(statements: Signal<Statements>) -> Memo<Option<Contacts>> {
    Memo::new(move |_| statements.with(|known| known.contacts.clone()))
}
