//! Tables as files: CSV and XLSX.
//!
//! Owns: what a sheet is and how it is written. Must not: know what the figures mean, or who may have them.

mod csv;
mod xlsx;

use shared::time::Date;

pub use csv::csv;
pub use xlsx::xlsx;

/// A table with a name and what must be read with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The name of the sheet.
    pub name: String,
    /// Lines above the table: what it shows, of when, and what it does not.
    pub about: Vec<String>,
    /// The headings.
    pub columns: Vec<String>,
    /// The rows, each as long as the headings.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing is known or nothing applies.
    Empty,
    /// A text.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A date.
    Date(Date),
    /// An amount of money, in cents.
    Euros(i64),
}

impl Cell {
    /// A text, or nothing.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

/// A file to hand out.
#[derive(Clone, Debug)]
pub struct File {
    /// Its name, in plain ASCII.
    pub name: String,
    /// What it is.
    pub media_type: &'static str,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// The media type of PDF.
pub const PDF: &str = "application/pdf";
/// The media type of CSV.
pub const CSV: &str = "text/csv; charset=utf-8";
/// The media type of XLSX.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
