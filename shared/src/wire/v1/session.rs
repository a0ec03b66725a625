//! Signing in and who is signed in.
//!
//! Owns: the bodies of `/api/v1/session`. Must not: carry the session token, which lives in an HttpOnly cookie.

use serde::{Deserialize, Serialize};

use super::member::Role;
use crate::id::Id;
use crate::time::Millis;

/// POST `/api/v1/session`: sign in. Answered by [`Me`] and the cookie; a wrong e-mail and a wrong password look alike.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignIn {
    /// The e-mail, in any case of letters.
    pub email: String,
    /// The password as typed.
    pub password: String,
    /// The network's slug; needed only where one server holds several networks and the e-mail is known in more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
}

/// GET `/api/v1/session` (401 `not_signed_in` where nobody is): who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The member.
    pub member: Id,
    /// Full name.
    pub name: String,
    /// The sign-in address.
    pub email: String,
    /// What the person may do.
    pub role: Role,
    /// Whether the person sees diets and access needs of the activity day.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub organiser: bool,
    /// The library's code; absent for the chair at the regional office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library: Option<String>,
    /// `fi`, `sv` or `en`.
    pub language: String,
    /// The network's slug.
    pub network: String,
    /// The network's name.
    pub network_name: String,
    /// Whether this is the demo network, whose people and events are invented.
    pub demo: bool,
    /// When the session ends if nothing more is asked, ms UTC; each request moves it on.
    pub expires_at: Millis,
}
