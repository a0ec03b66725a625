//! The network's settings.
//!
//! Owns: the bodies of `/api/v1/network`. Must not: let the slug change: addresses carry it.

use serde::{Deserialize, Serialize};

use super::statement::Contacts;

/// GET `/api/v1/network` (chair).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Network {
    /// Short name in addresses; never changes.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Controller and contacts for the statements.
    pub contacts: Contacts,
    /// Whether the log screen asks for effort.
    #[serde(default)]
    pub effort_enabled: bool,
    /// Whether the log screen asks for strain.
    #[serde(default)]
    pub strain_enabled: bool,
}

/// PATCH `/api/v1/network` (chair); an absent field stays as it is. Answered by [`Network`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatchNetwork {
    /// Name, 1–80 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Controller and contacts, all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacts: Option<Contacts>,
    /// Whether the log screen asks for effort.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort_enabled: Option<bool>,
    /// Whether the log screen asks for strain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strain_enabled: Option<bool>,
}
