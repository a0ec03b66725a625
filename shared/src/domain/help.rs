//! A help event: one contact with one customer (or one small group) on one or several digital matters.
//!
//! Owns: its registers and their rules. One event is one contact; *helps* counts events, *people* sums `count`.
//! Must not: hold free text or anything about the customer, ever.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::check::{Context, Rejection};
use super::op::Registers;
use super::row::Row;
use super::vocabulary::Vocabulary;
use crate::gather::gather;
use crate::id::Id;
use crate::time::{Date, Millis, helsinki};

/// How many days before the time of entry a chosen date may lie.
pub const DAYS_BACK: i32 = 60;
/// The most people in one contact.
pub const MAX_PEOPLE: u32 = 50;
/// One main topic and two more.
pub const MAX_TOPICS: usize = 3;
/// The main topic and the code that a help may not have as its form.
pub const COURSE: &str = "course";
/// The kind of a help to a customer (goal A).
pub const CUSTOMER: &str = "customer";
/// The kind of a help to one's own staff (goal B).
pub const STAFF_PEER: &str = "staff_peer";
/// The outcome that asks where to.
pub const REFERRED: &str = "referred";

/// When it happened. On the wire `now` stands alone; the stamp says the rest (see [`When::settled`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct When {
    /// The civil date in Finland; absent only on the wire of a `now`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// The hour, 0–23; absent where it was not noted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hour: Option<u32>,
    /// The person did not choose a date: it happened at the time of entry.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub now: bool,
    /// The device's clock could not be trusted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub uncertain: bool,
}

impl When {
    /// At the time of entry; `uncertain` where the device knows that its clock was set back.
    pub fn now(uncertain: bool) -> Self {
        Self { on: None, hour: None, now: true, uncertain }
    }

    /// A chosen date, with or without an hour.
    pub fn chosen(on: Date, hour: Option<u32>) -> Self {
        Self { on: Some(on), hour, now: false, uncertain: false }
    }

    /// With date and hour filled in from the effective stamp's instant where it is `now`.
    pub fn settled(self, ms: Millis, doubt: bool) -> Self {
        if !self.now {
            return self;
        }
        let local = helsinki(ms);
        Self { on: Some(local.date), hour: Some(local.hour), now: true, uncertain: self.uncertain || doubt }
    }

    /// As a register's value.
    pub fn to_value(self) -> Value {
        value_of(&self)
    }
}

/// Where and in what way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The code of the service point: the device's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<String>,
    /// In person or remote, where chosen or implied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// The setting, where chosen; it implies its form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setting: Option<String>,
}

impl Place {
    /// Chooses a setting (or takes the choice back) and with it the form that it implies.
    pub fn choose_setting(&mut self, setting: Option<String>, lists: &Vocabulary) {
        let implied = |code: &str| lists.get("setting", code).and_then(|value| value.implies_form.clone());
        if let Some(form) = setting.as_deref().and_then(implied) {
            self.form = Some(form);
        } else if let Some(old) = self.setting.as_deref().and_then(implied)
            && self.form.as_deref() == Some(&old)
        {
            // The form was only implied; nobody chose it.
            self.form = None;
        }
        self.setting = setting;
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The outcome's code.
    pub outcome: String,
    /// Where the customer was referred to; only with the outcome `referred`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referred_to: Option<String>,
}

/// A help event, read from a row or about to be written. Field names are register names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help {
    /// Customer or own staff.
    pub kind: String,
    /// When.
    pub when: When,
    /// How it was entered: live, late or batch.
    pub mode: String,
    /// Shared by the events of one batch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub batch: Option<Id>,
    /// People helped in this contact, 1–50.
    pub count: u32,
    /// The main topic, then up to two more.
    pub topics: Vec<String>,
    /// Where and in what way.
    #[serde(default)]
    pub place: Place,
    /// The band of minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
    /// The customer's equipment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equipment: Option<String>,
    /// The language of the service given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Outcome>,
    /// How demanding it was; only where the network asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effort: Option<String>,
    /// It was straining; counted only, and only where the network asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strain: Option<bool>,
    /// The member's key of the month; absent where nobody is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Id>,
}

impl Help {
    /// A help as the form opens: customer, now, one person, live; nothing else preselected.
    pub fn blank(point: Option<String>, author: Option<Id>) -> Self {
        Self {
            kind: CUSTOMER.to_owned(),
            when: When::now(false),
            mode: "live".to_owned(),
            batch: None,
            count: 1,
            topics: Vec::new(),
            place: Place { point, ..Place::default() },
            duration: None,
            equipment: None,
            lang: None,
            result: None,
            effort: None,
            strain: None,
            author,
        }
    }

    /// The help that a row holds; `None` where it holds something else or a required register is missing.
    pub fn of(row: &Row) -> Option<Self> {
        serde_json::from_value(object_of(row)).ok()
    }

    /// As registers, for a create.
    pub fn registers(&self) -> Registers {
        registers_of(self)
    }

    /// The registers in which `self` differs from `before`, for a patch; a value taken back is `null`.
    pub fn changes(&self, before: &Self) -> Registers {
        changes_of(&before.registers(), &self.registers())
    }

    /// The main topic.
    pub fn main_topic(&self) -> Option<&str> {
        self.topics.first().map(String::as_str)
    }
}

/// A value as JSON; our own types never fail to be written.
pub(super) fn value_of<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// What a row holds as one JSON object, without what was taken back.
pub(super) fn object_of(row: &Row) -> Value {
    let held = row.set.iter().filter(|(_, value)| !value.is_null());
    Value::Object(gather(held.map(|(name, value)| (name.clone(), value.clone()))))
}

/// A struct's fields as registers.
pub(super) fn registers_of<T: Serialize>(value: &T) -> Registers {
    match value_of(value) {
        Value::Object(map) => gather(map),
        _ => BTreeMap::new(),
    }
}

/// What has to be written to come from one set of registers to another.
pub(super) fn changes_of(before: &Registers, after: &Registers) -> Registers {
    let changed = after.iter().filter(|(name, value)| before.get(*name) != Some(value));
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    gather(changed.map(|(k, v)| (k.clone(), v.clone())).chain(gone.map(|k| (k.clone(), Value::Null))))
}

/// The registers that a create must have.
pub(super) const REQUIRED: &[&str] = &["kind", "when", "mode", "count", "topics"];
/// The registers that only the create writes.
pub(super) const IMMUTABLE: &[&str] = &["mode", "batch", "author"];

/// Judges one register of a help. Unknown names pass: a newer app may write what this build does not know yet.
pub(super) fn check_register(name: &str, value: &Value, context: &mut Context<'_>) -> Result<(), Rejection> {
    match name {
        "kind" => context.code("kind", value),
        "mode" => context.code("entry_mode", value),
        "duration" | "equipment" | "lang" | "effort" => context.code(name, value),
        "when" => context.when(value),
        "count" => match value.as_u64() {
            Some(count) if (1..=u64::from(MAX_PEOPLE)).contains(&count) => Ok(()),
            _ => Err(Rejection::CountRange),
        },
        "topics" => {
            let topics: Vec<String> = context.parse(value)?;
            if topics.is_empty() || topics.len() > MAX_TOPICS {
                return Err(Rejection::TopicsRange);
            }
            if (1..topics.len()).any(|i| topics[..i].contains(&topics[i])) {
                return Err(Rejection::TopicsRange);
            }
            topics.iter().try_for_each(|topic| context.code_text("topic", topic))
        }
        "place" => check_place(&context.parse(value)?, context),
        "result" => {
            let result: Outcome = context.parse(value)?;
            context.code_text("outcome", &result.outcome)?;
            match &result.referred_to {
                Some(_) if result.outcome != REFERRED => Err(Rejection::ReferredWithoutReferral),
                Some(to) => context.code_text("referred_to", to),
                None => Ok(()),
            }
        }
        "batch" | "author" => context.parse::<Id>(value).map(drop),
        "strain" => context.parse::<bool>(value).map(drop),
        _ => Ok(()),
    }
}

fn check_place(place: &Place, context: &mut Context<'_>) -> Result<(), Rejection> {
    if place.form.as_deref() == Some(COURSE) {
        return Err(Rejection::FormNotAllowed);
    }
    if let Some(point) = &place.point {
        context.point(point)?;
    }
    if let Some(form) = &place.form {
        context.code_text("form", form)?;
    }
    let Some(setting) = &place.setting else { return Ok(()) };
    context.code_text("setting", setting)?;
    match context.lists.get("setting", setting).and_then(|value| value.implies_form.as_ref()) {
        Some(implied) if place.form.as_ref() != Some(implied) => Err(Rejection::FormMismatch),
        _ => Ok(()),
    }
}
