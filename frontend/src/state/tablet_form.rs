//! The activity day's registration form on this tablet, so that it is there without a network.
//!
//! Owns: fetching it when the configuration names another one, and keeping it. Must not: read it: only the page that shows
//! it does, and that is in the office's file.

use std::cell::{Cell, RefCell};

use serde::Deserialize;
use serde_json::value::RawValue;
use shared::routes;
use shared::wire::v1::tablet_form::FormInfo;

use crate::api;
use crate::store::key;

/// What must be known of a form to keep it.
#[derive(Deserialize)]
struct Head {
    tag: String,
}

thread_local! {
    /// The tag of the form that is kept; `None` while nobody has looked, or where there is none.
    static KEPT: RefCell<Option<String>> = const { RefCell::new(None) };
    static ASKING: Cell<bool> = const { Cell::new(false) };
}

/// Keeps the form that the configuration names; `true` where another one is kept now.
pub(super) async fn keep(wanted: Option<&FormInfo>) -> bool {
    let tag = wanted.map(|form| form.tag.as_str());
    if KEPT.with_borrow(|kept| kept.is_some() && kept.as_deref() == tag) || ASKING.replace(true) {
        return false;
    }
    let changed = fetch(tag).await;
    ASKING.set(false);
    changed
}

async fn fetch(tag: Option<&str>) -> bool {
    let Some(hub) = super::hub() else { return false };
    let stored: Option<Head> = hub.store.get(key::FORM).await.ok().flatten();
    let stored = stored.map(|head| head.tag);
    if stored.as_deref() == tag {
        let is_new = KEPT.replace(stored).is_none() && tag.is_some();
        return is_new;
    }
    let written = match tag {
        None => hub.store.put(key::FORM, &None::<()>).await,
        Some(_) => {
            let Ok(text) = api::get_text(routes::DEVICE_FORM).await else { return false };
            // A captive portal's page is no form.
            let Ok(head) = serde_json::from_str::<Head>(&text) else { return false };
            let Ok(form) = RawValue::from_string(text) else { return false };
            let written = hub.store.put(key::FORM, &form).await;
            if written.is_ok() {
                KEPT.set(Some(head.tag));
            }
            written
        }
    };
    // What could not be kept is asked for again at the next contact.
    written.is_ok()
}
