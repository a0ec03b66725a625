//! XLSX: a sheet per table, numbers as numbers, dates as dates, the heading row fixed.

use rust_xlsxwriter::{ExcelDateTime, Format, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{Cell, Sheet};
use crate::error::{Error, Result};

/// The longest name of a sheet that Excel takes.
const NAME: usize = 31;
/// Columns are not wider than so many characters.
const WIDE: u16 = 60;

/// A workbook of sheets, in their order.
pub fn xlsx(sheets: &[Sheet]) -> Result<Vec<u8>> {
    write(sheets).map_err(Error::internal)
}

fn write(sheets: &[Sheet]) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let mut names: Vec<String> = Vec::new();
    for sheet in sheets {
        let name = name_of(sheet, &names);
        let page = book.add_worksheet();
        page.set_name(&name)?;
        fill(page, sheet)?;
        names.push(name.to_lowercase());
    }
    book.save_to_buffer()
}

fn fill(page: &mut Worksheet, sheet: &Sheet) -> std::result::Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_border_bottom(FormatBorder::Thin);
    let date = Format::new().set_num_format("d.m.yyyy");
    let euros = Format::new().set_num_format("#,##0.00\\ \"€\"");
    let mut row = 0;
    for line in &sheet.about {
        page.write_string(row, 0, line)?;
        row += 1;
    }
    if row > 0 {
        row += 1;
    }
    for (column, text) in (0..).zip(&sheet.columns) {
        page.write_string_with_format(row, column, text, &heading)?;
        page.set_column_width(column, f64::from(width(sheet, usize::from(column))))?;
    }
    if !sheet.columns.is_empty() {
        page.set_freeze_panes(row + 1, 0)?;
        page.set_repeat_rows(row, row)?;
    }
    for cells in &sheet.rows {
        row += 1;
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Empty => {}
                // A string is a string here: nothing in it is ever a formula.
                Cell::Text(text) => drop(page.write_string(row, column, text)?),
                // Exact up to 2^53; nothing that is counted here comes near.
                #[expect(clippy::cast_precision_loss, reason = "spreadsheets know no other numbers")]
                Cell::Number(number) => drop(page.write_number(row, column, *number as f64)?),
                Cell::Date(on) => {
                    let (year, month, day) = on.ymd();
                    let (year, month, day) = (
                        u16::try_from(year).unwrap_or(1900),
                        u8::try_from(month).unwrap_or(1),
                        u8::try_from(day).unwrap_or(1),
                    );
                    let at = ExcelDateTime::from_ymd(year, month, day)?;
                    page.write_datetime_with_format(row, column, &at, &date)?;
                }
                #[expect(clippy::cast_precision_loss, reason = "spreadsheets know no other numbers")]
                Cell::Euros(cents) => {
                    page.write_number_with_format(row, column, *cents as f64 / 100.0, &euros)?;
                }
            }
        }
    }
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// As wide as its widest cell.
fn width(sheet: &Sheet, column: usize) -> u16 {
    let cell = |cell: &Cell| match cell {
        Cell::Text(text) => text.chars().count(),
        Cell::Number(_) | Cell::Date(_) | Cell::Euros(_) => 11,
        Cell::Empty => 0,
    };
    let cells = sheet.rows.iter().filter_map(|row| row.get(column)).map(cell);
    let heading = sheet.columns.get(column).map_or(0, |heading| heading.chars().count());
    let widest = cells.chain([heading]).max().unwrap_or(0) + 2;
    u16::try_from(widest).unwrap_or(WIDE).min(WIDE)
}

/// A name that Excel takes and that no other sheet has.
fn name_of(sheet: &Sheet, taken: &[String]) -> String {
    let allowed = |c: &char| !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') && !c.is_control();
    let plain: String = sheet.name.chars().filter(allowed).take(NAME).collect();
    let plain = if plain.trim().is_empty() { "–".to_owned() } else { plain };
    let mut name = plain.clone();
    let mut n = 2;
    while taken.contains(&name.to_lowercase()) {
        let end = format!(" {n}");
        name = plain.chars().take(NAME - end.len()).collect::<String>() + &end;
        n += 1;
    }
    name
}
