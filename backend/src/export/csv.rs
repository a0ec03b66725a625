//! CSV as spreadsheet programs in Finland open it by a double click: UTF-8 with a byte-order mark, `;` between the cells.
//! Dates are `2026-04-14`, which no program takes for anything else.

use ::csv::{QuoteStyle, WriterBuilder};

use shared::money;

use super::{Cell, Sheet};
use crate::error::{Error, Result};

/// Without it Excel takes the file for Windows-1252.
const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Headings and rows of a sheet; what is said about it has no place in a CSV.
pub fn csv(sheet: &Sheet) -> Result<Vec<u8>> {
    let mut writer =
        WriterBuilder::new().delimiter(b';').quote_style(QuoteStyle::Necessary).from_writer(BOM.to_vec());
    writer.write_record(sheet.columns.iter().map(|heading| harmless(heading))).map_err(Error::internal)?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(written)).map_err(Error::internal)?;
    }
    writer.into_inner().map_err(|error| Error::internal(error.to_string()))
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Number(number) => number.to_string(),
        Cell::Date(date) => date.to_string(),
        // With a comma, as Finnish programs read numbers.
        Cell::Euros(cents) => money::written(*cents),
    }
}

/// A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, *CSV Injection*).
fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens_by_a_double_click_and_runs_nothing() {
        let sheet = Sheet {
            columns: vec!["Aihe".into(), "Määrä".into(), "Päivä".into()],
            rows: vec![
                vec![Cell::Text("=1+1".into()), Cell::Number(-3), Cell::Empty],
                vec![
                    Cell::Text("a;\"b\"\nc".into()),
                    Cell::Number(1_606),
                    Cell::Date("2026-04-14".parse().unwrap()),
                ],
            ],
            ..Sheet::default()
        };
        let text = String::from_utf8(csv(&sheet).unwrap()).unwrap();
        assert_eq!(text, "\u{feff}Aihe;Määrä;Päivä\n'=1+1;-3;\n\"a;\"\"b\"\"\nc\";1606;2026-04-14\n");
    }
}
