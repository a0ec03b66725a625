//! Horizontal bars: one row per library or topic, this period over the one it is compared with.
//!
//! Owns: the rows' layout. A row without data has its note in words and no bar: a bar of length zero would say "none".

use super::drawing::{Anchor, Drawing, Ink};
use super::{length, text_width};

const LABEL: f64 = 15.0;
const FIGURE: f64 = 15.0;
/// The later period lies over the earlier one and is thinner, so that both lengths show.
const BAR_NOW: f64 = 10.0;
const BAR_THEN: f64 = 16.0;
/// The least height of a row; a finger needs more.
const ROW: f64 = 30.0;
const NOTE_LINE: f64 = 20.0;
const GAP: f64 = 10.0;

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What the row is about.
    pub label: String,
    /// This period; absent where there are no data, which is not zero.
    pub now: Option<i64>,
    /// The period it is compared with; absent where there are no data.
    pub then: Option<i64>,
    /// `now` in print.
    pub figure: String,
    /// What the reader must know of the row ("no data since 3.2."); may be empty.
    pub note: String,
    /// Another row is chosen: this one is shown, and is not part of the figures around.
    pub aside: bool,
}

/// Rows in the given order, at a width in CSS pixels, each at least so high. Long labels stand above their bars. The
/// drawing's targets are the rows.
pub fn bars(rows: &[Bar], width: f64, row_height: f64) -> Drawing {
    let width = width.max(200.0);
    let most = rows.iter().flat_map(|row| [row.now, row.then]).flatten().max().unwrap_or(0).max(1);
    let figures = rows.iter().map(|row| text_width(&row.figure, FIGURE)).fold(0.0, f64::max) + GAP;
    let labels = rows.iter().map(|row| text_width(&row.label, LABEL)).fold(0.0, f64::max) + GAP;
    let notes = rows.iter().map(|row| text_width(&row.note, FIGURE)).fold(0.0, f64::max);
    let stacked = labels > width * 0.36 || labels + notes > width;
    let left = if stacked { 0.0 } else { labels };
    let unit = (width - left - figures).max(1.0) / length(most);

    let mut drawing = Drawing { width, ..Drawing::default() };
    let mut y = 0.0;
    for row in rows {
        // What a finger needs beyond the row's own height is shared out above and below it.
        let spare = (row_height - ROW).max(0.0);
        let bottom = draw(&mut drawing, row, y + spare / 2.0, left, unit, stacked) + spare / 2.0;
        drawing.targets.push((y, bottom - y));
        y = bottom;
    }
    drawing.height = y;
    drawing
}

/// Draws a row and answers where the next one begins.
fn draw(drawing: &mut Drawing, row: &Bar, top: f64, left: f64, unit: f64, stacked: bool) -> f64 {
    let has_bar = row.now.is_some() || row.then.is_some_and(|then| then > 0);
    let label_ink = if row.now.is_some() && !row.aside { Ink::Text } else { Ink::Soft };
    let mut y = top + 7.0;
    if stacked {
        // On a phone the longest labels are set smaller rather than cut.
        let size = (LABEL * drawing.width / text_width(&row.label, LABEL)).min(LABEL);
        drawing.text((0.0, y + 12.0), size, Anchor::Start, label_ink, &row.label);
        y += 20.0;
    } else {
        drawing.text((left - GAP, y + 13.0), LABEL, Anchor::End, label_ink, &row.label);
    }
    if has_bar {
        let now = row.now.map_or(0.0, |now| length(now) * unit);
        let then = row.then.map_or(0.0, |then| length(then) * unit);
        drawing.rect(left, y, then, BAR_THEN, if row.aside { Ink::Aside } else { Ink::Then });
        drawing.rect(left, y, now, BAR_NOW, if row.aside { Ink::Aside } else { Ink::Now });
        if row.now.is_some() {
            drawing.text(
                (left + now.max(then) + 8.0, y + 13.0),
                FIGURE,
                Anchor::Start,
                if row.aside { Ink::Soft } else { Ink::Strong },
                &row.figure,
            );
        }
    }
    let mut bottom = y + if has_bar || !stacked { ROW - 7.0 } else { 0.0 };
    if !row.note.is_empty() {
        // Beside the label where the row has no bar, else on a line of its own: a note never covers a bar.
        let line = if has_bar { bottom + 11.0 } else { y + 13.0 };
        drawing.text((left, line), FIGURE, Anchor::Start, Ink::Mark, &row.note);
        bottom = if has_bar { bottom + NOTE_LINE } else { bottom.max(y + ROW - 7.0) };
    }
    bottom
}

#[cfg(test)]
mod tests {
    use super::super::drawing::Shape;
    use super::*;

    fn bar(label: &str, now: Option<i64>, then: Option<i64>, note: &str) -> Bar {
        let figure = now.map(|now| now.to_string()).unwrap_or_default();
        Bar { label: label.into(), now, then, figure, note: note.into(), aside: false }
    }

    fn inside(drawing: &Drawing) -> bool {
        drawing.shapes.iter().all(|shape| match shape {
            Shape::Rect { x, y, w, h, .. } => {
                *x >= 0.0 && *y >= 0.0 && x + w <= drawing.width && y + h <= drawing.height
            }
            Shape::Rule { x1, x2, y, .. } => *x1 >= 0.0 && *x2 <= drawing.width && *y <= drawing.height,
            Shape::Text { x, y, size, anchor, text, .. } => {
                let wide = text_width(text, *size);
                let (from, to) = match anchor {
                    Anchor::Start => (*x, x + wide),
                    Anchor::Middle => (x - wide / 2.0, x + wide / 2.0),
                    Anchor::End => (x - wide, *x),
                };
                from >= -0.5 && to <= drawing.width + 0.5 && *y <= drawing.height
            }
        })
    }

    #[test]
    fn nothing_leaves_the_picture_at_any_width() {
        let rows = [
            bar("Pori", Some(512), Some(480), ""),
            bar("Turku", Some(12), Some(1_480), "ei tietoja 3.2. jälkeen"),
            bar("S:t Karins", None, Some(3), "ei tietoja tänä vuonna"),
            bar("Somero", Some(0), None, ""),
            bar("Enhetens grundfunktioner och inställningar", Some(3), None, ""),
        ];
        for width in [200.0, 272.0, 520.0, 1_080.0] {
            for row_height in [ROW, 48.0] {
                let drawing = bars(&rows, width, row_height);
                assert!(inside(&drawing), "{width}");
                assert_eq!(drawing.targets.len(), rows.len());
                assert!(
                    drawing.targets.iter().all(|(_, high)| *high >= row_height),
                    "a finger finds each row"
                );
            }
        }
    }

    #[test]
    fn the_longest_bar_is_the_largest_figure_and_missing_has_no_figure() {
        let drawing =
            bars(&[bar("a", Some(10), Some(20), ""), bar("b", None, None, "ei tietoja")], 400.0, ROW);
        let widths: Vec<(Ink, f64)> = drawing
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Rect { w, ink, .. } => Some((*ink, *w)),
                _ => None,
            })
            .collect();
        assert_eq!(widths.len(), 2);
        assert!((widths[0].1 - 2.0 * widths[1].1).abs() < 0.001);
        assert_eq!((widths[0].0, widths[1].0), (Ink::Then, Ink::Now));
        let strong =
            drawing.shapes.iter().filter(|s| matches!(s, Shape::Text { ink: Ink::Strong, .. })).count();
        assert_eq!(strong, 1, "a library without data has no figure");
    }

    #[test]
    fn long_labels_stand_above_their_bars() {
        let long = bars(&[bar("Laitteen peruskäyttö ja asetukset", Some(1), Some(1), "")], 300.0, ROW);
        let short = bars(&[bar("Pori", Some(1), Some(1), "")], 300.0, ROW);
        assert!(long.height > short.height);
        assert!(bars(&[], 300.0, ROW).shapes.is_empty());
    }
}
