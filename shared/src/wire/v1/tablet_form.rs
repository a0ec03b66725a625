//! The registration form on a tablet: all that it needs to draw the form and to seal what is written into it.
//!
//! Owns: the body of `GET /api/v1/device/form`. Must not: carry what is not for everybody (the remote link, the budget).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::library::Library;
use crate::domain::day::Day;
use crate::domain::vocabulary::Vocabulary;
use crate::id::Id;
use crate::time::Millis;

/// What a tablet's configuration says of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormInfo {
    /// From when one can register, ms UTC.
    pub opens: Millis,
    /// Until when, ms UTC.
    pub closes: Millis,
    /// Changes with the form: what the tablet has under the same tag it need not ask for again.
    pub tag: String,
}

/// GET `/api/v1/device/form`: the form of the day that one can register for. 404 where there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TabletForm {
    /// As in [`FormInfo`].
    pub tag: String,
    /// The network, which is part of what is sealed.
    pub network: Id,
    /// To what it is sealed.
    pub key: FormKey,
    /// The day, without what is not for everybody.
    pub day: Day,
    /// The lists that the form's choices are from.
    pub lists: Vocabulary,
    /// The libraries that can be chosen.
    pub libraries: Vec<Library>,
    /// The form's texts: by language, then by key.
    pub texts: BTreeMap<String, BTreeMap<String, String>>,
}

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormKey {
    /// Identity; the envelope names it.
    pub id: Id,
    /// The key (X25519), Base64 for addresses.
    pub public: String,
}
