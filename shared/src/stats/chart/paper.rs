//! A drawing as an SVG document of its own, for paper: a page has its style sheet, a report has none.
//!
//! Owns: the inks on white, those of the page's light theme (`frontend/styles/tokens.css`).

use std::fmt::Write as _;

use super::drawing::{Drawing, Ink};

/// The earlier period is hatched: it is told from the later one without any colour.
const HATCH: &str = r##"<defs><pattern id="then" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#e6e9e7"/><rect width="2" height="6" fill="#8d9a99"/></pattern></defs>"##;

/// The whole document.
pub fn paper(drawing: &Drawing) -> String {
    let mut out = String::with_capacity(drawing.shapes.len() * 120);
    let _ = write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="{}" width="{:.0}" height="{:.0}">{HATCH}"#,
        drawing.view_box(),
        drawing.width,
        drawing.height
    );
    let _ = drawing.write_body(&mut out, paint);
    out.push_str("</svg>");
    out
}

/// What a shape is painted with, as SVG attributes.
fn paint(ink: Ink) -> &'static str {
    match ink {
        Ink::Now => r##"fill="#0a5a5c""##,
        Ink::Then => r#"fill="url(#then)""#,
        Ink::Grid => r##"stroke="#d9d9d2""##,
        Ink::Text => r##"fill="#1b2426" font-family="Source Sans 3""##,
        Ink::Soft => r##"fill="#526063" font-family="Source Sans 3""##,
        Ink::Strong => r##"fill="#1b2426" font-family="Source Sans 3" font-weight="bold""##,
        Ink::Mark => r##"fill="#8f4109" font-family="Source Sans 3""##,
        Ink::Aside => r##"fill="#d9d9d2""##,
        Ink::Goal => r##"stroke="#8f4109" stroke-width="2" stroke-dasharray="6 4""##,
    }
}
