//! A group session: a course or a guided hour for several people, never so many help events.
//!
//! Owns: its registers and their rules. Must not: hold names (the title's hint says so).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::check::{Context, Rejection};
use super::help::{changes_of, object_of, registers_of};
use super::op::Registers;
use super::row::Row;
use super::span::Span;
use crate::id::Id;

/// The longest title, in characters.
pub const MAX_TITLE: usize = 80;
/// The most participants of one session.
pub const MAX_PARTICIPANTS: u32 = 999;

/// A group session, read from a row or about to be written. Field names are register names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupSession {
    /// For customers or for one's own staff.
    pub kind: String,
    /// Date and hours.
    pub span: Span,
    /// The service point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<String>,
    /// The topic.
    pub topic: String,
    /// What it was called; no names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How many took part; 0 is a session to which nobody came.
    pub participants: u32,
    /// The member's key of the month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Id>,
}

impl GroupSession {
    /// The session that a row holds; `None` where it holds something else.
    pub fn of(row: &Row) -> Option<Self> {
        serde_json::from_value(object_of(row)).ok()
    }

    /// As registers, for a create.
    pub fn registers(&self) -> Registers {
        registers_of(self)
    }

    /// What a patch from `before` writes.
    pub fn changes(&self, before: &Self) -> Registers {
        changes_of(&before.registers(), &self.registers())
    }
}

pub(super) const REQUIRED: &[&str] = &["kind", "span", "topic", "participants"];
pub(super) const IMMUTABLE: &[&str] = &["author"];

pub(super) fn check_register(name: &str, value: &Value, context: &mut Context<'_>) -> Result<(), Rejection> {
    match name {
        "kind" => context.code("kind", value),
        Span::NAME => context.span(value),
        "topic" => context.code("topic", value),
        "title" => match context.parse::<String>(value)?.chars().count() {
            0..=MAX_TITLE => Ok(()),
            _ => Err(Rejection::TitleTooLong),
        },
        "participants" => match value.as_u64() {
            Some(count) if count <= u64::from(MAX_PARTICIPANTS) => Ok(()),
            _ => Err(Rejection::CountRange),
        },
        "point" => context.point(&context.parse::<String>(value)?),
        "author" => context.parse::<Id>(value).map(drop),
        _ => Ok(()),
    }
}
