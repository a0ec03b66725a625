//! What the statements and the privacy notice are made from.
//!
//! Owns: the body of `/api/v1/statements`. The retention rules come from `domain::retention`, the table that the
//! server's retention job applies.

use serde::{Deserialize, Serialize};

/// Controller and contacts of a network, as the statements print them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contacts {
    /// The controller of the personal data (GDPR art. 4(7)), 1–200 characters.
    pub controller: String,
    /// How to reach the controller.
    pub controller_contact: String,
    /// How to reach the data protection officer.
    pub dpo_contact: String,
    /// Address for feedback on accessibility.
    pub accessibility_contact: String,
    /// Telephone for feedback on accessibility; may be empty.
    #[serde(default)]
    pub accessibility_phone: String,
}

/// GET `/api/v1/statements?network=<slug>` (anybody). Before the set-up `network` and `contacts` are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statements {
    /// The network's slug.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// The network's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network_name: Option<String>,
    /// Whether this is the demo network, whose people and events are invented.
    #[serde(default)]
    pub demo: bool,
    /// Controller and contacts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contacts: Option<Contacts>,
    /// What is kept for how long; a job applies exactly this. The texts are those of `domain::retention`.
    pub retention: Vec<RetentionRow>,
}

/// One rule of the retention table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionRow {
    /// A stable code.
    pub code: String,
    /// What is deleted, in Finnish.
    pub what_fi: String,
    /// What is deleted, in Swedish.
    pub what_sv: String,
    /// What is deleted, in English.
    pub what_en: String,
    /// How long it is kept.
    pub keep: Keep,
}

/// A length of time in the largest unit that says it exactly; exactly one field is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keep {
    /// Calendar months, in Finland.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<u32>,
    /// Days of 24 hours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}
