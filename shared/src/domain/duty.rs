//! A duty: a time when support was open. Open with nobody there is a zero; a zero is not the same as no data.
//!
//! Owns: its registers and their rules. Must not: count as a help.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::check::{Context, Rejection};
use super::help::{changes_of, object_of, registers_of};
use super::op::Registers;
use super::row::Row;
use super::span::Span;
use crate::id::Id;

/// A duty, read from a row or about to be written. Field names are register names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// Date and hours.
    pub span: Span,
    /// The service point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point: Option<String>,
    /// Support was open and nobody came.
    pub nobody_came: bool,
    /// The member's key of the month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Id>,
}

impl Duty {
    /// The duty that a row holds; `None` where it holds something else.
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

pub(super) const REQUIRED: &[&str] = &["span", "nobody_came"];
pub(super) const IMMUTABLE: &[&str] = &["author"];

pub(super) fn check_register(name: &str, value: &Value, context: &mut Context<'_>) -> Result<(), Rejection> {
    match name {
        Span::NAME => context.span(value),
        "nobody_came" => context.parse::<bool>(value).map(drop),
        "point" => context.point(&context.parse::<String>(value)?),
        "author" => context.parse::<Id>(value).map(drop),
        _ => Ok(()),
    }
}
