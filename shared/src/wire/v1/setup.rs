//! The first set-up of a network.
//!
//! Owns: the body of `/api/v1/setup`. Must not: list libraries or vocabularies: the server brings those.

use serde::{Deserialize, Serialize};

use super::statement::Contacts;

/// POST `/api/v1/setup`: makes the network with its libraries and vocabulary, and the chair; answered by
/// `session::Me` and a session cookie. The token is the one-time token of the link that the first start printed.
#[derive(Clone, Serialize, Deserialize)]
pub struct Setup {
    /// The token of `PUBLIC_URL/asennus#TOKEN`.
    pub token: String,
    /// Name of the network, 1–80 characters.
    pub network_name: String,
    /// Short name for addresses: `a–z`, `0–9`, `-`, 2–40 characters; absent: made from the name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_slug: Option<String>,
    /// Controller and contacts for the statements.
    pub contacts: Contacts,
    /// The chair's account.
    pub chair: NewChair,
}

/// The chair's account at set-up.
#[derive(Clone, Serialize, Deserialize)]
pub struct NewChair {
    /// Full name.
    pub name: String,
    /// Sign-in address.
    pub email: String,
    /// Password, 12–200 characters.
    pub password: String,
    /// The chair's library; absent: the regional office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library: Option<String>,
    /// `fi`, `sv` or `en`; absent: `fi`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}
