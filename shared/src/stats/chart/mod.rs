//! The charts of pages and reports, as pure functions from figures to a small drawing.
//!
//! Owns: where each bar, line and label stands, and what it means ([`Ink`]). Must not: choose a colour (the page's style
//! sheet or the report's template does), format a number or hold a text for people: the caller gives both, in its
//! language. The same drawing goes into the page and into the printed report.

mod bars;
mod drawing;
mod months;
mod paper;

pub use bars::{Bar, bars};
pub use drawing::{Anchor, Drawing, Ink, Shape};
pub use months::{Month, months};
pub use paper::paper;

/// Estimated width of a text in units of the drawing. Source Sans averages half an em; a little more, so that a label
/// never runs into its bar.
fn text_width(text: &str, size: f64) -> f64 {
    let chars = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    f64::from(chars) * size * 0.54
}

/// A figure as a length: figures are counts of events, far below the precision of an `f64`.
fn length(figure: i64) -> f64 {
    f64::from(i32::try_from(figure.max(0)).unwrap_or(i32::MAX))
}
