//! Who did what, and when: sign-ins, enrolments, revocations, exports, changes of accounts.
//!
//! Owns: the rows of `/api/v1/audit`. Must not: hold a token, a password or an author key.

use serde::{Deserialize, Serialize};

use crate::id::Id;
use crate::time::Millis;

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Identity; also the order.
    pub id: Id,
    /// When, ms UTC.
    pub at: Millis,
    /// `person`, `device`, `server` or `nobody` (not signed in).
    pub actor_kind: String,
    /// Name of the person or the tablet as it was then.
    pub actor_name: String,
    /// A stable code as `sign_in`, `sign_in_failed`, `device_enrolled`, `device_revoked`, `member_changed`.
    pub action: String,
    /// What it was done to: a name as it was then; may be empty.
    pub subject: String,
    /// More, in codes (`library=turku`); may be empty.
    pub detail: String,
}

/// GET `/api/v1/audit?before=<id>` (chair): up to 100 entries, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPage {
    /// Newest first.
    pub entries: Vec<AuditEntry>,
    /// Ask for older ones with `?before=` this; absent on the last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<Id>,
}
