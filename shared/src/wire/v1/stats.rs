//! The masked figures of a year: what leaves the network.
//!
//! Owns: the body of `GET /api/v1/stats?year=…`. It is a fixed set of tables without filters; the rule by which cells are
//! masked is `stats::release`'s. Must not: hold a figure that is not masked.

use serde::{Deserialize, Serialize};

use crate::domain::lang::Lang;
use crate::time::{Date, Millis};

/// A year's figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stats {
    /// The network's name.
    pub network: String,
    /// The calendar year.
    pub year: i32,
    /// The first date that is counted.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from: Date,
    /// The last date that is counted: of the year or of the last whole quarter.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub to: Date,
    /// When this version was made, ms UTC. It stays as it is for a quarter.
    pub made_at: Millis,
    /// Counts from 1 to one less than this are masked, and others that would give them away.
    pub threshold: i64,
    /// Libraries with an entry of any kind within the dates.
    pub reporting: u32,
    /// Libraries of the network.
    pub libraries: u32,
    /// The years that there are figures of, latest first.
    pub years: Vec<i32>,
    /// What is counted.
    pub measures: Vec<Measure>,
    /// The chair's notes on dates within the year.
    pub notes: Vec<DatedNote>,
}

/// A thing that is counted, in all and by parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Measure {
    /// `helps`, `peer_supports`, `sessions`, `participants`, `peer_sessions`, `peer_participants`, `people`
    /// (in helps of either kind).
    pub code: String,
    /// In all; null where it is masked.
    pub total: Option<i64>,
    /// What the total is as of: an earlier date than the set's where it has moved by less than the threshold since.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub as_of: Date,
    /// By what it is parted.
    pub tables: Vec<Table>,
}

/// A measure by one dimension.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Table {
    /// `library`, `month`, `topic`, `form`, `duration`, `outcome`, `equipment`, `lang` part the measure, `referred_to` the
    /// outcome *referred*.
    pub code: String,
    /// What its cells add up to; null where the table is withheld.
    pub total: Option<i64>,
    /// What its cells are as of: an earlier date than the set's where showing newer ones would give masked ones away.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub as_of: Date,
    /// Its parts, in the order of their list.
    pub cells: Vec<Cell>,
}

/// A part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Cell {
    /// Its code; `-` is *not stated*.
    pub code: String,
    /// Its name in Finnish.
    pub fi: String,
    /// Its name in Swedish.
    pub sv: String,
    /// Its name in English.
    pub en: String,
    /// How many; null where it is masked. A zero is a zero.
    pub n: Option<i64>,
}

impl Cell {
    /// Its name in a language.
    pub fn label(&self, lang: Lang) -> &str {
        match lang {
            Lang::Fi => &self.fi,
            Lang::Sv => &self.sv,
            Lang::En => &self.en,
        }
    }
}

/// A note of the chair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DatedNote {
    /// The first date that it is about.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub from: Date,
    /// The last one.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub to: Date,
    /// The name of the library that it is about; null: all of them.
    pub library: Option<String>,
    /// What happened.
    pub body: String,
}

impl Stats {
    /// A measure by its code.
    pub fn measure(&self, code: &str) -> Option<&Measure> {
        self.measures.iter().find(|measure| measure.code == code)
    }
}

impl Measure {
    /// A table by its code.
    pub fn table(&self, code: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.code == code)
    }
}
