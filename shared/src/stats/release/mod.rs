//! Release: the figures that leave the app, as one-way tables with small numbers masked, also across monthly versions.
//!
//! Owns: what may be shown to somebody who may not see everything. Must not: know what the tables are about, or where they
//! are kept.
//!
//! # Against whom
//! A reader who has every version, knows this code and its threshold, and is certain of nothing about the entries: for such
//! a reader each number that is not shown has two or more possible values, each masked cell of a table that is renewed has
//! [`CHOICES`] or more, whatever else was published, and so has each change that involves one. Two shown numbers of one
//! cell never differ by 1 to 4. Not against a reader who brings a part of the true counts along (a library that knows its
//! own is the complement of another), nor in full against one who is certain that no entry was ever deleted or moved:
//! `tests::growth` and `tests::worlds` hold how little that one gains.
//!
//! # The rule
//! The minimum frequency rule with secondary suppression (Hundepool et al., *Statistical Disclosure Control*, Wiley 2012,
//! ch. 4 and 5), and what is needed so that the algorithm itself tells nothing (*minimality attack*: Wong et al., VLDB 2007;
//! *simulatable auditing*: Kenthapadi, Mishra and Nissim, PODS 2005). A version is a function of the true counts of that
//! moment and of what was published before, never of earlier true counts: what a reader learns from one version is
//! therefore independent of what another tells, and a version that is safe by itself stays safe.
//!
//! - **Measure.** Its total is shown if it is 0 or at least [`THRESHOLD`], and its difference from every total shown earlier
//!   is 0 or at least that. Otherwise nothing of the measure is renewed: what was in force stays, with its date.
//! - **Change of a cell**: from the highest number that was ever shown of it; from 0 if none was. So in the first version
//!   the change is the count. A cell that did not change is shown, so a zero is shown.
//! - **Primary**: a change of 1 to 4, up or down. Masked.
//! - **Complement**: where there is a primary cell, always one more, also where two primary ones would hide each other: a
//!   reader then cannot tell it from the primary ones. It is the smallest change of 5 or more among the cells that the
//!   last version showed, so that the masked cells together grew by enough; all that tie with it, because an order of codes
//!   that decided would tell which is which. If there is none, every cell that changed is masked.
//! - **Audit** (`audit`): whether the pattern, the sum that is masked and the numbers shown leave every masked cell
//!   [`CHOICES`] values; whether the masked cells together count at least 5; and whether the cells masked now or in an
//!   earlier version together changed by 0 or by at least 5 since. A pattern that fails, or a cell that fell by 4 or more
//!   below what was shown of it, leaves the whole table as it was, with its date; a table never published is withheld,
//!   zeros too. The audit sees only what a reader sees: its verdict tells nothing that the pattern would not.
//! - **Sub-table**: its total is a cell of its parent. Where that is masked or not renewed, the sub-table is not renewed.
//!
//! # What it costs
//! Each version limits the later ones. A network of 250 helps a month that releases monthly shows 79 % of the cells and
//! 91 % of the helps; one of 20 a month shows 17 %, but 79 % of the cells at the end of a year in which it published nothing
//! before, and 54 % if it published quarterly (`tests::network`). Whoever asks for releases chooses how often.

mod audit;
mod mask;
mod versions;

use serde::{Deserialize, Serialize};

use crate::time::Date;

pub use versions::release;

/// Counts and differences from 1 to one less are not shown: the minimum frequency of the product's privacy rules ("cells
/// under 5 masked"; the rule itself: Hundepool et al. 2012, ch. 5).
pub const THRESHOLD: i64 = 5;

/// How many values a masked cell must have at least. With two, a first table in which every cell is 1 would be the only one
/// of its total to be withheld, and so be known; with three, that with one 2 and one 0 is withheld too.
pub const CHOICES: usize = 3;

/// A true count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// What is counted.
    pub code: String,
    /// How many, at least 0.
    pub n: i64,
}

/// True counts of a partition: the cells add up to the total of the measure, or to the parent cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name; the same in every version.
    pub name: String,
    /// For a sub-table the cell that it breaks down; that table stands earlier in the list.
    pub of: Option<Parent>,
    /// The cells. A code that was there in an earlier version and is missing counts as 0.
    pub cells: Vec<Cell>,
}

/// The cell that a sub-table breaks down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parent {
    /// The table.
    pub table: String,
    /// The cell's code.
    pub code: String,
}

/// True counts of one measure. Measures have no entry in common: helps to customers, helps to own staff, participants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Its name; the same in every version.
    pub name: String,
    /// Its total.
    pub total: i64,
    /// Its tables. A reader links them through the total only.
    pub tables: Vec<Table>,
}

/// A number that may leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// What is counted.
    pub code: String,
    /// How many; `None` (null) where masked, which is not zero.
    pub n: Option<i64>,
}

/// A table that may leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownTable {
    /// Its name.
    pub name: String,
    /// The cell that it breaks down.
    pub of: Option<Parent>,
    /// The date that its numbers are of: earlier than the release's where the table was not renewed.
    pub as_of: Date,
    /// What the cells add up to on that date; `None` where the table is withheld: then no cell is shown.
    pub total: Option<i64>,
    /// The cells, in the order of the true table.
    pub cells: Vec<Shown>,
}

/// A measure that may leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownMeasure {
    /// Its name.
    pub name: String,
    /// The date that its total is of.
    pub as_of: Date,
    /// Its total; `None` where the measure is withheld.
    pub total: Option<i64>,
    /// Its tables.
    pub tables: Vec<ShownTable>,
}

/// A version of a year's figures. Once made it is kept for as long as the year is published: later ones depend on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The year that is counted.
    pub year: i32,
    /// The date up to which it is counted.
    pub as_of: Date,
    /// The measures.
    pub measures: Vec<ShownMeasure>,
}

/// Too near to tell apart in public, and not the same.
fn is_near(a: i64, b: i64) -> bool {
    a != b && (a - b).abs() < THRESHOLD
}

#[cfg(test)]
mod tests;
