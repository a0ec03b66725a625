//! What the words and forms of entries need to know of the network.
//!
//! Owns: whose lists they are: the tablet's, or those of the library whose entries a signed-in person corrects. Must not:
//! fetch or keep them.

use std::sync::Arc;

use leptos::prelude::*;
use shared::domain::vocabulary::Vocabulary;

use super::device::{Device, use_device};

/// The controlled lists and what is asked beside them.
#[derive(Clone, Debug, PartialEq)]
pub struct Lists {
    /// The lists.
    pub vocabulary: Vocabulary,
    /// Whether effort is asked.
    pub effort: bool,
    /// Whether strain is asked.
    pub strain: bool,
}

/// The lists that apply here; `None` while they are not known.
#[derive(Clone, Copy)]
pub struct UseLists(Signal<Option<Arc<Lists>>>);

impl UseLists {
    /// The lists; tracked.
    pub fn get(self) -> Option<Arc<Lists>> {
        self.0.get()
    }
}

/// The lists of the current owner.
pub fn use_lists() -> UseLists {
    expect_context()
}

/// Below this owner, words and forms use these lists instead of the tablet's.
pub fn provide(lists: Signal<Option<Arc<Lists>>>) {
    provide_context(UseLists(lists));
}

/// The tablet's lists, for everything.
pub(super) fn provide_device() {
    let device: Device = use_device();
    let lists = Memo::new(move |_| {
        device.config().map(|config| {
            Arc::new(Lists {
                vocabulary: config.vocabulary.clone(),
                effort: config.network.effort_enabled,
                strain: config.network.strain_enabled,
            })
        })
    });
    provide(lists.into());
}
