//! The drawing: a few shapes with a meaning, and its SVG text.
//!
//! Owns: escaping and the SVG written. Must not: know what the shapes stand for.

use std::fmt::Write;

/// What a shape means; the style sheet gives the meaning a colour, in light, dark and forced colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// This period's figures.
    Now,
    /// The figures of the period it is compared with.
    Then,
    /// Grid and axis.
    Grid,
    /// A label.
    Text,
    /// A quieter label.
    Soft,
    /// A figure in print.
    Strong,
    /// Something that asks for attention.
    Mark,
    /// What is shown but not chosen.
    Aside,
    /// The goal's pace.
    Goal,
}

impl Ink {
    /// The class in SVG; the page's style sheet paints it.
    fn class_attribute(self) -> &'static str {
        match self {
            Self::Now => r#"class="ink-now""#,
            Self::Then => r#"class="ink-then""#,
            Self::Grid => r#"class="ink-grid""#,
            Self::Text => r#"class="ink-text""#,
            Self::Soft => r#"class="ink-soft""#,
            Self::Strong => r#"class="ink-strong""#,
            Self::Mark => r#"class="ink-mark""#,
            Self::Aside => r#"class="ink-aside""#,
            Self::Goal => r#"class="ink-goal""#,
        }
    }
}

/// Which end of a text stands at its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its beginning.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// One shape; lengths are CSS pixels at the drawing's own width.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A filled rectangle.
    Rect {
        /// Left edge.
        x: f64,
        /// Upper edge.
        y: f64,
        /// Width.
        w: f64,
        /// Height.
        h: f64,
        /// Meaning.
        ink: Ink,
    },
    /// A horizontal line.
    Rule {
        /// Its beginning.
        x1: f64,
        /// Its end.
        x2: f64,
        /// Its height.
        y: f64,
        /// Meaning.
        ink: Ink,
    },
    /// A text on one line.
    Text {
        /// Its point on the base line.
        x: f64,
        /// The base line.
        y: f64,
        /// Size of the letters.
        size: f64,
        /// Which end stands at `x`.
        anchor: Anchor,
        /// Meaning.
        ink: Ink,
        /// The text as it is; escaped when written.
        text: String,
    },
}

/// A picture of a width, a height and shapes in the order of painting.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// What is painted.
    pub shapes: Vec<Shape>,
    /// What can be chosen by a tap, in the order of the data: upper edge and height of each row, over the whole width.
    pub targets: Vec<(f64, f64)>,
}

impl Drawing {
    /// The value of SVG's `viewBox`.
    pub fn view_box(&self) -> String {
        format!("0 0 {} {}", short(self.width), short(self.height))
    }

    /// What stands inside the `svg` element.
    pub fn svg_body(&self) -> String {
        let mut out = String::with_capacity(self.shapes.len() * 80);
        // Writing to a String cannot fail.
        let _ = self.write_body(&mut out, Ink::class_attribute);
        out
    }

    /// The same, each ink written by the caller's attributes.
    pub(super) fn write_body(&self, out: &mut String, paint: fn(Ink) -> &'static str) -> std::fmt::Result {
        self.shapes.iter().try_for_each(|shape| write_shape(out, shape, paint))
    }

    /// Adds a rectangle; one without an area is left out.
    pub(super) fn rect(&mut self, x: f64, y: f64, w: f64, h: f64, ink: Ink) {
        if w > 0.0 && h > 0.0 {
            self.shapes.push(Shape::Rect { x, y, w, h, ink });
        }
    }

    /// Adds a text.
    pub(super) fn text(&mut self, at: (f64, f64), size: f64, anchor: Anchor, ink: Ink, text: &str) {
        self.shapes.push(Shape::Text { x: at.0, y: at.1, size, anchor, ink, text: text.to_owned() });
    }
}

fn write_shape(out: &mut String, shape: &Shape, paint: fn(Ink) -> &'static str) -> std::fmt::Result {
    match shape {
        Shape::Rect { x, y, w, h, ink } => write!(
            out,
            r#"<rect {} x="{}" y="{}" width="{}" height="{}"/>"#,
            paint(*ink),
            short(*x),
            short(*y),
            short(*w),
            short(*h)
        ),
        Shape::Rule { x1, x2, y, ink } => write!(
            out,
            r#"<line {} x1="{}" x2="{}" y1="{y}" y2="{y}"/>"#,
            paint(*ink),
            short(*x1),
            short(*x2),
            y = short(*y)
        ),
        Shape::Text { x, y, size, anchor, ink, text } => {
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            write!(
                out,
                r#"<text {} x="{}" y="{}" font-size="{}" text-anchor="{anchor}">"#,
                paint(*ink),
                short(*x),
                short(*y),
                short(*size)
            )?;
            escape(out, text);
            out.push_str("</text>");
            Ok(())
        }
    }
}

/// A length with at most one decimal.
fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_lengths_are_short() {
        let mut drawing = Drawing { width: 300.0, height: 20.04, ..Drawing::default() };
        drawing.rect(0.0, 1.25, 10.0, 0.0, Ink::Now);
        drawing.text((1.0, 2.5), 14.0, Anchor::End, Ink::Text, "<b> & \"x\"");
        assert_eq!(drawing.view_box(), "0 0 300 20");
        assert_eq!(
            drawing.svg_body(),
            "<text class=\"ink-text\" x=\"1\" y=\"2.5\" font-size=\"14\" text-anchor=\"end\">\
             &lt;b&gt; &amp; &quot;x&quot;</text>"
        );
    }
}
