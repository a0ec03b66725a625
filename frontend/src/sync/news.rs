//! What the tabs of one browser tell each other.
//!
//! Owns: the messages and their text. Must not: cross a version: tabs of different versions pass over what they cannot
//! read, and learn of it by their own reading of the store.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use shared::domain::hlc::Hlc;
use shared::id::Id;
use shared::sync::outbox::{Item, SentBatch};
use shared::sync::plan::{Settlement, Wedged};
use shared::sync::protocol::Status;
use shared::time::Millis;
use shared::wire::v1::pull::PullAnswer;

/// A message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// The sender lives.
    Alive,
    /// Ops were saved.
    Saved(Vec<Item>),
    /// Receipts came.
    Settled(Receipts),
    /// Rows came.
    Pulled(PullAnswer),
    /// Too much changed to tell: read the store again.
    Reload,
    /// A person took a rejected op out.
    Dropped(Id),
    /// How the network is.
    Network(Network),
    /// The clock's correction.
    Offset(Millis),
    /// Something changed at the server.
    Changed(i64),
    /// The device's configuration was stored.
    Config,
    /// Somebody signed in or out.
    Session,
    /// The base rows were dropped: the sender must pull them afresh.
    Afresh,
}

/// What receipts did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipts {
    sent: Option<SentBatch>,
    wedged: Vec<Wedged>,
    rename: BTreeMap<Id, Id>,
    accepted: Option<Hlc>,
}

impl From<&Settlement> for Receipts {
    fn from(plan: &Settlement) -> Self {
        Self {
            sent: plan.sent.clone(),
            wedged: plan.wedged.clone(),
            rename: plan.rename.clone(),
            accepted: plan.accepted,
        }
    }
}

impl From<Receipts> for Settlement {
    fn from(receipts: Receipts) -> Self {
        Self {
            remove: Vec::new(),
            sent: receipts.sent,
            wedged: receipts.wedged,
            rename: receipts.rename,
            accepted: receipts.accepted,
        }
    }
}

/// How the network is, as the sender sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// A request is under way.
    pub busy: bool,
    /// The last request was answered by our server.
    pub reachable: bool,
    /// The server does not know this device: it must be enrolled again.
    pub unknown_device: bool,
    /// The server is older than this app.
    pub server_too_old: bool,
    /// The version of the device's configuration at the server; 0 while unknown.
    pub config: i64,
    /// Ops that failed alone.
    pub aside: u32,
    /// The last answer of our server, by the corrected clock.
    pub contact: Option<Millis>,
}

impl Network {
    /// With what the engine says.
    pub fn with(self, status: Status) -> Self {
        Self {
            busy: status.busy,
            reachable: status.reachable,
            unknown_device: status.unknown_device,
            server_too_old: status.server_too_old,
            config: status.config,
            aside: status.aside,
            contact: self.contact,
        }
    }
}

impl News {
    /// As the channel carries it.
    pub fn to_text(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    /// From the channel.
    pub fn from_text(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;

    #[wasm_bindgen_test(unsupported = test)]
    fn what_another_version_says_is_passed_over() {
        assert_eq!(News::from_text("\"alive\""), Some(News::Alive));
        assert_eq!(News::from_text("{\"of_tomorrow\":1}"), None);
        let news = News::Network(Network { reachable: true, ..Network::default() });
        assert_eq!(news.to_text().as_deref().and_then(News::from_text), Some(news));
    }
}
