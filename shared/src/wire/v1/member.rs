//! Members of the network: names on chips, and the accounts of contacts and the chair.
//!
//! Owns: what the members' pages send and get. Must not: carry a password or an author key.

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::time::Millis;

/// What a person may do. Ordered: a later role may do all that an earlier one may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Role {
    /// A role of a newer version; it grants nothing.
    #[default]
    Unknown,
    /// A name on a chip; no account.
    Member,
    /// A library's contact: its tablets, its entries, its figures.
    Contact,
    /// The network's chair.
    Chair,
}

impl Role {
    /// The code as it is stored and sent.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Member => "member",
            Self::Contact => "contact",
            Self::Chair => "chair",
        }
    }

    /// The role of a code; [`Role::Unknown`] where this version does not know it.
    pub fn from_code(code: &str) -> Self {
        match code {
            "member" => Self::Member,
            "contact" => Self::Contact,
            "chair" => Self::Chair,
            _ => Self::Unknown,
        }
    }
}

impl From<String> for Role {
    fn from(code: String) -> Self {
        Self::from_code(&code)
    }
}

impl From<Role> for String {
    fn from(role: Role) -> Self {
        role.code().to_owned()
    }
}

/// A member as the chair (all) or a contact (own library) sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Identity.
    pub id: Id,
    /// Full name, 1–80 characters.
    pub name: String,
    /// What stands on the chip of the library's tablets, 1–20 characters, one per library.
    pub chip: String,
    /// The library's code; absent for somebody at the regional office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library: Option<String>,
    /// What the person may do.
    pub role: Role,
    /// The sign-in address; a contact and the chair have one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Language of what is sent to the person: `fi`, `sv` or `en`.
    pub language: String,
    /// Instant of creation, ms UTC.
    pub created_at: Millis,
    /// Instant of removal, ms UTC: no chip and no sign-in since then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed_at: Option<Millis>,
    /// Whether a password has been set (false: an invitation is due or open).
    pub has_password: bool,
    /// Whether the person sees diets and access needs of the activity day; no role has that right by itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub organiser: bool,
}

/// A new member. `id` is minted by the browser when the form opens, so that sending the form twice makes one member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewMember {
    /// A UUIDv7 minted when the form opened.
    pub id: Id,
    /// Full name, 1–80 characters.
    pub name: String,
    /// Text of the chip, 1–20 characters; absent: the first word of the name.
    #[serde(default)]
    pub chip: Option<String>,
    /// The library's code; may be absent for the chair only.
    #[serde(default)]
    pub library: Option<String>,
    /// What the person may do; a contact may create role `member` in the own library only.
    pub role: Role,
    /// Sign-in address; required for a contact and the chair.
    #[serde(default)]
    pub email: Option<String>,
    /// `fi`, `sv` or `en`; absent: `fi`.
    #[serde(default)]
    pub language: Option<String>,
    /// Whether the person sees diets and access needs of the activity day (chair only; needs an account).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub organiser: bool,
}

/// A change to a member; an absent field stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PatchMember {
    /// Full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Text of the chip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chip: Option<String>,
    /// The library's code; an empty text takes the library away (chair only).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library: Option<String>,
    /// What the person may do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Sign-in address; an empty text takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// `fi`, `sv` or `en`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// `true` removes the member (chip and account end), `false` takes the removal back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<bool>,
    /// Whether the person sees diets and access needs of the activity day (chair only; needs an account).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organiser: Option<bool>,
}

/// GET `/api/v1/members`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Members {
    /// By library, then by name; removed ones last.
    pub members: Vec<Member>,
}
