//! Tables of the body.
//!
//! Owns: header rows, widths and alignment. Must not: write captions.

use super::body::{kept_paragraph, run};
use super::xml::Xml;
use crate::layout::{Density, Grid};
use crate::model::Table;
use crate::text::clean;

/// The width between the margins, in twentieths of a point.
const TEXT_WIDTH: u32 = 9638;

/// Writes the table: its first row is repeated on each page, and no row is torn apart.
pub(super) fn write(xml: &mut Xml, table: &Table) {
    let Some(grid) = Grid::of(table) else { return };
    let widths: Vec<String> =
        grid.shares.iter().map(|share| (share * TEXT_WIDTH / 1000).to_string()).collect();
    let total: u32 = grid.shares.iter().map(|share| share * TEXT_WIDTH / 1000).sum();
    xml.element("w:tbl", &[], |xml| {
        xml.element("w:tblPr", &[], |xml| {
            xml.leaf("w:tblStyle", &[("w:val", "DocumentTable")]);
            xml.leaf("w:tblW", &[("w:w", &total.to_string()), ("w:type", "dxa")]);
            xml.leaf("w:tblLayout", &[("w:type", "fixed")]);
            if grid.density != Density::Loose {
                xml.element("w:tblCellMar", &[], |xml| {
                    xml.leaf("w:left", &[("w:w", "40"), ("w:type", "dxa")]);
                    xml.leaf("w:right", &[("w:w", "40"), ("w:type", "dxa")]);
                });
            }
            // The value repeats the attributes for readers of the first edition.
            let (value, named) = if table.row_headers { ("06A0", "1") } else { ("0620", "0") };
            let look = [
                ("w:val", value),
                ("w:firstRow", "1"),
                ("w:lastRow", "0"),
                ("w:firstColumn", named),
                ("w:lastColumn", "0"),
                ("w:noHBand", "1"),
                ("w:noVBand", "1"),
            ];
            xml.leaf("w:tblLook", &look);
            let caption = clean(&table.caption);
            if !caption.trim().is_empty() {
                xml.leaf("w:tblCaption", &[("w:val", caption.trim())]);
            }
        });
        xml.element("w:tblGrid", &[], |xml| {
            for width in &widths {
                xml.leaf("w:gridCol", &[("w:w", width)]);
            }
        });
        let size = match grid.density {
            Density::Loose => "",
            Density::Small => "Small",
            Density::Tiny => "Tiny",
        };
        let together = grid.holds_together();
        let shape = Shape { widths: &widths, numeric: &grid.numeric, size };
        let headings = grid.header.iter().map(|heading| (heading.as_str(), false));
        row(xml, &shape, headings, true, !grid.rows.is_empty());
        for (number, cells) in grid.rows.iter().enumerate() {
            let cells = cells.iter().map(|cell| (cell.text.as_str(), cell.bold));
            row(xml, &shape, cells, false, together && number + 1 < grid.rows.len());
        }
    });
}

/// What all rows of a table share.
struct Shape<'a> {
    widths: &'a [String],
    numeric: &'a [bool],
    /// The end of the name of the cells' style.
    size: &'a str,
}

/// Writes a row: of headings or not, kept on the page of the next one or not.
fn row<'a>(
    xml: &mut Xml,
    shape: &Shape,
    cells: impl Iterator<Item = (&'a str, bool)>,
    header: bool,
    kept: bool,
) {
    xml.element("w:tr", &[], |xml| {
        xml.element("w:trPr", &[], |xml| {
            xml.leaf("w:cantSplit", &[]);
            if header {
                xml.leaf("w:tblHeader", &[]);
            }
        });
        for (((text, bold), width), numeric) in cells.zip(shape.widths).zip(shape.numeric) {
            xml.element("w:tc", &[], |xml| {
                xml.element("w:tcPr", &[], |xml| {
                    xml.leaf("w:tcW", &[("w:w", width), ("w:type", "dxa")]);
                    if header {
                        xml.leaf("w:vAlign", &[("w:val", "bottom")]);
                    }
                });
                let style = format!("Table{}{}", if *numeric { "Number" } else { "Text" }, shape.size);
                kept_paragraph(xml, &style, kept, |xml| {
                    if !text.trim().is_empty() {
                        run(xml, bold.then_some("Strong"), text.trim());
                    }
                });
            });
        }
    });
}
