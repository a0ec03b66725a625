//! What both formats have to agree on before either writes anything.
//!
//! Owns: the levels of headings, the shape of a table and the widths of its columns. Must not: write.

use crate::Error;
use crate::model::{Block, Document, Table, TableCell};
use crate::text::clean;

/// The width between the margins of the page, in millimetres: A4 with 20 on each side.
pub(crate) const TEXT_WIDTH_MM: f32 = 170.0;

/// The title as it is shown.
///
/// # Errors
/// When nothing is left of it.
pub(crate) fn title(document: &Document) -> Result<String, Error> {
    let title = clean(document.title.trim());
    if title.trim().is_empty() { Err(Error::NoTitle) } else { Ok(title) }
}

/// Walks the headings: gives each the level that neither skips one nor starts below the first.
#[derive(Default)]
pub(crate) struct Levels {
    last: u8,
}

impl Levels {
    /// The level of the next heading, 1 to 3.
    pub(crate) fn next(&mut self, wanted: u8) -> u8 {
        self.last = wanted.clamp(1, 3).min(self.last + 1);
        self.last
    }
}

/// A table as a full grid: every row as long as the widest one.
pub(crate) struct Grid {
    /// The headings of the columns.
    pub(crate) header: Vec<String>,
    /// The rows below.
    pub(crate) rows: Vec<Vec<TableCell>>,
    /// For each column whether it has numbers.
    pub(crate) numeric: Vec<bool>,
    /// For each column its share of the width, in thousandths.
    pub(crate) shares: Vec<u32>,
    /// How small its letters have to be.
    pub(crate) density: Density,
}

/// The size of a table's letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Density {
    /// A little smaller than running text.
    Loose,
    /// For about ten columns of numbers.
    Small,
    /// As small as can be read.
    Tiny,
}

impl Grid {
    /// The grid of the table, or nothing when it has no columns.
    pub(crate) fn of(table: &Table) -> Option<Self> {
        let columns = table.rows.iter().map(Vec::len).chain([table.header.len()]).max().unwrap_or(0);
        if columns == 0 {
            return None;
        }
        let mut header: Vec<String> = table.header.iter().map(|text| clean(text)).collect();
        header.resize(columns, String::new());
        let rows: Vec<Vec<TableCell>> = table
            .rows
            .iter()
            .map(|row| {
                let mut row: Vec<TableCell> =
                    row.iter().map(|cell| TableCell { text: clean(&cell.text), bold: cell.bold }).collect();
                row.resize(columns, TableCell::default());
                row
            })
            .collect();
        let numeric = (0..columns).map(|column| table.numeric.contains(&column)).collect();
        let wanted = wanted(&header, &rows);
        let sum: u32 = wanted.iter().sum();
        let shares = wanted.iter().map(|width| width * 1000 / sum.max(1)).collect();
        let density = match sum {
            ..=95 => Density::Loose,
            96..=125 => Density::Small,
            _ => Density::Tiny,
        };
        Some(Self { header, rows, numeric, shares, density })
    }

    /// Whether the row of headings is low enough to be repeated on each page. The typesetter would never end a table
    /// whose headings fill the page.
    pub(crate) fn repeats(&self) -> bool {
        self.height(self.header.iter().map(String::as_str)) <= HIGHEST_HEADER
    }

    /// Whether the table is so low that it is better moved to the next page than torn apart.
    pub(crate) fn holds_together(&self) -> bool {
        let rows = self.rows.iter().map(|row| self.height(row.iter().map(|cell| cell.text.as_str())));
        rows.fold(self.height(self.header.iter().map(String::as_str)), usize::saturating_add) <= LOWEST_TABLE
    }

    /// About how many lines a row takes.
    fn height<'a>(&self, texts: impl Iterator<Item = &'a str>) -> usize {
        let lines = texts.zip(&self.shares).map(|(text, share)| {
            let letters = (*share as usize * LETTERS_A_LINE / 1000).max(1);
            text.chars().count().div_ceil(letters)
        });
        lines.max().unwrap_or(0).max(1)
    }
}

/// About how many letters of a table go into the width of the page.
const LETTERS_A_LINE: usize = 85;

/// The most lines of a row of headings that is repeated.
const HIGHEST_HEADER: usize = 15;

/// The most lines of a table that is not torn apart.
const LOWEST_TABLE: usize = 20;

/// The width of each column in letters: a column is as wide as its longest word, or as its texts when they are short.
fn wanted(header: &[String], rows: &[Vec<TableCell>]) -> Vec<u32> {
    header
        .iter()
        .enumerate()
        .map(|(column, heading)| {
            let texts = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.text.as_str());
            let mut width = 4;
            for (text, most) in [(heading.as_str(), 12)].into_iter().chain(texts.map(|text| (text, 30))) {
                let word = text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(0);
                width = width.max(word.min(20)).max(text.chars().count().min(most));
            }
            u32::try_from(width + 2).unwrap_or(u32::MAX)
        })
        .collect()
}

/// Whether a block has anything to show: empty headings, lists and tables are left out of both formats.
pub(crate) fn shown(block: &Block) -> bool {
    match block {
        Block::Heading { text, .. } | Block::Gap(text) => !clean(text).trim().is_empty(),
        Block::Paragraph(runs) | Block::Note(runs) => !runs.is_empty(),
        Block::List(items) => items.iter().any(|item| !item.is_empty()),
        Block::Definitions(items) => !items.is_empty(),
        Block::Table(table) => Grid::of(table).is_some(),
        Block::Picture(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_never_skip_a_level() {
        let mut levels = Levels::default();
        let given = [3, 3, 3, 1, 0, 9, 2];
        assert_eq!(given.map(|level| levels.next(level)), [1, 2, 3, 1, 1, 2, 2]);
    }

    #[test]
    fn a_ragged_table_becomes_a_grid() {
        let table = Table {
            header: vec!["Kirjasto".into()],
            rows: vec![vec!["Kallio".into(), "1".into(), "2".into()], vec![]],
            numeric: vec![1, 7],
            ..Table::default()
        };
        let grid = Grid::of(&table).expect("a table with columns");
        assert_eq!(grid.header, ["Kirjasto", "", ""]);
        assert!(grid.rows.iter().all(|row| row.len() == 3));
        assert_eq!(grid.numeric, [false, true, false]);
        assert_eq!(grid.density, Density::Loose);
        assert!(grid.shares.iter().sum::<u32>() <= 1000);
        assert!(Grid::of(&Table::default()).is_none());
    }

    #[test]
    fn only_a_low_table_holds_together_and_only_low_headings_are_repeated() {
        let table = |heading: &str, rows: usize| Table {
            header: vec![heading.into()],
            rows: vec![vec!["1".into()]; rows],
            ..Table::default()
        };
        let grid = |heading: &str, rows| Grid::of(&table(heading, rows)).expect("a table with columns");
        assert!(grid("Kirjasto", 19).holds_together() && !grid("Kirjasto", 20).holds_together());
        assert!(grid("Kirjasto", 20).repeats() && !grid(&"x".repeat(2_000), 1).repeats());
    }
}
