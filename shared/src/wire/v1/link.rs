//! One-time links that the chair hands over: invitation, reset, first set-up.
//!
//! Owns: the bodies of `/api/v1/links/{token}` and of what the chair gets when making one. A link only shows on GET;
//! a button POSTs, since mail scanners open links.

use serde::{Deserialize, Serialize};

use crate::time::Millis;

/// What a one-time link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkPurpose {
    /// The first set-up of a network; used by POST `/api/v1/setup`.
    Setup,
    /// A new account's first password.
    Invite,
    /// A new password.
    Reset,
    /// A purpose of a newer version.
    #[serde(other)]
    Unknown,
}

/// GET `/api/v1/links/{token}`: what the link is for. An ended, used or unknown one is 404 `link_ended`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// What it is for.
    pub purpose: LinkPurpose,
    /// The account's e-mail; absent for a set-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The person's name; absent for a set-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The network's name; absent for a set-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_name: Option<String>,
    /// When it ends, ms UTC.
    pub expires_at: Millis,
    /// The least number of characters a password must have.
    pub password_min: u32,
}

/// POST `/api/v1/links/{token}`: set the password and sign in; answered by `session::Me`.
#[derive(Clone, Serialize, Deserialize)]
pub struct UseLink {
    /// The new password, 12–200 characters.
    pub password: String,
}

/// POST `/api/v1/members/{id}/link` (chair): a fresh invitation or reset, shown once, to hand over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedLink {
    /// `invite` while the account has no password, else `reset`.
    pub purpose: LinkPurpose,
    /// The whole link, `PUBLIC_URL/linkki#TOKEN`.
    pub url: String,
    /// When it ends, ms UTC.
    pub expires_at: Millis,
}
